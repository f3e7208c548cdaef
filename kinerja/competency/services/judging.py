"""What every step of a verification begins with: taking over what the verifier has chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Answer, Assessment
from kinerja.competency.queries import in_language
from kinerja.competency.rules import LEVELS, Action, Part, Verdict, verified_level
from kinerja.competency.services.moves import AnswerChangedError, move
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.permissions import Viewer


class FirstLevelError(DomainError):
    """The verifier's own level comes before the answer is shown and decided."""


@dataclass(frozen=True)
class Judgement:
    """What a verifier says of one item."""

    verdict: Verdict | None
    level: int | None
    reason: str
    first: int | None


def judge(
    assessment: Assessment, items: Iterable[Mapping[str, Any]], version: int | None, by: Viewer
) -> dict[int, Answer]:
    """Take over what was chosen; the answers by their ids. Who decides an item has opened it.

    :raises AssessmentLockedError: it does not wait for a verifier.
    :raises CycleClosedError: its cycle has been closed.
    :raises AnswerChangedError: it was saved elsewhere meanwhile, and something differs.
    :raises FirstLevelError: a verdict is given before the own level.
    """
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
        take_over(answer, judged, by=by)
    assessment.version += bool(changes)
    assessment.judged_at = clock.now()
    return answers


def take_over(answer: Answer, judged: Judgement, *, by: Viewer) -> None:
    """Write down what the verifier says of the item."""
    answer.verdict, answer.verified_level = judged.verdict, judged.level
    answer.reason, answer.first_level = judged.reason, judged.first
    if judged.verdict is not None:
        note_opened(answer, by=by)


def note_opened(answer: Answer, *, by: Viewer) -> None:
    """From now on this verifier has seen the answer, and a level given before it stays."""
    answer.opened_at, answer.opened_by_id = clock.now(), by.employee_id
    if answer.first_level is not None and answer.first_at is None:
        answer.first_at = clock.now()


def without_first(answer: Answer) -> FirstLevelError:
    """The refusal of an item of which the verifier has given no level yet."""
    name = in_language(answer.competency, "name")
    return FirstLevelError(
        _("Pilih dulu tingkat menurut Anda untuk %(name)s, lalu buka jawabannya.", name=name)
    )


def _answers_now(assessment: Assessment) -> dict[int, Answer]:
    rows = db.session.scalars(
        select(Answer)
        .where(Answer.assessment_id == assessment.id)
        .execution_options(populate_existing=True)
    )
    return {answer.id: answer for answer in rows}


def _judged(answer: Answer, item: Mapping[str, Any]) -> Judgement:
    if answer.is_veiled:
        if item.get("verdict"):
            raise without_first(answer)
        first = item.get("first", answer.first_level)
        return Judgement(None, None, answer.reason, first if first in LEVELS else None)
    if "verdict" not in item:  # chosen before somebody else opened it: the level stays as it was
        return _stored(answer)
    verdict = Verdict(item["verdict"]) if item["verdict"] else None
    level = verified_level(verdict, self_level=answer.self_level, level=item["level"])
    reason = "" if verdict is Verdict.AGREE else item["reason"]
    return Judgement(verdict, level, reason, answer.first_level)


def _stored(answer: Answer) -> Judgement:
    return Judgement(answer.verdict, answer.verified_level, answer.reason, answer.first_level)
