"""Demo peers: of the demo supervisor's team one group is done, two ask the demo employee to rate,
one was proposed, and the others are still to be chosen.
"""

from collections.abc import Sequence
from random import Random

from sqlalchemy import select

from kinerja.competency.models import Assessment, Cycle, PeerComment, PeerPanel, PeerRater
from kinerja.competency.queries.peer_colleagues import choice
from kinerja.competency.queries.peer_rating import Said, rated_levels
from kinerja.competency.rules import SENT, CycleStatus
from kinerja.competency.services.peer_answers import send_peer_answer
from kinerja.competency.services.peer_comments import show_comment
from kinerja.competency.services.peer_settling import settle_panels
from kinerja.competency.services.peers import approve_peers, propose_peers
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Viewer

RATERS = 4
WORDS = (
    "Selalu memberi tahu lebih awal bila pekerjaannya akan terlambat.",
    "Menjelaskan aturan kepada pemohon dengan sabar dan bahasa sederhana.",
    "Sering membantu rekan lain menutup laporan akhir bulan.",
    "Akan lebih baik bila hasil rapat dibagikan pada hari yang sama.",
)


def load(supervisor_id: int, employee_id: int, officer_id: int, *, random: Random) -> None:
    """Add the groups of the supervisor's team."""
    team = _team(supervisor_id, employee_id)
    done, *running = [one for one in team if one.status in SENT][:3]
    boss = Viewer(supervisor_id, 0, 0)
    for one in (done, *running):
        ids = _some(one, always=[] if one is done else [employee_id])
        approve_peers(one, rater_ids=ids, by=boss)
    proposed = next(one for one in team if one not in (done, *running))
    propose_peers(
        proposed, rater_ids=_some(proposed, always=[]), by=Viewer(proposed.employee_id, 0, 0)
    )
    _answer(done, random)
    settle_panels([db.session.get_one(PeerPanel, done.id)])
    written = select(PeerComment).where(PeerComment.assessment_id == done.id)
    for comment in db.session.scalars(written.order_by(PeerComment.id).limit(2)).all():
        show_comment(comment, by=Viewer(officer_id, 0, 0))


def _team(supervisor_id: int, employee_id: int) -> Sequence[Assessment]:
    """The team's assessments in the open cycle, without the demo employee's own."""
    return db.session.scalars(
        select(Assessment)
        .join(Assessment.cycle)
        .join(Assessment.employee)
        .where(
            Cycle.status == CycleStatus.OPEN,
            Employee.supervisor_id == supervisor_id,
            Employee.id != employee_id,
        )
        .order_by(Assessment.status.desc(), Assessment.id)
    ).all()


def _some(assessment: Assessment, *, always: list[int]) -> list[int]:
    free = [one.person.id for one in choice(assessment).candidates if not one.is_full]
    others = [one for one in free if one not in always]
    return [*always, *others[: RATERS - len(always)]]


def _answer(assessment: Assessment, random: Random) -> None:
    """All of the group's raters answer, near what the subject says."""
    own = {one.competency_id: one.self_level or 2 for one in assessment.answers}
    asked = [competency.id for competency, _levels in rated_levels(assessment)]
    theirs = select(PeerRater).where(PeerRater.assessment_id == assessment.id)
    for rater, words in zip(db.session.scalars(theirs).all(), WORDS, strict=True):
        levels = {key: max(2, min(4, own[key] + random.choice((-1, 0, 0, 1)))) for key in asked}
        said = {key: Said(level) for key, level in levels.items()}
        first = random.choice(asked)
        said[first] = Said(levels[first], comment=words)
        by = Viewer(rater.rater_id, 0, 0)
        send_peer_answer(rater, said=said, version=None, by=by)
