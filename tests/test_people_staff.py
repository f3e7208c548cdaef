"""Staff pages: who sees whom, search, filters, the spreadsheet, query counts."""

import io

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Employee
from kinerja.permissions import Role
from tests import factories
from tests.factories import Counting
from tests.pages import soup
from tests.staff import City, SignedIn, build, names


@pytest.fixture
def city(app: Flask) -> City:
    """The agency with somebody in every role."""
    return build(app)


def test_unit_admin_lists_the_people_of_the_subtree_only(city: City, signed_in: SignedIn) -> None:
    assert names(signed_in(city.unit_admin)) == ["Bagas Uji", "Sari Uji", "Uji unit_admin"]


def test_agency_admin_lists_everybody(city: City, signed_in: SignedIn) -> None:
    listed = names(signed_in(city.agency_admin))
    assert len(listed) == 7
    assert listed == sorted(listed)


def test_supervisor_lists_direct_reports_only(city: City, signed_in: SignedIn) -> None:
    client = signed_in(city.boss)
    assert names(client) == ["Sari Uji"]
    assert client.get("/pegawai/tambah").status_code == 403


@pytest.mark.parametrize("who", ["clerk", "leader", "trainer"])
def test_others_may_not_list_people(city: City, signed_in: SignedIn, who: str) -> None:
    client = signed_in(getattr(city, who))
    for path in ("/pegawai", "/pegawai/xlsx", f"/pegawai/{city.clerk}", "/pegawai/tambah"):
        assert client.get(path).status_code == 403


def test_search_finds_names_and_numbers(app: Flask, city: City, signed_in: SignedIn) -> None:
    client = signed_in(city.agency_admin)
    with app.app_context():
        nip = db.session.get_one(Employee, city.stranger).nip
    assert names(client, "/pegawai?cari=saRI") == ["Sari Uji"]
    assert names(client, f"/pegawai?cari={nip}") == ["Togar Lain"]
    assert "Togar Lain" in names(client, f"/pegawai?cari={nip[:8]}+{nip[8:14]}")
    assert names(client, "/pegawai?cari=100%25") == []
    assert "Tidak ada yang cocok" in client.get("/pegawai?cari=zzz").text


def test_filters_narrow_by_unit_with_everything_under_it_and_by_level(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    client = signed_in(city.agency_admin)
    assert names(client, f"/pegawai?unit={city.office}") == [
        "Bagas Uji",
        "Sari Uji",
        "Uji unit_admin",
    ]
    assert names(client, "/pegawai?jenjang=pemula") == []
    assert len(names(client, "/pegawai?jenjang=ahli_muda&unit=&cari=")) == 7
    assert len(names(client, "/pegawai?jenjang=ngawur&unit=ngawur")) == 7
    unit_admin = signed_in(city.unit_admin)
    assert names(unit_admin, f"/pegawai?unit={city.other}") == []


def test_list_has_pages_of_fifty(app: Flask, city: City, signed_in: SignedIn) -> None:
    job = factories.position(app)
    factories.employees(app, 60, unit_id=city.desk, position_id=job)
    client = signed_in(city.unit_admin)
    assert len(names(client)) == 50
    assert len(names(client, "/pegawai?hal=2")) == 13
    assert len(names(client, "/pegawai?hal=99")) == 13


def test_spreadsheet_holds_the_filtered_rows_as_text(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    factories.employee(app, unit_id=city.desk, name="=HYPERLINK(1)")
    answer = signed_in(city.unit_admin).get(f"/pegawai/xlsx?unit={city.desk}")
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    heading, *rows = sheet.to_python()
    assert heading[:6] == ["NIP", "Nama", "Status", "Golongan", "Jabatan", "Jenjang"]
    assert heading[6:] == ["Kelas jabatan", "Unit kerja", "Keadaan"]
    assert [row[1] for row in rows] == ["=HYPERLINK(1)", "Sari Uji"]
    assert all(isinstance(row[0], str) and len(row[0]) == 18 for row in rows)


def test_nobody_to_lead_is_said_in_words(app: Flask, signed_in: SignedIn) -> None:
    empty = factories.unit(app)
    admin = factories.employee(app)
    factories.grant(app, admin, Role.UNIT_ADMIN, empty)
    page = signed_in(admin).get("/pegawai")
    assert "Belum ada pegawai" in page.text
    assert soup(page).select('.empty a[href="/pegawai/tambah"]')


@pytest.mark.parametrize("people", [30, 300, 3000])
def test_pages_take_the_same_queries_however_many_people(
    app: Flask, city: City, signed_in: SignedIn, count_queries: Counting, people: int
) -> None:
    job = factories.position(app)
    factories.employees(app, people, unit_id=city.desk, position_id=job)
    client = signed_in(city.agency_admin)
    expected = {
        "/pegawai": 9,
        f"/pegawai?unit={city.office}&cari=orang": 9,
        f"/pegawai/{city.clerk}": 18,
        f"/pegawai/{city.clerk}/riwayat": 10,
        f"/pegawai/{city.boss}/riwayat?tanggal=2026-01-01": 32,
        "/pegawai/garis?tanggal=2026-01-01": 15,
        "/pejabat-sementara": 7,
    }
    found = {}
    for path in expected:
        with count_queries() as statements:
            assert client.get(path).status_code == 200
        found[path] = len(statements)
    assert found == expected


def test_one_person_is_shown_to_line_and_admins(city: City, signed_in: SignedIn) -> None:
    for who in (city.boss, city.unit_admin, city.agency_admin):
        answer = signed_in(who).get(f"/pegawai/{city.clerk}")
        assert answer.status_code == 200
        for word in ("Sari Uji", "Penata Uji", "Loket Uji", "Bagas Uji", "Fungsional Ahli Muda"):
            assert word in answer.text
    assert "/ubah" not in signed_in(city.boss).get(f"/pegawai/{city.clerk}").text


def test_other_peoples_pages_do_not_exist(city: City, signed_in: SignedIn) -> None:
    for who in (city.boss, city.unit_admin):
        client = signed_in(who)
        for path in (f"/pegawai/{city.stranger}", "/pegawai/999999"):
            assert client.get(path).status_code == 404
    assert signed_in(city.boss).get(f"/pegawai/{city.boss}").status_code == 404
    client = signed_in(city.unit_admin)
    assert client.get(f"/pegawai/{city.stranger}/ubah").status_code == 404
    assert client.post(f"/pegawai/{city.stranger}/ubah", data={}).status_code == 400


def test_people_by_number_and_line(app: Flask, city: City) -> None:
    with app.app_context():
        clerk = queries.employee(city.clerk)
        assert queries.employee_by_nip(clerk.nip_spaced) is clerk
        assert [person.id for person in queries.direct_reports(city.boss)] == [city.clerk]
        assert {unit.name for unit in queries.units_by_name()} >= {"Kota Uji", "Loket Uji"}
        assert queries.root_unit().id == city.root
        assert queries.account_of(city.clerk) is None
