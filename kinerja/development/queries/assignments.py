"""Who needs what: gaps by competency, the people behind them, and who could get a training."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Exists, Select, Subquery, case, func, select
from sqlalchemy.orm import joinedload

from kinerja.competency import queries as competency_queries
from kinerja.competency.models import Competency
from kinerja.competency.queries.present import reach
from kinerja.development.models import Assignment, PlanItem, Skip, Training
from kinerja.development.queries.plans import CONFIRMED, PLANNED, among, jp_limit
from kinerja.development.queries.trainings import joinable, seats_left, serves
from kinerja.development.rules import (
    Allotment,
    Candidate,
    JpStanding,
    Need,
    PlanItemStatus,
    Selection,
    SkipReason,
    allot,
    jp_meaning,
)
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee, Position, Unit
from kinerja.people.rules import EmployeeKind
from kinerja.permissions import Permission, Viewer

# id, name, NIP, unit, position, level, standard, gap, answered
MatchSelect = Select[int, str, str, str, str, int, int, int, bool]


@dataclass(frozen=True)
class NeedRow:
    """A competency with the people whose gap is at least 1, 2 or 3 levels."""

    competency: Competency
    one: int
    two: int
    three: int
    trainings: int


def needs(units: Collection[int], *, on: date) -> list[NeedRow]:
    """Every competency with the number of active people of the units who have a gap in it, and
    of joinable trainings that serve it; the widest need first.
    """
    gaps = competency_queries.gap_select().subquery()
    wide = [
        func.sum(case((gaps.c.gap >= size, 1), else_=0)).label(f"gap_{size}") for size in (1, 2, 3)
    ]
    counted = (
        select(gaps.c.competency_id, *wide)
        .join(Employee, Employee.id == gaps.c.employee_id)
        .where(gaps.c.gap > 0, Employee.is_active, Employee.unit_id.in_(units))
        .group_by(gaps.c.competency_id)
        .subquery()
    )
    pairs = reach()
    offered = (
        select(func.count())
        .select_from(Training)
        .join(pairs, pairs.c.competency_id == Training.competency_id)
        .where(pairs.c.for_id == Competency.id, joinable(on))
        .correlate(Competency)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Competency, counted.c.gap_1, counted.c.gap_2, counted.c.gap_3, offered)
        .outerjoin(counted, counted.c.competency_id == Competency.id)
        .order_by(func.coalesce(counted.c.gap_1, 0).desc(), Competency.rank)
    )
    return [
        NeedRow(competency, one or 0, two or 0, three or 0, trainings)
        for competency, one, two, three, trainings in rows
    ]


def competency(competency_id: int) -> Competency:
    """The competency that a need is about.

    :raises MissingError: there is none.
    """
    found = db.session.get(Competency, competency_id)
    if found is None:
        raise MissingError()
    return found


def matching(need: Need, *, to: Viewer, year: int) -> MatchSelect:
    """Active people of the granted units who match the need: id, name, NIP, unit, position, their
    level, the standard, the gap, and whether an item from that year on answers it already. Bigger
    gaps first.
    """
    gaps = _gaps_in(need.competency_id)
    return (
        select(
            Employee.id,
            Employee.name,
            Employee.nip,
            Unit.name.label("unit"),
            Position.title.label("position"),
            gaps.c.level,
            gaps.c.standard_level,
            gaps.c.gap,
            _answered(need.competency_id, year).label("answered"),
        )
        .join(gaps, gaps.c.employee_id == Employee.id)
        .join(Unit, Unit.id == Employee.unit_id)
        .join(Position, Position.id == Employee.position_id)
        .where(Employee.is_active, gaps.c.gap >= need.min_gap, *_within(need, to))
        .order_by(gaps.c.gap.desc(), Employee.name, Employee.id)
    )


def _gaps_in(competency_id: int) -> Subquery:
    every = competency_queries.gap_select().subquery()
    return select(every).where(every.c.competency_id == competency_id).subquery()


def _answered(competency_id: int, year: int) -> Exists:
    return (
        select(PlanItem.id)
        .join(PlanItem.training)
        .where(
            PlanItem.employee_id == Employee.id,
            PlanItem.year >= year,
            PlanItem.status != PlanItemStatus.CANCELLED,
            serves(competency_id),
        )
        .exists()
    )


def _within(need: Need, viewer: Viewer) -> list[ColumnElement[bool]]:
    found = among(q=need.q, unit_id=need.unit_id)
    found.append(Employee.unit_id.in_(viewer.units(Permission.ASSIGN)))
    if need.job_level is not None:
        found.append(Position.job_level == need.job_level)
    return found


def selected_count(selection: Selection, *, to: Viewer) -> int:
    """How many people are meant before anybody is skipped."""
    if not selection.everybody:
        return len(selection.employee_ids)
    found = matching(selection.need, to=to, year=0).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def allotment(training: Training, selection: Selection, *, to: Viewer) -> Allotment:
    """Who of the selection would get the training now. The same for the page that shows it and
    for the service that does it; the number of queries does not depend on the people.
    """
    people = candidates(training, selection, to=to)
    return allot(
        people,
        min_gap=selection.need.min_gap,
        seats=seats_left(training),
        jp=training.jp,
    )


def candidates(training: Training, selection: Selection, *, to: Viewer) -> list[Candidate]:
    """The selection's people in the granted units, with all that decides about them."""
    gaps, sums = _gaps_in(selection.need.competency_id), _jp_of(training)
    statement = (
        select(
            Employee.id,
            Employee.name,
            Employee.nip,
            Unit.name.label("unit"),
            gaps.c.gap,
            Employee.is_active,
            Employee.kind,
            func.coalesce(sums.c.same, 0).label("same"),
            func.coalesce(sums.c.confirmed, 0).label("confirmed"),
            func.coalesce(sums.c.planned, 0).label("planned"),
        )
        .join(Unit, Unit.id == Employee.unit_id)
        .join(Position, Position.id == Employee.position_id)
        .outerjoin(gaps, gaps.c.employee_id == Employee.id)
        .outerjoin(sums, sums.c.employee_id == Employee.id)
        .order_by(Employee.name, Employee.id)
    )
    if selection.everybody:
        wanted = [Employee.is_active, gaps.c.gap >= selection.need.min_gap]
        wanted += _within(selection.need, to)
    else:
        wanted = [Employee.id.in_(selection.employee_ids)]
        wanted += [Employee.unit_id.in_(to.units(Permission.ASSIGN))]
    limits = {kind: jp_limit(kind, on=training.ends_on) for kind in EmployeeKind}
    return [
        Candidate(
            employee_id=row.id,
            name=row.name,
            nip=row.nip,
            unit=row.unit,
            gap=row.gap,
            is_active=row.is_active,
            has_same=bool(row.same),
            standing=JpStanding(jp_meaning(row.kind), limits[row.kind], row.confirmed, row.planned),
        )
        for row in db.session.execute(statement.where(*wanted))
    ]


