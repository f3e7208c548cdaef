"""Evidence in libraries, indicators of the dictionary, and the bytes of files of every kind."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from flask import Flask
from sqlalchemy import delete, select

from kinerja import clock
from kinerja.competency.demo.evidence import small_pdf, small_png
from kinerja.competency.models import (
    Answer,
    AnswerEvidence,
    AnswerIndicator,
    Competency,
    Evidence,
    Indicator,
    Level,
)
from kinerja.competency.rules import EvidenceKind
from kinerja.competency.services import NewEvidence, add_evidence
from kinerja.extensions import db
from kinerja.permissions import Viewer
from tests.factories.base import numbers

TYPES = "[Content_Types].xml"
JPG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 40 + b"\xff\xd9"


def pdf(words: str | None = None) -> bytes:
    """A whole PDF, another one at each call unless its words are given."""
    return small_pdf(words or f"Bukti contoh nomor {next(numbers)}")


def png() -> bytes:
    """A whole PNG."""
    return small_png()


def office(main: str, parts: Mapping[str, bytes] | None = None, *, types: bytes = b"") -> bytes:
    """An Office file with this main part and others."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TYPES, b"<Types>" + types + b"</Types>")
        for name, content in {main: b"<x/>", **(parts or {})}.items():
            archive.writestr(name, content)
    return file.getvalue()


def evidence(
    app: Flask,
    employee_id: int,
    *,
    answer_id: int | None = None,
    url: str = "",
    title: str = "",
    content: bytes = b"",
) -> int:
    """A file (or the link) in the person's library, used by the answer where one is given."""
    with app.app_context():
        viewer = Viewer(employee_id, 0, 0)
        filename = "" if url else "bukti.pdf"
        new = NewEvidence(
            url=url, filename=filename, content=content or (b"" if url else pdf()), title=title
        )
        made, _known = add_evidence(new, by=viewer)
        if answer_id is not None:
            db.session.add(AnswerEvidence(answer_id=answer_id, evidence_id=made.id))
        db.session.commit()
        return made.id


def used_evidence(app: Flask, employee_id: int, assessment_id: int, **more: str) -> int:
    """The same, used by the assessment's first answer."""
    with app.app_context():
        answer_id = db.session.scalar(
            select(Answer.id).where(Answer.assessment_id == assessment_id).order_by(Answer.id)
        )
    return evidence(app, employee_id, answer_id=answer_id, **more)


def many_links(app: Flask, employee_id: int, rows: int) -> None:
    """So many links, at once."""
    with app.app_context():
        db.session.add_all(
            Evidence(
                employee_id=employee_id,
                kind=EvidenceKind.LINK,
                title=f"Tautan {number}",
                url=f"https://contoh.go.id/{next(numbers)}",
                added_at=clock.now(),
            )
            for number in range(rows)
        )
        db.session.commit()


def indicators(app: Flask, code: str = "KOM", *, each: int = 2) -> dict[int, list[int]]:
    """The competency's levels with so many indicators each, and no others: ids by level."""
    with app.app_context():
        levels = db.session.scalars(
            select(Level).join(Competency).where(Competency.code == code).order_by(Level.level)
        ).all()
        old = select(Indicator.id).where(Indicator.level_id.in_([one.id for one in levels]))
        db.session.execute(delete(AnswerIndicator).where(AnswerIndicator.indicator_id.in_(old)))
        db.session.execute(
            delete(Indicator).where(Indicator.level_id.in_([one.id for one in levels]))
        )
        found = {}
        for level in levels:
            rows = [
                Indicator(level_id=level.id, rank=n, text=f"Perilaku {level.level}.{n}")
                for n in range(1, each + 1)
            ]
            db.session.add_all(rows)
            db.session.flush()
            found[level.level] = [row.id for row in rows]
        db.session.commit()
        return found


def without_indicators(app: Flask) -> None:
    """A dictionary that tells no behaviours: every level holds by itself."""
    with app.app_context():
        db.session.execute(delete(AnswerIndicator))
        db.session.execute(delete(Indicator))
        db.session.commit()
