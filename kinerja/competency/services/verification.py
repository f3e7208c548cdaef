"""What the verifier does: judge item by item, return, complete."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency.models import Answer, Assessment
from kinerja.competency.rules import Action, Part, RecordKind, Verdict, verified_level
from kinerja.competency.services import records
from kinerja.competency.services.moves import AnswerChangedError, move
from kinerja.competency.services.notices import tell_returned, tell_verified
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.permissions import Viewer

Judgement = tuple[Verdict | None, int | None, str]


class UndecidedError(DomainError):
    """A competency has no verdict, or an adjustment has no level or reason."""


def save_verdicts(
    assessment: Assessment, *, items: Iterable[Mapping[str, Any]], version: int | None, by: Viewer
) -> None:
    """Keep verdicts as a draft that only the verifier sees. Each item has `answer_id`,
    `verdict`, `level` and `reason`; the person's own level is never touched.

    :raises AssessmentLockedError: it does not wait for a verifier.
    :raises AnswerChangedError: another verifier, or another tab, has saved meanwhile.
    """
    _judge(assessment, items, version, by)
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
    _judge(assessment, items, version, by)
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
    _judge(assessment, items, version, by)
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
        return bool(answer.verified_level and answer.reason)
    return answer.verdict is not None


def note_reading(*, assessment_id: int, about: int, by: int) -> None:
    """Note that somebody read another person's answers or result."""
    subject = f"{Assessment.__tablename__}:{assessment_id}"
    audit.record("assessment.read", subject, by=by, about=about)


def _judge(
    assessment: Assessment, items: Iterable[Mapping[str, Any]], version: int | None, by: Viewer
) -> None:
    move(assessment, Action.JUDGE, Part.VERIFIER, by=by)
    answers = _answers_now(assessment)
    changes = [
        (answer, judged)
        for item in items
        if (answer := answers.get(item["answer_id"])) is not None
        and (judged := _judged(answer, item)) != _stored(answer)
    ]
    if changes and assessment.version != version:
        raise AnswerChangedError(
            _(
                "Verifikasi ini disimpan dari tab lain atau oleh orang lain. "
                "Bandingkan sebelum menyimpan."
            )
        )
    for answer, judged in changes:
        answer.verdict, answer.verified_level, answer.reason = judged
    assessment.version += bool(changes)
    assessment.judged_at = clock.now()


def _answers_now(assessment: Assessment) -> dict[int, Answer]:
    rows = db.session.scalars(
        select(Answer)
        .where(Answer.assessment_id == assessment.id)
        .execution_options(populate_existing=True)
    )
    return {answer.id: answer for answer in rows}


def _judged(answer: Answer, item: Mapping[str, Any]) -> Judgement:
    verdict = Verdict(item["verdict"]) if item["verdict"] else None
    level = verified_level(verdict, self_level=answer.self_level, level=item["level"])
    return verdict, level, "" if verdict is Verdict.AGREE else item["reason"]


def _stored(answer: Answer) -> Judgement:
    return answer.verdict, answer.verified_level, answer.reason
