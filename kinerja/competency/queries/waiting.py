"""How much waits for each verifier, for digests and calendars."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.queries.assessments import is_verified_by
from kinerja.competency.rules import WAITING_FOR_VERIFIER, CycleStatus
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.queries import deputies
from kinerja.permissions import Viewer


def waiting_by_verifier(*, on: date) -> dict[int, int]:
    """How many sent assessments of the open cycle wait for whom; for deputies (Plh.) too."""
    rows = db.session.execute(
        select(Assessment.verifier_id, func.count())
        .join(Assessment.cycle)
        .join(Assessment.employee)
        .where(
            Cycle.status == CycleStatus.OPEN,
            Assessment.status.in_(WAITING_FOR_VERIFIER),
            Assessment.verifier_id.is_not(None),
            Employee.is_active,
        )
        .group_by(Assessment.verifier_id)
    )
    stand_in, found = deputies(on=on), Counter[int]()
    for verifier_id, number in rows:
        for holder in (verifier_id, *stand_in.get(verifier_id or 0, ())):
            found[holder or 0] += number
    return dict(found)


@dataclass(frozen=True)
class Deadline:
    """A day by which so many assessments must be verified, and since when that is so."""

    day: date
    people: int
    since: datetime


def verification_deadlines(*, to: Viewer) -> list[Deadline]:
    """By which days how many assessments wait for the viewer, the soonest first."""
    rows = db.session.execute(
        select(Assessment.verify_due_on, func.count(), func.max(Assessment.since))
        .join(Assessment.cycle)
        .join(Assessment.employee)
        .where(
            is_verified_by(to),
            Cycle.status == CycleStatus.OPEN,
            Assessment.status.in_(WAITING_FOR_VERIFIER),
            Assessment.verify_due_on.is_not(None),
            Employee.is_active,
        )
        .group_by(Assessment.verify_due_on)
        .order_by(Assessment.verify_due_on)
    )
    return [Deadline(day, people, since) for day, people, since in rows if day and since]
