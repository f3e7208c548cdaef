"""What a group of peers said of somebody: levels, and comments that may be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import SystemRandom

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from kinerja import clock
from kinerja.competency.models import (
    Assessment,
    Competency,
    PeerComment,
    PeerPanel,
    PeerResult,
    Record,
)
from kinerja.competency.queries.assessments import is_verified_by
from kinerja.competency.queries.frozen import cycle_rule
from kinerja.competency.rules import RecordKind
from kinerja.competency.rules.peers import (
    FLOOR,
    CommentStatus,
    PanelStatus,
    PeerLimits,
)
from kinerja.extensions import db
from kinerja.permissions import Viewer
from kinerja.rulebook.queries import rule


@dataclass(frozen=True)
class PeerLevel:
    """The level that a group of peers gave in a competency, from `n` raters."""

    level: int
    n: int


@dataclass(frozen=True)
class PeerView:
    """What the result page says of the peers: their group (none: the cycle has no peers, or
    nobody was proposed), levels by competency, and the comments that may be read, shuffled.
    `waiting` comments are still looked through; `reads`: comments are for this viewer;
    `is_missed`: the time for choosing peers went by.
    """

    panel: PeerPanel | None
    levels: Mapping[int, PeerLevel]
    comments: list[PeerComment]
    waiting: int
    reads: bool
    is_missed: bool = False

    @property
    def is_suppressed(self) -> bool:
        """Whether the group has ended, and nothing can be told from it."""
        ended = self.panel is not None and self.panel.settled_on is not None
        return ended and not self.levels


def floor_now() -> int:
    """From how many raters on a group's figure is told today: 3, or what the rulebook raised."""
    found: int = rule("feedback.minimum_raters", on=clock.today())
    return max(FLOOR, found)


def limits(assessment: Assessment) -> PeerLimits:
    """How many raters there are, by the rules that the assessment's cycle keeps to. Never fewer
    than a figure needs.
    """
    found = PeerLimits.from_rule(cycle_rule(assessment.cycle, "competency.peer_raters"))
    least = max(found.minimum, floor_now())
    return PeerLimits(least, max(least, found.maximum), found.per_rater)


def peer_levels(assessment: Assessment) -> Mapping[int, PeerLevel]:
    """The peers' level by competency; empty while they rate, where too few answered, and for
    what was voided since. One query.
    """
    rows = db.session.execute(
        select(PeerResult.competency_id, PeerResult.level, PeerResult.raters)
        .join(
            Record,
            (Record.assessment_id == PeerResult.assessment_id)
            & (Record.competency_id == PeerResult.competency_id),
        )
        .where(
            PeerResult.assessment_id == assessment.id,
            Record.kind == RecordKind.PEER,
            Record.voided_at.is_(None),
        )
    )
    return {row.competency_id: PeerLevel(row.level, row.raters) for row in rows}


def peer_view(assessment: Assessment, *, to: Viewer) -> PeerView:
    """What this viewer may know of the peers' part in an assessment that is open to them: levels
    for all, comments for its subject and for who verifies it. At most four queries.
    """
    panel = db.session.get(PeerPanel, assessment.id)
    if panel is None:
        last = assessment.cycle.peers_due_on if assessment.cycle.with_peers else None
        missed = last is not None and (assessment.cycle.is_over or last < clock.today())
        return PeerView(None, {}, [], 0, reads=False, is_missed=missed)
    levels = peer_levels(assessment)
    reads = assessment.employee_id == to.employee_id or _verifies(assessment, to)
    found = _comments(assessment) if reads and panel.status is PanelStatus.DONE else []
    shown = [
        one for one in found if one.status is CommentStatus.APPROVED and one.competency_id in levels
    ]
    SystemRandom().shuffle(shown)
    shown.sort(key=lambda one: one.competency.rank)
    waiting = sum(one.status is CommentStatus.WAITING for one in found)
    return PeerView(panel, levels, shown, waiting, reads=reads)


def _comments(assessment: Assessment) -> list[PeerComment]:
    statement = (
        select(PeerComment)
        .join(PeerComment.competency)
        .options(contains_eager(PeerComment.competency))
        .where(PeerComment.assessment_id == assessment.id)
        .order_by(Competency.rank, PeerComment.id)
    )
    return list(db.session.scalars(statement))


def _verifies(assessment: Assessment, viewer: Viewer) -> bool:
    theirs = select(Assessment.id).where(Assessment.id == assessment.id, is_verified_by(viewer))
    return db.session.scalar(theirs) is not None


def group(assessment_id: int) -> PeerPanel | None:
    """The assessment's group of peers with its raters; none while nobody was proposed."""
    statement = select(PeerPanel).where(PeerPanel.assessment_id == assessment_id)
    return db.session.scalar(statement.options(selectinload(PeerPanel.raters)))
