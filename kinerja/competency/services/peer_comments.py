"""Looking through peers' comments before those read them whom they are about."""

from flask_babel import lazy_gettext as _

from kinerja import audit, clock
from kinerja.competency.models import PeerComment
from kinerja.competency.rules.peers import CommentStatus
from kinerja.competency.services.moves import lock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.permissions import Viewer


class CommentDecidedError(DomainError):
    """Somebody has decided the same before."""


class ReasonMissingError(DomainError):
    """A comment cannot be hidden without a reason."""


def show_comment(comment: PeerComment, *, by: Viewer) -> None:
    """Let its subject, and who verifies, read the comment.

    :raises CommentDecidedError: it is shown already.
    """
    _decide(comment, CommentStatus.APPROVED, "", by)


def hide_comment(comment: PeerComment, *, reason: str, by: Viewer) -> None:
    """Keep the comment from its subject; the reason stays with it.

    :raises ReasonMissingError: no reason is given.
    :raises CommentDecidedError: it is hidden already.
    """
    if not reason.strip():
        raise ReasonMissingError(_("Tulis alasannya, agar keputusan ini bisa ditinjau."))
    _decide(comment, CommentStatus.HIDDEN, reason.strip(), by)


def _decide(comment: PeerComment, status: CommentStatus, reason: str, by: Viewer) -> None:
    lock(comment)
    if comment.status is status:
        raise CommentDecidedError(_("Komentar ini sudah diputuskan. Muat ulang halaman."))
    before = comment.status
    comment.status, comment.reason = status, reason
    comment.moderated_by_id, comment.moderated_on = by.employee_id, clock.today()
    shown = status is CommentStatus.APPROVED
    audit.record(
        "peer-comment.approved" if shown else "peer-comment.hidden",
        comment,
        by=by.employee_id,
        about=comment.panel.assessment.employee_id,
        before={"status": before},
        after={"status": status},
        why=reason or None,
    )
    db.session.flush()
