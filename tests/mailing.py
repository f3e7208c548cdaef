"""Mails of notices in tests: people with addresses, the clock, the jobs, what is queued."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import clock, jobs
from kinerja.extensions import db
from kinerja.mail import Mail
from kinerja.notifications import services
from kinerja.notifications.rules import MailChoice, NoticeKind, Rhythm
from kinerja.people.models import Employee
from tests import factories

WIB = timedelta(hours=7)
At = Callable[[str], None]
FRIDAY, SATURDAY, MONDAY = "2026-11-20", "2026-11-21", "2026-11-23"


def moment(text: str) -> datetime:
    """A moment on the agency's clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) - WIB


def clock_at(monkeypatch: pytest.MonkeyPatch) -> At:
    """What sets the clock; it begins on a Friday at ten."""

    def set_clock(text: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment(text))

    set_clock(f"{FRIDAY} 10:00")
    return set_clock


def person(app: Flask, email: str | None = None, **facts: object) -> int:
    """Somebody whom mail can reach."""
    made = factories.employee(app, **facts)
    with app.app_context():
        row = db.session.get_one(Employee, made)
        row.email = f"orang{made}@contoh.go.id" if email is None else email
        db.session.commit()
    return made


def choose(
    app: Flask, employee_id: int, rhythm: Rhythm = Rhythm.WEEKLY, **by_kind: MailChoice
) -> None:
    """What the person wants of the kinds."""
    with app.app_context():
        chosen = {NoticeKind(kind): choice for kind, choice in by_kind.items()}
        services.choose(employee_id, by_kind=chosen, rhythm=rhythm)
        db.session.commit()


def run(app: Flask, *tasks: Callable[[], object]) -> None:
    """Do the jobs; without any, those that queue the mails of notices."""
    with app.app_context():
        for job in tasks or (jobs.mail_notices, jobs.send_digests):
            job()
            db.session.commit()


def outbox(app: Flask) -> list[Mail]:
    """What is queued, in order."""
    with app.app_context():
        return list(db.session.scalars(select(Mail).order_by(Mail.id)))
