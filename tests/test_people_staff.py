"""Staff and unit pages: who sees whom, lists, adding and changing people."""

import io
from collections.abc import Callable
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from kinerja import audit
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Employee
from kinerja.people.rules import EmployeeKind, JobLevel
from kinerja.permissions import Role
from tests import factories
from tests.factories import Counting
from tests.pages import soup

SignedIn = Callable[[int], FlaskClient]


class City(NamedTuple):
    """A small agency: root → office → desk, and another office beside."""

    root: int
    office: int
    desk: int
    other: int
    clerk: int
    boss: int
    stranger: int
    unit_admin: int
    agency_admin: int
    leader: int
    trainer: int


@pytest.fixture
def city(app: Flask) -> City:
    """The agency with somebody in every role."""
    root = factories.unit(app, "Kota Uji")
    office = factories.unit(app, "Dinas Uji", parent=root)
    desk = factories.unit(app, "Loket Uji", parent=office)
    other = factories.unit(app, "Dinas Lain", parent=root)
    job = factories.position(app, JobLevel.AHLI_MUDA, "Penata Uji")
    boss = factories.employee(app, unit_id=office, position_id=job, name="Bagas Uji")
    clerk = factories.employee(
        app, unit_id=desk, position_id=job, supervisor_id=boss, name="Sari Uji"
    )
    stranger = factories.employee(app, unit_id=other, position_id=job, name="Togar Lain")
    granted = {}
    for role, where in (
        (Role.UNIT_ADMIN, office),
        (Role.AGENCY_ADMIN, root),
        (Role.LEADER, root),
        (Role.TRAINER, root),
    ):
        holder = factories.employee(app, unit_id=where, position_id=job, name=f"Uji {role}")
        factories.grant(app, holder, role, where)
        granted[role.value] = holder
    return City(root, office, desk, other, clerk, boss, stranger, **granted)


def names(client: FlaskClient, path: str = "/pegawai") -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return [cell.get_text(strip=True) for cell in soup(answer).select("tbody th")]


def form_of(client: FlaskClient, path: str) -> dict[str, str]:
    """What the form holds when it is opened, as it would be sent."""
    form = soup(client.get(path)).select_one("main form")
    assert form is not None
    sent = {str(entry["name"]): str(entry.get("value", "")) for entry in form.select("input")}
    for entry in form.select("select"):
        option = entry.select_one("option[selected]") or entry.select_one("option")
        assert option is not None
        sent[str(entry["name"])] = str(option["value"])
    return sent


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
    assert heading == ["NIP", "Nama", "Status", "Jabatan", "Jenjang", "Unit kerja"]
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
    for path, most in (
        ("/pegawai", 7),
        (f"/pegawai?unit={city.office}&cari=orang", 7),
        (f"/pegawai/{city.clerk}", 6),
        ("/unit", 5),
        (f"/unit/{city.office}", 6),
    ):
        with count_queries() as statements:
            assert client.get(path).status_code == 200
        assert len(statements) == most, (path, statements)


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


