"""Job standards as files: taken out and sent in again, every wrong cell named, all or nothing."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kinerja import audit, clock
from kinerja.competency.models import JobStandard, StandardImport
from kinerja.competency.queries.job_standards import job_standard
from kinerja.competency.rules import Necessity, Need
from kinerja.competency.rules.standard_files import StandardColumn as C
from kinerja.extensions import db
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role
from kinerja.sheets import read_sheet, tidy
from tests import factories
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
UPLOAD = "/kompetensi/standar/impor"
EXPORT = "/kompetensi/standar/xlsx"
Row = dict[str, str]


class World(NamedTuple):
    admin: int
    job: int
    codes: dict[str, int]
    today: date


@pytest.fixture
def world(app: Flask) -> World:
    """An admin, a position and the dictionary."""
    root = factories.unit(app)
    admin = factories.employee(app, unit_id=root)
    factories.grant(app, admin, Role.AGENCY_ADMIN, root)
    job = factories.position(app, JobLevel.AHLI_MUDA, "Arsiparis Uji")
    with app.app_context():
        today = clock.today()
    return World(admin, job, factories.dictionary(app), today)


def exported(client: FlaskClient, address: str = EXPORT) -> tuple[bytes, list[Row]]:
    """The file, and its rows by heading."""
    content = client.get(address).data
    sheet = read_sheet(content, filename="a.xlsx", headings=frozenset({"kode kompetensi"}))
    headings, *rows = ([tidy(cell) for cell in cells] for _number, cells in sheet.rows)
    assert headings == [column.value for column in C]
    return content, [dict(zip(headings, row, strict=False)) for row in rows]


def upload(client: FlaskClient, content: bytes, name: str = "standar.xlsx") -> TestResponse:
    """Send the file in."""
    token = soup(client.get(UPLOAD)).select_one('main form [name="csrf_token"]')
    assert token is not None
    data = {"csrf_token": str(token["value"]), "file": (io.BytesIO(content), name)}
    return client.post(UPLOAD, data=data, content_type="multipart/form-data")


def written(rows: list[Row]) -> bytes:
    """The rows as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.value for column in C], delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def row(code: str, level: str, **others: str) -> Row:
    """A right row of an edition from today on."""
    return {
        C.TITLE.value: "Arsiparis Uji",
        C.VALID_FROM.value: "2030-01-01",
        C.DECREE.value: "Kep 3/2026",
        C.CODE.value: code,
        C.LEVEL.value: level,
    } | {C[name].value: text for name, text in others.items()}


