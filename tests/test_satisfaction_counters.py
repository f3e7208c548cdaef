"""Services and counters: who may keep them, and that a new link ends the old one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select, text

from kinerja.extensions import db
from kinerja.permissions import Role
from kinerja.satisfaction.models import Counter, Service
from tests.citizens import kiosk_path
from tests.factories import Counting, counter, employee, grant, service, unit
from tests.pages import soup


@dataclass(frozen=True)
class Office:
    """A unit with its admin, a service and a counter; and another unit's."""

    unit_id: int
    service_id: int
    counter_id: int
    other_unit_id: int
    other_service_id: int
    other_counter_id: int
    admin: FlaskClient


@pytest.fixture
def office(app: Flask, signed_in: Callable[[int], FlaskClient]) -> Office:
    own, other = unit(app, "Kantor Contoh"), unit(app, "Kantor Lain")
    below = unit(app, parent=own)
    admin = employee(app, unit_id=own)
    grant(app, admin, Role.UNIT_ADMIN, own)
    services = [service(app, unit_id=place) for place in (below, other)]
    counters = [counter(app, service_id=service_id) for service_id in services]
    return Office(
        below, services[0], counters[0], other, services[1], counters[1], signed_in(admin)
    )


def send(client: FlaskClient, address: str, **data: object) -> tuple[int, str]:
    """Fill the page's form in and send it: the status, and where it led or what it said."""
    form = soup(client.get(address)).select_one("main form")
    assert form is not None
    hidden = {str(f["name"]): str(f["value"]) for f in form.select("input[type=hidden]")}
    answer = client.post(address, data=hidden | data)
    said = " ".join(soup(answer).get_text(" ").split()) if answer.data else ""
    return answer.status_code, answer.location or said


def test_an_admin_sees_the_secret_links_of_the_units_kept(app: Flask, office: Office) -> None:
    shown = office.admin.get("/survei/loket").text
    assert f'href="{kiosk_path(app, office.counter_id)}"' in shown
    assert kiosk_path(app, office.other_counter_id) not in shown
    assert "Kantor Lain" not in shown


def test_the_agency_admin_keeps_every_counter(
    app: Flask, office: Office, signed_in: Callable[[int], FlaskClient]
) -> None:
    agency = unit(app)
    with app.app_context():
        db.session.execute(
            text("UPDATE people_unit SET parent_id = :top WHERE parent_id IS NULL AND id <> :top"),
            {"top": agency},
        )
        db.session.commit()
    person = employee(app)
    grant(app, person, Role.AGENCY_ADMIN, agency)
    shown = signed_in(person).get("/survei/loket").text
    for counter_id in (office.counter_id, office.other_counter_id):
        assert kiosk_path(app, counter_id) in shown


PAGES = (
    "/survei/loket",
    "/survei/loket/xlsx",
    "/survei/loket/tambah",
    "/survei/layanan",
    "/survei/layanan/xlsx",
    "/survei/layanan/tambah",
    "/survei/loket/{counter}/ganti-tautan",
    "/survei/layanan/{service}/ubah",
)


@pytest.mark.parametrize("role", [None, Role.TRAINER, Role.LEADER])
def test_nobody_else_reaches_a_counters_page(
    app: Flask, office: Office, signed_in: Callable[[int], FlaskClient], role: Role | None
) -> None:
    person = employee(app, unit_id=office.unit_id)
    if role:
        grant(app, person, role, office.unit_id)
    client = signed_in(person)
    for page in PAGES:
        address = page.format(counter=office.counter_id, service=office.service_id)
        answer = client.get(address)
        assert answer.status_code == 403
        assert "rahasia-loket" not in answer.text
        if "/tambah" in page or "{" in page:
            assert client.post(address).status_code in (400, 403)


def test_what_belongs_to_another_unit_does_not_exist(office: Office) -> None:
    for address in (
        f"/survei/loket/{office.other_counter_id}/ganti-tautan",
        f"/survei/layanan/{office.other_service_id}/ubah",
        "/survei/loket/999999/ganti-tautan",
        "/survei/layanan/999999/ubah",
    ):
        assert office.admin.get(address).status_code == 404


def test_a_service_and_a_counter_are_added(app: Flask, office: Office) -> None:
    status, location = send(
        office.admin,
        "/survei/layanan/tambah",
        unit_id=office.unit_id,
        name=" Kartu keluarga ",
        population="120",
    )
    assert (status, location) == (303, "/survei/layanan")
    assert "Layanan tersimpan." in office.admin.get(location).text
    with app.app_context():
        added = db.session.scalars(select(Service).order_by(Service.id.desc())).first()
        assert added
        assert (added.name, added.population, added.unit_id) == (
            "Kartu keluarga",
            120,
            office.unit_id,
        )
        service_id = added.id
    status, location = send(
        office.admin, "/survei/loket/tambah", service_id=service_id, name="Loket 7"
    )
    assert (status, location) == (303, "/survei/loket")
    with app.app_context():
        opened = db.session.scalars(select(Counter).order_by(Counter.id.desc())).first()
        assert opened
        assert len(opened.token) == 32
        assert office.admin.get(opened.path).status_code == 200
        actions = db.session.execute(text("SELECT action FROM audit_entry ORDER BY seq")).scalars()
        assert list(actions)[-2:] == ["service.added", "counter.added"]


