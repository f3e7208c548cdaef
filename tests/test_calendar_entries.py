"""What calendar programs read: deadlines, trainings, days off, one activity as a file."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Assessment
from kinerja.competency.rules import AssessmentStatus
from kinerja.development.models import PlanItem
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db
from kinerja.people.models import Account
from tests import factories
from tests.assessing import build_desk, build_team
from tests.pages import soup
from tests.subscribing import PAGE, events, read, subscribe
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def person(app: Flask) -> int:
    return factories.employee(app, name="Sari Uji")


# deadlines


def test_own_deadline_is_a_moment_with_its_zone(
    app: Flask, signed_in: SignedIn, client: FlaskClient, noon: None
) -> None:
    desk = build_desk(app)
    path = subscribe(signed_in(desk.clerk))
    calendar = read(client, path)
    event = events(calendar)["Batas penilaian mandiri kompetensi"]
    due = datetime(2026, 12, 3, 23, 59, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert event["DTSTART"].dt == due
    assert event["DTSTART"].params["TZID"] == "Asia/Jakarta"
    assert str(event["URL"]).endswith("/kompetensi")
    assert event["TRANSP"] == "TRANSPARENT"
    (zone,) = calendar.timezones
    assert zone["TZID"] == "Asia/Jakarta"
    (alarm,) = event.subcomponents
    morning = due + alarm["TRIGGER"].dt
    assert morning == datetime(2026, 12, 2, 8, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


def test_agency_in_the_east_has_its_own_zone(
    app: Flask,
    signed_in: SignedIn,
    client: FlaskClient,
    noon: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "TIMEZONE", "Asia/Jayapura")
    desk = build_desk(app)
    calendar = read(client, subscribe(signed_in(desk.clerk)))
    start = events(calendar)["Batas penilaian mandiri kompetensi"]["DTSTART"]
    assert start.params["TZID"] == "Asia/Jayapura"
    assert start.dt.utcoffset() == timedelta(hours=9)
    assert calendar["X-WR-TIMEZONE"] == "Asia/Jayapura"


def test_deadline_that_is_met_is_gone(
    app: Flask, signed_in: SignedIn, client: FlaskClient, noon: None
) -> None:
    desk = build_desk(app)
    path = subscribe(signed_in(desk.clerk))
    factories.assessed(app, desk.clerk, [2] * 9)
    assert "Batas penilaian mandiri kompetensi" not in events(read(client, path))


def test_verifiers_deadlines_name_nobody_and_no_level(
    app: Flask, signed_in: SignedIn, client: FlaskClient, noon: None
) -> None:
    team = build_team(app)
    factories.assessed(app, team.other, [4] * 9, days_ago=2)
    path = subscribe(signed_in(team.boss))
    text = client.get(path).text
    assert "Sari" not in text
    assert "Togar" not in text
    event = events(read(client, path))["Batas verifikasi 2 penilaian"]
    assert event["DTSTART"].dt.date() == date(2026, 11, 29)
    with app.app_context():
        db.session.execute(Assessment.__table__.update().values(status=AssessmentStatus.VERIFIED))
        db.session.commit()
    assert not [title for title in events(read(client, path)) if "verifikasi" in title]


# trainings and days off


def training(app: Flask, **facts: object) -> int:
    return factories.training(app, factories.dictionary(app)["KOM"], **facts)


def test_training_takes_whole_days_wherever_the_phone_is(
    app: Flask, person: int, signed_in: SignedIn, client: FlaskClient, noon: None
) -> None:
    made = training(
        app,
        title="Menulis; surat, resmi",
        starts_on=date(2026, 12, 7),
        ends_on=date(2026, 12, 9),
        place="Aula, lantai 2",
    )
    item = factories.plan_item(app, person, made, since=datetime(2026, 11, 2, 1, tzinfo=UTC))
    calendar = read(client, subscribe(signed_in(person)))
    event = events(calendar)["Menulis; surat, resmi"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 12, 7), date(2026, 12, 10))
    assert str(event["LOCATION"]) == "Aula, lantai 2"
    assert str(event["URL"]).endswith(f"/pengembangan/kegiatan/{item}")
    assert event["UID"] == f"kegiatan-{item}@127.0.0.1"
    assert event["DTSTAMP"].dt == datetime(2026, 11, 2, 1, tzinfo=UTC)


def test_uid_stays_while_the_thing_is_the_same(
    app: Flask, person: int, signed_in: SignedIn, client: FlaskClient, noon: None
) -> None:
    item = factories.plan_item(app, person, training(app))
    browser = signed_in(person)
    first = {event["UID"] for event in read(client, subscribe(browser)).events}
    with app.app_context():
        db.session.execute(
            PlanItem.__table__.update().values(status=PlanItemStatus.RUNNING, since=NOON)
        )
        db.session.commit()
    second = {event["UID"] for event in read(client, subscribe(browser)).events}
    assert first == second
    assert f"kegiatan-{item}@127.0.0.1" in first


def test_long_training_is_told_by_its_ends(
    app: Flask, person: int, signed_in: SignedIn, client: FlaskClient, noon: None
) -> None:
    made = training(
        app, title="Kelas daring", starts_on=date(2026, 11, 2), ends_on=date(2027, 1, 29)
    )
    factories.plan_item(app, person, made)
    found = events(read(client, subscribe(signed_in(person))))
    assert found["Mulai: Kelas daring"]["DTSTART"].dt == date(2026, 11, 2)
    assert found["Selesai: Kelas daring"]["DTSTART"].dt == date(2027, 1, 29)
    assert "Kelas daring" not in found


def test_only_own_living_items_stand_in_it(
    app: Flask, person: int, signed_in: SignedIn, client: FlaskClient, noon: None
) -> None:
    factories.plan_item(app, person, training(app, title="Batal"), status=PlanItemStatus.CANCELLED)
    factories.plan_item(app, factories.employee(app), training(app, title="Orang lain"))
    found = events(read(client, subscribe(signed_in(person))))
    assert "Batal" not in found
    assert "Orang lain" not in found


def test_days_off_are_there_unless_not_wanted(
    app: Flask, person: int, signed_in: SignedIn, client: FlaskClient, noon: None
) -> None:
    browser = signed_in(person)
    path = subscribe(browser)
    calendar = read(client, path)
    assert events(calendar)["Tahun Baru 2027 Masehi"]["DTSTART"].dt == date(2027, 1, 1)
    uids = [event["UID"] for event in calendar.events]
    assert len(uids) == len(set(uids))
    assert send(browser, PAGE, f"{PAGE}/hari-libur", with_holidays=None).status_code == 303
    assert list(read(client, path).events) == []
    send(browser, PAGE, f"{PAGE}/hari-libur", with_holidays="y")
    assert list(read(client, path).events)


def test_calendar_is_in_the_owners_language(
    app: Flask, signed_in: SignedIn, client: FlaskClient, noon: None
) -> None:
    desk = build_desk(app)
    path = subscribe(signed_in(desk.clerk))
    with app.app_context():
        accounts = db.session.scalars(select(Account).where(Account.employee_id == desk.clerk))
        accounts.one().language = "en"
        db.session.commit()
    assert read(client, path).events


# one activity as a file


def test_one_activity_is_taken_along(
    app: Flask, person: int, signed_in: SignedIn, noon: None
) -> None:
    item = factories.plan_item(app, person, training(app, title="Menulis surat"))
    client = signed_in(person)
    page = client.get(f"/pengembangan/kegiatan/{item}")
    path = f"/kalender/kegiatan/{item}.ics"
    assert soup(page).select(f'a[href="{path}"]')
    answer = client.get(path)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="kegiatan-{item}.ics"'
    assert list(events(read(client, path))) == ["Menulis surat"]


def test_others_activity_is_missing(app: Flask, person: int, signed_in: SignedIn) -> None:
    item = factories.plan_item(app, factories.employee(app), training(app))
    assert signed_in(person).get(f"/kalender/kegiatan/{item}.ics").status_code == 404


def test_supervisor_who_may_read_an_activity_takes_no_file_of_it(
    app: Flask, signed_in: SignedIn
) -> None:
    boss = factories.employee(app)
    holder = factories.employee(app, supervisor_id=boss)
    item = factories.plan_item(app, holder, training(app))
    client = signed_in(boss)
    assert client.get(f"/pengembangan/kegiatan/{item}").status_code == 200
    assert client.get(f"/kalender/kegiatan/{item}.ics").status_code == 404
