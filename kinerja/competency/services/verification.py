"""What the verifier does: judge item by item, return, complete."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from kinerja import audit, clock
from kinerja.competency.models import Answer, Assessment
from kinerja.competency.rules import Action, Part, RecordKind, Verdict
from kinerja.competency.services import records
from kinerja.competency.services.judging import judge
from kinerja.competency.services.moves import move
from kinerja.competency.services.notices import tell_returned, tell_verified
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.permissions import Viewer


class UndecidedError(DomainError):
    """A competency has no verdict, or an adjustment has no level or reason."""


def save_verdicts(
    assessment: Assessment, *, items: Iterable[Mapping[str, Any]], version: int | None, by: Viewer
) -> None:
    """Keep verdicts as a draft that only the verifier sees. Each item has `answer_id`, and
    `verdict`, `level` and `reason`; or `first`, the verifier's own level before the answer is
    shown. The person's own level is never touched.

    :raises AssessmentLockedError: it does not wait for a verifier.
    :raises AnswerChangedError: another verifier, or another tab, has saved meanwhile.
    :raises FirstLevelError: a verdict is given before the own level.
    """
    judge(assessment, items, version, by)
    db.session.flush()


def return_assessment(
    assessment: Assessment,
    *,
    items: Iterable[Mapping[str, Any]],
    version: int | None,
    note: str,
    by: Viewer,
) -> None:
    """Give it back to its subject with a note; the verdicts so far are kept for the next time.

    :raises AssessmentLockedError: it does not wait for a verifier.
    :raises AnswerChangedError: another verifier, or another tab, has saved meanwhile.
    """
    before = assessment.status
    judge(assessment, items, version, by)
    move(assessment, Action.RETURN, Part.VERIFIER, by=by)
    assessment.return_note = note
    audit.record(
        "assessment.returned",
        assessment,
        by=by.employee_id,
        before={"status": before},
        after={"status": assessment.status},
    )
    db.session.flush()
    records.take_back(assessment, RecordKind.SELF, reason=records.RETURNED, by=by)
    tell_returned(assessment)


def complete_verification(
    assessment: Assessment, *, items: Iterable[Mapping[str, Any]], version: int | None, by: Viewer
) -> None:
    """Finish: from now on the verified levels are the person's present ones.

    :raises AssessmentLockedError: it does not wait for a verifier.
    :raises AnswerChangedError: another verifier, or another tab, has saved meanwhile.
    :raises UndecidedError: an item is undecided, or adjusted without level or reason.
    """
    before = assessment.status
    judge(assessment, items, version, by)
    if not all(is_decided(answer) for answer in assessment.answers):
        raise UndecidedError(_("Putuskan setiap kompetensi sebelum menyelesaikan verifikasi."))
    move(assessment, Action.COMPLETE, Part.VERIFIER, by=by)
    assessment.verifier_id = by.employee_id
    assessment.verified_at = clock.now()
    assessment.return_note = None
    audit.record(
        "assessment.verified",
        assessment,
        by=by.employee_id,
        before={"status": before},
        after={"status": assessment.status},
    )
    db.session.flush()
    records.of_assessments(Assessment.id == assessment.id, kinds=[RecordKind.SUPERVISOR])
    tell_verified(assessment)


def is_decided(answer: Answer) -> bool:
    """Whether a verdict is complete: an adjustment needs another level and its reason."""
    if answer.verdict is Verdict.ADJUST:
        is_other = answer.verified_level not in (None, answer.self_level)
        return is_other and bool(answer.reason)
    return answer.verdict is not None


def note_reading(*, assessment_id: int, about: int, by: int) -> None:
    """Note that somebody read another person's answers or result."""
    subject = f"{Assessment.__tablename__}:{assessment_id}"
    audit.record("assessment.read", subject, by=by, about=about)
