"""Who may do something over which units on a day, seen from the units."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CTE, select
from sqlalchemy.orm import joinedload

from kinerja.extensions import db
from kinerja.people.models import ActingLeader, Employee, RoleGrant, Unit
from kinerja.people.queries.lines import held_on
from kinerja.people.rules import ActingKind
from kinerja.permissions import GRANTS, Permission, Role


def powers(permission: Permission, *, on: date) -> CTE:
    """Pairs (employee_id, unit_id): everybody to whom a grant of the day gives the permission,
    with each unit under it.
    """
    roles = [role for role in Role if permission in GRANTS[role]]
    granted = select(RoleGrant.employee_id, RoleGrant.unit_id).where(
        RoleGrant.role.in_(roles), held_on(RoleGrant, on)
    )
    pairs = granted.cte("powers", recursive=True)
    return pairs.union(
        select(pairs.c.employee_id, Unit.id).join(pairs, Unit.parent_id == pairs.c.unit_id)
    )


def holders(permission: Permission, *, unit_id: int, on: date) -> Sequence[Employee]:
    """The active people who may do it in the unit, by name; position comes along."""
    pairs = powers(permission, on=on)
    return db.session.scalars(
        select(Employee)
        .options(joinedload(Employee.position))
        .where(
            Employee.id.in_(select(pairs.c.employee_id).where(pairs.c.unit_id == unit_id)),
            Employee.is_active,
        )
        .order_by(Employee.name, Employee.id)
    ).all()


def deputies(*, on: date) -> dict[int, list[int]]:
    """Who is Plh. on the day: the ids of the deputies by that of the absent leader."""
    rows = db.session.execute(
        select(ActingLeader.absent_id, ActingLeader.employee_id)
        .where(
            ActingLeader.kind == ActingKind.PLH,
            ActingLeader.absent_id.is_not(None),
            held_on(ActingLeader, on),
        )
        .order_by(ActingLeader.id)
    )
    found: dict[int, list[int]] = {}
    for absent_id, employee_id in rows:
        found.setdefault(absent_id or 0, []).append(employee_id)
    return found
