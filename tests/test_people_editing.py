"""Adding and changing people: what is refused, warned about and noted."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Employee
from kinerja.people.rules import EmployeeKind, LineKind, Standing
from kinerja.people.services import EmployeeRefusedError, add_employee
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.pages import soup
from tests.staff import City, SignedIn, build, form_of, new_form


@pytest.fixture
def city(app: Flask) -> City:
    """The agency with somebody in every role."""
    return build(app)


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
    sent = new_form(client, city) | {
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
    sent = new_form(client, city)
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
        ("unit_id", "0", "Pilih unit kerja"),
        ("unit_id", "999999", ""),
        ("position_id", "0", "Pilih jabatan dari daftar."),
        ("position_id", "999999", ""),
        ("kind", "raja", ""),
        ("supervisor_nip", "199001012020011777", "Tidak ada pegawai aktif dengan NIP ini."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(
    city: City, signed_in: SignedIn, field: str, value: str, sentence: str
) -> None:
    client = signed_in(city.unit_admin)
    sent = new_form(client, city)
    answer = client.post("/pegawai/tambah", data=sent | {field: value, "title_after": "S.Uji."})
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select_one("#title_after")["value"] == "S.Uji."
    wrong = page.select_one(f'.wrong [name="{field}"][aria-invalid="true"]')
    assert wrong is not None
    assert sentence in answer.text


def test_a_unit_outside_the_subtree_cannot_be_chosen(city: City, signed_in: SignedIn) -> None:
    client = signed_in(city.unit_admin)
    sent = new_form(client, city)
    assert (
        client.post("/pegawai/tambah", data=sent | {"unit_id": str(city.other)}).status_code == 422
    )


@pytest.mark.parametrize("field", ["unit_id", "position_id"])
def test_a_service_trusts_no_form(app: Flask, city: City, field: str) -> None:
    who = Viewer(
        employee_id=city.unit_admin,
        account_id=0,
        unit_id=city.office,
        grants=((Role.UNIT_ADMIN, frozenset({city.office})),),
    )
    with app.test_request_context():
        right = {"unit_id": city.office, "position_id": 1}
        wrong = {"unit_id": city.other, "position_id": 999999}
        with pytest.raises(EmployeeRefusedError) as refused:
            add_employee(
                nip=factories.nip(),
                kind=EmployeeKind.PNS,
                name="Dewi Baru",
                valid_from=clock.today(),
                **right | {field: wrong[field]},
                by=who,
            )
        assert refused.value.field == field


def test_a_number_belongs_to_one_person(app: Flask, city: City, signed_in: SignedIn) -> None:
    client = signed_in(city.unit_admin)
    with app.app_context():
        taken = db.session.get_one(Employee, city.stranger).nip
    sent = new_form(client, city) | {"nip": taken}
    answer = client.post("/pegawai/tambah", data=sent)
    assert answer.status_code == 422
    assert "NIP ini sudah dipakai pegawai lain" in answer.text


def test_an_unusual_number_is_kept_and_a_warning_shown(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    client = signed_in(city.unit_admin)
    sent = new_form(client, city) | {"nip": "196001012020011901"}
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
    assert "Belum ada" in client.get(f"/pegawai/{city.clerk}").text


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
    factories.line(app, city.boss, city.clerk)
    with app.app_context():
        found = queries.line_upward(city.clerk, LineKind.SUPERVISOR, on=clock.today())
        assert found == [city.clerk, city.boss]


def test_correcting_data_leaves_what_is_planned(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    with app.app_context():
        day = clock.today() + timedelta(days=30)
    factories.line(app, city.stranger, city.leader, valid_from=day)
    factories.standing(app, city.leader, Standing.STUDY_LEAVE)
    client, path = signed_in(city.agency_admin), f"/pegawai/{city.stranger}/ubah"
    answer = client.post(path, data=form_of(client, path) | {"phone": "0812 0000 0009"})
    assert answer.status_code == 303
    with app.app_context():
        assert queries.lines_of(city.stranger, on=day)[LineKind.SUPERVISOR].superior_id


def test_a_supervisor_who_is_away_does_not_stop_a_correction(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    factories.standing(app, city.boss, Standing.STUDY_LEAVE)
    factories.settle(app)
    client, path = signed_in(city.agency_admin), f"/pegawai/{city.clerk}/ubah"
    sent = form_of(client, path)
    assert client.post(path, data=sent | {"name": "Sari Baru"}).status_code == 303
    with app.app_context():
        other = db.session.get_one(Employee, city.boss).nip
    refused = client.post(
        f"/pegawai/{city.stranger}/ubah",
        data=form_of(client, f"/pegawai/{city.stranger}/ubah") | {"supervisor_nip": other},
    )
    assert refused.status_code == 422
    assert "Tidak ada pegawai aktif dengan NIP ini" in refused.text
