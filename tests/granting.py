"""A town with an admin of all of it and one of an office, and how roles are given in tests."""

from typing import NamedTuple

from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.audit import Entry
from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import Account, RoleGrant
from kinerja.permissions import Role, Viewer
from tests import factories


class Town(NamedTuple):
    """root → office, and another beside; an admin of all, one of the office, a clerk, a far one."""

    root: int
    office: int
    other: int
    admin: int
    office_admin: int
    clerk: int
    far: int
    admins_grant: int


def build_town(app: Flask) -> Town:
    """A small town."""
    root = factories.unit(app, "Kota Uji")
    office = factories.unit(app, "Dinas Uji", parent=root)
    other = factories.unit(app, "Dinas Lain", parent=root)
    job = factories.position(app, title="Penata Uji")

    def person(unit_id: int, name: str) -> int:
        return factories.employee(app, unit_id=unit_id, position_id=job, name=name)

    admin, office_admin = person(root, "Wulan Uji"), person(office, "Made Uji")
    granted = factories.grant(app, admin, Role.AGENCY_ADMIN, root)
    factories.grant(app, office_admin, Role.AGENCY_ADMIN, office)
    return Town(
        root,
        office,
        other,
        admin,
        office_admin,
        person(office, "Sari Uji"),
        person(other, "Togar Lain"),
        granted,
    )


def viewer_of(employee_id: int) -> Viewer:
    """Who is asking; ask inside of a context."""
    return queries.viewer(Account(employee=queries.employee(employee_id)))


def give(by: int, to: int, role: Role, unit_id: int, **changed: object) -> RoleGrant:
    """Give the role from today on, without an end."""
    facts: dict[str, object] = {
        "role": role,
        "unit_id": unit_id,
        "valid_from": clock.today(),
        "valid_to": None,
        "reason": "Surat tugas 800/12",
    }
    return services.grant_role(queries.employee(to), **(facts | changed), by=viewer_of(by))


def entries(action: str) -> list[Entry]:
    """The trail's entries of this action."""
    return list(db.session.scalars(select(Entry).where(Entry.action == action)))
