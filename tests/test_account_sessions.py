"""Where one is signed in: listed, ended one by one or all at once, by oneself or by an admin."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import LoginSession
from kinerja.people.services import end_sessions
from tests import factories
from tests.accounts import GOOD, account, account_id, actions, send, words
from tests.pages import soup
from tests.signing import PASSWORD, enter, is_signed_in, nip_of

PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit Chrome/140 Mobile Safari/537"
DESK = "Mozilla/5.0 (Windows NT 10.0; rv:140) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def person(app: Flask) -> int:
    """Somebody who can sign in."""
    employee_id = factories.employee(app, name="Sari Teladan")
    factories.account(app, employee_id, PASSWORD)
    return employee_id


def browser(app: Flask, person: int, user_agent: str) -> FlaskClient:
    """A browser of this kind in which the person is signed in."""
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = user_agent
    assert enter(client, nip_of(app, person), PASSWORD).status_code == 303
    return client


def test_living_sessions_are_told_in_plain_words(app: Flask, person: int) -> None:
    phone, desk = browser(app, person, PHONE), browser(app, person, DESK)
    page = words(phone.get("/akun/sesi"))
    assert "Chrome, Android" in page
    assert "Firefox, Windows" in page
    assert "jaringan 10.0.0.1" in page
    assert page.count("Sesi ini") == 1
    mine = next(
        row for row in soup(desk.get("/akun/sesi")).select(".task") if "Sesi ini" in row.text
    )
    assert "Firefox" in mine.text
    assert not mine.select("form")


def test_user_agent_is_kept_short(app: Flask, person: int) -> None:
    browser(app, person, "x" * 5000)
    with app.app_context():
        assert len(db.session.scalars(select(LoginSession.user_agent)).one()) == 200


def test_one_session_is_ended_and_the_others_go_on(app: Flask, person: int) -> None:
    phone, desk = browser(app, person, PHONE), browser(app, person, DESK)
    form = soup(phone.get("/akun/sesi")).select_one('form[action$="/akhiri"]')
    answer = send(phone, str(form["action"]), from_path="/akun/sesi")
    assert (answer.status_code, answer.location) == (303, "/akun/sesi")
    assert not is_signed_in(desk)
    assert is_signed_in(phone)
    assert "Firefox" not in words(phone.get("/akun/sesi"))
    assert actions(app).count("session.ended") == 1


def test_anothers_session_does_not_exist(app: Flask, person: int) -> None:
    other = factories.employee(app, name="Togar Teladan")
    factories.account(app, other, PASSWORD)
    theirs = browser(app, other, DESK)
    with app.app_context():
        number = db.session.scalars(select(LoginSession.id)).one()
    mine = browser(app, person, PHONE)
    path = f"/akun/sesi/{number}/akhiri"
    assert send(mine, path, from_path="/akun/sesi").status_code == 404
    assert is_signed_in(theirs)


def test_leaving_all_devices_makes_every_copied_cookie_nobody(app: Flask, person: int) -> None:
    phone, desk = browser(app, person, PHONE), browser(app, person, DESK)
    copied = [client.get_cookie("kinerja").value for client in (phone, desk)]
    answer = send(phone, "/akun/sesi/akhiri-semua", from_path="/akun/sesi")
    assert (answer.status_code, answer.location) == (303, "/masuk")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    for value in copied:
        thief = app.test_client()
        thief.set_cookie("kinerja", value)
        assert not is_signed_in(thief)
    assert not is_signed_in(phone)
    assert not is_signed_in(desk)
    assert actions(app).count("sessions.ended") == 1


def test_ending_ones_own_present_session_signs_out(app: Flask, person: int) -> None:
    phone = browser(app, person, PHONE)
    with app.app_context():
        number = db.session.scalars(select(LoginSession.id)).one()
    answer = send(phone, f"/akun/sesi/{number}/akhiri", from_path="/akun/sesi")
    assert answer.location == "/masuk"
    assert not is_signed_in(phone)


def test_sessions_that_are_over_are_not_listed(
    app: Flask, person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser(app, person, DESK)
    later = datetime.now(UTC) + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    phone = browser(app, person, PHONE)
    assert "Firefox" not in words(phone.get("/akun/sesi"))


def test_changed_password_ends_the_others(app: Flask, person: int) -> None:
    phone, desk = browser(app, person, PHONE), browser(app, person, DESK)
    send(phone, "/akun/sandi", current=PASSWORD, password=GOOD)
    assert is_signed_in(phone)
    assert not is_signed_in(desk)


def test_other_features_end_sessions_but_one(app: Flask, person: int) -> None:
    phone, desk = browser(app, person, PHONE), browser(app, person, DESK)
    with app.app_context():
        kept = db.session.scalars(
            select(LoginSession.id).filter_by(account_id=account_id(app, person), user_agent=PHONE)
        ).one()
        assert end_sessions(person, kept) == 1
        db.session.commit()
    assert is_signed_in(phone)
    assert not is_signed_in(desk)
    with app.app_context():
        assert end_sessions(person) == 1
        assert end_sessions(person) == 0
        db.session.commit()
    assert actions(app).count("sessions.ended") == 2


def test_last_sign_in_is_noted(app: Flask, person: int) -> None:
    assert account(app, person).signed_in_at is None
    browser(app, person, PHONE)
    assert account(app, person).signed_in_at is not None
