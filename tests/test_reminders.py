"""Reminding whoever something waits for: when, whom, how often, and what leaves the house."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import clock
from kinerja.audit import Entry
from kinerja.competency.models import Assessment
from kinerja.competency.rules import AssessmentStatus
from kinerja.development.models import PlanItem
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db
from kinerja.notifications.models import Notice, Reminder
from kinerja.notifications.rules import Way
from kinerja.people.models import ActingLeader, Employee
from kinerja.people.rules import ActingKind, Purpose
from kinerja.permissions import Role
from tests import factories
from tests.assessing import Team, build_team
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
At = Callable[[str], None]
PAGE = "/ingatkan?hal=penilaian"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the clock to ten in the morning of the day."""

    def set_clock(day: str) -> None:
        moment = datetime.fromisoformat(f"{day} 03:00").replace(tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock("2026-11-25")  # a Wednesday
    return set_clock


@pytest.fixture
def team(app: Flask, at: At) -> Team:
    """The clerk's assessment has waited since Friday 20 November, three working days."""
    found = build_team(app)
    since = datetime(2026, 11, 20, 3, tzinfo=UTC)
    with app.app_context():
        row = db.session.get_one(Assessment, found.assessment)
        row.submitted_at = row.since = since
        row.verifier_id = found.boss
        db.session.commit()
    return found


def phone(app: Flask, employee_id: int, number: str, *, agreed: bool = True) -> None:
    with app.app_context():
        db.session.get_one(Employee, employee_id).phone = number
        db.session.commit()
    factories.consent(app, employee_id, Purpose.CONTACT, given=agreed)


def told(app: Flask, employee_id: int) -> list[Notice]:
    with app.app_context():
        return list(db.session.scalars(select(Notice).where(Notice.employee_id == employee_id)))


def reminders(app: Flask) -> list[Reminder]:
    with app.app_context():
        return list(db.session.scalars(select(Reminder).order_by(Reminder.id)))


def waiting(client: FlaskClient) -> list[str]:
    """Where the start page's reminding buttons lead."""
    return [str(a["href"]) for a in soup(client.get("/beranda")).select('a[href^="/ingatkan"]')]


# when


@pytest.mark.parametrize(
    ("day", "offered"),
    [("2026-11-23", False), ("2026-11-24", False), ("2026-11-25", True), ("2026-11-28", False)],
)
def test_start_page_offers_it_after_three_working_days_and_not_on_days_off(
    app: Flask, team: Team, signed_in: SignedIn, at: At, day: str, offered: bool
) -> None:
    at(day)
    client = signed_in(team.clerk)
    assert waiting(client) == ([PAGE] if offered else [])
    assert client.get(PAGE).status_code == (200 if offered else 409)


def test_too_soon_says_from_when(app: Flask, team: Team, signed_in: SignedIn, at: At) -> None:
    at("2026-11-23")
    answer = signed_in(team.clerk).get(PAGE)
    assert answer.status_code == 409
    assert "mulai 25 November 2026" in answer.text


def test_day_off_says_when_to_come_back(
    app: Flask, team: Team, signed_in: SignedIn, at: At
) -> None:
    at("2026-12-24")
    answer = signed_in(team.clerk).get(PAGE)
    assert answer.status_code == 409
    assert "Senin, 28 Desember 2026" in answer.text


# what


def test_draft_is_polite_names_nobody_and_says_where(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    page = soup(signed_in(team.clerk).get(PAGE))
    draft = page.select_one("textarea")
    assert draft is not None
    text = draft.get_text()
    assert "Penilaian mandiri saya menunggu verifikasi sejak 20 November 2026" in text
    assert f"/kompetensi/verifikasi/{team.assessment}" in text
    assert "Bagas" not in text
    assert "Sari" not in text
    main = page.select_one("main")
    assert main is not None
    assert "Bagas Uji" in main.get_text()
    assert "WhatsApp" not in main.get_text()  # no number is known


def test_holder_finds_the_edited_message_in_the_inbox(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    client = signed_in(team.clerk)
    answer = send(client, PAGE, message="Mohon dibuka, <i>Pak</i>.", way="notice")
    assert answer.headers["Location"] == "/beranda"
    assert "Pengingat terkirim kepada Bagas Uji." in client.get("/beranda").text
    (notice,) = told(app, team.boss)
    assert notice.message == "Mohon dibuka, <i>Pak</i>."
    inbox = signed_in(team.boss).get("/pemberitahuan").text
    assert "Sari Uji mengingatkan: Penilaian mandiri saya menunggu verifikasi" in inbox
    opened = signed_in(team.boss).get(f"/pemberitahuan/{notice.id}")
    assert opened.headers["Location"] == f"/kompetensi/verifikasi/{team.assessment}"
    with app.app_context():
        entry = db.session.scalars(select(Entry).where(Entry.action == "reminder.sent")).one()
    assert (entry.actor_id, entry.subject) == (team.clerk, f"people_employee:{team.boss}")
    assert "Mohon dibuka" not in entry.details


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"message": "", "way": "notice"}, "Tulis pesannya"),
        ({"message": "x" * 501, "way": "notice"}, "500"),
        ({"way": "merpati"}, "Pilih"),
        ({"way": None}, "Pilih"),
    ],
)
def test_what_cannot_be_sent_is_refused(
    app: Flask, team: Team, signed_in: SignedIn, typed: dict[str, str], sentence: str
) -> None:
    answer = send(signed_in(team.clerk), PAGE, **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert reminders(app) == []


# how often


def test_once_a_day_for_holder_and_thing(
    app: Flask, team: Team, signed_in: SignedIn, at: At
) -> None:
    client = signed_in(team.clerk)
    assert send(client, PAGE, way="notice").status_code == 303
    again = send(client, PAGE, way="notice")
    assert again.status_code == 409
    assert "sudah ada yang mengingatkan" in again.text
    assert len(told(app, team.boss)) == 1
    at("2026-11-26")
    assert send(signed_in(team.clerk), PAGE, way="notice").status_code == 303
    assert len(told(app, team.boss)) == 2
    assert len(reminders(app)) == 2


def test_double_click_reminds_once(app: Flask, team: Team, signed_in: SignedIn) -> None:
    client = signed_in(team.clerk)
    page = soup(client.get(PAGE))
    data = {
        str(entry["name"]): str(entry.get("value", "")) for entry in page.select("main input")
    } | {"message": "Mohon dibuka.", "way": "notice"}
    answers = [client.post(PAGE, data=data) for _number in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(told(app, team.boss)) == 1


# WhatsApp


def test_whatsapp_opens_on_ones_own_phone_with_the_text_and_nothing_else(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    phone(app, team.boss, "0812-3456-7890")
    client = signed_in(team.clerk)
    page = send(client, PAGE, message="Mohon dibuka & dibaca", way="whatsapp")
    assert page.status_code == 200
    link = soup(page).select_one('a[href^="https://wa.me/"]')
    assert link is not None
    parts = urlsplit(str(link["href"]))
    assert parts.path == "/6281234567890"
    assert parse_qs(parts.query) == {"text": ["Mohon dibuka & dibaca"]}
    assert set(link["rel"]) >= {"noreferrer", "noopener"}
    assert told(app, team.boss) == []
    assert [row.way for row in reminders(app)] == [Way.WHATSAPP]


def test_drafted_link_holds_nothing_of_anybody(app: Flask, team: Team, signed_in: SignedIn) -> None:
    phone(app, team.boss, "0812-3456-7890")
    page = send(signed_in(team.clerk), PAGE, way="whatsapp")
    link = soup(page).select_one('a[href^="https://wa.me/"]')
    assert link is not None
    text = unquote(str(link["href"]))
    for word in ("Bagas", "Sari", "Togar"):
        assert word not in text


def test_coming_back_for_the_message_of_today_is_no_second_reminder(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    phone(app, team.boss, "081234567890")
    client = signed_in(team.clerk)
    for _number in range(2):
        page = send(client, PAGE, way="whatsapp")
        assert soup(page).select('a[href^="https://wa.me/"]')
    assert len(reminders(app)) == 1
    assert send(client, PAGE, way="notice").status_code == 409


# whom


def test_deputy_is_reminded_too(app: Flask, team: Team, signed_in: SignedIn) -> None:
    deputy = factories.employee(app, name="Dewi Uji")
    with app.app_context():
        today = clock.today()
    row = ActingLeader(
        kind=ActingKind.PLH,
        employee_id=deputy,
        absent_id=team.boss,
        valid_from=today,
        valid_to=today + timedelta(days=3),
    )
    factories.save(app, row)
    assert send(signed_in(team.clerk), PAGE, way="notice").status_code == 303
    assert len(told(app, team.boss)) == len(told(app, deputy)) == 1


def test_what_waits_for_nobody_is_missing(app: Flask, team: Team, signed_in: SignedIn) -> None:
    client = signed_in(team.clerk)
    assert client.get("/ingatkan").headers["Location"] == "/beranda"
    for thing in ("lain", "kegiatan-", "kegiatan-x", "kegiatan-" + "9" * 40, "perbaikan-7"):
        assert client.get("/ingatkan", query_string={"hal": thing}).status_code == 404
    assert signed_in(team.boss).get(PAGE).status_code == 404
    with app.app_context():
        row = db.session.get_one(Assessment, team.assessment)
        row.status = AssessmentStatus.RETURNED
        db.session.commit()
    assert client.get(PAGE).status_code == 404


def test_trainers_of_the_unit_are_reminded_of_finished_activities(
    app: Flask, signed_in: SignedIn, at: At
) -> None:
    root = factories.unit(app)
    office = factories.unit(app, parent=root)
    holder = factories.employee(app, unit_id=office, name="Sari Uji")
    near, far = factories.employee(app, unit_id=office), factories.employee(app, unit_id=root)
    stranger = factories.employee(app)
    factories.grant(app, near, Role.TRAINER, office)
    factories.grant(app, far, Role.TRAINER, root)
    factories.grant(app, stranger, Role.TRAINER, factories.unit(app))
    training = factories.training(app, factories.dictionary(app)["KOM"], title="Menulis surat")
    since = datetime(2026, 11, 20, 3, tzinfo=UTC)
    item = factories.plan_item(app, holder, training, status=PlanItemStatus.FINISHED, since=since)
    client = signed_in(holder)
    path = f"/ingatkan?hal=kegiatan-{item}"
    assert waiting(client) == [path]
    assert send(client, path, way="notice").status_code == 303
    assert [len(told(app, one)) for one in (near, far, stranger, holder)] == [1, 1, 0, 0]
    assert signed_in(near).get(path).status_code == 404
    with app.app_context():
        db.session.get_one(PlanItem, item).status = PlanItemStatus.CONFIRMED
        db.session.commit()
    assert client.get(path).status_code == 404
