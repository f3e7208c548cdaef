"""What a rater does: an unfinished answer that only he reaches, and sending it, once.

At sending the answer is cut from its rater. The draft goes; that this one has answered is noted
without a time; what was said joins the group's other answers in pieces, all of them sealed anew
and written in a new order under new keys. So no key, order, time or version of a row leads back.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from random import SystemRandom

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select, update

from kinerja import audit
from kinerja.competency.models import Answer, PeerDraft, PeerMark, PeerRater
from kinerja.competency.models.peers import random_key
from kinerja.competency.queries.peer_rating import Said, draft_names, peer_draft, to_rate
from kinerja.competency.rules import LEVELS
from kinerja.competency.rules.peers import PanelAction, PanelPart, RaterStatus, needs_comment
from kinerja.competency.services.moves import AnswerChangedError, lock
from kinerja.competency.services.peer_notices import withdraw_asking
from kinerja.competency.services.peers import check_time, move_panel
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.permissions import Viewer
from kinerja.sealing import seal_undated, unseal


class PeerAnsweredError(DomainError):
    """The answer was sent before; nobody can find it again, so it cannot be changed."""


class PeerIncompleteError(DomainError):
    """A competency has no answer, or an extreme level no comment."""


def save_peer_draft(
    rater: PeerRater, *, said: Mapping[int, Said], version: int | None, by: Viewer
) -> int:
    """Keep the unfinished answer, sealed, under a key that leads to nobody; its new version.

    :raises MissingError: it is somebody else's.
    :raises PeerAnsweredError: it was sent before.
    :raises AnswerChangedError: it was saved elsewhere after the page had been opened.
    :raises DomainError: the time is over, or the group is not open.
    """
    _admit(rater, by)
    now = peer_draft(rater.assessment_id, rater_id=by.employee_id)
    if dict(now.said) == dict(said):
        return now.version
    if now.version != (version or 0):
        raise AnswerChangedError(
            _("Isian ini disimpan dari tab atau perangkat lain. Bandingkan sebelum menyimpan.")
        )
    forget_drafts([rater])
    facts = {key: asdict(one) for key, one in said.items()}
    name = draft_names(rater.assessment_id, by.employee_id)[0]
    sealed, version = seal_undated(json.dumps(facts)), now.version + 1
    db.session.add(PeerDraft(token_hash=name, sealed=sealed, version=version))
    db.session.flush()
    return version


def send_peer_answer(
    rater: PeerRater, *, said: Mapping[int, Said], version: int | None, by: Viewer
) -> None:
    """Send the answer, for good.

    :raises PeerIncompleteError: a competency has no answer, or an extreme level no comment.
    :raises DomainError: as `save_peer_draft` does.
    """
    _admit(rater, by)
    now = peer_draft(rater.assessment_id, rater_id=by.employee_id)
    if now.version != (version or 0) and dict(now.said) != dict(said):
        raise AnswerChangedError(
            _("Isian ini disimpan dari tab atau perangkat lain. Bandingkan sebelum mengirim.")
        )
    asked = select(Answer.competency_id).where(Answer.assessment_id == rater.assessment_id)
    if set(db.session.scalars(asked)) != {key for key, one in said.items() if is_answered(one)}:
        raise PeerIncompleteError(
            _("Jawab setiap kompetensi; tingkat 1 dan 5 perlu komentar sebelum dikirim.")
        )
    forget_drafts([rater])
    rater.status = RaterStatus.ANSWERED
    db.session.flush()
    _mix(rater.assessment_id, said)
    # Not by whom: the trail bears times, and a time beside a name would be a key.
    audit.record("peers.answered", rater.panel, by=None, about=rater.panel.assessment.employee_id)
    db.session.flush()
    if not to_rate(by.employee_id).people:
        withdraw_asking(by.employee_id)


def is_answered(said: Said) -> bool:
    """Whether one competency is answered: nothing to be said, or a level, explained if extreme."""
    if said.unable:
        return said.level is None
    explained = bool(said.comment.strip()) or not needs_comment(said.level)
    return said.level in LEVELS and explained


def forget_drafts(raters: Iterable[PeerRater]) -> None:
    """Delete what these raters have not sent."""
    names = [name for one in raters for name in draft_names(one.assessment_id, one.rater_id)]
    db.session.execute(delete(PeerDraft).where(PeerDraft.token_hash.in_(names)))


def _admit(rater: PeerRater, by: Viewer) -> None:
    if rater.rater_id != by.employee_id:
        raise MissingError()
    panel = rater.panel
    check_time(panel.assessment.cycle)
    lock(panel)
    db.session.refresh(rater, attribute_names=["status"])
    if rater.status is RaterStatus.ANSWERED:
        raise PeerAnsweredError(
            _(
                "Sudah terkirim. Jawaban itu tidak dapat dibuka lagi: ia tidak disimpan atas "
                "nama Anda."
            )
        )
    move_panel(panel, PanelAction.ANSWER, PanelPart.RATER)


def _mix(assessment_id: int, said: Mapping[int, Said]) -> None:
    """Put the answer among the group's others and write all of them anew, shuffled; and touch
    every rater's row, for on PostgreSQL a row bears the number of the transaction that wrote it.
    """
    theirs = PeerMark.assessment_id == assessment_id
    pieces = [unseal(one) for one in db.session.scalars(select(PeerMark.sealed).where(theirs))]
    pieces += [
        json.dumps({"competency_id": key, "level": one.level, "comment": one.comment.strip()})
        for key, one in said.items()
        if one.level is not None or one.comment.strip()
    ]
    SystemRandom().shuffle(pieces)
    db.session.execute(delete(PeerMark).where(theirs))
    for text in pieces:
        mark = {"id": random_key(), "assessment_id": assessment_id, "sealed": seal_undated(text)}
        db.session.add(PeerMark(**mark))
        db.session.flush()
    same = update(PeerRater).where(PeerRater.assessment_id == assessment_id)
    db.session.execute(
        same.values(status=PeerRater.status).execution_options(synchronize_session=False)
    )
