"""Granted roles: who holds what, over which units, by whom, and who may read about somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import CTE, ColumnElement, Select, literal, select, true
from sqlalchemy.orm import aliased, contains_eager, joinedload

from kinerja.errors import DeniedError, MissingError
from kinerja.extensions import db
from kinerja.people.models import Account, ActingLeader, Employee, RoleGrant, Unit
from kinerja.people.queries.lines import held_on
from kinerja.people.queries.sessions import viewer
from kinerja.people.queries.staff import employee, named
from kinerja.people.queries.units import subtree
from kinerja.people.rules import (
    GONE,
    PERMISSION_LABELS,
    ActingKind,
    GrantState,
    digits,
    reading_roles,
)
from kinerja.permissions import Permission, Role, Viewer, may

MOST_LEVELS = 16  # of units; more than any agency has, so that a circle ends


def actor(nip: str, permission: Permission) -> Viewer:
    """Whoever a command acts for (`--as NIP`), asked what a page would ask.

    :raises DeniedError: nobody signs in with this number, or their roles do not allow it.
    """
    account = db.session.scalar(
        select(Account)
        .join(Account.employee)
        .where(Employee.nip == digits(nip), Account.is_active, Employee.standing.not_in(GONE))
    )
    if account is None:
        raise DeniedError(_("Tidak ada akun aktif dengan NIP ini. Periksa lagi 18 digitnya."))
    acting = viewer(account)
    if not may(acting, permission):
        raise DeniedError(
            _(
                "%(name)s tidak boleh %(act)s. Pakai NIP orang yang perannya mengizinkan.",
                name=account.employee.name,
                act=str(PERMISSION_LABELS[permission]),
            )
        )
    return acting


def grants(
    *,
    to: Viewer,
    on: date,
    search: str = "",
    role: Role | None = None,
    unit_id: int | None = None,
    state: GrantState | None = None,
) -> Select[RoleGrant]:
    """The grants over units whose grants the viewer may read, by the holder's name.

    Holder, unit and who granted it come along.
    """
    statement = (
        _with_people()
        .where(RoleGrant.unit_id.in_(to.units(Permission.VIEW_GRANTS)), _in_state(state, on))
        .order_by(Employee.name, RoleGrant.valid_from.desc(), RoleGrant.id)
    )
    if search.strip():
        statement = statement.where(named(search))
    if role is not None:
        statement = statement.where(RoleGrant.role == role)
    if unit_id is not None:
        statement = statement.where(RoleGrant.unit_id.in_(subtree(unit_id)))
    return statement


def _with_people() -> Select[RoleGrant]:
    granter = aliased(Employee)
    return (
        select(RoleGrant)
        .join(RoleGrant.employee)
        .outerjoin(RoleGrant.granted_by.of_type(granter))
        .join(RoleGrant.unit)
        .options(
            contains_eager(RoleGrant.employee),
            contains_eager(RoleGrant.granted_by.of_type(granter)),
            contains_eager(RoleGrant.unit),
        )
    )


def _in_state(state: GrantState | None, on: date) -> ColumnElement[bool]:
    conditions = {
        GrantState.CURRENT: held_on(RoleGrant, on),
        GrantState.COMING: RoleGrant.valid_from > on,
        GrantState.ENDED: RoleGrant.valid_to < on,
    }
    return true() if state is None else conditions[state]


def endable_grant(grant_id: int, *, to: Viewer) -> RoleGrant:
    """The grant with holder and unit, for whoever gives and ends grants over its unit.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = db.session.scalar(_with_people().where(RoleGrant.id == grant_id))
    if found is None or found.unit_id not in to.units(Permission.EDIT_GRANTS):
        raise MissingError()
    return found


