"""How something of a person's is made, for `tests/test_scopes.py`."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from kinerja import audit, clock
from kinerja.audit import Entry
from kinerja.competency.models import Cycle, Record
from kinerja.competency.rules import RecordKind
from kinerja.competency.services.cycles import enrol
from kinerja.development.models import Assignment
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import Base, db
from kinerja.people.models import (
    Account,
    Correction,
    Employee,
    FactorReset,
    LegalHold,
    LoginSession,
    ReportingLine,
)
from kinerja.people.rules import (
    CorrectionStatus,
    CorrectionTopic,
    LineKind,
    Standing,
)
from kinerja.people.rules.factors import FactorResetStatus
from kinerja.people.services import begin_session
from tests import factories
from tests.scoped_world import SOON, World


def keep(world: World, row: Base) -> int:
    """Keep the row; its id."""
    return factories.save(world.app, row)


def today(world: World) -> date:
    """Today, on the agency's calendar."""
    with world.app.app_context():
        return clock.today()


def correction(world: World, person: int) -> int:
    """An open case; the one there is, where there is one."""
    with world.app.app_context():
        known = select(Correction.id).where(
            Correction.employee_id == person, Correction.status == CorrectionStatus.ASKED
        )
        found = db.session.scalar(known)
        now, day = clock.now(), clock.today()
    return found or keep(
        world,
        Correction(
            employee_id=person,
            topic=CorrectionTopic.SUPERVISOR,
            before={"supervisor_id": None},
            proposal={},
            note="Bukan beliau",
            asked_at=now,
            since=now,
            due_on=day + SOON,
        ),
    )


def factor_reset(world: World, person: int) -> int:
    """A request, by another, to remove a lost factor; the one there is, where there is one."""
    with world.app.app_context():
        known = select(FactorReset.id).where(
            FactorReset.subject_id == person, FactorReset.status == FactorResetStatus.WAITING
        )
        found, now = db.session.scalar(known), clock.now()
    return found or keep(
        world,
        FactorReset(
            subject_id=person,
            status=FactorResetStatus.WAITING,
            reason="Ponsel hilang",
            requested_by_id=world.bystander,
            requested_at=now,
        ),
    )


def newest(model: Any) -> Callable[[World, int], int]:
    """The latest of the person's rows of a history."""

    def find(world: World, person: int) -> int:
        with world.app.app_context():
            rows = select(model.id).where(model.employee_id == person)
            return db.session.scalars(rows.order_by(model.valid_from.desc())).first() or 0

    return find


def line(world: World, person: int) -> int:
    """A superior that was set for the person: of a kind of which there is none yet."""
    found = newest(ReportingLine)(world, person)
    return found or factories.line(world.app, person, world.bystander, kind=LineKind.RATER_SUPERIOR)


def standing(world: World, person: int) -> int:
    """A time to come in which the person is not counted."""
    day = today(world) + SOON
    return factories.standing(
        world.app, person, Standing.STUDY_LEAVE, valid_from=day + SOON * len(world.made)
    )


def acting(world: World, person: int) -> int:
    """Somebody who will stand in for the person."""
    day = today(world) + SOON
    return factories.acting(
        world.app, world.bystander, absent_id=person, valid_from=day, valid_to=day
    )


def login_session(world: World, person: int) -> int:
    """A browser in which the person is signed in."""
    with world.app.app_context():
        account = db.session.scalars(select(Account).where(Account.employee_id == person)).one()
        begin_session(account.id)
        db.session.commit()
        rows = select(LoginSession.id).where(LoginSession.account_id == account.id)
        return db.session.scalars(rows.order_by(LoginSession.id.desc())).first() or 0


def assignment(world: World, person: int) -> int:
    """A training that the person assigned to somebody."""
    with world.app.app_context():
        now = clock.now()
    return keep(
        world,
        Assignment(
            training_id=world.training,
            min_gap=1,
            expected=0,
            assigned=0,
            skipped=0,
            outside=0,
            assigned_by_id=person,
            at=now,
        ),
    )


def item(world: World, person: int) -> int:
    """A finished activity of the person's plan, in a training of its own."""
    training = factories.training(world.app, world.competency)
    return factories.plan_item(world.app, person, training, status=PlanItemStatus.FINISHED)


def hold(world: World, person: int) -> int:
    """A legal hold on the person's data."""
    return keep(
        world,
        LegalHold(
            employee_id=person,
            reason="Pemeriksaan contoh",
            valid_from=today(world),
            placed_by_id=world.bystander,
        ),
    )


def entry(world: World, person: int) -> int:
    """An entry of the trail about the person."""
    with world.app.app_context():
        audit.record("employee.changed", db.session.get_one(Employee, person), by=person)
        db.session.commit()
        rows = select(Entry.seq).where(Entry.about_id == person).order_by(Entry.seq.desc())
        return db.session.scalars(rows).first() or 0


def moment(world: World) -> datetime:
    """Now."""
    with world.app.app_context():
        return clock.now()


def evidence(world: World, person: int) -> int:
    """A file that the person uses in an assessment that was sent."""
    sent = factories.assessed(world.app, person, [2] * 9)
    return factories.used_evidence(world.app, person, sent)


def document(world: World, person: int) -> int:
    """The person's result as a document."""
    assessment = factories.assessed(world.app, person, [2] * 9)
    return factories.result_paper(world.app, assessment)


def record(world: World, person: int) -> int:
    """A record of what an assessor found."""
    facts = {"author_name": "Pusat Contoh", "created_at": moment(world)}
    found = Record(
        employee_id=person,
        competency_id=world.competency,
        kind=RecordKind.ASSESSOR,
        level=3,
        on=today(world),
        **facts,
    )
    return keep(world, found)


def to_rate(world: World, person: int) -> int:
    """The assessment of somebody new that the person was asked to rate."""
    rated = factories.employee(world.app)
    with world.app.app_context():
        enrol(db.session.get_one(Cycle, world.cycle), Employee.id == rated)
        db.session.commit()
    return factories.peer_group(world.app, factories.assessment_of(world.app, rated), [person])


def peer_comment(world: World, person: int) -> int:
    """What a peer wrote about the person."""
    return factories.peer_comment(world.app, factories.assessment_of(world.app, person))


def peers_of(world: World, person: int) -> int:
    """The assessment of the person, whose raters are to be chosen."""
    return factories.assessment_of(world.app, person)
