"""Digests: mornings of working days, once, what has come and what waits, never a name."""

from datetime import date

import pytest
from flask import Flask
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from kinerja import jobs
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db
from kinerja.notifications import services
from kinerja.notifications.models import Digest, Notice
from kinerja.notifications.rules import MailChoice, NoticeKind, Rhythm
from kinerja.people.models import Account, Employee
from kinerja.permissions import Role
from tests import factories
from tests.assessing import build_team
from tests.mailing import FRIDAY, MONDAY, At, choose, clock_at, moment, outbox, person, run


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the clock."""
    return clock_at(monkeypatch)


def test_weekly_digest_tells_on_monday_what_came_before(app: Flask, at: At) -> None:
    owner = person(app)
    for kind in (NoticeKind.PLAN, NoticeKind.PLAN, NoticeKind.VERIFY):
        factories.notice(app, owner, kind=kind, title="Sari Rahasia mendapat 4")
    run(app)
    at(f"{MONDAY} 06:59")
    run(app)
    assert outbox(app) == []
    at(f"{MONDAY} 07:00")
    run(app)
    (mail,) = outbox(app)
    assert mail.subject == "[Kinerja] Ringkasan 23 November 2026"
    assert "- Rencana pengembangan Anda: 2" in mail.text
    assert "- Penilaian yang menunggu verifikasi Anda: 1" in mail.text
    assert "Sari" not in mail.text
    assert "/pemberitahuan" in mail.text
    assert mail.unsubscribe in mail.text
    assert mail.text.count("/berhenti-surel/") == 3  # each kind, and the whole


def test_digest_of_one_morning_is_sent_once_however_often_it_runs(app: Flask, at: At) -> None:
    owner = person(app)
    factories.notice(app, owner)
    at(f"{MONDAY} 07:00")
    for _number in range(3):
        run(app)
    at(f"{MONDAY} 09:00")
    factories.notice(app, owner)
    at("2026-11-25 09:00")
    run(app)
    assert len(outbox(app)) == 1
    at("2026-11-30 07:00")
    run(app)
    assert len(outbox(app)) == 2


def test_daily_digest_comes_each_working_day(app: Flask, at: At) -> None:
    owner = person(app)
    choose(app, owner, Rhythm.DAILY)
    days = ("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24")
    for day in days:
        at(f"{day} 06:00")
        factories.notice(app, owner, at=moment(f"{day} 05:00"))
        at(f"{day} 08:00")
        run(app)
    assert [mail.subject[-16:] for mail in outbox(app)] == [
        "20 November 2026",
        "23 November 2026",
        "24 November 2026",
    ]
    told = [mail.text.partition("Rencana pengembangan Anda: ")[2][0] for mail in outbox(app)]
    assert told == ["1", "3", "1"]


def test_no_digest_on_a_holiday_and_the_weekly_one_a_day_later(app: Flask, at: At) -> None:
    owner = person(app)
    factories.notice(app, owner)
    factories.holiday(app, date(2026, 11, 23))
    at(f"{MONDAY} 09:00")
    run(app)
    assert outbox(app) == []
    at("2026-11-24 07:00")
    run(app)
    assert len(outbox(app)) == 1


def test_kinds_that_are_not_wanted_stay_out_and_are_not_made_up_for(app: Flask, at: At) -> None:
    owner = person(app)
    choose(app, owner, plan=MailChoice.NEVER)
    factories.notice(app, owner, kind=NoticeKind.PLAN)
    at(f"{MONDAY} 07:00")
    run(app)
    assert outbox(app) == []
    choose(app, owner, plan=MailChoice.DIGEST)
    at("2026-11-30 07:00")
    run(app)
    assert outbox(app) == []


def test_what_was_read_or_is_old_is_not_told(app: Flask, at: At) -> None:
    owner = person(app)
    factories.notice(app, owner, read_at=moment(f"{FRIDAY} 11:00"))
    factories.notice(app, owner, at=moment("2026-10-01 08:00"))
    at(f"{MONDAY} 07:00")
    run(app)
    assert outbox(app) == []


def test_opened_cycle_is_told_with_its_deadline(app: Flask, at: At) -> None:
    owner = person(app)
    factories.notice(app, owner, kind=NoticeKind.CYCLE, title="Siklus dibuka, batas 30 November")
    at(f"{MONDAY} 07:00")
    run(app)
    assert "• Siklus dibuka, batas 30 November" in outbox(app)[0].text


def test_digest_is_written_in_the_readers_language(app: Flask, at: At) -> None:
    owner = person(app)
    factories.account(app, owner, "sandi-yang-cukup-panjang")
    with app.app_context():
        db.session.scalars(select(Account)).one().language = "en"
        services.notify([owner], kind=NoticeKind.CYCLE, title=_("Beranda"), endpoint="home.start")
        db.session.commit()
    at(f"{MONDAY} 07:00")
    run(app)
    (mail,) = outbox(app)
    assert "November 23, 2026" in mail.subject
    assert "• Home" in mail.text


# what waits, as the features above know it


def test_trainer_hears_how_much_waits_without_a_notice_for_each(app: Flask, at: At) -> None:
    root = factories.unit(app)
    office = factories.unit(app, parent=root)
    trainer = person(app, unit_id=root)
    factories.grant(app, trainer, Role.TRAINER, root)
    training = factories.training(app, factories.dictionary(app)["KOM"])
    for holder in (factories.employee(app, unit_id=office), factories.employee(app, unit_id=root)):
        factories.plan_item(app, holder, training, status=PlanItemStatus.FINISHED)
    factories.plan_item(app, trainer, training, status=PlanItemStatus.FINISHED)
    factories.plan_item(app, factories.employee(app), training, status=PlanItemStatus.FINISHED)
    at(f"{MONDAY} 07:00")
    run(app)
    (mail,) = outbox(app)
    assert "- Kegiatan yang menunggu konfirmasi Anda: 2" in mail.text
    at("2026-11-25 07:00")
    run(app)
    assert len(outbox(app)) == 1
    choose(app, trainer, confirm=MailChoice.NEVER)
    at("2026-11-30 07:00")
    run(app)
    assert len(outbox(app)) == 1


def test_what_begins_to_wait_after_the_morning_waits_for_the_next_digest(
    app: Flask, at: At
) -> None:
    at(f"{MONDAY} 07:00")
    run(app)
    at("2026-11-25 10:00")
    team = build_team(app)
    with app.app_context():
        db.session.get_one(Employee, team.boss).email = "atasan@contoh.go.id"
        db.session.commit()
    run(app)
    assert outbox(app) == []
    at("2026-11-30 07:00")
    run(app)
    (mail,) = outbox(app)
    assert "- Penilaian yang menunggu verifikasi Anda: 1" in mail.text


def test_hundreds_of_digests_take_few_statements(
    app: Flask, at: At, count_queries: factories.Counting
) -> None:
    unit, job = factories.unit(app), factories.position(app)
    people = factories.employees(app, 450, unit_id=unit, position_id=job)
    with app.app_context():
        db.session.execute(Employee.__table__.update().values(email="orang@contoh.go.id"))
        services.notify(people, kind=NoticeKind.PLAN, title=_("Beranda"), endpoint="home.start")
        db.session.add_all(Digest(employee_id=one, rhythm=Rhythm.WEEKLY) for one in people)
        db.session.commit()
    at(f"{MONDAY} 07:00")
    with count_queries() as statements:
        run(app, jobs.send_digests)
    assert len(outbox(app)) == 450
    assert len(statements) < 60
    with app.app_context():
        unmailed = db.session.scalars(select(Notice.id).where(Notice.mailed_at.is_(None))).all()
    assert unmailed == []
