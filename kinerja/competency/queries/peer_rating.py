"""What a rater sees: whom to rate, and the own unfinished answer, which nobody else can open."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from kinerja import clock
from kinerja.competency.models import (
    Answer,
    Assessment,
    Competency,
    Cycle,
    Level,
    PeerDraft,
    PeerPanel,
    PeerRater,
)
from kinerja.competency.rules import CycleStatus
from kinerja.competency.rules.peers import MINUTES_EACH, PanelStatus, RaterStatus
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Viewer
from kinerja.sealing import tokens, unseal


@dataclass(frozen=True)
class Said:
    """What a rater says of one competency: a level, or nothing to be said (`unable`), and a
    comment. Neither: not answered yet.
    """

    level: int | None = None
    unable: bool = False
    comment: str = ""


@dataclass(frozen=True)
class Draft:
    """An unfinished answer: what was said by competency, and its version, 0 before the first."""

    said: Mapping[int, Said] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True)
class ToRate:
    """What waits for a rater: how many people, for about how many minutes, and the last day."""

    people: int
    due: date | None

    @property
    def minutes(self) -> int:
        """How long it takes, about."""
        return self.people * MINUTES_EACH


def draft_names(assessment_id: int, rater_id: int) -> list[str]:
    """Under which keys the rater's draft may lie; only the application's secret yields them."""
    return tokens(f"peer draft {assessment_id} {rater_id}")


def peer_draft(assessment_id: int, *, rater_id: int) -> Draft:
    """The rater's unfinished answer; an empty one where there is none."""
    row = db.session.scalar(
        select(PeerDraft)
        .where(PeerDraft.token_hash.in_(draft_names(assessment_id, rater_id)))
        .execution_options(populate_existing=True)
    )
    if row is None:
        return Draft()
    facts = json.loads(unseal(row.sealed))
    return Draft({int(key): Said(**said) for key, said in facts.items()}, row.version)


def rated_people(rater_id: int) -> list[PeerRater]:
    """Whom the person was asked to rate in cycles that are not over, unanswered first, by name;
    each with the assessment's person and cycle. One query.
    """
    rows = db.session.scalars(
        _asked(rater_id)
        .where(Cycle.status == CycleStatus.OPEN, PeerPanel.status == PanelStatus.OPEN)
        .order_by(PeerRater.status == RaterStatus.ANSWERED, Employee.name, PeerRater.assessment_id)
    )
    return list(rows)


def visible_rating(assessment_id: int, *, to: Viewer) -> PeerRater:
    """The viewer's part as a rater of the assessment, while its group is open.

    :raises MissingError: the viewer was not asked, or the group is not open.
    """
    found = db.session.scalar(
        _asked(to.employee_id).where(
            PeerRater.assessment_id == assessment_id,
            PeerRater.status.in_([RaterStatus.ASKED, RaterStatus.ANSWERED]),
            PeerPanel.status == PanelStatus.OPEN,
        )
    )
    if found is None:
        raise MissingError()
    return found


def _asked(rater_id: int) -> Select[PeerRater]:
    return (
        select(PeerRater)
        .join(PeerRater.panel)
        .join(PeerPanel.assessment)
        .join(Assessment.cycle)
        .join(Assessment.employee)
        .options(
            contains_eager(PeerRater.panel)
            .contains_eager(PeerPanel.assessment)
            .options(
                contains_eager(Assessment.cycle),
                contains_eager(Assessment.employee).joinedload(Employee.unit),
            )
        )
        .where(
            PeerRater.rater_id == rater_id,
            PeerRater.status != RaterStatus.PROPOSED,
            Employee.is_active,
        )
    )


def to_rate(rater_id: int) -> ToRate:
    """How much waits for the rater now. One query."""
    people, due = db.session.execute(
        _waiting()
        .where(PeerRater.rater_id == rater_id)
        .with_only_columns(func.count(), func.min(Cycle.peers_due_on))
    ).one()
    return ToRate(people, due)


def waiting_by_rater() -> dict[int, int]:
    """How many people each rater has still to rate."""
    counted = _waiting().with_only_columns(PeerRater.rater_id, func.count())
    return dict(iter(db.session.execute(counted.group_by(PeerRater.rater_id))))


def _waiting() -> Select[PeerRater]:
    return (
        select(PeerRater)
        .join(PeerPanel, PeerPanel.assessment_id == PeerRater.assessment_id)
        .join(Assessment, Assessment.id == PeerPanel.assessment_id)
        .join(Cycle, Cycle.id == Assessment.cycle_id)
        .join(Assessment.employee)
        .where(
            Employee.is_active,
            PeerRater.status == RaterStatus.ASKED,
            PeerPanel.status == PanelStatus.OPEN,
            Cycle.status == CycleStatus.OPEN,
            Cycle.peers_due_on >= clock.today(),
        )
    )


def rated_levels(assessment: Assessment) -> list[tuple[Competency, list[Level]]]:
    """The competencies that the assessment asks, in the dictionary's order, each with its levels.
    Two queries.
    """
    asked = list(
        db.session.scalars(
            select(Competency)
            .join(Answer, Answer.competency_id == Competency.id)
            .where(Answer.assessment_id == assessment.id)
            .order_by(Competency.rank, Competency.id)
        )
    )
    rows = db.session.scalars(
        select(Level)
        .options(joinedload(Level.competency))
        .where(Level.competency_id.in_([one.id for one in asked]))
        .order_by(Level.level)
    )
    levels: dict[int, list[Level]] = {one.id: [] for one in asked}
    for level in rows:
        levels[level.competency_id].append(level)
    return [(one, levels[one.id]) for one in asked]