def test_a_service_can_be_corrected_and_its_users_left_open(app: Flask, office: Office) -> None:
    address = f"/survei/layanan/{office.service_id}/ubah"
    assert send(office.admin, address, name="Nama baru", population="")[0] == 303
    with app.app_context():
        changed = db.session.get_one(Service, office.service_id)
        assert (changed.name, changed.population) == ("Nama baru", None)
    status, said = send(office.admin, address, name="", population="0")
    assert status == 422
    assert "Isi nama layanan." in said
    assert "Isi bilangan bulat mulai dari 1." in said
    assert send(office.admin, address, name="Nama baru", population="7,5")[0] == 422


def test_a_name_is_given_once(app: Flask, office: Office) -> None:
    name = "Surat pindah"
    add = {"unit_id": office.unit_id, "name": name, "population": ""}
    assert send(office.admin, "/survei/layanan/tambah", **add)[0] == 303
    again = send(office.admin, "/survei/layanan/tambah", **add)
    assert again[0] == 422
    assert "Nama ini sudah dipakai." in again[1]
    renamed = send(
        office.admin, f"/survei/layanan/{office.service_id}/ubah", name=name, population=""
    )
    assert renamed[0] == 422
    desk = {"service_id": office.service_id, "name": "Loket 9"}
    assert send(office.admin, "/survei/loket/tambah", **desk)[0] == 303
    assert send(office.admin, "/survei/loket/tambah", **desk)[0] == 422


def test_a_foreign_unit_or_service_is_not_offered_nor_taken(app: Flask, office: Office) -> None:
    offered = office.admin.get("/survei/layanan/tambah").text
    assert "Kantor Lain" not in offered
    status, _said = send(
        office.admin,
        "/survei/layanan/tambah",
        unit_id=office.other_unit_id,
        name="X",
        population="",
    )
    assert status == 422
    status, _said = send(
        office.admin, "/survei/loket/tambah", service_id=office.other_service_id, name="X"
    )
    assert status == 422


def test_a_new_link_ends_the_old_one_after_asking(app: Flask, office: Office) -> None:
    old = kiosk_path(app, office.counter_id)
    address = f"/survei/loket/{office.counter_id}/ganti-tautan"
    assert "Tautan lama langsung tidak berlaku." in office.admin.get(address).text
    assert kiosk_path(app, office.counter_id) == old
    assert send(office.admin, address) == (303, "/survei/loket")
    new = kiosk_path(app, office.counter_id)
    assert new != old
    visitor = app.test_client()
    assert [visitor.get(path).status_code for path in (old, new)] == [404, 200]


def test_lists_are_searched_and_spreadsheets_hold_no_secret(app: Flask, office: Office) -> None:
    service(app, unit_id=office.unit_id, name="Akta kelahiran", population=5)
    for page in ("loket", "layanan"):
        assert "Tidak ada" in office.admin.get(f"/survei/{page}?cari=tidakada").text
    found = soup(office.admin.get("/survei/layanan?cari=AKTA")).select("tbody tr")
    assert len(found) == 1
    answer = office.admin.get("/survei/loket/xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert isinstance(rows[1][3], date)
    assert "rahasia" not in str(rows)
    answer = office.admin.get("/survei/layanan/xlsx?cari=akta")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[1][1:] == ["Akta kelahiran", 5, "ya"]


def test_an_admin_without_services_is_told_where_to_begin(
    app: Flask, signed_in: Callable[[int], FlaskClient]
) -> None:
    person, place = employee(app), unit(app)
    grant(app, person, Role.UNIT_ADMIN, place)
    client = signed_in(person)
    for page in ("loket", "layanan", "loket/tambah"):
        assert "Belum ada" in client.get(f"/survei/{page}").text
    assert "Tambah layanan" in client.get("/survei").text


def test_the_counters_list_takes_the_same_queries_for_any_number(
    app: Flask, office: Office, count_queries: Counting
) -> None:
    def counted() -> int:
        with count_queries() as statements:
            office.admin.get("/survei/loket")
        return len(statements)

    few = counted()
    for _number in range(5):
        counter(app, service_id=service(app, unit_id=office.unit_id))
    assert counted() == few <= 12
