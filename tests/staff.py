"""A small agency with somebody in every role, and its forms."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient

from kinerja.people.rules import JobLevel
from kinerja.permissions import Role
from tests import factories
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


def build(app: Flask) -> City:
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


def new_form(client: FlaskClient, city: City) -> dict[str, str]:
    """The form for somebody new, with a number, a name, a unit and a job chosen."""
    page = soup(client.get("/pegawai/tambah"))
    job = page.select_one('#position_id option:not([value="0"])')
    assert job is not None
    return form_of(client, "/pegawai/tambah") | {
        "nip": factories.nip(),
        "name": "Dewi Baru",
        "unit_id": str(city.office),
        "position_id": str(job["value"]),
    }
