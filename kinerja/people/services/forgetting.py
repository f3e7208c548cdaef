"""Forgetting people who left: first their accounts, years later who they were."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Column, and_, delete, or_, select, update

from kinerja import audit, clock
from kinerja.extensions import Base, db
from kinerja.mail import Mail
from kinerja.people.models import (
    Account,
    ActingLeader,
    Correction,
    Employee,
    FactorReset,
    IdentityChange,
    ImportRow,
    LegalHold,
    LoginAttempt,
    Posting,
    ReportingLine,
    RoleGrant,
    StandingPeriod,
)
from kinerja.people.queries.lines import held_on
from kinerja.people.rules import GONE
from kinerja.people.services.throttle import digest
from kinerja.personal import Duty, Rows


def accounts_due(before: datetime) -> Rows:
    """Accounts of people who left before the moment."""
    return (
        select(
            Account.id.label("id"),
            StandingPeriod.valid_from.label("since"),
            Account.employee_id.label("employee_id"),
        )
        .join(Account.employee)
        .join(StandingPeriod, _left_before(before))
    )


def forget_accounts(account_ids: Sequence[int]) -> None:
    """Delete the accounts with all that hangs on them: sessions, codes, links."""
    for column in referring_to(Account):
        db.session.execute(delete(column.table).where(column.in_(account_ids)))
    db.session.execute(delete(Account).where(Account.id.in_(account_ids)))


def people_due(before: datetime) -> Rows:
    """People who left before the moment and are still known by name."""
    return (
        select(
            Employee.id.label("id"),
            StandingPeriod.valid_from.label("since"),
            Employee.id.label("employee_id"),
        )
        .join(StandingPeriod, _left_before(before))
        .where(Employee.forgotten_at.is_(None))
    )


def forget_people(employee_ids: Sequence[int]) -> None:
    """Nobody can tell any more who they were; unit, position and level stay for the counts.

    A number that is no number takes the place of theirs. Rows that name others with them by id
    stay; consents hold no words of theirs.
    """
    _delete_rows(employee_ids)
    _empty_texts(employee_ids)
    db.session.execute(update(Employee), [_nobody(employee_id) for employee_id in employee_ids])
    for employee_id in employee_ids:
        subject = f"{Employee.__tablename__}:{employee_id}"
        audit.record("employee.forgotten", subject, by=None, about=employee_id)


def referring_to(model: type[Base]) -> Iterator[Column[Any]]:
    """Every column of the database that refers to the table of the model."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is model.__table__:
                yield key.parent


def _left_before(before: datetime) -> Any:
    """The condition on a standing that its holder is gone since a day before the moment."""
    return and_(
        StandingPeriod.employee_id == Employee.id,
        StandingPeriod.standing.in_(GONE),
        StandingPeriod.valid_from < clock.local(before).date(),
        held_on(StandingPeriod, clock.today()),
    )


def _delete_rows(employee_ids: Sequence[int]) -> None:
    """What is about them alone."""
    people = db.session.scalars(select(Employee).where(Employee.id.in_(employee_ids))).all()
    addresses = [person.email for person in people if person.email]
    numbers = [person.nip for person in people]
    db.session.execute(delete(Mail).where(Mail.to.in_(addresses)))
    tries = LoginAttempt.nip_hash.in_([digest(number) for number in numbers])
    db.session.execute(delete(LoginAttempt).where(tries))
    accounts = select(Account.id).where(Account.employee_id.in_(employee_ids))
    forget_accounts(db.session.scalars(accounts).all())
    for model in (Correction, IdentityChange):
        db.session.execute(delete(model).where(model.employee_id.in_(employee_ids)))
    rows = or_(ImportRow.employee_id.in_(employee_ids), ImportRow.nip.in_(numbers))
    db.session.execute(delete(ImportRow).where(rows))
    db.session.flush()


def _empty_texts(employee_ids: Sequence[int]) -> None:
    acting = or_(
        ActingLeader.employee_id.in_(employee_ids), ActingLeader.absent_id.in_(employee_ids)
    )
    db.session.execute(update(ActingLeader).where(acting).values(decree=None))
    resets = FactorReset.subject_id.in_(employee_ids)
    db.session.execute(update(FactorReset).where(resets).values(reason=""))
    for column, empty in (
        (Posting.decree, None),
        (StandingPeriod.decree, None),
        (ReportingLine.reason, None),
        (RoleGrant.reason, None),
        (LegalHold.reason, ""),
    ):
        model: Any = column.class_
        theirs = model.employee_id.in_(employee_ids)
        db.session.execute(update(model).where(theirs).values({column: empty}))


def _nobody(employee_id: int) -> dict[str, Any]:
    """What takes the place of somebody's identity; the marker fits where a number stood."""
    return {
        "id": employee_id,
        "nip": f"anonim-{secrets.token_hex(5)}",
        "name": "Pegawai (data dihapus)",
        "title_before": None,
        "title_after": None,
        "email": None,
        "phone": None,
        "forgotten_at": clock.now(),
    }


STAFF = Duty(
    key="retention.staff_years",
    title=_("Data pegawai yang sudah berhenti, beserta penilaian dan rencananya"),
    effect=_(
        "Nama, NIP, kontak, dan semua teks dihapus; tingkat kompetensi, unit, dan jabatan tinggal "
        "sebagai angka tanpa nama"
    ),
    due=people_due,
    forget=forget_people,
)
ACCOUNTS = Duty(
    key="retention.accounts_days",
    title=_("Akun pegawai yang sudah berhenti"),
    effect=_("Akun, sesi, dan kodenya dihapus"),
    due=accounts_due,
    forget=forget_accounts,
)
