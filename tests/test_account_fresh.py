"""The password is asked again before what matters, and nothing typed is lost."""

import uuid
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja.extensions import db
from kinerja.forms import Receipt
from kinerja.people.models import LoginSession
from tests.accounts import (
    actions,
    mails,
    send,
    stale,
    words,
)
from tests.pages import soup
from tests.signing import PASSWORD, At, enter, nip_of, token


def test_fresh_session_is_not_asked(mine: FlaskClient) -> None:
    assert mine.get("/akun/kontak").status_code == 200


def test_stale_session_is_asked_and_led_back(
    app: Flask, mine: FlaskClient, who: int, at: At
) -> None:
    at(timedelta(minutes=10, seconds=1))
    led = mine.get("/akun/kontak?dari=akun")
    assert led.status_code == 303
    assert led.location == "/akun/konfirmasi?lanjut=/akun/kontak?dari%3Dakun"
    wrong = send(mine, led.location, confirm_password="salah sama sekali")
    assert wrong.status_code == 422
    action = soup(wrong).select_one("main form")["action"]
    right = send(mine, str(action), confirm_password=PASSWORD)
    assert (right.status_code, right.location) == (303, "/akun/kontak?dari=akun")
    assert mine.get("/akun/kontak").status_code == 200
    assert actions(app).count("password.refused") == 1


def test_nothing_typed_is_lost_when_the_session_went_stale_in_between(
    app: Flask, mine: FlaskClient, who: int, at: At
) -> None:
    page = soup(mine.get("/akun/kontak"))
    form = {str(e["name"]): str(e.get("value", "")) for e in page.select("main form input")}
    form |= {"email": "sari@contoh.go.id", "phone": "0812 3456 7890"}
    at(timedelta(minutes=11))
    asked = mine.post("/akun/kontak", data=form)
    assert asked.status_code == 422
    assert "tidak ada yang perlu diketik ulang" in words(asked)
    assert not mails(app)
    carried = soup(asked).select_one("main form")
    again = {str(e["name"]): str(e.get("value", "")) for e in carried.select("input")}
    assert again["email"] == form["email"]
    assert again["phone"] == form["phone"]
    wrong = mine.post("/akun/kontak", data=again | {"confirm_password": "salah"})
    assert wrong.status_code == 422
    assert soup(wrong).select_one('[name="email"]')["value"] == form["email"]
    done = mine.post("/akun/kontak", data=again | {"confirm_password": PASSWORD})
    assert (done.status_code, done.location) == (303, "/akun/kontak/surel")
    assert len(mails(app)) == 1
    repeat = mine.post("/akun/kontak", data=again | {"confirm_password": PASSWORD})
    assert repeat.location == "/akun/kontak/surel"
    with app.app_context():
        assert db.session.get(Receipt, uuid.UUID(form["key"]))


def test_asking_in_between_takes_the_place_of_the_whole_content_for_htmx(
    app: Flask, mine: FlaskClient, who: int
) -> None:
    stale(app, who, datetime.now(UTC) - timedelta(minutes=11))
    data = {"email": "", "phone": "", "csrf_token": token(mine, "/akun")}
    headers = {"HX-Request": "true", "HX-Target": "sesuatu"}
    answer = mine.post("/akun/kontak", data=data, headers=headers)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#isi")


def test_guessing_the_password_of_an_open_session_is_slowed_down(
    app: Flask, mine: FlaskClient, who: int
) -> None:
    statuses = [
        send(mine, "/akun/konfirmasi", confirm_password=f"salah-{n}").status_code for n in range(11)
    ]
    assert statuses == [422] * 10 + [429]


def test_confirming_never_leads_out_of_the_house(mine: FlaskClient) -> None:
    answer = send(mine, "/akun/konfirmasi?lanjut=//evil.example", confirm_password=PASSWORD)
    assert answer.location == "/beranda"


def test_only_this_session_becomes_fresh(app: Flask, mine: FlaskClient, who: int) -> None:
    other = app.test_client()
    enter(other, nip_of(app, who), PASSWORD)
    stale(app, who, datetime.now(UTC) - timedelta(minutes=11))
    send(mine, "/akun/konfirmasi", confirm_password=PASSWORD)
    assert mine.get("/akun/kontak").status_code == 200
    assert other.get("/akun/kontak").status_code == 303
    with app.app_context():
        assert len(set(db.session.scalars(select(LoginSession.fresh_at)))) == 2
