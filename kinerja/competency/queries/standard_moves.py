"""Reads over people in an open cycle whose answers still carry an earlier standard's levels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, func, not_, or_, select
from sqlalchemy.orm import joinedload

from kinerja.competency.models import Answer, Assessment, Competency, Cycle
from kinerja.competency.queries.required import required_levels
from kinerja.competency.rules import EDITABLE, CycleStatus, Difference
from kinerja.extensions import db
from kinerja.people.models import Employee


@dataclass(frozen=True)
class Move:
    """What changes for somebody in one competency: the level of before and the new one, and
    whether the competency stays, answered but without a standard.
    """

    competency: Competency
    difference: Difference
    before: int | None
    after: int | None
    is_kept: bool = False


def unanswered() -> ColumnElement[bool]:
    """Whether nothing has ever been saved in an answer."""
    return and_(
        Answer.saved_at.is_(None), Answer.self_level.is_(None), Answer.verified_level.is_(None)
    )


def needed(position_id: int, on: date) -> Subquery:
    """Rows (competency_id, level) of what the position asks for on the day."""
    return required_levels(on, [position_id]).subquery()


def in_position(position_id: int, units: Iterable[int]) -> ColumnElement[bool]:
    """Assessments of the open cycle of people in these units that were made for the position."""
    opened = select(Cycle.id).where(Cycle.status == CycleStatus.OPEN)
    staff = select(Employee.id).where(Employee.unit_id.in_(sorted(units)))
    return and_(
        Assessment.position_id == position_id,
        Assessment.cycle_id.in_(opened),
        Assessment.employee_id.in_(staff),
    )


def is_stale(need: Subquery) -> ColumnElement[bool]:
    """Whether an assessment's answers carry other levels than are asked for now, ask for what is
    no longer asked for, or lack what is.
    """
    goes = and_(
        need.c.competency_id.is_(None), or_(Answer.standard_level.is_not(None), unanswered())
    )
    differs = and_(
        need.c.competency_id.is_not(None), Answer.standard_level.is_distinct_from(need.c.level)
    )
    wrong = (
        select(Answer.id)
        .outerjoin(need, need.c.competency_id == Answer.competency_id)
        .where(Answer.assessment_id == Assessment.id, or_(goes, differs))
    )
    has = exists().where(
        Answer.assessment_id == Assessment.id, Answer.competency_id == need.c.competency_id
    )
    lacks = select(need.c.competency_id).where(not_(has))
    return or_(exists(wrong.correlate(Assessment)), exists(lacks.correlate(Assessment)))


def stale_people(
    position_id: int, *, on: date, units: Iterable[int], editable: bool
) -> Select[Assessment]:
    """The position's people with an earlier standard, by name: those who still answer, or those
    whose answers are sent and stay as they are.
    """
    status = Assessment.status.in_(EDITABLE)
    return (
        select(Assessment)
        .join(Assessment.employee)
        .where(
            in_position(position_id, units),
            is_stale(needed(position_id, on)),
            status if editable else not_(status),
        )
        .options(joinedload(Assessment.employee).joinedload(Employee.unit))
        .order_by(Employee.name, Employee.id)
    )


def stale_counts(position_id: int, *, on: date, units: Iterable[int]) -> tuple[int, int]:
    """How many of the position's people carry an earlier standard: still answering, and sent."""
    editable = func.count(Assessment.id).filter(Assessment.status.in_(EDITABLE))
    row = db.session.execute(
        select(func.count(Assessment.id), editable).where(
            in_position(position_id, units), is_stale(needed(position_id, on))
        )
    ).one()
    return int(row[1]), int(row[0]) - int(row[1])


def moves(
    position_id: int, assessments: Sequence[Assessment], *, on: date
) -> dict[int, list[Move]]:
    """What the present standard changes in each of the assessments, by their ids; two queries."""
    need = needed(position_id, on)
    levels: dict[int, int | None] = dict(
        iter(db.session.execute(select(need.c.competency_id, need.c.level)))
    )
    rows = db.session.execute(
        select(
            Answer.assessment_id, Answer.competency_id, Answer.standard_level, unanswered()
        ).where(Answer.assessment_id.in_([one.id for one in assessments]))
    )
    held: dict[int, dict[int, tuple[int | None, bool]]] = {one.id: {} for one in assessments}
    for assessment_id, competency_id, level, is_empty in rows:
        held[assessment_id][competency_id] = level, bool(is_empty)
    named = {number for answers in held.values() for number in answers} | set(levels)
    known = {
        one.id: one
        for one in db.session.scalars(select(Competency).where(Competency.id.in_(named)))
    }
    return {number: list(_moves(answers, levels, known)) for number, answers in held.items()}


def _moves(
    answers: dict[int, tuple[int | None, bool]],
    levels: dict[int, int | None],
    known: dict[int, Competency],
) -> Iterable[Move]:
    for number in sorted({*answers, *levels}, key=lambda one: (known[one].rank, one)):
        before, is_empty = answers.get(number, (None, True))
        after = levels.get(number)
        if number not in answers:
            yield Move(known[number], Difference.ADDED, None, after)
        elif number not in levels:
            if is_empty or before is not None:
                yield Move(known[number], Difference.REMOVED, before, None, is_kept=not is_empty)
        elif before != after:
            rises = before is None or (after is not None and after > before)
            difference = Difference.RAISED if rises else Difference.LOWERED
            yield Move(known[number], difference, before, after)
