"""One's own account: password, greeting, contact."""

import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from kinerja.extensions import db
from kinerja.people.models import Account, AccountCode
from kinerja.people.rules.accounts import Salutation
from kinerja.permissions import Role
from tests import factories
from tests.accounts import (
    GOOD,
    account,
    actions,
    mails,
    person,
    refusals,
    send,
    trail,
    words,
)
from tests.pages import soup
from tests.signing import PASSWORD, At, enter, is_signed_in, nip_of


def test_start_page_of_the_account_leads_everywhere(mine: FlaskClient) -> None:
    page = soup(mine.get("/akun"))
    links = {str(link["href"]) for link in page.select("main a[href]")}
    assert {"/akun/sandi", "/akun/dua-langkah", "/akun/sesi", "/akun/kontak"} <= links
    assert "Sari Teladan" in page.text


@pytest.mark.parametrize(
    ("chosen", "kept"), [("bu", Salutation.BU), ("kak", Salutation.KAK), ("", None)]
)
def test_greeting_is_kept(
    app: Flask, mine: FlaskClient, who: int, chosen: str, kept: Salutation | None
) -> None:
    assert send(mine, "/akun", salutation="pak").status_code == 303
    assert send(mine, "/akun", salutation=chosen).status_code == 303
    assert account(app, who).salutation is kept
    checked = soup(mine.get("/akun")).select_one("input[name=salutation][checked]")
    assert checked["value"] == chosen


def test_unknown_greeting_is_refused(mine: FlaskClient) -> None:
    assert send(mine, "/akun", salutation="tuan").status_code == 422


# password


def test_password_is_changed_with_the_present_one(app: Flask, mine: FlaskClient, who: int) -> None:
    answer = send(mine, "/akun/sandi", current=PASSWORD, password=GOOD)
    assert (answer.status_code, answer.location) == (303, "/akun")
    assert is_signed_in(mine)
    assert enter(app.test_client(), nip_of(app, who), PASSWORD).status_code == 422
    assert enter(app.test_client(), nip_of(app, who), GOOD).status_code == 303
    assert actions(app).count("account.password_changed") == 1
    assert GOOD not in trail(app)


def test_wrong_present_password_changes_nothing_and_is_counted(
    app: Flask, mine: FlaskClient, who: int
) -> None:
    answer = send(mine, "/akun/sandi", current="salah sama sekali", password=GOOD)
    assert answer.status_code == 422
    assert "Kata sandi saat ini tidak cocok" in refusals(answer)
    for _turn in range(9):
        send(mine, "/akun/sandi", current="salah sama sekali", password=GOOD)
    assert send(mine, "/akun/sandi", current=PASSWORD, password=GOOD).status_code == 429
    assert actions(app).count("password.refused") == 10
    assert enter(app.test_client(), nip_of(app, who), PASSWORD).status_code == 303


@pytest.mark.parametrize("password", ["pendek", "bismillah2026", "SariTeladan2026"])
def test_weak_new_password_is_refused(mine: FlaskClient, password: str) -> None:
    answer = send(mine, "/akun/sandi", current=PASSWORD, password=password)
    assert answer.status_code == 422
    assert "Kata sandi ini" in refusals(answer)


def test_password_of_128_characters_with_blanks_and_signs_works(
    app: Flask, mine: FlaskClient, who: int
) -> None:
    long = "  " + "".join(chr(33 + n % 90) for n in range(0, 124 * 7, 7)) + "  "
    assert len(long) == 128
    assert send(mine, "/akun/sandi", current=PASSWORD, password=long).status_code == 303
    assert enter(app.test_client(), nip_of(app, who), long).status_code == 303
    assert enter(app.test_client(), nip_of(app, who), long.strip()).status_code == 422


def test_admins_are_advised_a_longer_one(app: Flask, mine: FlaskClient, who: int) -> None:
    assert "disarankan 15" not in words(mine.get("/akun/sandi"))
    factories.grant(app, who, Role.UNIT_ADMIN, factories.unit(app))
    assert "disarankan 15" in words(mine.get("/akun/sandi"))


def test_paste_is_allowed_and_managers_are_helped(mine: FlaskClient) -> None:
    page = soup(mine.get("/akun/sandi"))
    assert page.select_one("#current")["autocomplete"] == "current-password"
    assert page.select_one("#password")["autocomplete"] == "new-password"
    assert not page.select("[onpaste]")
    assert int(page.select_one("#password")["maxlength"]) >= 256


