"""Opening items one by one, and agreeing with several of those opened."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from kinerja.competency.models import Answer, Assessment
from kinerja.competency.queries import in_language
from kinerja.competency.rules import Verdict
from kinerja.competency.services.judging import (
    Judgement,
    judge,
    note_opened,
    take_over,
    without_first,
)
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.permissions import Viewer


class UnopenedError(DomainError):
    """An item was to be agreed with that nobody has looked at, that needs a decision of its own,
    or there is no such item.
    """


def open_item(
    assessment: Assessment,
    *,
    answer_id: int,
    items: Iterable[Mapping[str, Any]],
    version: int | None,
    by: Viewer,
) -> Answer:
    """Note that the verifier opens the item, with what else was chosen on the page. Where the own
    level comes first, it must be there; from now on it stays as it is.

    :raises UnopenedError: the assessment has no such item.
    :raises FirstLevelError: the verifier has given no level yet.
    :raises DomainError: as `judge` does.
    """
    answer = judge(assessment, items, version, by).get(answer_id)
    if answer is None:
        raise UnopenedError(_("Pilih dulu kompetensi yang akan dibuka."))
    if answer.is_veiled and answer.first_level is None:
        raise without_first(answer)
    note_opened(answer, by=by)
    db.session.flush()
    return answer


def agree_opened(
    assessment: Assessment,
    *,
    answer_ids: Collection[int],
    items: Iterable[Mapping[str, Any]],
    version: int | None,
    by: Viewer,
) -> int:
    """Agree with these items together, after taking over what else was chosen; what has a verdict
    by then keeps it.

    :returns: with how many.
    :raises UnopenedError: the verifier has not opened one, or gave another level first.
    :raises DomainError: as `judge` does.
    """
    answers, before = judge(assessment, items, version, by), assessment.version
    chosen = [answers[one] for one in answer_ids if one in answers]
    open_ones = [answer for answer in chosen if answer.verdict is None]
    for answer in open_ones:
        _refuse_unseen(answer, by)
        agreed = Judgement(Verdict.AGREE, answer.self_level, "", answer.first_level)
        take_over(answer, agreed, by=by)
    assessment.version = before + bool(open_ones)
    db.session.flush()
    return len(open_ones)


def _refuse_unseen(answer: Answer, by: Viewer) -> None:
    name = in_language(answer.competency, "name")
    if not answer.is_opened_by(by.employee_id):
        raise UnopenedError(
            _("%(name)s belum Anda buka. Buka dan baca dulu, baru bisa disetujui.", name=name)
        )
    if not answer.may_agree_in_batch(by.employee_id):
        raise UnopenedError(
            _("Tingkat awal Anda untuk %(name)s berbeda. Putuskan tersendiri.", name=name)
        )
