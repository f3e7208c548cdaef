"""Moving an assessment along the table of transitions, under a lock on its row."""

from flask_babel import lazy_gettext as _
from sqlalchemy import inspect

from kinerja import clock
from kinerja.competency.models import Assessment
from kinerja.competency.rules import (
    Action,
    AssessmentStatus,
    Part,
    is_allowed_in,
    next_status,
)
from kinerja.errors import DomainError, MissingError, StaleError
from kinerja.extensions import Base, db
from kinerja.permissions import Viewer

REFUSALS = {
    Part.SUBJECT: _("Sudah dikirim. Untuk mengubah, minta atasan mengembalikan."),
    Part.VERIFIER: _(
        "Penilaian ini tidak lagi menunggu Anda. Buka kotak masuk untuk yang terbaru."
    ),
}


class AssessmentLockedError(DomainError):
    """The assessment's state does not allow this move."""


class CycleClosedError(DomainError):
    """The cycle is not open any more."""


class AnswerChangedError(StaleError):
    """The answer was saved elsewhere after this page had been opened."""


def lock(row: Base) -> None:
    """Read the row's columns anew and keep others from changing it until the commit."""
    columns = [attribute.key for attribute in inspect(type(row)).column_attrs]
    db.session.refresh(row, attribute_names=columns, with_for_update=True)


def permit(assessment: Assessment, action: Action, part: Part, *, by: Viewer) -> AssessmentStatus:
    """The state that the action leads to, with the assessment locked until the commit.

    :raises MissingError: the actor is not the subject, or would verify himself.
    :raises CycleClosedError: its cycle has been closed.
    :raises AssessmentLockedError: the state does not allow it.
    """
    if (assessment.employee_id == by.employee_id) is not (part is Part.SUBJECT):
        raise MissingError()
    lock(assessment)
    if not is_allowed_in(action, assessment.cycle.status):
        raise CycleClosedError(
            _("Siklus ini sudah ditutup. Yang sudah tersimpan tetap ada, tetapi tidak bisa diubah.")
        )
    following = next_status(assessment.status, action, part)
    if following is None:
        raise AssessmentLockedError(REFUSALS[part])
    return following


def enter(assessment: Assessment, status: AssessmentStatus) -> None:
    """Take the assessment to the state, noting since when."""
    if status is not assessment.status:
        assessment.status = status
        assessment.since = clock.now()


def move(assessment: Assessment, action: Action, part: Part, *, by: Viewer) -> None:
    """Take the assessment to the state that follows, where nothing else has to be checked.

    :raises DomainError: as `permit` does.
    """
    enter(assessment, permit(assessment, action, part, by=by))
