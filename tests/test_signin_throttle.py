"""Password hashes, their cost, and how wrong tries are slowed down."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import extract_parameters
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kinerja import audit
from kinerja.extensions import db
from kinerja.people.models import LoginAttempt
from kinerja.people.services import (
    forget_tries,
    hash_password,
    passwords,
    sessions,
    verify,
)
from kinerja.people.services.sessions import Caller
from tests.pages import soup
from tests.signing import PASSWORD, At, enter, is_signed_in, nip_of


def test_unknown_number_gets_the_same_answer_as_a_wrong_password(
    app: Flask, client: FlaskClient, who: int
) -> None:
    def body(answer: TestResponse) -> str:
        return " ".join(tag.text for tag in soup(answer).select(".error-box, .error"))

    known = enter(client, nip_of(app, who), "salah-sama-sekali")
    unknown = enter(client, "199001012020011999", "salah-sama-sekali")
    assert known.status_code == unknown.status_code
    assert body(known) == body(unknown)


def test_passwords_are_hashed_as_the_rule_says() -> None:
    for made in (hash_password(PASSWORD), passwords.STAND_IN):
        facts = extract_parameters(made)
        assert (facts.memory_cost, facts.time_cost, facts.parallelism) == (19 * 1024, 2, 1)
        assert made.startswith("$argon2id$")


def test_composed_and_decomposed_letters_are_one_password() -> None:
    assert verify(hash_password("cafe\u0301-di-sudut-kota"), "caf\u00e9-di-sudut-kota")


def test_known_and_unknown_numbers_cost_exactly_one_verification(
    app: Flask, client: FlaskClient, who: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    check = passwords.HASHER.verify

    class Spy:
        def verify(self, made: str, password: str) -> bool:
            checked.append(made)
            return check(made, password)

    monkeypatch.setattr(passwords, "HASHER", Spy())
    enter(client, nip_of(app, who), "salah-sama-sekali")
    enter(client, "199001012020011999", "salah-sama-sekali")
    assert len(checked) == 2
    assert extract_parameters(checked[0]) == extract_parameters(checked[1])
    assert not verify(None, "apa saja")


def test_known_and_unknown_numbers_take_about_as_long(
    app: Flask, who: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Rounds alternate so that a busy machine slows both; only the median counts.
    monkeypatch.setattr(sessions, "refuse_when_throttled", lambda *_rest, **_facts: None)
    known, unknown = nip_of(app, who), "199001012020011999"
    took: dict[str, list[float]] = {known: [], unknown: []}
    for _round in range(25):
        for nip, times in took.items():
            with app.test_request_context("/masuk", method="POST"):
                begun = time.thread_time()
                with pytest.raises(sessions.WrongPasswordError):
                    sessions.sign_in(nip=nip, password="salah", caller=Caller("10.0.0.1"))
                times.append(time.thread_time() - begun)
    medians = [statistics.median(times) for times in took.values()]
    assert max(medians) <= 1.2 * min(medians)


def test_no_write_transaction_is_open_while_a_password_is_hashed(
    app: Flask, client: FlaskClient, who: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_then = []

    def spy(made: str | None, password: str) -> bool:
        open_then.append(db.session().in_transaction())
        return verify(made, password)

    monkeypatch.setattr(sessions, "verify", spy)
    assert enter(client, nip_of(app, who), PASSWORD).status_code == 303
    assert open_then == [False]


def test_hashes_are_bounded_to_one_for_each_core(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0

    class Slow:
        def verify(self, _made: str, _password: str) -> bool:
            nonlocal running, most
            running += 1
            most = max(most, running)
            time.sleep(0.02)
            running -= 1
            return True

    monkeypatch.setattr(passwords, "HASHER", Slow())
    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(lambda _n: verify("x", "y"), range(16)))
    assert most <= (passwords.os.cpu_count() or 1)


def test_many_wrong_tries_from_one_address_wait_there_but_not_elsewhere(
    app: Flask, client: FlaskClient, who: int
) -> None:
    nip = nip_of(app, who)
    answers = [enter(client, nip, f"salah-{n}", address="10.0.0.1") for n in range(30)]
    assert answers[0].status_code == 422
    last = enter(client, nip, PASSWORD, address="10.0.0.1")
    assert last.status_code == 429
    assert 0 < int(last.headers["Retry-After"]) <= 15 * 60
    assert "Akun Anda tidak dikunci" in last.text
    assert not is_signed_in(client)
    elsewhere = app.test_client()
    assert enter(elsewhere, nip, PASSWORD, address="10.0.0.2").status_code == 303
    assert is_signed_in(elsewhere)


def test_trying_many_numbers_from_one_address_is_stopped_too(
    app: Flask, client: FlaskClient, who: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "verify", lambda _made, _password: False)
    statuses = [enter(client, f"19900101202001{n:04}", "salah").status_code for n in range(30)]
    assert (statuses[0], statuses[-1]) == (422, 429)
    other = enter(client, "199001012020011999", "salah", address="2001:db8::1")
    assert other.status_code == 422


def test_waiting_ends_by_itself(
    app: Flask,
    client: FlaskClient,
    who: int,
    at: At,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nip = nip_of(app, who)
    with monkeypatch.context() as patch:
        patch.setattr(sessions, "verify", lambda _made, _password: False)
        for n in range(12):
            enter(client, nip, f"salah-{n}")
    assert enter(client, nip, PASSWORD).status_code == 429
    at(timedelta(minutes=16))
    assert enter(client, nip, PASSWORD).status_code == 303


def test_wrong_tries_survive_the_refusal_and_name_nobody(
    app: Flask, client: FlaskClient, who: int, at: At
) -> None:
    nip = nip_of(app, who)
    enter(client, nip, "salah-sama-sekali", address="::ffff:10.0.0.9")
    with app.app_context():
        tried = db.session.scalars(select(LoginAttempt)).one()
        assert (tried.address, len(tried.nip_hash)) == ("10.0.0.9", 64)
        noted = db.session.scalars(select(audit.Entry)).all()
        assert [entry.action for entry in noted] == ["session.refused"]
        assert nip not in str([entry.details for entry in noted])
    at(timedelta(days=2))
    with app.app_context():
        forget_tries()
        db.session.commit()
        assert not db.session.scalar(select(func.count(LoginAttempt.id)))