def _jp_of(training: Training) -> Subquery:
    same = func.sum(case((PlanItem.training_id == training.id, 1), else_=0))
    return (
        select(
            PlanItem.employee_id,
            same.label("same"),
            CONFIRMED.label("confirmed"),
            PLANNED.label("planned"),
        )
        .where(PlanItem.year == training.year, PlanItem.status != PlanItemStatus.CANCELLED)
        .group_by(PlanItem.employee_id)
        .subquery()
    )


def visible_assignment(assignment_id: int, *, to: Viewer) -> Assignment:
    """A group assignment, for the trainer who made it.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = db.session.scalar(
        select(Assignment)
        .where(Assignment.id == assignment_id, Assignment.assigned_by_id == to.employee_id)
        .options(joinedload(Assignment.training).joinedload(Training.competency))
    )
    if found is None:
        raise MissingError()
    return found


def skipped_by_reason(assignment: Assignment) -> dict[SkipReason, list[tuple[str, str, str]]]:
    """Who did not get the activity: NIP, name and unit, in the order of the reasons' table."""
    rows = db.session.execute(
        select(Skip.reason, Employee.nip, Employee.name, Unit.name)
        .join(Employee, Employee.id == Skip.employee_id)
        .join(Unit, Unit.id == Employee.unit_id)
        .where(Skip.assignment_id == assignment.id)
        .order_by(Employee.name, Employee.id)
    ).all()
    by_reason = {
        reason: [(nip, name, unit) for why, nip, name, unit in rows if why is reason]
        for reason in SkipReason
    }
    return {reason: people for reason, people in by_reason.items() if people}


def assigned_people(assignment: Assignment) -> list[tuple[str, str, str]]:
    """Who got the activity: NIP, name and unit, by name."""
    rows = db.session.execute(
        select(Employee.nip, Employee.name, Unit.name)
        .join(PlanItem, PlanItem.employee_id == Employee.id)
        .join(Unit, Unit.id == Employee.unit_id)
        .where(PlanItem.assignment_id == assignment.id)
        .order_by(Employee.name, Employee.id)
    )
    return [(nip, name, unit) for nip, name, unit in rows]