def test_what_was_taken_out_changes_nothing_when_sent_in(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    codes, client = world.codes, signed_in(world.admin)
    need = Need(3, 4, 3, Necessity.ABSOLUTE)
    factories.job_standard(app, world.job, {codes["PP"]: 2}, on=date(2024, 1, 1))
    factories.job_standard(
        app, world.job, {codes["INT"]: need, codes["KOM"]: 2}, on=date(2025, 1, 1)
    )
    factories.job_standard(app, world.job, {codes["INT"]: 5}, on=date(2031, 1, 1))
    content, rows = exported(client)
    assert [(one["Berlaku mulai"], one["Kode kompetensi"]) for one in rows] == [
        ("2025-01-01", "INT"),  # what no longer holds is left out
        ("2025-01-01", "KOM"),
        ("2031-01-01", "INT"),
    ]
    first = rows[0]
    assert (first["Tingkat"], first["Tingkat maksimum"], first["Bobot"], first["Sifat"]) == (
        "3",
        "4",
        "3",
        "Mutlak",
    )
    page = client.get(upload(client, content).headers["Location"]).text
    assert "Tidak ada yang perlu diterapkan" in page
    assert "Terapkan" not in page


def test_a_file_makes_new_editions_and_changes_coming_ones(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    codes, client = world.codes, signed_in(world.admin)
    other = factories.position(app, title="Pengelola Uji")
    with app.app_context():
        made = JobStandard(
            position_id=world.job,
            valid_from=date(2024, 1, 1),
            decree="Kep 1/2023",
            summary="Merawat arsip.\nMenata arsip.",
            created_at=clock.now(),
        )
        db.session.add(made)
        db.session.commit()
    coming = factories.job_standard(
        app, other, {codes["INT"]: 5}, on=date(2031, 1, 1), requirements=["S-1"]
    )
    rows = [
        row("int", "4", VALID_FROM="01/01/2030", MAX_LEVEL="5", NECESSITY="mutlak"),
        row("KOM", "3"),
        row("INT", "2", TITLE="pengelola  UJI", VALID_FROM="2031-01-01"),
    ]
    answer = upload(client, written(rows), "standar.csv")
    assert answer.status_code == 303
    path = answer.headers["Location"]
    page = soup(client.get(path))
    shown = [
        (line.select("th")[0].get_text(), line.select(".tag")[0].get_text())
        for line in page.select("tbody tr")
    ]
    assert shown == [("pengelola UJI", "Berubah"), ("Arsiparis Uji", "Baru")]
    assert send(client, path).status_code == 303
    with app.app_context():
        held = job_standard(world.job, date(2030, 1, 1))
        assert held is not None
        assert held.summary == "Merawat arsip.\nMenata arsip."  # an empty cell keeps it
        assert {item.competency.code: item.level for item in held.items} == {"INT": 4, "KOM": 3}
        assert held.ordered[0].max_level == 5
        changed = db.session.get_one(JobStandard, coming)
        assert [item.level for item in changed.items] == [2]
        assert [one.text for one in changed.requirements] == ["S-1"]
        kept = db.session.scalars(select(StandardImport)).one()
        assert (kept.lines, kept.applied_at is not None) == ([], True)
        acts = set(db.session.scalars(select(audit.Entry.action)))
        assert {"standard.file_uploaded", "standard.file_applied"} <= acts
    assert "Berkas ini diterapkan pada" in client.get(path).text


@pytest.mark.parametrize(
    ("change", "column", "hint"),
    [
        ({"TITLE": "Jabatan Gaib"}, C.TITLE, "Jabatan ini tidak ada"),
        ({"TITLE": ""}, C.TITLE, "Isi kolom ini"),
        ({"VALID_FROM": "besok"}, C.VALID_FROM, "Tulis hari seperti"),
        ({"VALID_FROM": "2026-06-01"}, C.VALID_FROM, "sudah berlaku tidak diubah"),
        ({"VALID_FROM": "2025-01-01"}, C.VALID_FROM, "sudah berlaku tidak diubah"),
        ({"DECREE": ""}, C.DECREE, "Isi kolom ini"),
        ({"DECREE": "K" * 201}, C.DECREE, "Paling panjang 200"),
        ({"CODE": "XYZ"}, C.CODE, "tidak ada di kamus"),
        ({"LEVEL": "6"}, C.LEVEL, "angka 1 sampai 5"),
        ({"LEVEL": "tiga"}, C.LEVEL, "angka 1 sampai 5"),
        ({"MAX_LEVEL": "2"}, C.MAX_LEVEL, "dari Tingkat sampai 5"),
        ({"RELEVANCE": "4"}, C.RELEVANCE, "1, 2, atau 3"),
        ({"NECESSITY": "wajib"}, C.NECESSITY, "Mutlak, Penting, atau Perlu"),
        ({"DECREE": "Kep lain"}, C.DECREE, "Tidak sama dengan baris 2"),
        ({"CODE": "KOM"}, C.CODE, "sudah ada di baris 2"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(
    app: Flask,
    world: World,
    signed_in: SignedIn,
    change: dict[str, str],
    column: C,
    hint: str,
) -> None:
    factories.job_standard(app, world.job, {world.codes["INT"]: 3}, on=date(2025, 1, 1))
    client = signed_in(world.admin)
    right = row("KOM", "3", DECREE="Kep 3/2026")
    path = upload(client, written([right, row("INT", "3", **change)]), "a.csv").headers["Location"]
    page = soup(client.get(path))
    faults = [
        [cell.get_text(strip=True) for cell in line.find_all(["th", "td"])]
        for line in page.select("section:first-of-type tbody tr")
    ]
    assert any(
        number == "3" and named == column.value and hint in said for number, named, said in faults
    ), faults
    assert not page.select("main form")
    with app.app_context():
        token = str(soup(client.get(UPLOAD)).select_one('[name="csrf_token"]')["value"])  # type: ignore[index]
    assert client.post(path, data={"csrf_token": token}).status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.count(JobStandard.id))) == 1


@pytest.mark.parametrize(
    ("content", "name", "hint"),
    [
        (b"Jabatan;Tingkat\nA;3\n", "a.csv", "Kolom ini tidak ada"),
        (";".join(column.value for column in C).encode() + b"\n", "a.csv", "Belum ada baris"),
        (b"%PDF-1.7\n", "a.xlsx", ""),
        (b"", "a.csv", ""),
    ],
)
def test_a_file_that_holds_no_standards_is_refused(
    app: Flask, world: World, signed_in: SignedIn, content: bytes, name: str, hint: str
) -> None:
    answer = upload(signed_in(world.admin), content, name)
    assert answer.status_code == 422
    assert hint in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count(StandardImport.id))) == 0


def test_positions_without_an_own_standard_come_with_their_defaults(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    client = signed_in(world.admin)
    _content, rows = exported(client, f"{EXPORT}?sendiri=belum&cari=arsiparis")
    assert len(rows) == 9
    assert {(one["Jabatan"], one["Berlaku mulai"], one["Tingkat"]) for one in rows} == {
        ("Arsiparis Uji", "", "3")
    }
    day = (world.today + timedelta(days=1)).isoformat()
    filled = [one | {"Berlaku mulai": day, "Dasar hukum": "Kep 5/2026"} for one in rows]
    path = upload(client, written(filled), "b.csv").headers["Location"]
    assert "Terapkan 1 edisi" in client.get(path).text
    assert client.get(f"{UPLOAD}/999999").status_code == 404
