"""A whole agency in one file: previewed, corrected, applied and undone, while others work."""

import threading
import time
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja import background
from kinerja.extensions import db
from kinerja.people.models import (
    Employee,
    ImportRow,
    Position,
    ReportingLine,
    StaffImport,
    Unit,
    UnitVersion,
)
from kinerja.people.queries.imports import faults_of
from kinerja.people.rules.imports import Column, Outcome
from kinerja.permissions import Role
from tests import factories
from tests.databases import Databases
from tests.factories.people import LONG_AGO
from tests.pages import soup
from tests.staff import SignedIn
from tests.staff_files import as_csv, as_xlsx, counts, dump, press, state, token_of, uploaded

UNITS = 60
NAMES = [f"Kecamatan Contoh {number:02}" for number in range(UNITS)]
ROWS = {"sqlite": 20_000, "postgresql": 2_500}
AT = {column: place for place, column in enumerate(Column)}
# Row of the file, column, what stands there instead, and the kind of fault.
PLANTED: list[tuple[int, Column, Any, str]] = [
    (71, Column.NIP, 1.98800002011e17, "nip_number"),
    (77, Column.NIP, "19880000201101100", "nip_wrong"),
    (101, Column.NIP, "198813012011011001", "nip_wrong"),
    (202, Column.NIP, "sama dengan baris 150", "nip_twice"),
    (303, Column.NIP, "", "nip_wrong"),
    (404, Column.NAME, "", "name_missing"),
    (405, Column.NAME, "12345", "name_strange"),
    (406, Column.NAME, "ZoÃ« Contoh", "garbled"),
    (500, Column.KIND, "Honorer", "kind_unknown"),
    (501, Column.KIND, "", "kind_missing"),
    (600, Column.GRADE, "V/z", "grade_unknown"),
    (601, Column.TITLE_AFTER, "S" * 90, "too_long"),
    (700, Column.UNIT, "Kec Contoh 07", "unit_unknown"),
    (701, Column.UNIT, "", "unit_missing"),
    (702, Column.UNIT, "Perpustakaan Nasional", "unit_unknown"),
    (800, Column.POSITION, "Pekerjan 3", "position_unknown"),
    (801, Column.POSITION, "", "position_missing"),
    (900, Column.SUPERVISOR, "199001012020011999", "supervisor_unknown"),
    (901, Column.SUPERVISOR, "bukan NIP", "supervisor_wrong"),
    (902, Column.SUPERVISOR, "dirinya", "supervisor_self"),
    (1000, Column.VALID_FROM, "31/02/2020", "day_wrong"),
    (1001, Column.VALID_FROM, 43861, "day_number"),
    (1002, Column.VALID_FROM, "1920-01-01", "day_range"),
    (1100, Column.EMAIL, "sari-di-contoh", "email_wrong"),
    (1101, Column.PHONE, "hubungi kantor", "phone_wrong"),
]


def nip(number: int) -> str:
    """A number of its own for each of the people."""
    born = date(1970, 1, 1) + timedelta(days=number % 9000)
    return f"{born:%Y%m%d}200903{1 + number % 2}{1 + number // 9000 * 2 + number % 2:03}"


def staff(how_many: int) -> list[list[Any]]:
    """The rows of a whole agency: a head for each unit, everybody else under a head."""
    return [
        [
            nip(n), f"Orang Contoh {n}", "", "S.Sos.", "PNS", "III/a",
            NAMES[n % UNITS], "Camat Uji" if n < UNITS else f"Pekerjaan {n % 9}",
            "" if n < UNITS or n % 3 else nip(n % UNITS),
            f"20{10 + n % 10}-01-01", f"orang{n}@contoh.id", f"0812{n:08}",
        ]
        for n in range(how_many)
    ]  # fmt: skip


