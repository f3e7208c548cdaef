"""Demo rows of verifying: what was opened, remarks on results, one supervisor's own sentences."""

from datetime import timedelta

from sqlalchemy import Select, select, update

from kinerja import clock
from kinerja.competency.demo.texts import PHRASES, REMARKS
from kinerja.competency.models import Answer, Assessment, Cycle, Phrase
from kinerja.competency.rules import AssessmentStatus, PhraseKind
from kinerja.extensions import db
from kinerja.people.models import Employee

OPENED = 2  # items that the supervisor has opened and not decided, in each verification begun
ONE_IN = 4  # how many results that were read carry a remark


def load(cycle: Cycle, supervisor_id: int) -> None:
    """Whatever is judged was opened; in what is under verification two more items were. Every
    fourth result that was read has a remark, and all of the supervisor's team, who keeps three
    sentences; whoever leads the supervisor keeps one.
    """
    _open_judged()
    begun = select(Assessment).where(
        Assessment.cycle_id == cycle.id,
        Assessment.status == AssessmentStatus.UNDER_VERIFICATION,
    )
    for assessment in db.session.scalars(begun):
        open_ones = [answer for answer in assessment.items if answer.verdict is None]
        for answer in open_ones[:OPENED]:
            answer.opened_at, answer.opened_by_id = assessment.judged_at, assessment.verifier_id
    for number, assessment in enumerate(db.session.scalars(_read(cycle))):
        if number % ONE_IN == 0 or assessment.verifier_id == supervisor_id:
            assessment.remark = REMARKS[number // ONE_IN % len(REMARKS)]
            assessment.remarked_at = assessment.acknowledged_at
    for ago, (kind, text) in enumerate(PHRASES, start=1):
        at = clock.now() - timedelta(days=ago)
        mine = Phrase(employee_id=supervisor_id, kind=PhraseKind(kind), text=text, added_at=at)
        db.session.add(mine)
    leader_id = db.session.get_one(Employee, supervisor_id).supervisor_id
    kind, text = PhraseKind.REASON, PHRASES[0][1]
    db.session.add(Phrase(employee_id=leader_id, kind=kind, text=text, added_at=clock.now()))
    db.session.flush()


def _open_judged() -> None:
    """As one statement for all cycles, whatever the number of people."""
    theirs = Assessment.id == Answer.assessment_id
    at = select(Assessment.judged_at).where(theirs).scalar_subquery()
    who = select(Assessment.verifier_id).where(theirs).scalar_subquery()
    db.session.execute(
        update(Answer)
        .where(Answer.verdict.is_not(None))
        .values(opened_at=at, opened_by_id=who)
        .execution_options(synchronize_session=False)
    )


def _read(cycle: Cycle) -> Select[Assessment]:
    return (
        select(Assessment)
        .where(
            Assessment.cycle_id == cycle.id,
            Assessment.status == AssessmentStatus.ACKNOWLEDGED,
        )
        .order_by(Assessment.verifier_id, Assessment.id)
    )
