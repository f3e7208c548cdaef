"""A small agency whose units are changed from one day to another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import select

from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import Account, Employee, Posting, Unit
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role, Viewer
from tests import factories

TODAY = date(2026, 11, 21)
NEW_YEAR = date(2027, 1, 1)
LAST_YEAR = date(2025, 6, 1)
DECREE = "Perda 3/2026"
MANAGED = (Role.HR, Role.AGENCY_ADMIN)
Change = Callable[..., Any]


class Town(NamedTuple):
    """Root → east → north and south; west beside east; a head in north, clerks in both."""

    root: int
    east: int
    west: int
    north: int
    south: int
    head: int
    clerk: int
    other: int
    clerks: int
    lead: int
    hr: int


def town(app: Flask) -> Town:
    """The agency, with somebody who may change its units."""
    root = factories.unit(app, "Kota Uji")
    east = factories.unit(app, "Kecamatan Timur", parent=root)
    west = factories.unit(app, "Kecamatan Barat", parent=root)
    north = factories.unit(app, "Kelurahan Utara", parent=east)
    south = factories.unit(app, "Kelurahan Selatan", parent=east)
    lead = factories.position(app, JobLevel.PENGAWAS, "Lurah", leads_unit=True)
    clerks = factories.position(app, JobLevel.PELAKSANA, "Petugas Uji")
    head = factories.employee(app, unit_id=north, position_id=lead, name="Kirana Uji")
    clerk = factories.employee(app, unit_id=north, position_id=clerks, name="Sari Uji")
    other = factories.employee(app, unit_id=south, position_id=clerks, name="Togar Uji")
    hr = factories.employee(app, unit_id=root, position_id=clerks, name="Dewi Uji")
    factories.grant(app, hr, Role.HR, root)
    return Town(root, east, west, north, south, head, clerk, other, clerks, lead, hr)


def viewer_of(employee_id: int) -> Viewer:
    """Who the employee is. Ask inside of a context."""
    person = db.session.get_one(Employee, employee_id)
    return queries.viewer(Account(id=0, employee=person, password_hash="-"), on=TODAY)


@contextmanager
def acting(app: Flask, employee_id: int) -> Iterator[Viewer]:
    """A context in which the employee does something that is kept."""
    with app.app_context():
        with db.session.no_autoflush:
            viewer = viewer_of(employee_id)
        db.session.rollback()
        yield viewer
        db.session.commit()


def change(app: Flask, by: int, service: Change, unit_id: int | None = None, **facts: Any) -> int:
    """Let the employee change the unit, or found one; the unit's id."""
    with acting(app, by) as viewer:
        if service is not services.withdraw_plan:
            facts = {"valid_from": NEW_YEAR, "reason": DECREE} | facts
        unit = [] if unit_id is None else [db.session.get_one(Unit, unit_id)]
        return int(service(*unit, **facts, by=viewer).id)


def place_on(employee_id: int, day: date) -> tuple[int, int] | None:
    """Unit and position of the employee on the day. Ask inside of a context."""
    row = db.session.execute(
        select(Posting.unit_id, Posting.position_id).where(
            Posting.employee_id == employee_id, queries.held_on(Posting, day)
        )
    ).one_or_none()
    return None if row is None else (row.unit_id, row.position_id)


def tree_on(app: Flask, employee_id: int, day: date) -> dict[str, tuple[str, int, int]]:
    """What the employee sees of the day: name to parent, own people and all."""
    with app.app_context():
        tree = queries.unit_tree(to=viewer_of(employee_id), on=day)
        return {unit.name: (unit.parent, unit.own, unit.total) for unit in tree}
