"""Two processes that do the due jobs at once: nobody is mailed twice."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import clock, mail
from kinerja.config import ROOT
from kinerja.extensions import db
from kinerja.mail import Mail
from kinerja.notifications.models import Notice
from kinerja.notifications.rules import NoticeKind
from kinerja.people.models import Employee
from tests import factories
from tests.databases import Databases
from tests.postman import Postman, serving

MORNING = datetime(2026, 11, 24, 2, tzinfo=UTC)
Start = Callable[[str], subprocess.Popen]


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Tuesday at nine."""
    monkeypatch.setattr(clock, "now", lambda: MORNING)


def people(app: Flask, number: int) -> None:
    """So many with an address, each with a notice for the digest and one for a mail at once."""
    unit, job = factories.unit(app), factories.position(app)
    made = factories.employees(app, number, unit_id=unit, position_id=job)
    with app.app_context():
        long_ago = clock.now() - timedelta(days=8)
        for one in db.session.scalars(select(Employee).where(Employee.id.in_(made))):
            one.email = f"orang{one.id}@contoh.go.id"
            for kind, at in ((NoticeKind.PLAN, long_ago), (NoticeKind.SECURITY, clock.now())):
                db.session.add(
                    Notice(
                        employee_id=one.id,
                        kind=kind,
                        title="Hal contoh",
                        params={},
                        place="home.start",
                        at=at,
                    )
                )
        db.session.commit()


@pytest.fixture
def start_process(
    databases: Databases, probe: Flask
) -> Iterator[Callable[[str], subprocess.Popen]]:
    """Starts another Python over the same database."""
    started: list[subprocess.Popen] = []
    names = ("SECRET_KEY", "AUDIT_KEY", "PATH")
    env = {name: os.environ[name] for name in names} | {"DATABASE_URL": databases.url("probe")}

    def start(program: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=env | {"SMTP_URL": probe.config["SMTP_URL"]},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


# A Tuesday at nine, whatever the day of the test.
PROGRAM = """
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from kinerja import clock, jobs
from wsgi import app
begin = monotonic()
clock.now = lambda: datetime(2026, 11, 24, 2, tzinfo=UTC) + timedelta(seconds=monotonic() - begin)
print("siap", flush=True)
with app.app_context():
    {action}
"""
RACE = """
    from kinerja.extensions import db
    from kinerja.notifications import services
    from kinerja.notifications.rules import Rhythm
    slot = services.due_slot(Rhythm.WEEKLY)
    while services.mail_notices() or services.send_digests(Rhythm.WEEKLY, slot, {}):
        db.session.commit()
    db.session.commit()
    from kinerja.mail import deliver_due
    while deliver_due(5):
        pass
"""


@pytest.mark.parametrize("action", ["jobs.run_due()", RACE.strip()], ids=["leased", "unleased"])
def test_two_processes_at_once_mail_nobody_twice(
    probe: Flask,
    morning: None,
    start_process: Start,
    monkeypatch: pytest.MonkeyPatch,
    action: str,
) -> None:
    people(probe, 30)
    postman = Postman()
    with serving(postman) as port:
        monkeypatch.setitem(probe.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
        both = [start_process(PROGRAM.format(action=action)) for _number in range(2)]
        for process in both:
            _output, errors = process.communicate(timeout=90)
            assert process.returncode == 0, errors
        with probe.app_context():
            waiting = [row.kind for row in db.session.scalars(select(Mail)) if not row.sent_at]
            while mail.deliver_due():
                pass
    with probe.app_context():
        queued = [(row.to, row.kind) for row in db.session.scalars(select(Mail))]
    assert len(queued) == len(set(queued)) == 60, waiting
    sent = [(str(letter["To"]), str(letter["Subject"])) for letter in postman.taken]
    assert len(sent) == len(set(sent)) == 60
