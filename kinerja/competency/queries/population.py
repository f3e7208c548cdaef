"""Whom a cycle asks, unit by unit, and whom its population leaves out."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, not_, or_, select, true
from sqlalchemy.orm import contains_eager

from kinerja.competency.models import Cycle
from kinerja.competency.rules import LeftOut, Population
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.people.models import Employee, Position, Unit
from kinerja.permissions import Permission, Viewer


@dataclass(frozen=True)
class UnitReach:
    """A unit's own active people: how many are asked, how many the population leaves out."""

    unit_id: int
    name: str
    asked: int
    left_out: int


def is_asked(population: Population) -> ColumnElement[bool]:
    """The condition on employees that the population holds them."""
    return and_(true(), *(fits for _reason, fits in _narrowings(population)))


def is_asked_one(cycle: Cycle, employee_id: int) -> bool:
    """Whether the cycle's population holds the person."""
    found = select(Employee.id).where(Employee.id == employee_id, is_asked(cycle.population))
    return db.session.scalar(found) is not None


def _narrowings(population: Population) -> list[tuple[LeftOut, ColumnElement[bool]]]:
    found: list[tuple[LeftOut, ColumnElement[bool]]] = []
    if population.unit_ids:
        under = people.subtrees(population.unit_ids)
        found.append((LeftOut.UNIT, Employee.unit_id.in_(under)))
    if population.job_levels:
        jobs = select(Position.id).where(Position.job_level.in_(population.job_levels))
        found.append((LeftOut.JOB_LEVEL, Employee.position_id.in_(jobs)))
    if population.kinds:
        found.append((LeftOut.KIND, Employee.kind.in_(population.kinds)))
    return found


def staff_count(population: Population | None = None) -> int:
    """How many people a cycle with this population would ask if it were opened now."""
    statement = select(func.count(Employee.id)).where(
        Employee.is_active, is_asked(population or Population())
    )
    return db.session.scalar(statement) or 0


def unit_reach(cycle: Cycle) -> list[UnitReach]:
    """Every unit with active people, by name. One query."""
    asked = is_asked(cycle.population)
    rows = db.session.execute(
        select(
            Unit.id,
            Unit.name,
            func.sum(case((asked, 1), else_=0)),
            func.sum(case((asked, 0), else_=1)),
        )
        .join(Employee, Employee.unit_id == Unit.id)
        .where(Employee.is_active)
        .group_by(Unit.id, Unit.name)
        .order_by(Unit.name)
    )
    return [UnitReach(*row) for row in rows]


def left_out(cycle: Cycle, *, to: Viewer) -> Select[Employee, str]:
    """Active people outside the population in the units whose data the viewer keeps, by name,
    each with the first reason (`LeftOut`).
    """
    narrowings = _narrowings(cycle.population)
    whens: list[Any] = [(not_(fits), literal(reason.value)) for reason, fits in narrowings]
    reason = case(*whens, else_=literal("")) if whens else literal("")
    return (
        select(Employee, reason.label("reason"))
        .join(Employee.unit)
        .join(Employee.position)
        .options(contains_eager(Employee.unit), contains_eager(Employee.position))
        .where(
            Employee.is_active,
            or_(*(not_(fits) for _reason, fits in narrowings)) if narrowings else not_(true()),
            Employee.unit_id.in_(to.units(Permission.EDIT_STAFF)),
        )
        .order_by(Employee.name, Employee.id)
    )
