"""Lists of people with their results, for whoever looks after units or has direct reports."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from kinerja.competency.models import Assessment, Competency, Cycle
from kinerja.competency.queries.levels import gap_select
from kinerja.competency.rules import SENT, AssessmentStatus, Index, gap, index
from kinerja.database import Page, paged
from kinerja.extensions import db
from kinerja.people import queries as people_queries
from kinerja.people.models import Employee, Position, Unit
from kinerja.people.rules import JobLevel
from kinerja.permissions import Permission, Viewer

Found = dict[int, list[Row[*tuple[Any, ...]]]]


@dataclass(frozen=True)
class PeopleFilter:
    """What the list is narrowed to; a gap means: at least that many levels, in the competency
    if one is named, else in any.
    """

    search: str = ""
    unit_id: int | None = None
    job_level: JobLevel | None = None
    competency_id: int | None = None
    gap: int | None = None


@dataclass(frozen=True)
class Person:
    """One row: somebody, the state in the cycle shown, and the latest verified result."""

    employee_id: int
    name: str
    unit: str
    title: str
    status: AssessmentStatus | None
    result_id: int | None
    index: Index | None
    gap: int
    widest: list[Competency]


def people_page(
    chosen: PeopleFilter, *, cycle: Cycle | None, to: Viewer, page: int
) -> Page[Person]:
    """One page of the people whose results the viewer may see, by name. Three queries."""
    rows = paged(_people(chosen, cycle, to), page=page)
    ids = [row.employee_id for row in rows.items]
    found = _results(ids) if ids else {}
    return replace(rows, items=[_person(row, found) for row in rows.items])


def all_people(chosen: PeopleFilter, *, cycle: Cycle | None, to: Viewer) -> Iterator[Person]:
    """All of them, for a spreadsheet. Two queries."""
    statement = _people(chosen, cycle, to)
    ids = statement.order_by(None).with_only_columns(Employee.id)
    found = _results(ids)
    return (_person(row, found) for row in db.session.execute(statement))


def _people(chosen: PeopleFilter, cycle: Cycle | None, to: Viewer) -> Select[*tuple[Any, ...]]:
    running = and_(
        Assessment.employee_id == Employee.id,
        Assessment.cycle_id == (cycle.id if cycle else None),
    )
    return (
        select(
            Employee.id.label("employee_id"),
            Employee,
            Unit.name.label("unit"),
            Position.title.label("title"),
            Assessment.status.label("status"),
            Assessment.id.label("assessment_id"),
        )
        .join(Unit, Unit.id == Employee.unit_id)
        .join(Position, Position.id == Employee.position_id)
        .outerjoin(Assessment, running)
        .where(Employee.is_active, is_visible(to), *_narrowed(chosen))
        .order_by(Employee.name, Employee.id)
    )


def is_visible(to: Viewer) -> ColumnElement[bool]:
    """Employees whose results the viewer may see: in the units granted, and direct reports."""
    return or_(
        Employee.unit_id.in_(to.units(Permission.VIEW_RESULTS)),
        Employee.id.in_(to.direct_reports),
    )


def _narrowed(chosen: PeopleFilter) -> Iterator[ColumnElement[bool]]:
    if chosen.search:
        yield people_queries.named(chosen.search)
    if chosen.unit_id is not None:
        yield Employee.unit_id.in_(people_queries.subtree(chosen.unit_id))
    if chosen.job_level is not None:
        yield Position.job_level == chosen.job_level
    if chosen.competency_id is not None or chosen.gap is not None:
        yield Employee.id.in_(_with_gap(chosen))


def _with_gap(chosen: PeopleFilter) -> Select[tuple[int]]:
    gaps = gap_select().subquery()
    wanted = select(gaps.c.employee_id).where(gaps.c.gap >= (chosen.gap or 1))
    if chosen.competency_id is not None:
        wanted = wanted.where(gaps.c.competency_id == chosen.competency_id)
    return wanted


def _results(whose: Select[int] | Collection[int]) -> Found:
    levels = gap_select(whose).subquery()
    rows = db.session.execute(
        select(levels, Competency)
        .join(Competency, Competency.id == levels.c.competency_id)
        .order_by(Competency.rank)
    )
    found: Found = {}
    for row in rows:
        found.setdefault(row.employee_id, []).append(row)
    return found


def _person(row: Row[*tuple[Any, ...]], found: Found) -> Person:
    levels = found.get(row.employee_id, [])
    gaps = [(gap(level.level, level.standard_level), level.Competency) for level in levels]
    most = max((width for width, _competency in gaps), default=0)
    sent = row.assessment_id if row.status in SENT else None
    latest = max((level.assessment_id or 0 for level in levels), default=0)
    return Person(
        employee_id=row.employee_id,
        name=row.Employee.full_name,
        unit=row.unit,
        title=row.title,
        status=row.status,
        result_id=latest or sent,
        index=index((level.level, level.standard_level) for level in levels) if levels else None,
        gap=most,
        widest=[competency for width, competency in gaps if width == most > 0],
    )
