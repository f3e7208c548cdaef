"""How long data are kept: what is due, what a run does, and that it does it once."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja import clock, jobs, retention
from kinerja.audit import Entry
from kinerja.extensions import Base, db
from kinerja.home.queries import report
from kinerja.home.queries.retention import DUTIES
from kinerja.mail import Mail
from kinerja.people.models import (
    Employee,
    LegalHold,
    RetentionRun,
    StandingPeriod,
)
from kinerja.permissions import Role
from kinerja.personal import due_before
from kinerja.retention import StuckError
from kinerja.rulebook.rules.registry import SETTINGS
from tests import factories
from tests.aging import AGES, MAKERS, aged
from tests.pages import soup

SignedIn = Callable[[int], FlaskClient]
NEVER = "retention.audit_years"


def due(app: Flask, key: str) -> tuple[int, int]:
    """How many rows of the class are due, and how many of them are held."""
    with app.app_context():
        (found,) = [one for one in report(now=clock.now()) if one.duty.key == key]
        return found.due, found.held


def rows(app: Flask) -> dict[str, int]:
    """How many rows each table has, but the audit trail and the runs."""
    with app.app_context():
        return {
            name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
            if not name.startswith(("audit_", "people_retention_run"))
        }


def test_every_class_is_a_setting_and_has_an_age_tried_here() -> None:
    keys = [duty.key for duty in DUTIES]
    assert len(keys) == len(set(keys))
    assert set(keys) <= set(SETTINGS)
    assert set(keys) - {NEVER} == set(AGES) == set(MAKERS)
    assert [duty.key for duty in DUTIES if not duty.forget] == [NEVER]


@pytest.mark.parametrize(
    ("key", "amount", "before"),
    [
        ("x_hours", 24, datetime(2028, 2, 28, 12, tzinfo=UTC)),
        ("x_days", 60, datetime(2027, 12, 31, 12, tzinfo=UTC)),
        ("x_years", 4, datetime(2024, 2, 29, 12, tzinfo=UTC)),
        ("x_years", 5, datetime(2023, 2, 28, 12, tzinfo=UTC)),
    ],
)
def test_time_is_counted_by_the_calendar(key: str, amount: int, before: datetime) -> None:
    assert due_before(key, amount, now=datetime(2028, 2, 29, 12, tzinfo=UTC)) == before


@pytest.mark.parametrize("key", AGES)
def test_class_is_due_when_its_time_is_over_and_forgotten_by_a_run(app: Flask, key: str) -> None:
    young, old = AGES[key]
    aged(app, key, young)
    assert due(app, key) == (0, 0)
    aged(app, key, old)
    assert due(app, key) == (1, 0)
    with app.app_context():
        (outcome,) = [one for one in retention.run() if one.key == key]
    assert (outcome.forgotten, outcome.held) == (1, 0)
    assert due(app, key) == (0, 0)


def all_aged(app: Flask) -> None:
    for key, (young, old) in AGES.items():
        aged(app, key, young)
        aged(app, key, old)


def test_report_and_dry_run_change_nothing(app: Flask) -> None:
    all_aged(app)
    before = rows(app)
    done = app.test_cli_runner().invoke(args=["retention", "run", "--dry-run", "--json"])
    assert done.exit_code == 0, done.output
    facts = json.loads(done.output)
    assert facts["dry_run"] is True
    # Of the two who left long ago both have an account.
    assert {one["key"]: one["forgotten"] for one in facts["classes"]} == dict.fromkeys(AGES, 1) | {
        "retention.accounts_days": 3
    }
    assert rows(app) == before
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(RetentionRun)) == 0


def test_running_twice_changes_nothing_more(app: Flask) -> None:
    all_aged(app)
    runner = app.test_cli_runner()
    first = runner.invoke(args=["retention", "run"])
    assert first.exit_code == 0, first.output
    assert "retention.mail_days: 1 dihapus, 0 ditahan" in first.output
    assert "Jumlah: 12 dihapus." in first.output
    between = rows(app)
    again = json.loads(runner.invoke(args=["retention", "run", "--json"]).output)
    assert [one["forgotten"] for one in again["classes"]] == [0] * len(AGES)
    assert rows(app) == between


def test_run_is_noted_with_counts_for_each_class(app: Flask) -> None:
    all_aged(app)
    with app.app_context():
        retention.run()
        noted = {
            entry.subject: json.loads(entry.details)
            for entry in db.session.scalars(
                select(Entry).where(Entry.action == "retention.applied")
            )
        }
        assert noted["rulebook_rule:retention.staff_years"] == {"forgotten": 1, "held": 0}
        assert len(noted) == len(AGES)
        last = {run.key: run.forgotten for run in db.session.scalars(select(RetentionRun))}
        assert last["retention.accounts_days"] == 3


def test_big_classes_are_done_in_batches(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 4)
    with app.app_context():
        for _turn in range(10):
            at = clock.now() - timedelta(days=40)
            db.session.add(
                Mail(kind="x", to="a@b.id", subject="-", text="-", queued_at=at, sent_at=at)
            )
        db.session.commit()
        (outcome,) = [one for one in retention.run() if one.key == "retention.mail_days"]
        assert outcome.forgotten == 10


def test_class_that_does_not_get_smaller_stops_the_run(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    aged(app, "retention.mail_days", 40)
    (mails,) = [duty for duty in DUTIES if duty.key == "retention.mail_days"]
    lame = type(mails)(mails.key, mails.title, mails.effect, mails.due, lambda _ids: None)
    with app.app_context(), pytest.raises(StuckError, match=r"retention\.mail_days"):
        retention.forget(lame, now=clock.now())


def test_job_of_each_day_applies_it(app: Flask) -> None:
    assert retention.apply_retention in jobs.DAILY
    aged(app, "retention.mail_days", 40)
    with app.app_context():
        retention.apply_retention()
        assert db.session.scalars(select(Mail.sent_at)).all() == [None]


def hold(app: Flask, person: int, *, until: date | None = None) -> None:
    admin = factories.employee(app)
    factories.save(
        app,
        LegalHold(
            employee_id=person,
            reason="Perkara contoh",
            valid_from=date(2020, 1, 1),
            valid_to=until,
            placed_by_id=admin,
        ),
    )


@pytest.mark.parametrize(
    "key",
    [
        "retention.staff_years",
        "retention.accounts_days",
        "retention.corrections_years",
        "retention.notices_days",
        "retention.reminders_days",
    ],
)
def test_held_data_are_skipped_and_counted(app: Flask, key: str) -> None:
    aged(app, key, AGES[key][1])
    with app.app_context():
        person = db.session.scalar(select(func.max(Employee.id)))
    assert person
    hold(app, person)
    assert due(app, key) == (1, 1)
    with app.app_context():
        (outcome,) = [one for one in retention.run() if one.key == key]
    assert (outcome.forgotten, outcome.held) == (0, 1)
    with app.app_context():
        db.session.scalars(select(LegalHold)).one().valid_to = clock.today() - timedelta(days=1)
        db.session.commit()
    assert due(app, key) == (1, 0)


def test_who_came_back_is_kept(app: Flask) -> None:
    aged(app, "retention.staff_years", 3000)
    with app.app_context():
        period = db.session.scalars(select(StandingPeriod)).one()
        period.valid_to = clock.today() - timedelta(days=10)
        db.session.commit()
    assert due(app, "retention.staff_years") == (0, 0)
    assert due(app, "retention.accounts_days") == (0, 0)


# the page


def test_page_tells_each_class_without_changing_anything(app: Flask, signed_in: SignedIn) -> None:
    root = factories.unit(app)
    ppid = factories.employee(app, unit_id=root)
    factories.grant(app, ppid, Role.PPID, root)
    all_aged(app)
    client = signed_in(ppid)
    before = rows(app)
    page = soup(client.get("/masa-simpan"))
    table = page.select("table tbody tr")
    assert len([row for row in table if row.select_one("th")]) >= len(DUTIES)
    text = " ".join(page.get_text(" ").split())
    assert "12 baris sudah lewat masa simpannya" in text
    assert "Tidak pernah dihapus aplikasi" in text
    assert rows(app) == before
    with app.app_context():
        retention.run()
    text = " ".join(soup(client.get("/masa-simpan")).get_text(" ").split())
    assert "Tidak ada yang lewat masa simpannya." in text
    assert "3 dihapus, 0 ditahan" in text
    assert client.get("/masa-simpan/xlsx").status_code == 200
