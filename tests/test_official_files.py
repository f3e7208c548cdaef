"""Official results from a file: every wrong cell named, all or nothing, and taken back."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from kinerja import audit, clock
from kinerja.competency.models import Official, OfficialImport, Record
from kinerja.competency.services.official_files import forget_official_imports
from kinerja.extensions import db
from kinerja.notifications.models import Notice
from kinerja.people.models import Employee
from kinerja.permissions import Role
from kinerja.sheets import read_sheet, tidy
from tests import factories
from tests.assessing import SignedIn
from tests.factories import Counting
from tests.official_world import (
    CODES,
    LIST,
    UPLOAD,
    World,
    applied,
    build,
    csv_of,
    headings,
    table,
    upload,
    uploaded,
    xlsx_of,
)
from tests.pages import soup
from tests.recording import level_now
from tests.staff_files import as_xlsx
from tests.visits import send


@pytest.fixture
def world(app: Flask) -> World:
    return build(app)


@pytest.fixture
def hr(world: World, signed_in: SignedIn) -> FlaskClient:
    return signed_in(world.hr)


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Official)) or 0


def actions(app: Flask) -> list[str]:
    with app.app_context():
        entries = select(audit.Entry.action).where(audit.Entry.action.startswith("official."))
        return list(db.session.scalars(entries.order_by(audit.Entry.seq)))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_file_is_looked_at_then_kept(app: Flask, world: World, hr: FlaskClient, kind: str) -> None:
    row = world.cells(NAME="Sari Uji", PRINTED="88,9")
    content = xlsx_of([row]) if kind == "xlsx" else csv_of([row])
    address = uploaded(hr, content, f"hasil.{kind}")
    page = soup(hr.get(address)).select_one("main")
    assert page is not None
    text = " ".join(page.get_text(" ").split())
    assert "1 hasil akan dicatat. Belum ada yang berubah." in text
    assert "88,89 % MS Cukup Optimal Baru" in text
    assert "Berbeda dari laporan" not in text
    assert count(app) == 0
    assert send(hr, address, address).status_code == 303
    assert count(app) == 1
    assert level_now(app, world.clerk) == (2, "assessor")
    with app.app_context():
        imported = db.session.scalars(select(OfficialImport)).one()
        assert imported.lines == []
        titles = db.session.scalars(select(Notice.title).where(Notice.employee_id == world.clerk))
        assert [str(one) for one in titles] == ["Hasil uji kompetensi Anda sudah tercatat"]
    assert actions(app) == ["official.file_uploaded", "official.added", "official.file_applied"]


def test_other_figure_on_the_report_is_warned_of_and_kept_beside(
    app: Flask, world: World, hr: FlaskClient
) -> None:
    address = uploaded(hr, csv_of([world.cells(PRINTED="95,00")]))
    text = hr.get(address).text
    assert "Laporan menyebut 95,00 %, hitungan Kinerja 88,89 %." in text
    assert send(hr, address, address).status_code == 303
    with app.app_context():
        found = db.session.scalars(select(Official)).one()
        assert (found.printed, found.achieved, found.is_printed_otherwise) == ("95.00", 16, True)


def test_wrong_cells_are_named_and_nothing_is_kept(
    app: Flask, world: World, hr: FlaskClient
) -> None:
    good, bad = world.cells(REPORT="LAP/9"), world.cells(KOM="6", NIP=world.foreign_nip)
    address = uploaded(hr, csv_of([good, bad]))
    page = soup(hr.get(address))
    cells = [row.get_text("|").split("|")[:2] for row in page.select("main tbody tr")]
    assert cells == [["Baris 3", "NIP"], ["Baris 3", "KOM"]]
    assert page.find("button", string="Catat 1 hasil") is None
    token = page.select_one('[name="csrf_token"]')
    key = page.select_one('[name="key"]')
    assert token is not None
    assert key is not None
    forced = hr.post(address, data={"csrf_token": token["value"], "key": key["value"]})
    assert forced.status_code == 422
    assert count(app) == 0


def test_nip_that_came_as_a_number_is_refused(world: World, hr: FlaskClient) -> None:
    row = {**world.cells(), "NIP": float(int(world.nip))}
    text = hr.get(uploaded(hr, xlsx_of([row]), "hasil.xlsx")).text
    assert "digit terakhirnya hilang" in text


def test_person_and_report_twice_in_a_file_is_refused(world: World, hr: FlaskClient) -> None:
    text = hr.get(uploaded(hr, csv_of([world.cells(), world.cells(REPORT="lap/1")]))).text
    assert "Orang dan nomor laporan ini sudah ada di baris 2." in text


def test_same_file_again_changes_nothing(app: Flask, world: World, hr: FlaskClient) -> None:
    content = csv_of([world.cells()])
    applied(hr, content)
    page = hr.get(uploaded(hr, content)).text
    assert "Semua hasil di berkas ini sudah tercatat." in page
    assert "Tetap" in page
    assert "Catat 1 hasil" not in page
    assert count(app) == 1


def test_export_sent_again_changes_nothing(app: Flask, world: World, hr: FlaskClient) -> None:
    applied(hr, csv_of([world.cells(PRINTED="88,89", PURPOSE="Pengisian jabatan")]))
    content = hr.get(f"{LIST}/xlsx").data
    sheet = read_sheet(content, filename="a.xlsx", headings=frozenset({"nip"}))
    heads, row = ([tidy(cell) for cell in cells] for _number, cells in sheet.rows)
    assert heads[: len(headings())] == headings()
    found = dict(zip(heads, row, strict=False))
    assert (found["NIP"], found["Nama"], found["KOM"]) == (world.nip, "Sari Uji", "2")
    assert (found["JPM"], found["Kategori pemetaan"]) == ("88,89", "Cukup Optimal")
    assert "sudah tercatat" in hr.get(uploaded(hr, content, "lagi.xlsx")).text
    assert "official.exported" in actions(app)


def test_template_has_a_column_for_each_competency_in_force(hr: FlaskClient) -> None:
    content = hr.get(f"{LIST}/templat").data
    sheet = read_sheet(content, filename="a.xlsx", headings=frozenset({"nip"}))
    assert set(CODES) < set(sheet.rows[0][1])
    assert len(sheet.rows) == 1


def test_files_that_cannot_be_read_say_what_to_do(world: World, hr: FlaskClient) -> None:
    refused = {
        b"NIP,Nama\n1,A\n": "Kolom ini tidak ada: Tanggal, Penyelenggara, Nomor laporan.",
        csv_of([]): "Belum ada baris",
        b"NIP,Tanggal,Penyelenggara,Nomor laporan,KOM,kom\n1,2,3,4,5,5\n": "KOM ada dua kali",
        csv_of([world.cells(REPORT=str(n)) for n in range(2001)]): "lebih dari 2000 baris",
    }
    for content, said in refused.items():
        answer = upload(hr, content)
        assert answer.status_code == 422
        assert said in answer.text
    assert upload(hr, csv_of([world.cells()]), "hasil.xlsx").status_code == 422
    assert hr.post(UPLOAD, data={"file": (io.BytesIO(), "")}).status_code in (400, 422)


def test_formula_is_refused_with_its_address(world: World, hr: FlaskClient) -> None:
    row = world.cells()

    def formula(_book: object, sheet: object) -> None:
        sheet.write_formula(1, 9, "=1+1")  # type: ignore[attr-defined]

    content = as_xlsx(table([row]), headings=headings(), sheet="Hasil uji", change=formula)
    assert "Sel J2 berisi rumus" in upload(hr, content, "a.xlsx").text


def test_column_that_is_not_read_is_told(world: World, hr: FlaskClient) -> None:
    content = csv_of([world.cells()]).replace(b"Nama,", b"Komunikas,", 1)
    assert "Kolom ini tidak dibaca: Komunikas." in hr.get(uploaded(hr, content)).text


def test_import_is_taken_back_with_its_records(app: Flask, world: World, hr: FlaskClient) -> None:
    address = applied(hr, csv_of([world.cells(), world.cells(REPORT="LAP/2", KOM="4")]))
    kept = factories.official(app, world.clerk, {"INT": 1})
    with app.app_context():
        first = db.session.scalars(select(Official).order_by(Official.id)).first()
        assert first is not None
        number = first.id
    voided = f"{LIST}/{number}/batalkan"
    assert send(hr, voided, voided, reason="Salah").status_code == 303
    undo = f"{address}/urungkan"
    assert "1 hasil dibatalkan dengan semua catatannya." in hr.get(undo).text
    assert send(hr, undo, undo).status_code == 303
    with app.app_context():
        rows = {row.id: row.void_reason for row in db.session.scalars(select(Official))}
        assert rows[number] == "Salah"
        assert rows[kept] == ""
        assert sorted(rows.values()) == ["", "Impor hasil.csv diurungkan", "Salah"]
        living = select(Record.kind).where(Record.voided_at.is_(None))
        assert len(db.session.scalars(living).all()) == 1
    assert level_now(app, world.clerk) is None
    assert "Impor ini diurungkan" in hr.get(address).text
    assert send(hr, undo, undo).status_code == 422


def test_import_is_not_taken_back_where_somebody_has_gone(
    app: Flask, world: World, hr: FlaskClient
) -> None:
    address = applied(hr, csv_of([world.cells()]))
    with app.app_context():
        away = factories.unit(app)
        db.session.execute(update(Employee).where(Employee.id == world.clerk).values(unit_id=away))
        db.session.commit()
    answer = send(hr, f"{address}/urungkan", f"{address}/urungkan")
    assert answer.status_code == 422
    assert "Sari Uji sudah tidak di unit yang Anda kelola" in answer.text


def test_file_is_thrown_away_by_its_sender_only(
    app: Flask, world: World, hr: FlaskClient, signed_in: SignedIn
) -> None:
    address = uploaded(hr, csv_of([world.cells()]))
    other = factories.employee(app, unit_id=world.unit)
    factories.grant(app, other, Role.HR, world.unit)
    assert signed_in(other).get(address).status_code == 404
    assert send(hr, address, f"{address}/buang").status_code == 303
    assert hr.get(address).status_code == 404
    assert actions(app)[-1] == "official.file_discarded"
    again = applied(hr, csv_of([world.cells()]))
    answer = send(hr, f"{again}/urungkan", f"{again}/urungkan", to=f"{again}/buang")
    assert answer.status_code == 409


def test_applied_file_is_not_applied_again(app: Flask, world: World, hr: FlaskClient) -> None:
    address = uploaded(hr, csv_of([world.cells()]))
    page = soup(hr.get(address))
    token = str(page.select_one('[name="csrf_token"]')["value"])  # type: ignore[index]
    assert send(hr, address, address).status_code == 303
    assert hr.post(address, data={"csrf_token": token}).status_code == 422
    assert count(app) == 1


def test_files_nobody_applies_are_forgotten_after_a_week(
    app: Flask, world: World, hr: FlaskClient
) -> None:
    uploaded(hr, csv_of([world.cells()]))
    applied(hr, csv_of([world.cells(REPORT="LAP/2")]))
    with app.app_context():
        db.session.execute(
            update(OfficialImport).values(uploaded_at=clock.now() - timedelta(days=8))
        )
        forget_official_imports()
        db.session.commit()
        (left,) = db.session.scalars(select(OfficialImport))
        assert left.applied_at is not None


@pytest.mark.parametrize("people", [2, 30])
def test_preview_asks_as_many_queries_however_many_rows(
    app: Flask, world: World, hr: FlaskClient, count_queries: Counting, people: int
) -> None:
    with app.app_context():
        job = db.session.get_one(Employee, world.clerk).position_id
    factories.employees(app, people, unit_id=world.unit, position_id=job)
    with app.app_context():
        nips = db.session.scalars(
            select(Employee.nip).where(Employee.name.startswith("Orang Banyak"))
        ).all()
    address = uploaded(hr, csv_of([world.cells(NIP=nip) for nip in nips]))
    with count_queries() as asked:
        assert hr.get(address).status_code == 200
    assert len(asked) <= 24
