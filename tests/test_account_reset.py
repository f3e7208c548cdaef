"""A forgotten password: nothing tells who has an account, and the second factor stays."""

import re
import statistics
import time
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from kinerja.extensions import db
from kinerja.people.models import Account, AccountCode, Employee, ResetRequest
from kinerja.people.services import answer_resets
from kinerja.people.services.resets import ask_reset
from kinerja.people.services.sessions import Caller
from tests import factories
from tests.accounts import (
    GOOD,
    actions,
    app_code,
    link_in_mail,
    mails,
    send,
    with_factor,
    words,
)
from tests.signing import PASSWORD, At, enter, is_signed_in, nip_of

NOBODY = "199001012020011999"


@pytest.fixture
def person(app: Flask) -> int:
    """Somebody who can sign in and has an e-mail address."""
    employee_id = factories.employee(app, name="Sari Teladan")
    factories.account(app, employee_id, PASSWORD)
    with app.app_context():
        db.session.execute(update(Employee).values(email="sari@contoh.go.id"))
        db.session.commit()
    return employee_id


def work(app: Flask) -> None:
    """What the jobs do each minute."""
    with app.app_context():
        answer_resets()
        db.session.commit()


def ask(client: FlaskClient, nip: str, address: str = "10.0.0.1") -> TestResponse:
    client.environ_base["REMOTE_ADDR"] = address
    return send(client, "/lupa-sandi", nip=nip)


def asked_link(app: Flask, client: FlaskClient, employee_id: int) -> str:
    ask(client, nip_of(app, employee_id))
    work(app)
    return link_in_mail(app)


def test_link_from_the_mail_lets_somebody_choose_a_password(
    app: Flask, client: FlaskClient, person: int
) -> None:
    link = asked_link(app, client, person)
    assert "Setel ulang kata sandi" in words(client.get(link))
    answer = send(client, link, password=GOOD)
    assert (answer.status_code, answer.location) == (303, "/beranda")
    assert is_signed_in(client)
    assert enter(app.test_client(), nip_of(app, person), PASSWORD).status_code == 422
    assert enter(app.test_client(), nip_of(app, person), GOOD).status_code == 303
    done = actions(app)
    assert (done.count("account.reset_asked"), done.count("account.reset")) == (1, 1)


def test_reset_ends_every_session(app: Flask, client: FlaskClient, person: int) -> None:
    thief = app.test_client()
    enter(thief, nip_of(app, person), PASSWORD)
    assert is_signed_in(thief)
    send(client, asked_link(app, client, person), password=GOOD)
    assert not is_signed_in(thief)
    assert is_signed_in(client)


def test_link_works_once(app: Flask, client: FlaskClient, person: int) -> None:
    link = asked_link(app, client, person)
    token_page = app.test_client()
    token_page.get(link)  # opening it uses nothing up: scanners of mails open links too
    assert send(client, link, password=GOOD).status_code == 303
    again = app.test_client().get(link)
    assert again.status_code == 410
    assert "tidak berlaku lagi" in words(again)
    late = send(app.test_client(), link, from_path="/masuk", password="sandi lain yang bagus")
    assert late.status_code == 410
    assert enter(app.test_client(), nip_of(app, person), GOOD).status_code == 303


def test_link_is_over_after_half_an_hour(
    app: Flask, client: FlaskClient, person: int, at: At
) -> None:
    link = asked_link(app, client, person)
    at(timedelta(minutes=29))
    assert client.get(link).status_code == 200
    at(timedelta(minutes=31))
    assert client.get(link).status_code == 410
    assert send(client, link, from_path="/masuk", password=GOOD).status_code == 410


def test_newer_link_and_changed_password_make_it_void(
    app: Flask, client: FlaskClient, person: int
) -> None:
    first = asked_link(app, client, person)
    second = asked_link(app, client, person)
    assert first != second
    assert client.get(first).status_code == 410
    other = app.test_client()
    enter(other, nip_of(app, person), PASSWORD)
    send(other, "/akun/sandi", current=PASSWORD, password=GOOD)
    assert client.get(second).status_code == 410


def test_only_a_hash_of_the_token_is_kept(app: Flask, client: FlaskClient, person: int) -> None:
    token = asked_link(app, client, person).partition("token=")[2]
    assert len(token) >= 43  # 32 bytes
    with app.app_context():
        row = db.session.scalars(select(AccountCode)).one()
        assert token not in str(vars(row))


