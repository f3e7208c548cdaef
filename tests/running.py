"""An agency with offices below one another, people of several jobs, and a cycle being planned."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import Flask
from flask.testing import FlaskClient

from kinerja import clock
from kinerja.competency.models import Cycle
from kinerja.competency.services import open_cycle, plan_cycle
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import EmployeeKind, JobLevel
from kinerja.permissions import Role, Viewer
from tests import factories

SignedIn = Callable[[int], FlaskClient]


class Agency(NamedTuple):
    """root → office → desk, and beside them other; a boss of each, and one person of each kind."""

    root: int
    office: int
    desk: int
    other: int
    boss: int
    chief: int
    clerk: int
    expert: int
    contract: int
    outsider: int
    admin: int

    @property
    def by(self) -> Viewer:
        """The admin, as services take it."""
        units = frozenset({self.root, self.office, self.desk, self.other})
        return Viewer(self.admin, 0, self.root, grants=((Role.AGENCY_ADMIN, units),))


def build_agency(app: Flask) -> Agency:
    """Seven people: two leaders, four others, and the admin of the whole agency."""
    root = factories.unit(app, "Kota Putaran")
    office = factories.unit(app, "Dinas Putaran", parent=root)
    desk = factories.unit(app, "Seksi Putaran", parent=office)
    other = factories.unit(app, "Badan Putaran", parent=root)
    head = factories.position(app, JobLevel.PENGAWAS, "Kepala Putaran")
    job = factories.position(app, JobLevel.PELAKSANA, "Penata Putaran")
    skill = factories.position(app, JobLevel.AHLI_MUDA, "Ahli Putaran")

    def person(unit: int, name: str, position: int, boss: int | None, **facts: Any) -> int:
        return factories.employee(
            app, unit_id=unit, name=name, position_id=position, supervisor_id=boss, **facts
        )

    boss = person(root, "Bagas Putaran", head, None)
    chief = person(office, "Kirana Putaran", head, boss)
    admin = person(root, "Adi Putaran", job, boss)
    factories.grant(app, admin, Role.AGENCY_ADMIN, root)
    return Agency(
        root=root,
        office=office,
        desk=desk,
        other=other,
        boss=boss,
        chief=chief,
        clerk=person(desk, "Citra Putaran", job, chief),
        expert=person(desk, "Eka Putaran", skill, chief),
        contract=person(office, "Pandu Putaran", job, chief, kind=EmployeeKind.PPPK),
        outsider=person(other, "Oka Putaran", job, boss),
        admin=admin,
    )


def days(app: Flask) -> dict[str, date]:
    """The three days that every cycle has."""
    with app.app_context():
        today = clock.today()
    return {
        "starts_on": today,
        "self_due_on": today + timedelta(days=10),
        "verify_due_on": today + timedelta(days=20),
    }


def planned(app: Flask, agency: Agency, **facts: Any) -> int:
    """A planned cycle, with the dictionary there."""
    factories.dictionary(app)
    with app.test_request_context():
        cycle = plan_cycle(by=agency.by, **({"name": "Siklus Uji"} | days(app) | facts))
        db.session.commit()
        return cycle.id


def opened(app: Flask, agency: Agency, **facts: Any) -> int:
    """An open cycle."""
    cycle_id = planned(app, agency, **facts)
    with app.test_request_context():
        open_cycle(db.session.get_one(Cycle, cycle_id), by=agency.by)
        db.session.commit()
    return cycle_id


def cycle_of(cycle_id: int) -> Cycle:
    """Ask inside of a context."""
    return db.session.get_one(Cycle, cycle_id)


def nip_of(employee_id: int) -> str:
    """Ask inside of a context."""
    return db.session.get_one(Employee, employee_id).nip
