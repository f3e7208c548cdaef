"""Rows of peers' part in an assessment: rated, and rating."""

from collections.abc import Iterator

from kinerja import clock
from kinerja.competency.models import (
    Assessment,
    Competency,
    PeerComment,
    PeerPanel,
    PeerRater,
    PeerResult,
)
from kinerja.competency.rules.peers import CommentStatus, PanelStatus, RaterStatus
from kinerja.extensions import Base


def of_peers(
    assessment: Assessment, competency: Competency, person: int, colleague: int
) -> Iterator[Base]:
    """A group that is done, with a figure and a comment; the person stands among its raters too,
    so that both sides have a row.
    """
    today = clock.today()
    yield PeerPanel(
        assessment_id=assessment.id,
        status=PanelStatus.DONE,
        since=today,
        approved_by_id=colleague,
        settled_on=today,
    )
    yield PeerRater(assessment_id=assessment.id, rater_id=person, status=RaterStatus.ENDED)
    key = {"assessment_id": assessment.id, "competency_id": competency.id}
    yield PeerResult(**key, level=3, raters=3)
    yield PeerComment(
        **key, text="-", status=CommentStatus.APPROVED, moderated_by_id=colleague, reason=""
    )