def with_faults(rows: list[list[Any]]) -> list[list[Any]]:
    """The same rows with the planted faults; the file's row 2 is the first of them."""
    spoilt = [list(cells) for cells in rows]
    for number, column, value, kind in PLANTED:
        taken = {"nip_twice": 150, "supervisor_self": number}.get(kind)
        spoilt[number - 2][AT[column]] = rows[taken - 2][AT[Column.NIP]] if taken else value
    return spoilt


@pytest.fixture
def rows(databases: Databases) -> list[list[Any]]:
    """As many as the engine is tried with."""
    return staff(ROWS[databases.engine])


@pytest.fixture
def admin(app: Flask) -> int:
    """The admin of an agency with units and positions."""
    root = factories.unit(app, "Pemerintah Contoh")
    with app.app_context():
        units = [Unit(name=name, parent_id=root, is_active=True) for name in NAMES]
        db.session.add_all(units)
        db.session.add(Position(title="Camat Uji", job_level="administrator", leads_unit=True))
        db.session.add_all(
            Position(title=f"Pekerjaan {n}", job_level="pelaksana") for n in range(9)
        )
        db.session.flush()
        db.session.add_all(
            UnitVersion(unit_id=unit.id, name=unit.name, parent_id=root, valid_from=LONG_AGO)
            for unit in units
        )
        db.session.commit()
    holder = factories.employee(app, unit_id=root, name="Admin Contoh")
    factories.grant(app, holder, Role.AGENCY_ADMIN, root)
    return holder


def perform(app: Flask) -> None:
    with app.app_context():
        background.perform_queued()


def checked(app: Flask, client: FlaskClient, content: bytes, name: str) -> str:
    """The file sent, and checked in the background."""
    address = uploaded(client, content, name=name)
    page = client.get(address)
    assert "Memeriksa berkas" in page.text
    assert "Menunggu giliran" in page.text
    perform(app)
    return address


def faults(app: Flask, address: str) -> set[tuple[int, str, str]]:
    """What the check has found: row, column, kind."""
    with app.app_context():
        statement = select(ImportRow).where(
            ImportRow.import_id == int(address.rpartition("/")[2]),
            ImportRow.outcome == Outcome.FAULTY,
        )
        return {
            (row.number, fault.column.value, fault.kind.value)
            for row in db.session.scalars(statement)
            for fault in faults_of(row)
        }


def test_file_with_25_faults_is_previewed_corrected_applied_and_undone(
    app: Flask, admin: int, rows: list[list[Any]], signed_in: SignedIn
) -> None:
    client, before = signed_in(admin), dump(app)
    spoilt = checked(app, client, as_xlsx(with_faults(rows)), "salah.xlsx")
    assert faults(app, spoilt) == {
        (number, column.value, kind) for number, column, _value, kind in PLANTED
    }
    assert len(PLANTED) == 25
    assert counts(client, spoilt)["Perlu diperbaiki"] == 25
    assert "Maksudnya 'Kecamatan Contoh 07'?" in soup(client.get(spoilt)).get_text()
    assert dump(app) == before

    address = checked(app, client, as_csv(rows), "benar.csv")
    assert counts(client, address) == {
        "Baru": len(rows), "Berubah": 0, "Tetap": 0, "Tidak ada di berkas": 1,
    }  # fmt: skip
    press(client, address, f"{address}/terapkan")
    assert state(app, address) == "applying"
    assert "Menerapkan impor" in client.get(address).text
    perform(app)
    assert "Impor diterapkan" in client.get(address).text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Employee)) == len(rows) + 1
        led = select(func.count()).where(Employee.supervisor_id.is_not(None))
        assert db.session.scalar(led) == len(rows) - UNITS
        lines = db.session.scalar(select(func.count()).select_from(ReportingLine))
        assert lines == sum(bool(cells[AT[Column.SUPERVISOR]]) for cells in rows)

    again = checked(app, client, as_csv(rows, delimiter=";"), "lagi.csv")
    assert counts(client, again)["Tetap"] == len(rows)

    press(client, f"{address}/batalkan", f"{address}/batalkan")
    assert state(app, address) == "undoing"
    assert "Membatalkan impor" in client.get(address).text
    perform(app)
    assert state(app, address) == "undone"
    assert dump(app) == before


