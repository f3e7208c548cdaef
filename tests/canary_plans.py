"""Somebody's activities and assignments, for `tests/canary_rows.py`."""

from collections.abc import Iterator

from kinerja import clock
from kinerja.development.models import Assignment, PlanItem, Skip
from kinerja.development.rules import PlanItemStatus, SkipReason
from kinerja.extensions import Base, db


def of_plans(person: int, colleague: int, training: int) -> Iterator[Base]:
    """A finished activity, and an assignment that skipped the person."""
    now, today = clock.now(), clock.today()
    yield PlanItem(
        employee_id=person,
        training_id=training,
        year=today.year,
        jp=3,
        status=PlanItemStatus.FINISHED,
        since=now,
        chosen_by_id=person,
    )
    given = Assignment(
        training_id=training,
        min_gap=1,
        expected=1,
        assigned=0,
        skipped=1,
        outside=0,
        assigned_by_id=colleague,
        at=now,
    )
    db.session.add(given)
    db.session.flush()
    reason = next(iter(SkipReason))
    yield Skip(assignment_id=given.id, employee_id=person, reason=reason)
