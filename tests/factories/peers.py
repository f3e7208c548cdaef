"""Cycles with peers, groups of raters, and what raters say."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import (
    Answer,
    Assessment,
    Cycle,
    PeerComment,
    PeerPanel,
    PeerRater,
)
from kinerja.competency.queries.peer_rating import Said
from kinerja.competency.rules.peers import CommentStatus, PanelStatus, RaterStatus
from kinerja.competency.services.peer_answers import send_peer_answer
from kinerja.extensions import db
from kinerja.permissions import Viewer


def with_peers(app: Flask, cycle_id: int, *, due_in: int = 14) -> int:
    """Let peers take part in the cycle, for so many days more."""
    with app.app_context():
        cycle = db.session.get_one(Cycle, cycle_id)
        cycle.with_peers, cycle.peers_due_on = True, clock.today() + timedelta(days=due_in)
        db.session.commit()
    return cycle_id


def peer_group(
    app: Flask,
    assessment_id: int,
    rater_ids: Sequence[int],
    *,
    status: PanelStatus = PanelStatus.OPEN,
) -> int:
    """The assessment's group in this state, its raters asked; or proposed, before a decision."""
    early = status in (PanelStatus.CHOOSING, PanelStatus.PROPOSED)
    with app.app_context():
        if db.session.get(PeerPanel, assessment_id) is None:
            db.session.add(
                PeerPanel(assessment_id=assessment_id, status=status, since=clock.today())
            )
            db.session.flush()
        known = select(PeerRater.rater_id).where(PeerRater.assessment_id == assessment_id)
        state = RaterStatus.PROPOSED if early else RaterStatus.ASKED
        for one in set(rater_ids) - set(db.session.scalars(known)):
            db.session.add(PeerRater(assessment_id=assessment_id, rater_id=one, status=state))
        db.session.commit()
    return assessment_id


def peer_answer(
    app: Flask, assessment_id: int, rater_id: int, said: int | Mapping[int, Said] | None
) -> None:
    """The rater sends this level in every competency (none: nothing to be said), or what is said
    of each.
    """
    with app.app_context():
        asked = db.session.scalars(
            select(Answer.competency_id).where(Answer.assessment_id == assessment_id)
        ).all()
        if not isinstance(said, Mapping):
            words = "Contoh komentar" if said in (1, 5) else ""
            said = {key: Said(said, said is None, words) for key in asked}
        rater = db.session.get_one(PeerRater, (assessment_id, rater_id))
        send_peer_answer(rater, said=said, version=None, by=Viewer(rater_id, 0, 0))
        db.session.commit()


def peer_comment(app: Flask, assessment_id: int, text: str = "Komentar contoh") -> int:
    """A comment of a group that is done, to be looked through."""
    peer_group(app, assessment_id, [], status=PanelStatus.DONE)
    with app.app_context():
        answers = select(Answer.competency_id).where(Answer.assessment_id == assessment_id)
        made = PeerComment(
            assessment_id=assessment_id,
            competency_id=db.session.scalars(answers.order_by(Answer.competency_id)).first(),
            text=text,
            status=CommentStatus.WAITING,
        )
        db.session.add(made)
        db.session.commit()
        return made.id


def assessment_of(app: Flask, employee_id: int) -> int:
    """The person's newest assessment."""
    with app.app_context():
        own = select(Assessment.id).where(Assessment.employee_id == employee_id)
        return db.session.scalars(own.order_by(Assessment.id.desc())).first() or 0