def test_no_secret_is_repeated_when_a_form_has_lost_its_token(mine: FlaskClient) -> None:
    secret = "kata sandi yang amat sangat panjang"
    data = dict.fromkeys(("current", "password", "repeat", "confirm_password", "code"), secret)
    answer = mine.post("/akun/sandi", data=data)
    assert answer.status_code == 400
    assert secret not in answer.text


def test_outdated_hash_is_renewed_when_signing_in(
    app: Flask, client: FlaskClient, who: int
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    with app.app_context():
        db.session.execute(update(Account).values(password_hash=weak))
        db.session.commit()
    enter(client, nip_of(app, who), PASSWORD)
    renewed = account(app, who).password_hash
    assert renewed
    assert "m=19456,t=2,p=1" in renewed
    assert enter(app.test_client(), nip_of(app, who), PASSWORD).status_code == 303
    assert account(app, who).password_hash == renewed


def test_account_without_a_password_lets_nobody_in(
    app: Flask, client: FlaskClient, who: int
) -> None:
    with app.app_context():
        db.session.execute(update(Account).values(password_hash=None))
        db.session.commit()
    for password in (PASSWORD, "-", ""):
        assert enter(client, nip_of(app, who), password).status_code == 422
    assert not is_signed_in(client)


# contact


def code_in_mail(app: Flask) -> str:
    text = next(mail.text for mail in reversed(mails(app)) if mail.kind == "account.email")
    found = re.search(r": (\w{4}-\w{4})\n", text)
    assert found
    return found[1]


def test_new_address_holds_once_its_code_was_typed(app: Flask, mine: FlaskClient, who: int) -> None:
    asked = send(mine, "/akun/kontak", email="sari@contoh.go.id", phone="0812 3456 7890")
    assert asked.location == "/akun/kontak/surel"
    assert (person(app, who).email, person(app, who).phone) == (None, "0812 3456 7890")
    wrong = send(mine, "/akun/kontak/surel", code="AAAA-AAAA")
    assert wrong.status_code == 422
    right = send(mine, "/akun/kontak/surel", code=code_in_mail(app).lower())
    assert right.location == "/akun"
    assert person(app, who).email == "sari@contoh.go.id"
    assert send(mine, "/akun/kontak/surel", code=code_in_mail(app)).status_code == 422
    assert "contoh.go.id" not in trail(app)
    assert actions(app).count("account.contact_changed") == 2


def test_former_address_hears_of_it(app: Flask, mine: FlaskClient, who: int) -> None:
    send(mine, "/akun/kontak", email="lama@contoh.go.id", phone="")
    send(mine, "/akun/kontak/surel", code=code_in_mail(app))
    send(mine, "/akun/kontak", email="baru@contoh.go.id", phone="")
    send(mine, "/akun/kontak/surel", code=code_in_mail(app))
    last = mails(app)[-1]
    assert (last.to, last.kind) == ("lama@contoh.go.id", "account.notice")
    assert "baru@" not in last.text
    send(mine, "/akun/kontak", email="", phone="")
    assert mails(app)[-1].to == "baru@contoh.go.id"
    assert person(app, who).email is None


def test_code_of_an_address_runs_out_and_is_replaced(
    app: Flask, mine: FlaskClient, who: int, at: At
) -> None:
    send(mine, "/akun/kontak", email="satu@contoh.go.id", phone="")
    first = code_in_mail(app)
    send(mine, "/akun/kontak", email="dua@contoh.go.id", phone="")
    assert send(mine, "/akun/kontak/surel", code=first).status_code == 422
    second = code_in_mail(app)
    at(timedelta(minutes=29))
    with app.app_context():
        assert len(db.session.scalars(select(AccountCode)).all()) == 1
    at(timedelta(minutes=31))
    enter(mine, nip_of(app, who), PASSWORD)
    assert send(mine, "/akun/kontak/surel", code=second).status_code == 422


def test_guessing_the_code_of_an_address_is_slowed_down(mine: FlaskClient) -> None:
    send(mine, "/akun/kontak", email="satu@contoh.go.id", phone="")
    statuses = [
        send(mine, "/akun/kontak/surel", code=f"AAAA-{n:04}").status_code for n in range(11)
    ]
    assert statuses == [422] * 10 + [429]


@pytest.mark.parametrize(("email", "phone"), [("bukan surel", ""), ("", "nomor saya")])
def test_contact_that_cannot_be_is_refused(mine: FlaskClient, email: str, phone: str) -> None:
    assert send(mine, "/akun/kontak", email=email, phone=phone).status_code == 422
