"""Whom a cycle does not count, and why; who could still be added to it."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, or_, select
from sqlalchemy.orm import contains_eager

from kinerja import clock
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.queries.population import is_asked
from kinerja.competency.rules import OVER, AssessmentStatus, ClosedAs
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.people.models import Employee, StandingPeriod
from kinerja.people.rules import GONE, Standing
from kinerja.permissions import Permission, Viewer


def counting_day(cycle: Cycle) -> date:
    """On which day's standings a cycle counts: today's while it is not over, then its last day's.

    So what a closed cycle counted does not change when somebody retires years later.
    """
    today = clock.today()
    return min(cycle.verify_due_on, today) if cycle.is_over else today


def is_counted(cycle: Cycle) -> ColumnElement[bool]:
    """The condition on employees that the cycle counts them. Whom a decision at its end left out
    is no longer counted once it is over.
    """
    works = Employee.id.not_in(people.excluded_on(counting_day(cycle)))
    if not cycle.is_over:
        return works
    decided = select(Assessment.employee_id).where(
        Assessment.cycle_id == cycle.id, Assessment.closed_as == ClosedAs.EXCLUDED
    )
    return and_(works, Employee.id.not_in(decided))


def is_counted_each() -> ColumnElement[bool]:
    """The same over assessments of many cycles, each counted on its own day."""
    today = clock.today()
    last = case((Cycle.verify_due_on < today, Cycle.verify_due_on), else_=today)
    day = case((Cycle.status.in_(OVER), last), else_=today)
    away = select(StandingPeriod.id).where(
        StandingPeriod.employee_id == Assessment.employee_id,
        StandingPeriod.standing != Standing.ACTIVE,
        StandingPeriod.valid_from <= day,
        or_(StandingPeriod.valid_to.is_(None), StandingPeriod.valid_to >= day),
    )
    decided = and_(
        Cycle.status.in_(OVER),
        Assessment.closed_as.is_not(None),
        Assessment.closed_as == ClosedAs.EXCLUDED,
    )
    return and_(~away.correlate(Cycle, Assessment).exists(), ~decided)


def excluded_people(
    cycle: Cycle, *, to: Viewer, standing: Standing | None = None
) -> Select[Employee, StandingPeriod, AssessmentStatus | None]:
    """Whom the cycle leaves out in the units whose data the viewer keeps, by name: with the
    standing and, for who was asked before, the state of the assessment.
    """
    statement = (
        _excluded(cycle)
        .with_only_columns(Employee, StandingPeriod, Assessment.status.label("status"))
        .join(Employee.unit)
        .join(Employee.position)
        .options(contains_eager(Employee.unit), contains_eager(Employee.position))
        .where(Employee.unit_id.in_(to.units(Permission.EDIT_STAFF)))
        .order_by(Employee.name, Employee.id)
    )
    return statement if standing is None else statement.where(StandingPeriod.standing == standing)


def excluded_counts(cycle: Cycle, *, to: Viewer, permission: Permission) -> dict[Standing, int]:
    """How many people of the viewer's units the cycle leaves out for each reason."""
    rows = db.session.execute(
        _excluded(cycle)
        .with_only_columns(StandingPeriod.standing, func.count(Employee.id))
        .where(Employee.unit_id.in_(to.units(permission)))
        .group_by(StandingPeriod.standing)
    )
    found = dict(iter(rows))
    return {standing: found[standing] for standing in Standing if standing in found}


def _excluded(cycle: Cycle) -> Select[int]:
    """People who are not counted on the cycle's day. Who left for good in an earlier year and
    was never asked is not among them: they belong to no cycle.
    """
    day = counting_day(cycle)
    asked = and_(Assessment.employee_id == Employee.id, Assessment.cycle_id == cycle.id)
    belongs = or_(Assessment.id.is_not(None), is_asked(cycle.population))
    left_before = and_(
        StandingPeriod.standing.in_(GONE),
        extract("year", StandingPeriod.valid_from) < cycle.starts_on.year,
        Assessment.id.is_(None),
    )
    return (
        select(Employee.id)
        .join(StandingPeriod, StandingPeriod.employee_id == Employee.id)
        .outerjoin(Assessment, asked)
        .where(
            people.held_on(StandingPeriod, day),
            StandingPeriod.standing != Standing.ACTIVE,
            Employee.forgotten_at.is_(None),
            belongs,
            ~left_before,
        )
    )


def missing_count(cycle: Cycle) -> int:
    """How many active people of its population are not in the cycle: new ones, and who has come
    back.
    """
    present = select(Assessment.employee_id).where(Assessment.cycle_id == cycle.id)
    statement = select(func.count(Employee.id)).where(
        Employee.is_active, is_asked(cycle.population), Employee.id.not_in(present)
    )
    return db.session.scalar(statement) or 0
