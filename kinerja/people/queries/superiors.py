"""Superiors in words: who led somebody on a day, since when, and why that one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from kinerja.extensions import db
from kinerja.people.models import (
    Employee,
    Position,
    Posting,
    ReportingLine,
    StandingPeriod,
    Unit,
    UnitVersion,
)
from kinerja.people.queries.lines import held_on, structure
from kinerja.people.queries.staff import is_led_by, named
from kinerja.people.rules import GONE, Line, LineKind, LineSource, Standing
from kinerja.permissions import Permission, Viewer

# Above so many people the whole structure is read: no statement takes numbers without end.
MANY = 1000


@dataclass(frozen=True)
class Superior:
    """The superior of one kind; nobody where there is none. `unit` is what the superior heads
    where the line follows from it, `entry` the row where it was set.
    """

    kind: LineKind
    person: Employee | None = None
    source: LineSource | None = None
    unit: str = ""
    entry: ReportingLine | None = None


@dataclass(frozen=True)
class Placed:
    """Somebody on a day: where, as what, in which standing, under whom."""

    person: Employee
    unit: str
    position: str
    standing: Standing
    superiors: dict[LineKind, Superior]


def superiors_on(day: date, employee_ids: Sequence[int]) -> dict[int, dict[LineKind, Superior]]:
    """The three superiors of each of these people on the day. Eight queries."""
    some = employee_ids if len(employee_ids) <= MANY else None
    found = structure(on=day, employee_ids=some)
    lines = {
        (employee_id, kind): found.line(employee_id, kind)
        for employee_id in employee_ids
        for kind in LineKind
    }
    words = _Words([line for line in lines.values() if line], some, day)
    return {
        employee_id: {kind: words.superior(employee_id, kind, lines) for kind in LineKind}
        for employee_id in employee_ids
    }


class _Words:
    """Names and reasons of a day's lines, read at once for all of them."""

    def __init__(
        self, lines: Sequence[Line], employee_ids: Sequence[int] | None, day: date
    ) -> None:
        superiors = {line.superior_id for line in lines}
        people = select(Employee).options(joinedload(Employee.position))
        self.people = {
            person.id: person
            for person in db.session.scalars(people.where(Employee.id.in_(superiors)))
        }
        entries = select(ReportingLine).where(held_on(ReportingLine, day))
        if employee_ids is not None:
            entries = entries.where(ReportingLine.employee_id.in_(employee_ids))
        self.entries = {
            (entry.employee_id, entry.kind): entry for entry in db.session.scalars(entries)
        }
        units = {line.unit_id for line in lines if line.unit_id}
        self.units = unit_names(units, on=day) if units else {}

    def superior(
        self, employee_id: int, kind: LineKind, lines: dict[tuple[int, LineKind], Line | None]
    ) -> Superior:
        """The superior of one person and kind."""
        line = lines[employee_id, kind]
        if line is None:
            return Superior(kind)
        return Superior(
            kind,
            person=self.people[line.superior_id],
            source=line.source,
            unit=self.units.get(line.unit_id or 0, ""),
            entry=self.entries.get((employee_id, kind)) if line.source is LineSource.SET else None,
        )


def unit_names(unit_ids: Iterable[int], *, on: date) -> dict[int, str]:
    """What the units were called on the day; today's name where nothing is known of it."""
    rows = db.session.execute(
        select(Unit.id, func.coalesce(UnitVersion.name, Unit.name))
        .outerjoin(UnitVersion, and_(UnitVersion.unit_id == Unit.id, held_on(UnitVersion, on)))
        .where(Unit.id.in_(list(unit_ids)))
    )
    return dict(iter(rows))


def placed_people(
    *, to: Viewer, on: date, unit_id: int | None = None, search: str = ""
) -> Select[Employee, str, str, Standing]:
    """People who worked on the day in the units that the viewer looks after, and direct reports,
    by name: with unit and position of that day and the standing. Who had left is left out.
    """
    standing = func.coalesce(StandingPeriod.standing, Standing.ACTIVE)
    statement = (
        select(
            Employee,
            func.coalesce(UnitVersion.name, Unit.name).label("unit"),
            Position.title.label("position"),
            standing.label("standing"),
        )
        .join(Posting, and_(Posting.employee_id == Employee.id, held_on(Posting, on)))
        .join(Unit, Unit.id == Posting.unit_id)
        .join(Position, Position.id == Posting.position_id)
        .outerjoin(UnitVersion, and_(UnitVersion.unit_id == Unit.id, held_on(UnitVersion, on)))
        .outerjoin(
            StandingPeriod,
            and_(StandingPeriod.employee_id == Employee.id, held_on(StandingPeriod, on)),
        )
        .where(_looked_after(to), standing.not_in(GONE))
        .order_by(Employee.name, Employee.id)
    )
    if unit_id is not None:
        statement = statement.where(Posting.unit_id.in_(subtree_on(unit_id, day=on)))
    return statement.where(named(search)) if search.strip() else statement


def _looked_after(to: Viewer) -> ColumnElement[bool]:
    return or_(Posting.unit_id.in_(to.units(Permission.VIEW_STAFF)), is_led_by(to))


def subtree_on(unit_id: int, *, day: date) -> Select[int]:
    """Ids of the unit and of everything that was under it on the day, for IN (…)."""
    tree = select(Unit.id.label("id")).where(Unit.id == unit_id).cte("subtree_on", recursive=True)
    tree = tree.union(
        select(UnitVersion.unit_id)
        .join(tree, UnitVersion.parent_id == tree.c.id)
        .where(held_on(UnitVersion, day))
    )
    return select(tree.c.id)


def units_on(day: date, *, to: Viewer) -> list[tuple[int, str]]:
    """The units that the viewer looks after as they were on the day: id and name, by name."""
    rows = db.session.execute(
        select(UnitVersion.unit_id, UnitVersion.name)
        .where(UnitVersion.unit_id.in_(to.units(Permission.VIEW_STAFF)), held_on(UnitVersion, day))
        .order_by(UnitVersion.name)
    )
    return [(unit_id, name) for unit_id, name in rows]


def with_superiors(rows: Sequence[Row[*tuple[Any, ...]]], *, on: date) -> list[Placed]:
    """The rows of `placed_people` with everybody's three superiors on that day."""
    superiors = superiors_on(on, [row.Employee.id for row in rows])
    return [
        Placed(row.Employee, row.unit, row.position, row.standing, superiors[row.Employee.id])
        for row in rows
    ]
