"""Rows of every class of data, as old as a test wants them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from flask import Flask

from kinerja import clock
from kinerja.extensions import Base, db
from kinerja.forms import Receipt
from kinerja.mail import Mail
from kinerja.notifications.models import Notice, Reminder
from kinerja.notifications.rules import NoticeKind, Way
from kinerja.people.models import (
    Account,
    Correction,
    Employee,
    LoginAttempt,
    LoginSession,
    StaffImport,
    StandingPeriod,
)
from kinerja.people.rules import CorrectionStatus, CorrectionTopic, Standing
from kinerja.people.rules.signin import TryKind
from tests import factories

# Each class with the age in days at which it is just kept still, and at which it is due.
AGES = {
    "retention.login_attempts_days": (0.9, 1.1),
    "retention.receipts_hours": (0.9, 1.1),
    "session.absolute_hours": (0.4, 0.6),
    "retention.mail_days": (29, 31),
    "retention.imports_days": (89, 91),
    "retention.corrections_years": (729, 732),
    "retention.accounts_days": (89, 92),
    "retention.notices_days": (179, 181),
    "retention.reminders_days": (179, 182),
    "retention.staff_years": (1824, 1828),
}


def aged(app: Flask, key: str, days: float) -> None:
    """A row of the class that is so many days old."""
    at = clock.now() - timedelta(days=days)
    person = factories.employee(app)
    with app.app_context():
        db.session.add_all(MAKERS[key](person, at))
        db.session.flush()
        if key in ("retention.staff_years", "retention.accounts_days"):
            db.session.get_one(Employee, person).standing = Standing.RETIRED
        db.session.commit()


def attempt(_person: int, at: datetime) -> list[Base]:
    return [LoginAttempt(kind=TryKind.SIGN_IN, nip_hash="-", address="10.0.0.1", at=at)]


def receipt(person: int, at: datetime) -> list[Base]:
    return [Receipt(key=uuid4(), account_id=person, location="/", at=at)]


def session(person: int, at: datetime) -> list[Base]:
    account = Account(employee_id=person, password_hash="-", is_active=True)
    facts = {"created_at": at, "seen_at": at, "fresh_at": at}
    return [account, LoginSession(sid_hash=str(at), account=account, **facts)]


def mail(_person: int, at: datetime) -> list[Base]:
    waiting = Mail(
        kind="digest", to="a@b.id", subject="-", text="-", queued_at=at, next_try_at=clock.now()
    )
    return [
        waiting,
        Mail(kind="digest", to="a@b.id", subject="-", text="-", queued_at=at, sent_at=at),
    ]


def imported(_person: int, at: datetime) -> list[Base]:
    facts: dict[str, object] = {"scope": [], "mapping": {}, "matches": {}}
    return [StaffImport(filename="-", sha256="-", sheet="-", uploaded_at=at, **facts)]


def correction(person: int, at: datetime) -> list[Base]:
    facts = {
        "employee_id": person,
        "before": {},
        "proposal": {},
        "note": "",
        "asked_at": at,
        "due_on": clock.today(),
        "since": at,
    }
    return [
        Correction(topic=CorrectionTopic.NAME, status=CorrectionStatus.ASKED, **facts),
        Correction(topic=CorrectionTopic.NAME, status=CorrectionStatus.REFUSED, **facts),
    ]


def notice(person: int, at: datetime) -> list[Base]:
    facts = {"employee_id": person, "kind": next(iter(NoticeKind)), "title": "-", "params": {}}
    return [
        Notice(at=at, place="/", read_at=clock.now(), **facts),
        Notice(at=at - timedelta(days=1), place="/", read_at=at, **facts),
    ]


def reminder(person: int, at: datetime) -> list[Base]:
    facts = {"sender_id": person, "holder_id": person, "place": "/", "way": Way.NOTICE}
    return [Reminder(day=clock.local(at).date(), at=at, **facts)]


def gone(person: int, at: datetime) -> list[Base]:
    left = StandingPeriod(
        employee_id=person, standing=Standing.RETIRED, valid_from=clock.local(at).date()
    )
    return [left, Account(employee_id=person, password_hash="-", is_active=True)]


MAKERS: dict[str, Callable[[int, datetime], list[Base]]] = {
    "retention.login_attempts_days": attempt,
    "retention.receipts_hours": receipt,
    "session.absolute_hours": session,
    "retention.mail_days": mail,
    "retention.imports_days": imported,
    "retention.corrections_years": correction,
    "retention.accounts_days": gone,
    "retention.notices_days": notice,
    "retention.reminders_days": reminder,
    "retention.staff_years": gone,
}
