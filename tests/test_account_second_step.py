"""The second step of signing in: no code twice, no guessing, no session before."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import (
    LoginSession,
    PendingSignIn,
)
from kinerja.people.services import forget_sessions
from tests import factories
from tests.accounts import (
    GOOD,
    account_id,
    actions,
    app_code,
    first_step,
    recovery_code,
    refusals,
    send,
    with_factor,
    words,
)
from tests.pages import soup
from tests.signing import PASSWORD, At, is_signed_in


def test_password_alone_opens_nothing(app: Flask, client: FlaskClient, who: int) -> None:
    with_factor(app, who)
    answer = first_step(app, client, who)
    assert answer.location == "/masuk/kode?lanjut=/beranda"
    assert client.get("/masuk/kode").status_code == 200
    for path in ("/beranda", "/akun", "/akun/dua-langkah", "/kompetensi"):
        assert client.get(path).location.startswith("/masuk?lanjut=")
    with app.app_context():
        assert db.session.scalar(select(func.count(LoginSession.id))) == 0
    assert actions(app) == ["factor.awaited"]


def test_right_code_leads_to_the_page_that_was_wanted(
    app: Flask, client: FlaskClient, who: int
) -> None:
    seed = with_factor(app, who)
    wanted = client.get("/kompetensi?cari=x").location
    step = first_step(app, client, who, path=wanted).location
    assert step == "/masuk/kode?lanjut=/kompetensi?cari%3Dx"
    wrong = send(client, step, code="000000")
    action = soup(wrong).select_one("main form")["action"]
    answer = send(client, str(action), code=app_code(seed))
    assert (answer.status_code, answer.location) == (303, "/kompetensi?cari=x")
    assert is_signed_in(client)
    done = actions(app)
    assert done.count("factor.refused") == done.count("session.begun") == 1
    with app.app_context():
        assert db.session.scalar(select(func.count(PendingSignIn.id))) == 0


def test_code_may_be_typed_with_blanks(app: Flask, client: FlaskClient, who: int) -> None:
    seed = with_factor(app, who)
    first_step(app, client, who)
    code = app_code(seed)
    assert send(client, "/masuk/kode", code=f" {code[:3]} {code[3:]} ").status_code == 303


def test_code_works_once_even_in_its_own_half_minute(
    app: Flask, client: FlaskClient, who: int, at: At
) -> None:
    seed = with_factor(app, who)
    at(timedelta(0))
    code = app_code(seed)
    first_step(app, client, who)
    assert send(client, "/masuk/kode", code=code).status_code == 303
    thief = app.test_client()
    first_step(app, thief, who)
    replay = send(thief, "/masuk/kode", code=code)
    assert replay.status_code == 422
    assert not is_signed_in(thief)
    at(timedelta(seconds=30))
    assert send(thief, "/masuk/kode", code=app_code(seed)).status_code == 303


def test_an_older_code_is_refused_once_a_newer_one_was_used(
    app: Flask, client: FlaskClient, who: int, at: At
) -> None:
    seed = with_factor(app, who)
    at(timedelta(0))
    older, newer = app_code(seed), app_code(seed, clock.now() + timedelta(seconds=30))
    first_step(app, client, who)
    assert send(client, "/masuk/kode", code=newer).status_code == 303
    other = app.test_client()
    first_step(app, other, who)
    assert send(other, "/masuk/kode", code=older).status_code == 422


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_clocks_may_be_one_step_apart(
    app: Flask, client: FlaskClient, who: int, at: At, steps: int, status: int
) -> None:
    seed = with_factor(app, who)
    at(timedelta(0))
    first_step(app, client, who)
    code = app_code(seed, clock.now() + timedelta(seconds=30 * steps))
    assert send(client, "/masuk/kode", code=code).status_code == status


def test_five_wrong_codes_in_five_minutes_then_a_wait(
    app: Flask, client: FlaskClient, who: int, at: At
) -> None:
    seed = with_factor(app, who)
    at(timedelta(0))
    first_step(app, client, who)
    assert [send(client, "/masuk/kode", code="000000").status_code for _n in range(6)] == [
        *[422] * 5,
        429,
    ]
    waits = send(client, "/masuk/kode", code=app_code(seed))
    assert waits.status_code == 429
    assert 0 < int(waits.headers["Retry-After"]) <= 300
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "10.9.9.9"
    first_step(app, elsewhere, who)
    assert send(elsewhere, "/masuk/kode", code=app_code(seed)).status_code == 429
    at(timedelta(minutes=5, seconds=1))
    assert send(client, "/masuk/kode", code=app_code(seed)).status_code == 303
    done = actions(app)
    assert (done.count("factor.refused"), done.count("tries.limited")) == (5, 1)


def test_twenty_wrong_codes_in_an_hour_then_a_longer_wait(
    app: Flask, client: FlaskClient, who: int, at: At
) -> None:
    seed = with_factor(app, who)
    for minutes in range(0, 24, 6):
        at(timedelta(minutes=minutes))
        first_step(app, client, who)
        for _turn in range(5):
            assert send(client, "/masuk/kode", code="000000").status_code == 422
    at(timedelta(minutes=30))
    first_step(app, client, who)
    waits = send(client, "/masuk/kode", code=app_code(seed))
    assert waits.status_code == 429
    assert int(waits.headers["Retry-After"]) > 300
    at(timedelta(minutes=61))
    first_step(app, client, who)
    assert send(client, "/masuk/kode", code=app_code(seed)).status_code == 303


def test_the_wait_for_a_code_ends_after_ten_minutes(
    app: Flask, client: FlaskClient, who: int, at: At
) -> None:
    seed = with_factor(app, who)
    at(timedelta(0))
    first_step(app, client, who)
    at(timedelta(minutes=9, seconds=59))
    assert client.get("/masuk/kode").status_code == 200
    at(timedelta(minutes=10, seconds=1))
    late = send(client, "/masuk/kode?lanjut=/akun", from_path="/lupa-sandi", code=app_code(seed))
    assert (late.status_code, late.location) == (303, "/masuk?lanjut=/akun")
    assert "sudah habis" in words(client.get("/masuk"))
    with app.app_context():
        forget_sessions()
        db.session.commit()
        assert db.session.scalar(select(func.count(PendingSignIn.id))) == 0


def test_second_step_without_a_first_leads_to_the_first(client: FlaskClient) -> None:
    assert client.get("/masuk/kode").location.startswith("/masuk?lanjut=")
    assert client.get("/masuk/kode-pemulihan").location.startswith("/masuk?lanjut=")


def test_changed_password_ends_the_wait(app: Flask, client: FlaskClient, who: int) -> None:
    own = app.test_client()
    first_step(app, own, who)
    seed = with_factor(app, who)
    first_step(app, client, who)
    changed = send(own, "/akun/sandi", current=PASSWORD, password=GOOD)
    assert changed.status_code == 303
    late = send(client, "/masuk/kode", from_path="/lupa-sandi", code=app_code(seed))
    assert late.location.startswith("/masuk?")


def test_recovery_code_stands_in_once(app: Flask, client: FlaskClient, who: int) -> None:
    with_factor(app, who)
    code = recovery_code(app, who)
    first_step(app, client, who)
    page = client.get("/masuk/kode")
    assert "Pakai kode pemulihan" in words(page)
    typed = f"{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}".lower()
    assert send(client, "/masuk/kode-pemulihan", code=typed).status_code == 303
    assert is_signed_in(client)
    again = app.test_client()
    first_step(app, again, who)
    refused = send(again, "/masuk/kode-pemulihan", code=code)
    assert refused.status_code == 422
    assert "sudah dipakai" in refusals(refused)
    assert actions(app).count("factor.recovery_used") == 1


def test_anothers_recovery_code_is_worth_nothing(app: Flask, client: FlaskClient, who: int) -> None:
    with_factor(app, who)
    other = factories.employee(app, name="Togar Teladan")
    factories.account(app, other, PASSWORD)
    with_factor(app, other)
    first_step(app, client, who)
    code = recovery_code(app, other)
    assert send(client, "/masuk/kode-pemulihan", code=code).status_code == 422


def test_account_without_a_factor_never_waits(app: Flask, client: FlaskClient, who: int) -> None:
    assert first_step(app, client, who).location == "/beranda"
    assert account_id(app, who)
    assert actions(app) == ["session.begun"]
