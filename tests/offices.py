"""An agency whose units have heads, so that superiors follow from them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Employee
from kinerja.people.rules import JobLevel, LineKind
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.pages import soup
from tests.visits import held

A_DAY = timedelta(days=1)


class Office(NamedTuple):
    """root (headed by mayor) → office (chief) → desk (foreman, clerk, typist); other (rival)."""

    root: int
    office: int
    desk: int
    other: int
    chief_job: int
    job: int
    mayor: int
    chief: int
    foreman: int
    clerk: int
    typist: int
    rival: int
    admin: int
    hr: int


def build_office(app: Flask) -> Office:
    """Heads and people, settled; an admin of the office, and HR of the agency."""
    root = factories.unit(app, "Kota Garis")
    office = factories.unit(app, "Dinas Garis", parent=root)
    desk = factories.unit(app, "Seksi Garis", parent=office)
    other = factories.unit(app, "Badan Sebelah", parent=root)
    chief_job = factories.position(app, JobLevel.PENGAWAS, "Kepala Garis", leads_unit=True)
    job = factories.position(app, JobLevel.PELAKSANA, "Penata Garis")

    def person(unit: int, name: str, position: int = job) -> int:
        return factories.employee(app, unit_id=unit, position_id=position, name=name)

    made = Office(
        root=root,
        office=office,
        desk=desk,
        other=other,
        chief_job=chief_job,
        job=job,
        mayor=person(root, "Wira Puncak", chief_job),
        chief=person(office, "Kartika Kepala", chief_job),
        foreman=person(desk, "Mandor Seksi", chief_job),
        clerk=person(desk, "Sari Garis"),
        typist=person(desk, "Tari Garis"),
        rival=person(other, "Raka Sebelah", chief_job),
        admin=person(office, "Adi Admin"),
        hr=person(root, "Hana Pengelola"),
    )
    factories.grant(app, made.admin, Role.UNIT_ADMIN, office)
    factories.grant(app, made.hr, Role.HR, root)
    factories.settle(app)
    return made


def hr(office: Office) -> Viewer:
    """The keeper of the whole agency's staff, as services take it."""
    units = frozenset({office.root, office.office, office.desk, office.other})
    return Viewer(office.hr, 0, office.root, grants=((Role.HR, units),))


def today(app: Flask) -> date:
    with app.app_context():
        return clock.today()


def person(app: Flask, employee_id: int) -> Employee:
    """Ask inside of a context."""
    return db.session.get_one(Employee, employee_id)


def nip_of(app: Flask, employee_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Employee, employee_id).nip


def superiors(employee_id: int, on: date) -> list[int | None]:
    """Ids of the three superiors of the day. Ask inside of a context."""
    lines = queries.lines_of(employee_id, on=on)
    return [lines[kind].superior_id if kind in lines else None for kind in LineKind]


def audited(action: str) -> list[audit.Entry]:
    """Ask inside of a context."""
    found = db.session.scalars(
        select(audit.Entry).where(audit.Entry.action == action).order_by(audit.Entry.seq)
    )
    return list(found)


def post_form(client: FlaskClient, path: str, **typed: Any) -> Any:
    """Open the form, fill it, send it."""
    form = soup(client.get(path)).select_one('main form[method="post"]')
    assert form is not None, path
    return client.post(str(form.get("action") or path), data={**held(form), **typed})


def texts(client: FlaskClient, path: str) -> str:
    """The page's words with single blanks."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    main = soup(answer).select_one("main")
    return " ".join(main.get_text(" ").split()) if main else ""


def statuses(client: FlaskClient, paths: Iterable[str]) -> set[int]:
    return {client.get(path).status_code for path in paths}
