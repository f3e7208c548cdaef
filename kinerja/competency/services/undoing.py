"""Taking back a return or a finished verification while nobody has gone on from it."""

from datetime import timedelta

from flask_babel import lazy_gettext as _

from kinerja import audit, clock
from kinerja.competency.models import Assessment
from kinerja.competency.rules import Action, AssessmentStatus, Part, RecordKind
from kinerja.competency.services import records
from kinerja.competency.services.moves import enter, permit
from kinerja.competency.services.notices import take_back
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.permissions import Viewer
from kinerja.rulebook.queries import rule


class UndoTooLateError(DomainError):
    """Too much time has passed, or the person has gone on already."""


def undo_verification(assessment: Assessment, *, by: Viewer) -> None:
    """Take it back to the verifier's desk as it was, within the minutes that the rulebook gives.

    :raises AssessmentLockedError: there is nothing to take back.
    :raises UndoTooLateError: too late, or the person has begun to correct it.
    """
    following = permit(assessment, Action.UNDO, Part.VERIFIER, by=by)
    minutes = rule("inbox.undo_minutes", on=clock.today())
    if clock.now() - assessment.since > timedelta(minutes=minutes):
        raise UndoTooLateError(_("Hanya bisa diurungkan dalam %(minutes)s menit.", minutes=minutes))
    if assessment.status is AssessmentStatus.RETURNED:
        _take_back_return(assessment)
    else:
        assessment.verified_at = None
    before = assessment.status
    enter(assessment, following)
    audit.record(
        "assessment.undone",
        assessment,
        by=by.employee_id,
        before={"status": before},
        after={"status": following},
    )
    db.session.flush()
    if before is AssessmentStatus.RETURNED:
        records.of_assessments(Assessment.id == assessment.id, kinds=[RecordKind.SELF])
    else:
        undone = records.UNDONE
        records.take_back(assessment, RecordKind.SUPERVISOR, reason=undone, by=by)
    take_back(assessment)


def _take_back_return(assessment: Assessment) -> None:
    since = assessment.since
    if any(answer.saved_at and answer.saved_at > since for answer in assessment.answers):
        raise UndoTooLateError(
            _("%(name)s sudah mulai memperbaikinya.", name=assessment.employee.name)
        )
    assessment.return_note = None
