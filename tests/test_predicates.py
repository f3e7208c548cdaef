"""Predicates from files: every wrong cell named, nothing written before, sent again unchanged."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from kinerja import clock
from kinerja.appraisal.models import PredicateImport, PredicateRow
from kinerja.appraisal.rules import FaultKind, Predicate, PredicateColumn, read_line
from kinerja.appraisal.services import forget_predicate_imports
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Role
from kinerja.sheets import read_sheet, tidy
from tests import factories
from tests.offices import audited, nip_of, texts
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
LIST, UPLOAD = "/talenta/predikat", "/talenta/predikat/impor"
EXPORT, TEMPLATE = f"{LIST}/xlsx", f"{LIST}/contoh"
C, P, F = PredicateColumn, Predicate, FaultKind


class World(NamedTuple):
    unit: int
    hr: int
    other_hr: int
    person: int
    second: int
    away: int


@pytest.fixture
def world(app: Flask) -> World:
    root = factories.unit(app)
    unit, beside = factories.unit(app, parent=root), factories.unit(app, parent=root)
    hr, other_hr = (factories.employee(app, unit_id=root) for _turn in range(2))
    for person in (hr, other_hr):
        factories.grant(app, person, Role.HR, unit)
    return World(
        unit,
        hr,
        other_hr,
        factories.employee(app, unit_id=unit, name="Satu Predikat"),
        factories.employee(app, unit_id=unit, name="Dua Predikat"),
        factories.employee(app, unit_id=beside, name="Tiga Predikat"),
    )


def as_csv(*rows: tuple[str, str, str], headings: tuple[str, ...] = ("NIP", "Tahun", "Predikat")):
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


def sent(client: FlaskClient, content: bytes, name: str = "predikat.csv") -> TestResponse:
    return send(client, UPLOAD, file=(io.BytesIO(content), name))


def uploaded(client: FlaskClient, content: bytes, name: str = "predikat.csv") -> str:
    answer = sent(client, content, name)
    assert answer.status_code == 303, soup(answer).select(".error")
    return str(answer.location)


def kept(app: Flask) -> dict[tuple[int, int], Predicate]:
    with app.app_context():
        rows = db.session.scalars(select(PredicateRow))
        return {(row.employee_id, row.year): row.predicate for row in rows}


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({C.NIP: "123", C.YEAR: "2025", C.PREDICATE: "B"}, []),
        ({C.NIP: "12 3", C.YEAR: "2025.0", C.PREDICATE: "Baik"}, []),
        ({C.NIP: 123, C.YEAR: "2025", C.PREDICATE: "B"}, [(C.NIP, F.NUMERIC)]),
        ({C.NIP: "9", C.YEAR: "2025", C.PREDICATE: "B"}, [(C.NIP, F.UNKNOWN_PERSON)]),
        ({C.NIP: "123", C.YEAR: "2027", C.PREDICATE: "B"}, [(C.YEAR, F.YEAR)]),
        ({C.NIP: "123", C.YEAR: "1999", C.PREDICATE: "B"}, [(C.YEAR, F.YEAR)]),
        ({C.NIP: "123", C.YEAR: "25", C.PREDICATE: "B"}, [(C.YEAR, F.YEAR)]),
        ({C.NIP: "123", C.YEAR: "2025", C.PREDICATE: "Top"}, [(C.PREDICATE, F.PREDICATE)]),
        ({}, [(C.NIP, F.EMPTY), (C.YEAR, F.EMPTY), (C.PREDICATE, F.EMPTY)]),
    ],
)
def test_every_wrong_cell_of_a_row_is_named(
    cells: dict[C, object], faults: list[tuple[C, F]]
) -> None:
    found = read_line(7, cells, people={"123": 5}, this_year=2026)
    if faults:
        assert isinstance(found, list)
        assert [(one.column, one.kind) for one in found] == faults
        assert {one.row for one in found} == {7}
    else:
        assert not isinstance(found, list)
        assert (found.employee_id, found.year, found.predicate) == (5, 2025, P.GOOD)


def test_a_file_is_looked_at_then_applied(app: Flask, world: World, signed_in: SignedIn) -> None:
    factories.predicate(app, world.second, P.POOR)
    client = signed_in(world.hr)
    nips = [nip_of(app, person) for person in (world.person, world.second)]
    address = uploaded(client, as_csv((nips[0], "2025", "SB"), (nips[1], "2025", "Baik")))
    text = texts(client, address)
    assert "Terapkan 2 predikat" in text
    assert text.index("Dua Predikat") < text.index("Satu Predikat"), "what changes comes first"
    assert kept(app) == {(world.second, 2025): P.POOR}
    assert send(client, address).location == LIST
    assert kept(app) == {(world.person, 2025): P.VERY_GOOD, (world.second, 2025): P.GOOD}
    with app.app_context():
        row = db.session.scalars(
            select(PredicateRow).where(PredicateRow.employee_id == world.person)
        ).one()
        assert (row.recorded_by_id, row.recorded_on) == (world.hr, clock.today())
        assert db.session.scalars(select(PredicateImport)).one().lines == []
        assert len(audited("predicate.file_uploaded")) == 1
        (entry,) = audited("predicate.file_applied")
        assert '"rows":2' in entry.details.replace(" ", "")
    assert "diterapkan pada" in texts(client, address)


def test_what_was_taken_out_and_sent_in_again_changes_nothing(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    for person, given in ((world.person, P.POOR), (world.second, P.VERY_GOOD)):
        factories.predicate(app, person, given)
    factories.predicate(app, world.away, P.GOOD)
    client = signed_in(world.hr)
    content = client.get(EXPORT).data
    sheet = read_sheet(content, filename="a.xlsx", headings=frozenset({"nip"}))
    rows = [[tidy(cell) for cell in cells] for _number, cells in sheet.rows]
    assert rows[0] == [column.value for column in C]
    assert [row[1:] for row in rows[1:]] == [
        ["Dua Predikat", "2025", "Sangat Baik"],
        ["Satu Predikat", "2025", "Kurang"],
    ]
    address = uploaded(client, content, "a.xlsx")
    assert "Tidak ada yang perlu diterapkan" in texts(client, address)
    with app.app_context():
        assert len(audited("predicate.exported")) == 1


def test_the_template_names_who_has_no_predicate_yet(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    factories.predicate(app, world.person, year=2025)
    content = signed_in(world.hr).get(f"{TEMPLATE}?tahun=2025").data
    sheet = read_sheet(content, filename="a.xlsx", headings=frozenset({"nip"}))
    rows = [[tidy(cell) for cell in cells] for _number, cells in sheet.rows]
    assert [row[1:3] for row in rows[1:]] == [["Dua Predikat", "2025"]]


def test_nothing_is_written_while_a_cell_is_wrong(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    client = signed_in(world.hr)
    good, away = nip_of(app, world.person), nip_of(app, world.away)
    rows = [(good, "2025", "SB"), (away, "2025", "B"), (good, "2025", "B"), (good, "2024", "Top")]
    address = uploaded(client, as_csv(*rows))
    found = [
        " ".join(row.get_text(" ").split())
        for row in soup(client.get(address)).select("#galat ~ .card tbody tr")
    ]
    assert found == [
        "3 NIP NIP ini tidak ada di unit yang Anda kelola.",
        "4 NIP Orang dan tahun ini sudah ada di baris lain. Hapus salah satu.",
        "5 Predikat Isi Sangat Baik, Baik, Butuh Perbaikan, Kurang, atau Sangat Kurang.",
    ]
    assert soup(client.get(address)).select("main form") == []
    form = soup(client.get(UPLOAD)).select_one('main [name="csrf_token"]')
    assert form is not None
    answer = client.post(address, data={"csrf_token": str(form["value"])})
    assert "Masih ada sel yang salah" in answer.text
    assert kept(app) == {}
    with app.app_context():
        stored = str(db.session.scalars(select(PredicateImport)).one().faults)
        assert away not in stored, "no number of the file is kept"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (as_csv(headings=("NIP", "Tahun", "Predikat")), "Belum ada baris"),
        (as_csv(("1", "2", "3"), headings=("NIP", "Tahun", "Nilai")), "Predikat"),
        (b"", ""),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    world: World, signed_in: SignedIn, content: bytes, said: str
) -> None:
    answer = sent(signed_in(world.hr), content)
    assert answer.status_code == 422
    assert said in soup(answer).select(".error")[0].get_text()


def test_who_moved_away_meanwhile_is_named(app: Flask, world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.hr)
    address = uploaded(client, as_csv((nip_of(app, world.person), "2025", "SB")))
    with app.app_context():
        elsewhere = db.session.get_one(Employee, world.away).unit_id
        db.session.execute(
            update(Employee).where(Employee.id == world.person).values(unit_id=elsewhere)
        )
        db.session.commit()
    assert "Orangnya sudah tidak di unit yang Anda kelola" in texts(client, address)
    assert kept(app) == {}


def test_a_file_is_applied_once_and_only_by_its_sender(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    client = signed_in(world.hr)
    address = uploaded(client, as_csv((nip_of(app, world.person), "2025", "SB")))
    assert signed_in(world.other_hr).get(address).status_code == 404
    token = soup(client.get(address)).select_one('main [name="csrf_token"]')
    assert token is not None
    data = {"csrf_token": str(token["value"])}
    assert client.post(address, data=data).status_code == 303
    assert "sudah diterapkan" in client.post(address, data=data).text


def test_files_are_forgotten_after_a_week(app: Flask, world: World, signed_in: SignedIn) -> None:
    uploaded(signed_in(world.hr), as_csv((nip_of(app, world.person), "2025", "SB")))
    with app.app_context():
        forget_predicate_imports()
        assert len(db.session.scalars(select(PredicateImport)).all()) == 1
        week_ago = clock.now() - timedelta(days=8)
        db.session.execute(update(PredicateImport).values(uploaded_at=week_ago))
        forget_predicate_imports()
        assert db.session.scalars(select(PredicateImport)).all() == []


def test_the_list_is_searched_and_reading_it_recorded(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    client = signed_in(world.hr)
    assert "Belum ada predikat" in texts(client, LIST)
    for person in (world.person, world.second, world.away):
        factories.predicate(app, person)
    factories.predicate(app, world.person, P.POOR, year=2024)
    text = texts(client, LIST)
    assert "1–3 dari 3 predikat" in text
    assert "Tiga" not in text
    assert "1–1 dari 1 predikat" in texts(client, f"{LIST}?tahun=2024&unit={world.unit}")
    assert "Tidak ada yang cocok" in texts(client, f"{LIST}?cari=tiga")
    with app.app_context():
        assert len(audited("predicate.read")) == 4


def test_only_who_keeps_predicates_opens_them(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    leader = factories.employee(app)
    factories.grant(app, leader, Role.LEADER, world.unit)
    for person in (leader, world.person):
        for path in (LIST, EXPORT, TEMPLATE, UPLOAD):
            assert signed_in(person).get(path).status_code == 403, path