def test_progress_is_asked_for_again_until_the_page_changes(
    app: Flask, admin: int, signed_in: SignedIn
) -> None:
    client = signed_in(admin)
    address = uploaded(client, as_csv(staff(2_100)))
    part = client.get(address, headers={"HX-Request": "true", "HX-Target": "import_progress"})
    block = soup(part).select_one("#import_progress")
    assert block is not None
    assert (block["hx-get"], block["hx-trigger"]) == (address, "every 1s")
    assert soup(part).select_one(f'a[href="{address}"]').get_text(strip=True) == "Muat ulang"
    perform(app)
    over = client.get(address, headers={"HX-Request": "true", "HX-Target": "import_progress"})
    assert over.headers["HX-Redirect"].rstrip("?") == address


def test_check_that_fails_for_good_says_so(app: Flask, admin: int, signed_in: SignedIn) -> None:
    client = signed_in(admin)
    address = uploaded(client, as_csv(staff(2_100)))
    with app.app_context():
        imported = db.session.get_one(StaffImport, int(address.rpartition("/")[2]))
        imported.mapping = {}
        db.session.commit()
    perform(app)
    page = client.get(address)
    assert "Impor gagal" in page.text
    assert "gangguan di pihak kami" in page.text


def test_undoing_that_is_refused_in_the_background_names_who_is_in_the_way(
    app: Flask, admin: int, signed_in: SignedIn
) -> None:
    client, rows = signed_in(admin), staff(2_100)
    address = checked(app, client, as_csv(rows), "a.csv")
    press(client, address, f"{address}/terapkan")
    perform(app)
    with app.app_context():
        person = db.session.scalar(select(Employee).where(Employee.nip == rows[7][0]))
        person.name = "Nama Lain"
        db.session.commit()
    before = dump(app)
    press(client, f"{address}/batalkan", f"{address}/batalkan")
    perform(app)
    assert state(app, address) == "applied"
    assert "yaitu Nama Lain." in client.get(address).text
    assert dump(app) == before


def test_apply_that_finds_other_data_goes_back_to_the_preview(
    app: Flask, admin: int, signed_in: SignedIn
) -> None:
    client, rows = signed_in(admin), staff(2_100)
    address = checked(app, client, as_csv(rows), "a.csv")
    press(client, address, f"{address}/terapkan")
    with app.app_context():
        unit = db.session.scalar(select(Employee.unit_id).where(Employee.id == admin))
    factories.employee(app, unit_id=unit, number=rows[9][0], name="Sudah Ada")
    perform(app)
    assert state(app, address) == "checked"
    page = client.get(address)
    assert "Data pegawai berubah sejak pratinjau ini dibuat." in page.text
    assert counts(client, address)["Berubah"] == 1


def test_others_are_answered_while_an_import_is_applied(
    app: Flask, admin: int, rows: list[list[Any]], signed_in: SignedIn
) -> None:
    client, other = signed_in(admin), signed_in(admin)
    address = checked(app, client, as_csv(rows[:6_000]), "a.csv")
    press(client, address, f"{address}/terapkan")
    token = token_of(other, "/pegawai/impor")
    answers: list[tuple[int, float]] = []
    worker = threading.Thread(target=perform, args=(app,))
    worker.start()
    while worker.is_alive():
        for method, path in (("GET", "/pegawai"), ("GET", address), ("POST", "/bahasa")):
            begun = time.monotonic()
            data = {"csrf_token": token, "language": "id"} if method == "POST" else None
            answer = other.open(path, method=method, data=data)
            answers.append((answer.status_code, time.monotonic() - begun))
    worker.join()
    assert {status for status, _seconds in answers} <= {200, 303}
    assert len(answers) >= 3
    assert max(seconds for _status, seconds in answers) < 5
    assert state(app, address) == "applied"
