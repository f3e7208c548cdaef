"""Mails of notices that somebody wants at once: on working days, never twice, never a name."""

import pytest
from flask import Flask
from flask_babel import lazy_gettext as _

from kinerja import jobs
from kinerja.extensions import db
from kinerja.notifications import services
from kinerja.notifications.rules import MailChoice, NoticeKind
from kinerja.people.models import Employee
from kinerja.people.rules import Standing
from tests import factories
from tests.mailing import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    At,
    choose,
    clock_at,
    moment,
    outbox,
    person,
    run,
)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the clock."""
    return clock_at(monkeypatch)


def test_security_is_mailed_at_once_to_its_owner_in_words_of_its_own(app: Flask, at: At) -> None:
    owner = person(app)
    notice = factories.notice(
        app, owner, kind=NoticeKind.SECURITY, title="Kata sandi Anda diganti", place="home.start"
    )
    run(app)
    (mail,) = outbox(app)
    assert (mail.to, mail.kind) == (f"orang{owner}@contoh.go.id", "notice.security")
    assert mail.subject == "[Kinerja] Kata sandi Anda diganti"
    assert f"/pemberitahuan/{notice}" in mail.text
    assert "Bukan Anda?" in mail.text
    assert mail.unsubscribe is None
    run(app)
    assert len(outbox(app)) == 1


def test_security_is_mailed_on_days_off_and_though_it_was_read(app: Flask, at: At) -> None:
    at(f"{SATURDAY} 10:00")
    factories.notice(
        app, person(app), kind=NoticeKind.SECURITY, read_at=moment(f"{SATURDAY} 09:59")
    )
    run(app)
    assert len(outbox(app)) == 1


def test_kind_that_somebody_wants_at_once_names_nobody(app: Flask, at: At) -> None:
    owner = person(app)
    choose(app, owner, verify=MailChoice.NOW)
    factories.notice(
        app, owner, kind=NoticeKind.VERIFY, title="Sari Rahasia mengirim penilaian mandirinya"
    )
    run(app)
    (mail,) = outbox(app)
    assert mail.subject == "[Kinerja] Penilaian yang menunggu verifikasi Anda"
    assert "Sari" not in mail.text + mail.subject
    assert mail.unsubscribe is not None
    assert mail.unsubscribe in mail.text


def test_what_is_wanted_at_once_waits_for_the_next_working_day(app: Flask, at: At) -> None:
    owner = person(app)
    at(f"{SATURDAY} 10:00")
    factories.notice(app, owner, kind=NoticeKind.REMINDER, title="Sari mengingatkan")
    run(app)
    assert outbox(app) == []
    at(f"{MONDAY} 06:30")
    run(app)
    assert [mail.kind for mail in outbox(app)] == ["notice.reminder"]


def test_what_was_read_in_time_is_not_mailed(app: Flask, at: At) -> None:
    factories.notice(app, person(app), kind=NoticeKind.REMINDER, read_at=moment(f"{FRIDAY} 09:59"))
    run(app)
    assert outbox(app) == []


@pytest.mark.parametrize("facts", [{"email": ""}, {"standing": Standing.LEFT}])
def test_nobody_without_an_address_or_a_job_is_mailed(
    app: Flask, at: At, facts: dict[str, object]
) -> None:
    factories.notice(app, person(app, **facts), kind=NoticeKind.SECURITY)
    run(app)
    assert outbox(app) == []


def test_old_notices_are_not_mailed_when_somebody_changes_the_choice(app: Flask, at: At) -> None:
    owner = person(app)
    factories.notice(app, owner, kind=NoticeKind.REMINDER, at=moment("2026-10-01 08:00"))
    run(app)
    assert outbox(app) == []


def test_many_are_mailed_with_few_statements(
    app: Flask, at: At, count_queries: factories.Counting
) -> None:
    unit, job = factories.unit(app), factories.position(app)
    people = factories.employees(app, 250, unit_id=unit, position_id=job)
    with app.app_context():
        db.session.execute(Employee.__table__.update().values(email="orang@contoh.go.id"))
        services.notify(people, kind=NoticeKind.SECURITY, title=_("Beranda"), endpoint="home.start")
        db.session.commit()
    with count_queries() as statements:
        run(app, jobs.mail_notices)
    assert len(outbox(app)) == 250
    assert len(statements) < 20