def possible_holder(employee_id: int, *, to: Viewer) -> Employee:
    """Somebody to whom the viewer may give a role: who works in the viewer's units and is not
    the viewer (nobody gives to himself).

    :raises MissingError: there is none, or not for this viewer.
    """
    found = employee(employee_id)
    if (
        found.id == to.employee_id
        or found.standing in GONE
        or found.unit_id not in to.units(Permission.EDIT_GRANTS)
    ):
        raise MissingError()
    return found


def possible_holders(search: str, *, to: Viewer) -> Select[Employee]:
    """Those people, searched by name or number, by name."""
    return (
        select(Employee)
        .options(joinedload(Employee.unit), joinedload(Employee.position))
        .where(
            named(search),
            Employee.id != to.employee_id,
            Employee.standing.not_in(GONE),
            Employee.unit_id.in_(to.units(Permission.EDIT_GRANTS)),
        )
        .order_by(Employee.name, Employee.id)
    )


def grants_of(employee_id: int) -> list[RoleGrant]:
    """Every grant somebody holds, held or will hold, the latest first; with unit and granter."""
    return list(
        db.session.scalars(
            _with_people()
            .where(RoleGrant.employee_id == employee_id)
            .order_by(RoleGrant.valid_from.desc(), RoleGrant.id.desc())
        )
    )


def upward(unit_ids: Iterable[int]) -> CTE:
    """Triples (start, unit_id, distance): the units and all above them; ends even on a circle."""
    first = select(
        Unit.id.label("start"),
        Unit.id.label("unit_id"),
        literal(0).label("distance"),
    ).where(Unit.id.in_(list(unit_ids)))
    path = first.cte("upward", recursive=True)
    return path.union(
        select(path.c.start, Unit.parent_id, path.c.distance + 1)
        .join(path, Unit.id == path.c.unit_id)
        .where(Unit.parent_id.is_not(None), path.c.distance < MOST_LEVELS)
    )


@dataclass(frozen=True)
class Reader:
    """Somebody who sees something of a person: in which role, over which unit's subtree."""

    name: str
    position: str
    role: Role
    unit: str


def readers(employee_id: int, unit_id: int, *, on: date) -> Sequence[Reader]:
    """Whoever may read about the person through a granted role, the nearest first. One query."""
    path = upward([unit_id])
    holders = (
        select(RoleGrant)
        .join(path, path.c.unit_id == RoleGrant.unit_id)
        .join(RoleGrant.employee)
        .join(RoleGrant.unit)
        .options(
            contains_eager(RoleGrant.employee).joinedload(Employee.position),
            contains_eager(RoleGrant.unit),
        )
        .where(
            RoleGrant.role.in_(reading_roles()),
            RoleGrant.employee_id != employee_id,
            Employee.standing.not_in(GONE),
            held_on(RoleGrant, on),
        )
        .order_by(path.c.distance, RoleGrant.role, Employee.name)
    )
    return [
        Reader(found.employee.full_name, found.employee.position.title, found.role, found.unit.name)
        for found in db.session.scalars(holders)
    ]


def stand_ins_of(leader_id: int | None, *, on: date) -> list[Employee]:
    """Whoever is Plh. for the leader on the day, by name."""
    acting = select(ActingLeader.employee_id).where(
        ActingLeader.absent_id == leader_id,
        ActingLeader.kind == ActingKind.PLH,
        held_on(ActingLeader, on),
    )
    statement = (
        select(Employee)
        .options(joinedload(Employee.position))
        .where(Employee.id.in_(acting))
        .order_by(Employee.name)
    )
    return list(db.session.scalars(statement))


def fellow_grants(grant: RoleGrant, *, on: date) -> Select[RoleGrant]:
    """Other people's grants of the same role over the same unit that hold on the day."""
    return (
        select(RoleGrant)
        .join(RoleGrant.employee)
        .where(
            RoleGrant.role == grant.role,
            RoleGrant.unit_id == grant.unit_id,
            RoleGrant.employee_id != grant.employee_id,
            Employee.standing.not_in(GONE),
            held_on(RoleGrant, on),
        )
        .order_by(RoleGrant.id)
    )