def test_reset_does_not_go_round_the_second_factor(
    app: Flask, client: FlaskClient, person: int
) -> None:
    seed = with_factor(app, person)
    answer = send(client, asked_link(app, client, person), password=GOOD)
    assert answer.location == "/masuk/kode?lanjut=/beranda"
    assert not is_signed_in(client)
    assert send(client, "/masuk/kode", code=app_code(seed)).status_code == 303
    assert is_signed_in(client)


def test_mail_holds_the_configured_address_and_never_the_one_that_was_asked(
    app: Flask, client: FlaskClient, person: int
) -> None:
    headers = {"Host": "evil.example"}
    page = client.get("/lupa-sandi", headers=headers)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    client.post(
        "/lupa-sandi",
        data={"nip": nip_of(app, person), "csrf_token": token[1]},
        headers=headers,
    )
    work(app)
    text = mails(app)[0].text
    assert "evil.example" not in text
    assert "http://127.0.0.1:8000/sandi-baru?token=" in text
    assert nip_of(app, person) not in text


@pytest.mark.parametrize("who", ["unknown", "without mail", "disabled", "nonsense"])
def test_answer_is_the_same_whoever_is_asked_for(
    app: Flask, client: FlaskClient, person: int, who: str
) -> None:
    if who == "without mail":
        with app.app_context():
            db.session.execute(update(Employee).values(email=None))
            db.session.commit()
    if who == "disabled":
        with app.app_context():
            db.session.execute(update(Account).values(is_active=False))
            db.session.commit()
    other = {"unknown": NOBODY, "nonsense": "bukan nip"}.get(who, nip_of(app, person))
    known = ask(client, nip_of(app, person))
    asked = ask(app.test_client(), other)
    assert (asked.status_code, asked.location) == (known.status_code, known.location)
    assert known.location == "/lupa-sandi/terkirim"
    page = client.get(known.location)
    assert "Jika NIP itu punya akun" in words(page)
    assert "admin unit" in words(page)
    work(app)
    assert len(mails(app)) == (0 if who in ("without mail", "disabled") else 1)
    with app.app_context():
        assert db.session.scalars(select(ResetRequest)).all() == []


def test_same_statements_are_sent_for_a_known_and_an_unknown_number(
    app: Flask, client: FlaskClient, person: int, count_queries
) -> None:
    sent = []
    for nip in (nip_of(app, person), NOBODY):
        with count_queries() as statements:
            ask(client, nip)
        sent.append(statements)
    assert sent[0] == sent[1]


def test_known_and_unknown_numbers_take_about_as_long(app: Flask, person: int) -> None:
    took: dict[str, list[float]] = {nip_of(app, person): [], NOBODY: []}
    for turn in range(40):
        for nip, times in took.items():
            caller = Caller(f"10.0.{turn}.1")
            with app.test_request_context("/lupa-sandi", method="POST"):
                begun = time.thread_time()
                ask_reset(nip=nip, caller=caller)
                times.append(time.thread_time() - begun)
    medians = [statistics.median(times) for times in took.values()]
    assert max(medians) <= 1.25 * min(medians)


def test_asking_is_slowed_down_for_each_address(
    app: Flask, client: FlaskClient, person: int
) -> None:
    statuses = [ask(client, nip_of(app, person)).status_code for _turn in range(11)]
    assert statuses == [303] * 10 + [429]
    assert ask(client, NOBODY).status_code == 303
    assert ask(app.test_client(), nip_of(app, person), address="10.0.0.2").status_code == 303
    assert enter(app.test_client(), nip_of(app, person), PASSWORD).status_code == 303


def test_nobodys_mailbox_is_flooded(app: Flask, client: FlaskClient, person: int, at: At) -> None:
    for turn in range(5):
        ask(client, nip_of(app, person), address=f"10.0.{turn}.1")
        work(app)
    assert len(mails(app)) == 3
    at(timedelta(minutes=61))
    ask(client, nip_of(app, person), address="10.0.9.1")
    work(app)
    assert len(mails(app)) == 4


def test_jobs_answer_what_was_asked(app: Flask, client: FlaskClient, person: int) -> None:
    ask(client, nip_of(app, person))
    assert app.test_cli_runner().invoke(args=["jobs", "run"]).exit_code == 0
    assert len(mails(app)) == 1


def test_mail_says_how_long_and_what_to_do_when_it_was_somebody_else(
    app: Flask, client: FlaskClient, person: int
) -> None:
    asked_link(app, client, person)
    mail = mails(app)[0]
    assert (mail.to, mail.subject) == ("sari@contoh.go.id", "[Kinerja] Setel ulang kata sandi")
    assert "dalam 30 menit" in mail.text
    assert "abaikan surel ini" in mail.text
