"""Working days, and the days off that they depend on."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from kinerja import clock
from kinerja.audit import Entry
from kinerja.extensions import db
from kinerja.permissions import Role
from kinerja.rulebook.models import Holiday
from kinerja.rulebook.queries import holidays, holidays_of
from kinerja.rulebook.rules.holidays import HolidayKind
from tests import factories
from tests.pages import soup
from tests.staff import form_of

SignedIn = Callable[[int], FlaskClient]
NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # a Tuesday
# The decrees' days around Lebaran, Nyepi and the turn of the year.
OFF = {
    date(2026, 3, day) for day in (18, 19, 20, 21, 22, 23, 24)
} | {date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 5)} | {
    date(2027, 3, day) for day in (8, 9, 10, 11, 12, 15, 25, 26, 28)
}  # fmt: skip


@pytest.fixture
def tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


# pure


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        # Before Lebaran 1447 H: leave, Nyepi, leave, Saturday, Sunday, two days of leave.
        (date(2026, 3, 17), 1, date(2026, 3, 25)),
        (date(2026, 3, 17), 3, date(2026, 3, 27)),
        (date(2026, 3, 21), 0, date(2026, 3, 25)),
        (date(2026, 3, 21), 1, date(2026, 3, 25)),
        # Nyepi 1949 and Lebaran 1448 H in one week.
        (date(2027, 3, 5), 1, date(2027, 3, 16)),
        (date(2027, 3, 5), 5, date(2027, 3, 22)),
        # Over the turn of the year.
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 12, 23), 5, date(2027, 1, 4)),
        (date(2026, 12, 31), 2, date(2027, 1, 6)),
        # An ordinary week, and back again.
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2026, 3, 25), -1, date(2026, 3, 17)),
    ],
)
def test_working_days_are_added(start: date, number: int, end: date) -> None:
    assert clock.add_working_days(start, number, OFF) == end


@pytest.mark.parametrize(
    ("start", "end", "number"),
    [
        (date(2026, 3, 17), date(2026, 3, 27), 3),
        (date(2026, 3, 17), date(2026, 3, 24), 0),
        (date(2027, 3, 5), date(2027, 3, 16), 1),
        (date(2026, 12, 23), date(2027, 1, 4), 5),
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 20), date(2026, 11, 22), 0),
        (date(2026, 11, 27), date(2026, 11, 23), -4),
    ],
)
def test_working_days_are_counted(start: date, end: date, number: int) -> None:
    assert clock.working_days_between(start, end, OFF) == number


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 3, 19), False),
        (date(2026, 3, 18), False),
        (date(2027, 1, 4), True),
    ],
)
def test_working_day(day: date, works: bool) -> None:
    assert clock.is_working_day(day, OFF) is works


@given(st.dates(date(2026, 1, 1), date(2027, 12, 1)), st.integers(1, 60))
def test_counting_undoes_adding(start: date, number: int) -> None:
    end = clock.add_working_days(start, number, OFF)
    assert clock.is_working_day(end, OFF)
    assert clock.working_days_between(start, end, OFF) == number


# the decrees


def test_both_decrees_are_loaded_whole(app: Flask) -> None:
    with app.app_context():
        counts = {
            (year, kind): sum(one.kind is kind for one in holidays_of(year))
            for year in (2026, 2027)
            for kind in HolidayKind
        }
        bases = {one.legal_basis for one in db.session.scalars(select(Holiday))}
        off = holidays()
    assert counts == {
        (2026, HolidayKind.NATIONAL): 17,
        (2026, HolidayKind.JOINT_LEAVE): 8,
        (2027, HolidayKind.NATIONAL): 18,
        (2027, HolidayKind.JOINT_LEAVE): 8,
    }
    assert len(bases) == 2
    assert all(basis.startswith("SKB Menteri Agama") for basis in bases)
    assert set(off) >= OFF


def test_days_off_are_read_once_for_a_session(
    app: Flask, count_queries: factories.Counting
) -> None:
    with app.app_context(), count_queries() as statements:
        assert holidays()[date(2026, 8, 17)] == "Proklamasi Kemerdekaan"
        assert date(2026, 8, 18) not in holidays()
    assert len(statements) == 1


# the pages


@pytest.fixture
def keeper(app: Flask) -> int:
    """Somebody who keeps the staff of the whole agency."""
    root = factories.unit(app)
    keeper = factories.employee(app, unit_id=root)
    factories.grant(app, keeper, Role.HR, root)
    return keeper


def test_everybody_reads_the_list_of_a_year(app: Flask, signed_in: SignedIn, tuesday: None) -> None:
    client = signed_in(factories.employee(app))
    page = soup(client.get("/hari-libur"))
    assert len(page.select("tbody tr")) == 25
    assert "Kamis, 24 Desember 2026" in page.get_text()
    assert not page.select('a[href*="/ubah"], a[href*="/tambah"]')
    later = soup(client.get("/hari-libur?tahun=2027"))
    assert len(later.select("tbody tr")) == 26
    assert "1205/2026" in later.get_text()
    assert "belum diisi" in soup(client.get("/hari-libur?tahun=2028")).get_text()
    assert client.get("/hari-libur?tahun=99999999").status_code == 200


def test_list_is_taken_along_as_a_spreadsheet(app: Flask, signed_in: SignedIn) -> None:
    answer = signed_in(factories.employee(app)).get("/hari-libur/xlsx?tahun=2027")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["Tanggal", "Hari", "Nama", "Jenis"]
    assert rows[1][:4] == [date(2027, 1, 1), "Jumat", "Tahun Baru 2027 Masehi", "Libur nasional"]
    assert len(rows) == 27


def test_employee_changes_nothing(app: Flask, signed_in: SignedIn) -> None:
    client = signed_in(factories.employee(app))
    assert client.get("/hari-libur/tambah").status_code == 403


def test_day_off_is_added_with_its_reason(
    app: Flask, keeper: int, signed_in: SignedIn, tuesday: None
) -> None:
    client = signed_in(keeper)
    form = form_of(client, "/hari-libur/tambah") | {
        "day": "2026-12-09",
        "name": "Pemungutan suara",
        "kind": "national",
        "legal_basis": "Keppres Contoh",
        "reason": "Pemilihan kepala daerah",
    }
    answer = client.post("/hari-libur/tambah", data=form)
    assert answer.headers["Location"] == "/hari-libur?tahun=2026"
    assert "Rabu, 9 Desember 2026" in client.get("/hari-libur?tahun=2026").text
    with app.app_context():
        assert holidays()[date(2026, 12, 9)] == "Pemungutan suara"
        entry = db.session.scalars(select(Entry).where(Entry.action == "holiday.added")).one()
    assert entry.actor_id == keeper
    assert "Pemilihan kepala daerah" in entry.details


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "2026-11-23"}, "sudah lewat"),
        ({"day": "2026-12-25"}, "sudah tercatat"),
        ({"reason": ""}, "Tulis alasannya"),
        ({"legal_basis": ""}, "Isi nomor keputusannya"),
        ({"day": "besok"}, "Tulis tanggal seperti"),
    ],
)
def test_adding_is_refused(
    app: Flask,
    keeper: int,
    signed_in: SignedIn,
    tuesday: None,
    changes: dict[str, str],
    sentence: str,
) -> None:
    client = signed_in(keeper)
    form = form_of(client, "/hari-libur/tambah") | {
        "day": "2026-12-09",
        "name": "Libur",
        "kind": "national",
        "legal_basis": "Keppres",
        "reason": "Alasan",
    }
    answer = client.post("/hari-libur/tambah", data=form | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    with app.app_context():
        assert len(holidays_of(2026)) == 25


def test_day_is_moved_and_a_past_one_is_not(
    app: Flask, keeper: int, signed_in: SignedIn, tuesday: None
) -> None:
    client = signed_in(keeper)
    coming = factories.holiday(app, date(2026, 12, 9))
    past = factories.holiday(app, date(2026, 11, 23))
    form = {"name": "Libur", "kind": "national", "legal_basis": "SKB", "reason": "Sidang isbat"}
    sent = form_of(client, f"/hari-libur/{coming}/ubah") | form | {"day": "2026-12-10"}
    assert client.post(f"/hari-libur/{coming}/ubah", data=sent).status_code == 303
    sent = form_of(client, f"/hari-libur/{past}/ubah") | form | {"day": "2026-12-11"}
    refused = client.post(f"/hari-libur/{past}/ubah", data=sent)
    assert refused.status_code == 422
    assert "sudah lewat" in refused.text
    with app.app_context():
        assert date(2026, 12, 10) in holidays()
        assert date(2026, 12, 9) not in holidays()
        assert date(2026, 11, 23) in holidays()


def test_day_is_a_working_day_again_and_a_past_one_is_not(
    app: Flask, keeper: int, signed_in: SignedIn, tuesday: None
) -> None:
    client = signed_in(keeper)
    coming = factories.holiday(app, date(2026, 12, 9))
    past = factories.holiday(app, date(2026, 11, 23))
    for holiday_id, status in ((coming, 303), (past, 422)):
        path = f"/hari-libur/{holiday_id}/hapus"
        sent = form_of(client, path) | {"reason": "Salah tanggal"}
        assert client.post(path, data=sent).status_code == status
    with app.app_context():
        assert date(2026, 12, 9) not in holidays()
        assert date(2026, 11, 23) in holidays()
        entry = db.session.scalars(select(Entry).where(Entry.action == "holiday.removed")).one()
    assert "Salah tanggal" in entry.details


def test_removing_needs_a_reason(app: Flask, keeper: int, signed_in: SignedIn) -> None:
    with app.app_context():
        day = clock.today() + timedelta(days=3)
    path = f"/hari-libur/{factories.holiday(app, day)}/hapus"
    client = signed_in(keeper)
    assert client.post(path, data=form_of(client, path)).status_code == 422


def test_day_that_nobody_has_is_missing(app: Flask, keeper: int, signed_in: SignedIn) -> None:
    assert signed_in(keeper).get("/hari-libur/999999/ubah").status_code == 404
