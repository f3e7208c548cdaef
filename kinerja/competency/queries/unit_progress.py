"""One unit in a cycle: how many people are where, and whom a reminder would reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager

from kinerja import clock
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.queries.excluded import is_counted
from kinerja.competency.queries.progress import UnitProgress, progress
from kinerja.competency.rules import EDITABLE, WAITING_FOR_VERIFIER
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import deputies
from kinerja.permissions import Permission, Viewer, may
from kinerja.rulebook.queries import holidays, rule


@dataclass(frozen=True)
class UnitPeople:
    """A unit's own people in a cycle: counts of states, who has not sent, whose desk it is on.

    `holders` are the verifiers who have had the working days of the rulebook; `sees_names` whether
    this visitor may read who the unfinished are.
    """

    unit: Unit
    counts: UnitProgress
    unsent: Sequence[int]
    holders: Sequence[int]
    waiting: int
    sees_names: bool


def unit_people(cycle: Cycle, unit_id: int, *, to: Viewer) -> UnitPeople:
    """The unit, for whoever follows its progress. A constant number of queries.

    :raises MissingError: there is no such unit, or not for this viewer.
    """
    if unit_id not in to.units(Permission.VIEW_PROGRESS):
        raise MissingError()
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise MissingError()
    found = progress(cycle, [unit_id], floor=1, unit_floor=1).units
    counts = found[0] if found else UnitProgress(unit_id, unit.name)
    counts.mean = None
    waiting = _waiting(cycle, unit_id)
    return UnitPeople(
        unit=unit,
        counts=counts,
        unsent=list(db.session.scalars(_ids(cycle, unit_id))),
        holders=_holders(waiting, on=clock.today()),
        waiting=len(waiting),
        sees_names=may(to, Permission.RUN_CYCLES, unit_id)
        or may(to, Permission.VIEW_STAFF, unit_id),
    )


def unfinished_in(cycle: Cycle, unit_id: int) -> Select[Assessment]:
    """The unit's unfinished people by name, for whoever may read their names."""
    return (
        select(Assessment)
        .join(Assessment.employee)
        .options(contains_eager(Assessment.employee))
        .where(*_in_unit(cycle, unit_id), Assessment.status.in_([*EDITABLE, *WAITING_FOR_VERIFIER]))
        .order_by(Employee.name, Assessment.id)
    )


def _ids(cycle: Cycle, unit_id: int) -> Select[int]:
    return (
        select(Assessment.employee_id)
        .join(Assessment.employee)
        .where(*_in_unit(cycle, unit_id), Assessment.status.in_(EDITABLE))
        .order_by(Assessment.employee_id)
    )


def _in_unit(cycle: Cycle, unit_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Assessment.cycle_id == cycle.id,
        Employee.unit_id == unit_id,
        is_counted(cycle),
    )


def _waiting(cycle: Cycle, unit_id: int) -> list[tuple[int | None, date]]:
    rows = db.session.execute(
        select(Assessment.verifier_id, Assessment.since)
        .join(Assessment.employee)
        .where(*_in_unit(cycle, unit_id), Assessment.status.in_(WAITING_FOR_VERIFIER))
    )
    return [(verifier_id, clock.local(since).date()) for verifier_id, since in rows]


def _holders(waiting: list[tuple[int | None, date]], *, on: date) -> list[int]:
    """The verifiers for whom somebody has waited long enough, with whoever is Plh. for them."""
    off, days = holidays(), rule("reminder.after_working_days", on=on)
    ripe: dict[date, bool] = {}
    found: set[int] = set()
    for verifier_id, since in waiting:
        if since not in ripe:
            ripe[since] = clock.working_days_between(since, on, off) >= days
        if verifier_id is not None and ripe[since]:
            found.add(verifier_id)
    stand_in = deputies(on=on) if found else {}
    for verifier_id in tuple(found):
        found.update(stand_in.get(verifier_id, ()))
    if not found:
        return []
    works = select(Employee.id).where(Employee.id.in_(found), Employee.is_active)
    return list(db.session.scalars(works.order_by(Employee.id)))
