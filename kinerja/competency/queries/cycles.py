"""Reads over cycles: all of them, one, and how many people stand where."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.queries.excluded import is_counted, is_counted_each
from kinerja.competency.rules import FINISHED, AssessmentStatus, CycleStatus
from kinerja.errors import MissingError
from kinerja.extensions import db


@dataclass(frozen=True)
class CycleRow:
    """A cycle with how many people it counts and how many of them are verified."""

    cycle: Cycle
    asked: int
    finished: int


def cycle(cycle_id: int) -> Cycle:
    """One cycle.

    :raises MissingError: there is none.
    """
    found = db.session.get(Cycle, cycle_id)
    if found is None:
        raise MissingError()
    return found


def planned_cycle(cycle_id: int) -> Cycle:
    """One cycle that has not been opened yet.

    :raises MissingError: there is none.
    """
    found = cycle(cycle_id)
    if found.status is not CycleStatus.PLANNED:
        raise MissingError()
    return found


def open_cycle() -> Cycle | None:
    """The one cycle that is open."""
    return db.session.scalar(select(Cycle).where(Cycle.status == CycleStatus.OPEN))


def shown_cycle() -> Cycle | None:
    """The cycle that lists speak of: the open one, else the one that began last."""
    return db.session.scalar(
        select(Cycle)
        .where(Cycle.status != CycleStatus.PLANNED)
        .order_by(
            (Cycle.status == CycleStatus.OPEN).desc(), Cycle.starts_on.desc(), Cycle.id.desc()
        )
        .limit(1)
    )


def cycles() -> list[CycleRow]:
    """All cycles, the latest first."""
    finished = func.count(Assessment.id).filter(Assessment.status.in_(FINISHED))
    counted = and_(Assessment.cycle_id == Cycle.id, is_counted_each())
    rows = db.session.execute(
        select(Cycle, func.count(Assessment.id), finished)
        .outerjoin(Assessment, counted)
        .group_by(Cycle.id)
        .order_by(Cycle.starts_on.desc(), Cycle.id.desc())
    )
    return [CycleRow(found, asked, done) for found, asked, done in rows]


def status_counts(cycle: Cycle) -> dict[AssessmentStatus, int]:
    """How many of the people who are counted stand in each state, in the order of the states."""
    rows = db.session.execute(
        select(Assessment.status, func.count(Assessment.id))
        .join(Assessment.employee)
        .where(Assessment.cycle_id == cycle.id, is_counted(cycle))
        .group_by(Assessment.status)
    )
    found = dict(iter(rows))
    return {status: found[status] for status in AssessmentStatus if status in found}
