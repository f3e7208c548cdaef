"""The supervisor's inbox: who waits for me, whom I wait for, who is finished."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, selectinload

from kinerja.competency.models import Answer, Assessment, Competency, Cycle
from kinerja.competency.queries.assessments import is_verified_by
from kinerja.competency.queries.cycles import shown_cycle
from kinerja.competency.rules import (
    EDITABLE,
    FINISHED,
    WAITING_FOR_VERIFIER,
    gap,
)
from kinerja.database import Page, paged
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Viewer

PARTS = {"": WAITING_FOR_VERIFIER, "bawahan": EDITABLE, "selesai": FINISHED}


@dataclass(frozen=True)
class Inbox:
    """One part of the inbox, the longest waiting first, and how many there are in each part."""

    cycle: Cycle | None
    part: str
    counts: dict[str, int]
    people: Page[Assessment]

    @property
    def total(self) -> int:
        """Everybody whom this person verifies."""
        return sum(self.counts.values())

    @property
    def sent(self) -> int:
        """How many of them have sent their answers."""
        return self.total - self.counts["bawahan"]


def inbox(part: str, *, to: Viewer, page: int) -> Inbox:
    """A part of the inbox in the cycle shown; an unknown part is the first. Four queries."""
    part = part if part in PARTS else ""
    cycle = shown_cycle()
    own = (
        is_verified_by(to)
        & (Assessment.cycle_id == (cycle.id if cycle else None))
        & Employee.is_active
    )
    statement = (
        select(Assessment)
        .join(Assessment.employee)
        .options(contains_eager(Assessment.employee))
        .where(own, Assessment.status.in_(PARTS[part]))
        .order_by(func.coalesce(Assessment.submitted_at, Assessment.since), Assessment.id)
    )
    return Inbox(cycle, part, _counts(own), paged(statement, page=page))


def _counts(own: ColumnElement[bool]) -> dict[str, int]:
    rows = db.session.execute(
        select(Assessment.status, func.count(Assessment.id))
        .join(Assessment.employee)
        .where(own)
        .group_by(Assessment.status)
    )
    found = dict(iter(rows))
    return {
        part: sum(found.get(status, 0) for status in statuses) for part, statuses in PARTS.items()
    }


@dataclass(frozen=True)
class Gist:
    """What somebody's answers come to: how many meet the standard, how many do not, how many
    carry evidence, and where the gap is widest.
    """

    matching: int
    below: int
    evidence: int
    widest: Competency | None


def gists(assessments: Iterable[Assessment]) -> dict[int, Gist]:
    """The gist of each assessment's own answers, by assessment; none where the verifier's own
    levels come first. Two queries for all.
    """
    ids = [one.id for one in assessments if not one.is_blind]
    answers = db.session.scalars(
        select(Answer)
        .join(Answer.competency)
        .options(contains_eager(Answer.competency), selectinload(Answer.evidence))
        .where(Answer.assessment_id.in_(ids))
        .order_by(Competency.rank)
    )
    by_assessment: dict[int, list[Answer]] = {one: [] for one in ids}
    for answer in answers:
        by_assessment[answer.assessment_id].append(answer)
    return {one: _gist(found) for one, found in by_assessment.items()}


def _gist(answers: list[Answer]) -> Gist:
    measured = [
        (gap(answer.self_level, answer.standard_level), answer)
        for answer in answers
        if answer.self_level is not None and answer.standard_level is not None
    ]
    below = [(missing, answer) for missing, answer in measured if missing > 0]
    widest = max(below, key=lambda pair: pair[0], default=None)
    return Gist(
        matching=len(measured) - len(below),
        below=len(below),
        evidence=sum(bool(answer.evidence) for answer in answers),
        widest=widest[1].competency if widest else None,
    )
