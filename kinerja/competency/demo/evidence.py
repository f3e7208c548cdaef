"""Demo rows: links behind a third of all answers, ticked indicators, two files of the demo ASN."""

import struct
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from kinerja.competency import services
from kinerja.competency.demo.texts import EVIDENCE
from kinerja.competency.models import (
    Answer,
    AnswerEvidence,
    AnswerIndicator,
    Assessment,
    Competency,
    Evidence,
    Indicator,
    Level,
)
from kinerja.competency.rules import EvidenceKind
from kinerja.competency.services import NewEvidence
from kinerja.extensions import db
from kinerja.people.models import Account, Employee
from kinerja.permissions import Viewer

SHARE = 0.35
CODES_OF_FILES = ("KOM", "INT")


def load(employee_id: int, *, on: date) -> None:
    """Links of everybody, each used by both cycles' answers to its competency; ticks of those who
    share the employee's supervisor; files of the employee and of somebody in another unit.
    """
    random = Random(employee_id)  # noqa: S311  # made-up rows, nothing secret
    _links(random)
    employee = db.session.get_one(Employee, employee_id)
    team = select(Employee.id).where(Employee.supervisor_id == employee.supervisor_id)
    _ticks(list(db.session.scalars(team)))
    elsewhere = select(Employee).where(Employee.unit_id != employee.unit_id)
    for person in (employee, db.session.scalars(elsewhere.order_by(Employee.id.desc())).first()):
        if person:
            _files(person, on=on)


def _links(random: Random) -> None:
    rows = db.session.execute(
        select(Answer.id, Assessment.employee_id, Competency.code, Answer.saved_at)
        .join(Answer.assessment)
        .join(Answer.competency)
        .where(Answer.self_level.is_not(None))
        .order_by(Answer.id)
    ).all()
    places = sorted({(row.employee_id, row.code) for row in rows})
    urls = {
        place: EVIDENCE.format(code=place[1].lower(), number=random.randint(100, 999))
        for place in places
        if random.random() < SHARE
    }
    since = {(row.employee_id, row.code): row.saved_at for row in reversed(rows)}
    links = [
        {
            "employee_id": person,
            "kind": EvidenceKind.LINK,
            "title": f"Bukti {code} di berkas bersama",
            "url": url,
            "added_at": since[person, code],
        }
        for (person, code), url in urls.items()
    ]
    db.session.execute(insert(Evidence), links)
    made = db.session.execute(select(Evidence.employee_id, Evidence.url, Evidence.id))
    ids = {(person, url): evidence_id for person, url, evidence_id in made}
    uses = [
        {"answer_id": row.id, "evidence_id": ids[row.employee_id, urls[row.employee_id, row.code]]}
        for row in rows
        if (row.employee_id, row.code) in urls
    ]
    db.session.execute(insert(AnswerEvidence), uses)


def _ticks(people: list[int]) -> None:
    """Every indicator below the person's own level, and the first two of that level."""
    rows = list(_ticked(people))
    if rows:
        db.session.execute(insert(AnswerIndicator), rows)


def _ticked(people: list[int]) -> Iterator[dict[str, Any]]:
    statement = (
        select(Answer.id, Answer.self_level, Level.level, Indicator.id, Indicator.rank)
        .join(Answer.assessment)
        .join(Level, Level.competency_id == Answer.competency_id)
        .join(Indicator, Indicator.level_id == Level.id)
        .where(Assessment.employee_id.in_(people), Level.level <= Answer.self_level)
    )
    for answer_id, own, level, indicator_id, rank in db.session.execute(statement):
        if level < (own or 0) or rank <= 2:
            yield {"answer_id": answer_id, "indicator_id": indicator_id}


def _files(employee: Employee, *, on: date) -> None:
    """A page and a picture, made here, used wherever the employee answered."""
    account_id = db.session.scalar(select(Account.id).where(Account.employee_id == employee.id))
    viewer = Viewer(employee.id, account_id or 0, employee.unit_id)
    added = [
        NewEvidence(
            filename="Lembar penjelasan pindah datang.pdf",
            content=small_pdf("Lembar penjelasan syarat pindah datang (contoh)"),
            description="Satu halaman yang dibagikan di loket.",
            dated_on=on - timedelta(days=200),
        ),
        NewEvidence(
            filename="Grafik waktu tunggu.png",
            content=small_png(),
            title="Grafik waktu tunggu loket",
            dated_on=on - timedelta(days=90),
        ),
    ]
    for code, new in zip(CODES_OF_FILES, added, strict=True):
        evidence, _known = services.add_evidence(new, by=viewer)
        answers = db.session.scalars(
            select(Answer.id)
            .join(Answer.assessment)
            .join(Answer.competency)
            .where(
                Assessment.employee_id == employee.id,
                Competency.code == code,
                Answer.self_level.is_not(None),
            )
        ).all()
        db.session.add_all(AnswerEvidence(answer_id=a, evidence_id=evidence.id) for a in answers)
    db.session.flush()


def small_pdf(words: str) -> bytes:
    """A whole PDF of one page that says the words, which are plain ASCII without parentheses but
    in pairs.
    """
    text = words.replace("(", r"\(").replace(")", r"\)")
    stream = f"BT /F1 14 Tf 72 760 Td ({text}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    found, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(found))
        found += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    end = b"startxref\n%d\n%%%%EOF\n" % len(found)
    return found + head + table + trailer + end


def small_png(heights: tuple[int, ...] = (50, 44, 36, 30, 25), width: int = 60) -> bytes:
    """A whole PNG: a bar of so many rows for each height, in two greys."""
    tall = max(heights)
    wide = width // len(heights)
    rows = (
        b"\0" + b"".join((b"\x40" if tall - y <= height else b"\xf0") * wide for height in heights)
        for y in range(tall)
    )
    size = struct.pack(">IIBBBBB", wide * len(heights), tall, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
