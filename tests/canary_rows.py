"""Rows about one person: at least one in every table that can be about anybody."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from kinerja import clock
from kinerja.appraisal.models import PredicateRow
from kinerja.appraisal.rules import Predicate
from kinerja.competency.models import (
    Answer,
    Archive,
    Assessment,
    Competency,
    Cycle,
    Evidence,
    Phrase,
    Present,
    Record,
)
from kinerja.competency.rules import (
    AssessmentStatus,
    CycleStatus,
    EvidenceKind,
    PhraseKind,
    RecordKind,
    Verdict,
)
from kinerja.extensions import Base, db
from kinerja.mail import Mail
from kinerja.notifications.models import Digest, Feed, Notice, Preference, Reminder
from kinerja.notifications.rules import MailChoice, NoticeKind, Rhythm, Way
from kinerja.people.models import (
    Account,
    AccountCode,
    ActingLeader,
    Consent,
    Correction,
    Employee,
    FactorReset,
    IdentityChange,
    ImportRow,
    LegalHold,
    LoginAttempt,
    LoginSession,
    RecoveryCode,
    ReportingLine,
    RoleGrant,
    SecondFactor,
    SsoIdentity,
    StaffImport,
    StandingPeriod,
)
from kinerja.people.rules import (
    ActingKind,
    CorrectionStatus,
    CorrectionTopic,
    JobLevel,
    LineKind,
    Purpose,
    Standing,
)
from kinerja.people.rules.accounts import CodePurpose
from kinerja.people.rules.factors import FactorResetStatus
from kinerja.people.rules.imports.states import Outcome
from kinerja.people.rules.signin import TryKind
from kinerja.permissions import Role
from tests import factories
from tests.canary_documents import issued
from tests.canary_peers import of_peers
from tests.canary_plans import of_plans


def histories(employee: Employee, colleague: int) -> Iterator[Base]:
    """Rows of times besides the posting that everybody has."""
    today = clock.today()
    yield ReportingLine(
        employee_id=employee.id, kind=LineKind.RATER, superior_id=colleague, valid_from=today
    )
    yield StandingPeriod(
        employee_id=employee.id,
        standing=Standing.STUDY_LEAVE,
        valid_from=today - timedelta(days=900),
        valid_to=today - timedelta(days=800),
    )
    yield ActingLeader(
        kind=ActingKind.PLH,
        employee_id=employee.id,
        absent_id=colleague,
        valid_from=today,
        valid_to=today,
    )


def of_account(account: Account, colleague: int) -> Iterator[Base]:
    """What hangs on the account."""
    now = clock.now()
    ours = {"account_id": account.id}
    yield SecondFactor(**ours, seed="-", created_at=now, confirmed_at=now)
    yield RecoveryCode(**ours, code_hash="-")
    yield AccountCode(
        **ours, purpose=CodePurpose.EMAIL, code_hash="-", created_at=now, expires_at=now
    )
    yield SsoIdentity(**ours, issuer="-", subject="-", linked_at=now)
    yield LoginSession(**ours, sid_hash="-", created_at=now, seen_at=now, fresh_at=now)
    yield RoleGrant(
        employee_id=account.employee_id,
        role=Role.TRAINER,
        unit_id=account.employee.unit_id,
        valid_from=clock.today(),
        granted_by_id=colleague,
    )
    yield FactorReset(
        subject_id=account.employee_id,
        status=FactorResetStatus.WAITING,
        reason="-",
        requested_by_id=colleague,
        requested_at=now,
    )
    digest = hashlib.sha256(account.employee.nip.encode()).hexdigest()
    yield LoginAttempt(kind=TryKind.SIGN_IN, nip_hash=digest, address="-", at=now)


def of_rights(person: int, colleague: int) -> Iterator[Base]:
    """Corrections, consents, holds, changes of the name."""
    now, today = clock.now(), clock.today()
    yield Correction(
        employee_id=person,
        topic=CorrectionTopic.NAME,
        before={},
        proposal={},
        note="-",
        status=CorrectionStatus.CORRECTED,
        asked_at=now,
        due_on=today,
        since=now,
        decided_by_id=colleague,
    )
    yield Consent(
        employee_id=person,
        purpose=Purpose.CONTACT,
        given=True,
        at=now,
        by_id=person,
        version=1,
        wording="-",
    )
    yield LegalHold(
        employee_id=person,
        reason="-",
        valid_from=today - timedelta(days=90),
        valid_to=today - timedelta(days=1),
        placed_by_id=colleague,
    )
    yield IdentityChange(
        employee_id=person, at=now, by_id=colleague, salt="-", before={}, after={}, digest="-"
    )


def of_work(person: int, colleague: int, training: int) -> Iterator[Base]:
    """A verified assessment with an answer, an activity, one that passed by."""
    now, today = clock.now(), clock.today()
    cycle = Cycle(
        name=f"Siklus {next(factories.numbers)}",
        starts_on=today,
        self_due_on=today,
        verify_due_on=today,
        status=CycleStatus.OPEN,
    )
    db.session.add(cycle)
    db.session.flush()
    assessment = Assessment(
        cycle_id=cycle.id,
        employee_id=person,
        verifier_id=colleague,
        job_level=JobLevel.PELAKSANA,
        job_title="-",
        status=AssessmentStatus.VERIFIED,
        since=now,
    )
    yield assessment
    competency = db.session.query(Competency).first()
    assert competency is not None
    yield Answer(
        assessment_id=assessment.id,
        competency_id=competency.id,
        self_level=2,
        verdict=Verdict.ADJUST,
        verified_level=3,
        opened_at=now,
        opened_by_id=colleague,
    )
    yield Phrase(employee_id=person, kind=PhraseKind.REASON, text="-", added_at=now)
    yield Evidence(
        employee_id=person,
        kind=EvidenceKind.LINK,
        title="-",
        description="-",
        url="-",
        filename="-",
        sha256="-",
        added_at=now,
    )
    record = Record(
        employee_id=person,
        competency_id=competency.id,
        kind=RecordKind.TRAINING,
        level=3,
        on=today,
        author_name="-",
        evidence="-",
        note="-",
        created_at=now,
        voided_at=now,
        voided_by_id=colleague,
        void_reason="-",
    )
    yield record
    yield Present(
        employee_id=person,
        competency_id=competency.id,
        level=3,
        kind=RecordKind.TRAINING,
        record_id=record.id,
        on=today,
    )
    yield from of_peers(assessment, competency, person, colleague)
    yield Archive(
        assessment_id=assessment.id,
        employee_id=person,
        verifier_id=colleague,
        facts={},
        frozen_at=now,
    )
    yield PredicateRow(
        employee_id=person,
        year=today.year - 1,
        predicate=Predicate.GOOD,
        recorded_by_id=colleague,
        recorded_on=today,
    )
    yield issued(person, colleague, assessment.id)
    yield from of_plans(person, colleague, training)


def of_messages(employee: Employee, colleague: int) -> Iterator[Base]:
    """Notices and what was chosen about them, a mail, a row of an imported file."""
    now, today = clock.now(), clock.today()
    kind = next(iter(NoticeKind))
    yield Notice(
        employee_id=employee.id, kind=kind, title="-", params={}, place="-", at=now, read_at=now
    )
    yield Preference(employee_id=employee.id, kind=kind, email=next(iter(MailChoice)))
    yield Digest(employee_id=employee.id, rhythm=Rhythm.DAILY)
    yield Feed(employee_id=employee.id, token_hash="-", created_at=now)
    yield Reminder(
        sender_id=colleague, holder_id=employee.id, place="-", day=today, way=Way.NOTICE, at=now
    )
    yield Mail(
        kind="digest",
        to=employee.email or "",
        subject="-",
        text="-",
        queued_at=now,
        sent_at=now,
    )
    imported = StaffImport(
        filename="-", sha256="-", sheet="-", scope=[], mapping={}, matches={}, uploaded_at=now
    )
    yield imported
    yield ImportRow(
        import_id=imported.id,
        number=1,
        outcome=Outcome.CHANGED,
        employee_id=employee.id,
        nip="-",
        name="-",
        unit="-",
        position="-",
        changes=[],
        faults=[],
    )
