"""Comments of peers for whoever looks through them: words and subject, never a rater."""

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager

from kinerja.competency.models import Assessment, Competency, PeerComment, PeerPanel, PeerRater
from kinerja.competency.rules.peers import CommentStatus
from kinerja.database import Page, paged
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Permission, Viewer

PARTS = {
    "": CommentStatus.WAITING,
    "ditampilkan": CommentStatus.APPROVED,
    "disembunyikan": CommentStatus.HIDDEN,
}


def comments_page(part: str, *, to: Viewer, page: int) -> Page[PeerComment]:
    """One page of the comments in this state in the viewer's units, by subject and competency."""
    status = PARTS.get(part, CommentStatus.WAITING)
    statement = _theirs(to).where(PeerComment.status == status)
    ordered = statement.order_by(Employee.name, Employee.id, Competency.rank, PeerComment.id)
    return paged(ordered, page=page)


def comment_counts(*, to: Viewer) -> dict[str, int]:
    """How many comments there are in each part."""
    statement = _theirs(to).with_only_columns(PeerComment.status, func.count())
    found = dict(iter(db.session.execute(statement.group_by(PeerComment.status))))
    return {part: found.get(status, 0) for part, status in PARTS.items()}


def visible_comment(comment_id: int, *, to: Viewer) -> PeerComment:
    """One comment, for whoever looks through those of its subject's unit.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = db.session.scalar(_theirs(to).where(PeerComment.id == comment_id))
    if found is None:
        raise MissingError()
    return found


def _theirs(to: Viewer) -> Select[PeerComment]:
    return (
        select(PeerComment)
        .join(PeerComment.competency)
        .join(PeerComment.panel)
        .join(PeerPanel.assessment)
        .join(Assessment.employee)
        .join(Assessment.cycle)
        .options(
            contains_eager(PeerComment.competency),
            contains_eager(PeerComment.panel)
            .contains_eager(PeerPanel.assessment)
            .options(contains_eager(Assessment.employee), contains_eager(Assessment.cycle)),
        )
        .where(*_is_for(to))
    )


def _is_for(viewer: Viewer) -> list[ColumnElement[bool]]:
    """In the viewer's units; neither about the viewer nor about whom the viewer has rated, for
    raters never see each other.
    """
    rated = select(PeerRater.assessment_id).where(PeerRater.rater_id == viewer.employee_id)
    return [
        Employee.unit_id.in_(viewer.units(Permission.MODERATE_PEERS)),
        Employee.id != viewer.employee_id,
        PeerComment.assessment_id.not_in(rated),
        PeerComment.text != "",
    ]
