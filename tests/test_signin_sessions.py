"""The table of sessions: what a cookie is worth and for how long."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja.extensions import db
from kinerja.people.models import Account, LoginSession
from kinerja.people.services import (
    begin_session,
    forget_sessions,
    sessions,
)
from kinerja.permissions import Role
from tests import factories
from tests.signing import PASSWORD, At, enter, is_signed_in, nip_of, token

SignIn = Callable[[FlaskClient, int], FlaskClient]


def test_signing_in_drops_what_the_cookie_carried(
    app: Flask, client: FlaskClient, who: int
) -> None:
    before = token(client)
    with client.session_transaction() as session:
        session["planted"] = "x"
        session["language"] = "en"
    enter(client, nip_of(app, who), PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["language"] == "en"
        assert len(session["_user_id"]) >= 43  # 256 bits
    assert token(client, "/beranda") != before


def test_the_table_keeps_only_a_hash_of_the_secret(
    app: Flask, client: FlaskClient, who: int
) -> None:
    enter(client, nip_of(app, who), PASSWORD)
    with client.session_transaction() as session:
        sid = session["_user_id"]
    with app.app_context():
        row = db.session.scalars(select(LoginSession)).one()
        assert row.sid_hash == sessions.sid_hash(sid) != sid


def test_signing_out_ends_the_session_so_that_a_copied_cookie_is_nobody(
    app: Flask, client: FlaskClient, who: int
) -> None:
    enter(client, nip_of(app, who), PASSWORD)
    copied = client.get_cookie("kinerja")
    assert copied
    answer = client.post("/keluar", data={"csrf_token": token(client, "/beranda")})
    assert (answer.status_code, answer.location) == (303, "/masuk")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    thief = app.test_client()
    thief.set_cookie("kinerja", copied.value)
    assert not is_signed_in(thief)
    assert not is_signed_in(client)
    assert "lama tidak aktif" not in client.get("/masuk").text


def test_signing_in_again_ends_the_session_before(
    app: Flask, client: FlaskClient, who: int
) -> None:
    enter(client, nip_of(app, who), PASSWORD)
    data = {"nip": nip_of(app, who), "password": PASSWORD}
    client.post("/masuk", data=data | {"csrf_token": token(client, "/beranda")})
    assert is_signed_in(client)
    with app.app_context():
        assert db.session.scalar(select(func.count(LoginSession.id))) == 1


def test_sign_in_and_sign_out_need_a_token(app: Flask, client: FlaskClient, who: int) -> None:
    data = {"nip": nip_of(app, who), "password": PASSWORD}
    assert client.post("/masuk", data=data).status_code == 400
    enter(client, nip_of(app, who), PASSWORD)
    assert client.post("/keluar").status_code == 400
    assert is_signed_in(client)


@pytest.mark.parametrize(("role", "minutes"), [(None, 30), (Role.UNIT_ADMIN, 15)])
def test_an_idle_session_ends_and_says_so(
    app: Flask,
    client: FlaskClient,
    who: int,
    sign_in: SignIn,
    at: At,
    role: Role | None,
    minutes: int,
) -> None:
    if role:
        factories.grant(app, who, role, factories.unit(app))
    sign_in(client, who)
    at(timedelta(minutes=minutes - 1))
    assert is_signed_in(client)
    at(timedelta(minutes=2 * minutes - 2))  # use has prolonged it
    assert is_signed_in(client)
    at(timedelta(minutes=3 * minutes - 2))
    assert not is_signed_in(client)
    assert "Anda sudah keluar karena lama tidak aktif." in client.get("/masuk").text


def test_a_session_ends_after_twelve_hours_however_busy(
    app: Flask,
    client: FlaskClient,
    who: int,
    sign_in: SignIn,
    at: At,
) -> None:
    sign_in(client, who)
    for minutes in range(20, 12 * 60, 20):
        at(timedelta(minutes=minutes))
        assert is_signed_in(client)
    at(timedelta(hours=12, minutes=1))
    assert not is_signed_in(client)
    with app.app_context():
        forget_sessions()
        db.session.commit()
        assert not db.session.scalar(select(func.count(LoginSession.id)))


def test_use_is_noted_at_most_once_a_minute(
    app: Flask,
    client: FlaskClient,
    who: int,
    sign_in: SignIn,
    at: At,
) -> None:
    def seen() -> datetime:
        with app.app_context():
            return db.session.scalars(select(LoginSession.seen_at)).one()

    sign_in(client, who)
    first = seen()
    at(timedelta(seconds=50))
    client.get("/beranda")
    assert seen() == first
    at(timedelta(seconds=70))
    client.get("/beranda")
    assert seen() > first


def test_a_session_of_a_deleted_row_is_nobody(app: Flask, client: FlaskClient, who: int) -> None:
    with app.app_context():
        account_id = db.session.scalars(select(Account.id)).one()
        begin_session(account_id)
        db.session.rollback()
    with client.session_transaction() as session:
        session["_user_id"] = "tidak-ada"
    assert not is_signed_in(client)