def test_posting_to_somebody_elses_person_is_not_found(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    client = signed_in(city.unit_admin)
    sent = form_of(client, f"/pegawai/{city.clerk}/ubah")
    assert client.post(f"/pegawai/{city.stranger}/ubah", data=sent).status_code == 404
    with app.app_context():
        assert db.session.get_one(Employee, city.stranger).name == "Togar Lain"


def test_adding_somebody_takes_one_form(app: Flask, city: City, signed_in: SignedIn) -> None:
    client = signed_in(city.unit_admin)
    with app.app_context():
        boss_nip = db.session.get_one(Employee, city.boss).nip_spaced
    sent = form_of(client, "/pegawai/tambah") | {
        "nip": "19900101 2023 21 1 999",
        "kind": "pppk",
        "name": "  Dewi Baru ",
        "title_before": "",
        "title_after": "S.AP.",
        "unit_id": str(city.desk),
        "supervisor_nip": boss_nip,
    }
    answer = client.post("/pegawai/tambah", data=sent)
    assert answer.status_code == 303
    with app.app_context():
        added = db.session.scalars(select(Employee).where(Employee.name == "Dewi Baru")).one()
        assert (added.nip, added.kind) == ("199001012023211999", EmployeeKind.PPPK)
        assert (added.supervisor_id, added.unit_id) == (city.boss, city.desk)
        assert (added.title_before, added.full_name) == (None, "Dewi Baru, S.AP.")
        noted = db.session.scalars(
            select(audit.Entry.action).where(audit.Entry.actor_id == city.unit_admin)
        ).all()
        assert "employee.added" in noted
        location = f"/pegawai/{added.id}"
    assert answer.location == location
    page = client.get(location)
    assert "Dewi Baru, S.AP. ditambahkan." in page.text
    assert "19900101 2023 21 1 999" in page.text


def test_the_same_form_twice_adds_one_person(app: Flask, city: City, signed_in: SignedIn) -> None:
    client = signed_in(city.unit_admin)
    sent = form_of(client, "/pegawai/tambah") | {"nip": factories.nip(), "name": "Sekali Saja"}
    first = client.post("/pegawai/tambah", data=sent)
    again = client.post("/pegawai/tambah", data=sent)
    assert (again.status_code, again.location) == (303, first.location)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("nip", "", "Isi NIP, 18 digit."),
        ("nip", "1990010120200110", "NIP 16 digit, seharusnya 18."),
        ("nip", "199013012020011001", "bukan tanggal lahir yang mungkin"),
        ("name", " ", "Isi nama pegawai."),
        ("unit_id", "999999", ""),
        ("position_id", "999999", ""),
        ("kind", "raja", ""),
        ("supervisor_nip", "199001012020011777", "Tidak ada pegawai aktif dengan NIP ini."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(
    city: City, signed_in: SignedIn, field: str, value: str, sentence: str
) -> None:
    client = signed_in(city.unit_admin)
    sent = form_of(client, "/pegawai/tambah") | {"nip": factories.nip(), "name": "Dewi Baru"}
    answer = client.post("/pegawai/tambah", data=sent | {field: value, "title_after": "S.Uji."})
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select_one("#title_after")["value"] == "S.Uji."  # type: ignore[index]
    wrong = page.select_one(f'.wrong [name="{field}"][aria-invalid="true"]')
    assert wrong is not None
    assert sentence in answer.text


def test_a_unit_outside_the_subtree_cannot_be_chosen(city: City, signed_in: SignedIn) -> None:
    client = signed_in(city.unit_admin)
    sent = form_of(client, "/pegawai/tambah") | {"nip": factories.nip(), "name": "Dewi Baru"}
    assert (
        client.post("/pegawai/tambah", data=sent | {"unit_id": str(city.other)}).status_code == 422
    )


def test_a_number_belongs_to_one_person(app: Flask, city: City, signed_in: SignedIn) -> None:
    client = signed_in(city.unit_admin)
    with app.app_context():
        taken = db.session.get_one(Employee, city.stranger).nip
    sent = form_of(client, "/pegawai/tambah") | {"nip": taken, "name": "Dewi Baru"}
    answer = client.post("/pegawai/tambah", data=sent)
    assert answer.status_code == 422
    assert "NIP ini sudah dipakai pegawai lain" in answer.text


def test_an_unusual_number_is_kept_and_a_warning_shown(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    client = signed_in(city.unit_admin)
    sent = form_of(client, "/pegawai/tambah") | {"nip": "196001012020011901", "name": "Dewi Baru"}
    answer = client.post("/pegawai/tambah", data=sent)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "usia saat diangkat 60 tahun" in page.text


def test_moving_somebody_is_saved_and_noted(app: Flask, city: City, signed_in: SignedIn) -> None:
    client = signed_in(city.agency_admin)
    path = f"/pegawai/{city.clerk}/ubah"
    sent = form_of(client, path)
    assert (sent["name"], sent["unit_id"]) == ("Sari Uji", str(city.desk))
    moved = {"unit_id": str(city.other), "supervisor_nip": "", "name": "Sari Pindah"}
    assert client.post(path, data=sent | moved).location == f"/pegawai/{city.clerk}"
    with app.app_context():
        clerk = db.session.get_one(Employee, city.clerk)
        assert (clerk.unit_id, clerk.supervisor_id) == (city.other, None)
        entry = db.session.scalars(
            select(audit.Entry).where(audit.Entry.action == "employee.changed")
        ).one()
        assert f'"unit": {city.other}' in entry.details
    assert "Data Sari Pindah tersimpan." in client.get(f"/pegawai/{city.clerk}").text
    assert client.get(f"/pegawai/{city.clerk}").text.count("Belum diisi") == 1


def test_fields_that_the_form_does_not_have_change_nothing(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    client = signed_in(city.unit_admin)
    path = f"/pegawai/{city.clerk}/ubah"
    extra = {"is_active": "", "id": "1", "supervisor_id": "1", "role": "agency_admin"}
    assert client.post(path, data=form_of(client, path) | extra).status_code == 303
    with app.app_context():
        clerk = db.session.get_one(Employee, city.clerk)
        assert (clerk.is_active, clerk.supervisor_id) == (True, city.boss)


@pytest.mark.parametrize("above", ["clerk", "boss"])
def test_the_line_of_supervisors_never_closes_a_circle(
    app: Flask, city: City, signed_in: SignedIn, above: str
) -> None:
    client = signed_in(city.unit_admin)
    path = f"/pegawai/{city.boss}/ubah"
    with app.app_context():
        nip = db.session.get_one(Employee, getattr(city, above)).nip
    answer = client.post(path, data=form_of(client, path) | {"supervisor_nip": nip})
    assert answer.status_code == 422
    sentence = "berada di bawah pegawai ini" if above == "clerk" else "atasannya sendiri"
    assert sentence in answer.text


def test_line_upward_ends_even_on_a_circle(app: Flask, city: City) -> None:
    with app.app_context():
        db.session.get_one(Employee, city.boss).supervisor_id = city.clerk
        db.session.commit()
        assert set(queries.superiors(city.clerk)) == {city.clerk, city.boss}


def test_unit_tree_shows_own_people_and_all_under_it(city: City, signed_in: SignedIn) -> None:
    page = soup(signed_in(city.leader).get("/unit"))
    rows = [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in page.select("tbody tr")
    ]
    assert rows == [
        ["Kota Uji", "3", "7"],
        ["Dinas Lain", "1", "1"],
        ["Dinas Uji", "2", "3"],
        ["Loket Ujidi bawah Dinas Uji", "1", "1"],
    ]


def test_unit_admin_sees_the_own_subtree(city: City, signed_in: SignedIn) -> None:
    client = signed_in(city.unit_admin)
    listed = [row.get_text(strip=True) for row in soup(client.get("/unit")).select("tbody th")]
    assert listed == ["Dinas Uji", "Loket Uji"]
    page = client.get(f"/unit/{city.desk}")
    assert "1 orang bekerja di sini." in page.text
    assert "Dinas Uji" in page.text
    assert "Kota Uji" not in soup(page).select_one("main").text  # type: ignore[union-attr]
    for path in (f"/unit/{city.other}", f"/unit/{city.root}", "/unit/999999"):
        assert client.get(path).status_code == 404


def test_one_unit_counts_people_by_job_level(city: City, signed_in: SignedIn) -> None:
    page = signed_in(city.leader).get(f"/unit/{city.root}")
    assert "7 orang bekerja di sini, 3 di antaranya langsung di unit ini." in page.text
    levels = [row.get_text(" ", strip=True) for row in soup(page).select("#jenjang ~ div tbody tr")]
    assert levels == ["Fungsional Ahli Muda 7"]
    assert "Lihat pegawai" not in page.text
    assert "Lihat pegawai" in signed_in(city.agency_admin).get(f"/unit/{city.office}").text


def test_empty_unit_and_no_unit_say_so(app: Flask, city: City, signed_in: SignedIn) -> None:
    empty = factories.unit(app, "Unit Kosong", parent=city.root)
    assert "Belum ada pegawai." in signed_in(city.leader).get(f"/unit/{empty}").text


def test_unit_spreadsheet_has_the_same_figures(city: City, signed_in: SignedIn) -> None:
    answer = signed_in(city.unit_admin).get("/unit/xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    assert sheet.to_python()[1:] == [["Dinas Uji", 1, 2, 3], ["Loket Uji", 2, 1, 1]]


@pytest.mark.parametrize("who", ["clerk", "boss", "trainer"])
def test_units_are_for_those_who_look_after_them(city: City, signed_in: SignedIn, who: str) -> None:
    client = signed_in(getattr(city, who))
    for path in ("/unit", "/unit/xlsx", f"/unit/{city.desk}"):
        assert client.get(path).status_code == 403


def test_people_by_number_and_line(app: Flask, city: City) -> None:
    with app.app_context():
        clerk = queries.employee(city.clerk)
        assert queries.employee_by_nip(clerk.nip_spaced) is clerk
        assert [person.id for person in queries.direct_reports(city.boss)] == [city.clerk]
        assert {unit.name for unit in queries.units_by_name()} >= {"Kota Uji", "Loket Uji"}
        assert queries.root_unit().id == city.root  # type: ignore[union-attr]
        assert queries.account_of(city.clerk) is None
