"""Signing in: where it leads, what a refusal says, languages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from kinerja.extensions import db
from kinerja.people.models import Account, Employee, LoginAttempt
from kinerja.people.rules import Standing
from kinerja.people.views.sessions import own_path
from tests import factories
from tests.pages import soup
from tests.signing import PASSWORD, enter, is_signed_in, nip_of, token


@pytest.fixture
def person(app: Flask) -> int:
    """Somebody who can sign in."""
    employee_id = factories.employee(app, name="Sari Teladan")
    factories.account(app, employee_id, PASSWORD)
    return employee_id


def test_right_password_leads_to_the_start_page(
    app: Flask, client: FlaskClient, person: int
) -> None:
    nip = nip_of(app, person)
    answer = enter(client, f" {nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]} ", PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/beranda")
    page = client.get("/beranda")
    assert "Sari Teladan" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert client.get("/masuk").location == "/beranda"


def test_front_door_leads_to_the_start_page_and_from_there_to_signing_in(
    client: FlaskClient,
) -> None:
    assert client.get("/").location == "/beranda"
    answer = client.get("/beranda")
    assert (answer.status_code, answer.location) == (303, "/masuk?lanjut=/beranda")


def test_signing_in_leads_back_to_the_page_that_was_wanted(
    app: Flask, client: FlaskClient, person: int
) -> None:
    wanted = client.get("/pegawai?cari=sari&hal=2").location
    answer = enter(client, nip_of(app, person), PASSWORD, path=wanted)
    assert answer.location == "/pegawai?cari=sari&hal=2"


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "https:evil.example",
        "https://evil.example/beranda",
        "http://localhost/beranda",
        "/\\evil.example",
        "\\\\evil.example",
        "%2f%2fevil.example",
        "/%2f%2fevil.example",
        "/beranda\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "//[evil",
        "beranda",
        "/tidak-ada",
        "/keluar",
        "",
    ],
)
def test_signing_in_never_leads_out_of_the_house(app: Flask, wanted: str) -> None:
    with app.test_request_context():
        assert own_path(wanted) is None


def test_a_foreign_wish_ends_on_the_start_page(
    app: Flask, client: FlaskClient, person: int
) -> None:
    answer = enter(client, nip_of(app, person), PASSWORD, path="/masuk?lanjut=//evil.example")
    assert answer.location == "/beranda"


def test_wrong_password_says_what_to_do_and_keeps_the_number(
    app: Flask, client: FlaskClient, person: int
) -> None:
    nip = nip_of(app, person)
    answer = enter(client, nip, "salah-sama-sekali")
    page = soup(answer)
    assert answer.status_code == 422
    assert page.select_one("#nip")["value"] == nip
    assert not page.select_one("#password").get("value")
    alert = page.select_one('[role="alert"].error-box')
    assert alert is not None
    assert "ketik ulang kata sandi" in alert.text
    assert page.title is not None
    assert page.title.text.startswith("Galat: Masuk")
    assert not is_signed_in(client)


def test_empty_fields_are_named_one_by_one(app: Flask, client: FlaskClient) -> None:
    answer = enter(client, "", "")
    assert answer.status_code == 422
    assert "Isi NIP Anda, 18 digit." in answer.text
    assert "Isi kata sandi Anda." in answer.text
    with app.app_context():
        assert not db.session.scalar(select(func.count(LoginAttempt.id)))


@pytest.mark.parametrize("what", ["account", "employee"])
def test_inactive_people_cannot_sign_in_and_are_signed_out(
    app: Flask, client: FlaskClient, person: int, what: str
) -> None:
    enter(client, nip_of(app, person), PASSWORD)
    assert is_signed_in(client)
    with app.app_context():
        if what == "account":
            db.session.execute(update(Account).values(is_active=False))
        else:
            db.session.execute(update(Employee).values(standing=Standing.RETIRED))
        db.session.commit()
    assert not is_signed_in(client)
    assert enter(app.test_client(), nip_of(app, person), PASSWORD).status_code == 422


def test_htmx_is_told_to_open_the_sign_in_page_as_a_whole(client: FlaskClient) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/pegawai?hal=2"}
    answer = client.get("/pegawai", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/masuk?lanjut=/pegawai?hal%3D2"
    foreign = headers | {"HX-Current-URL": "http://evil.example/pegawai"}
    assert client.get("/pegawai", headers=foreign).headers["HX-Redirect"] == "/masuk"


def test_language_is_kept_by_cookie_and_by_account(
    app: Flask, client: FlaskClient, person: int
) -> None:
    data = {"csrf_token": token(client), "language": "en", "next": "/masuk"}
    answer = client.post("/bahasa", data=data)
    assert (answer.status_code, answer.location) == (303, "/masuk")
    assert soup(client.get("/masuk")).html["lang"] == "en"
    enter(client, nip_of(app, person), PASSWORD)
    data = {"csrf_token": token(client, "/beranda"), "language": "en", "next": "//evil.example"}
    assert client.post("/bahasa", data=data).location == "/beranda"
    elsewhere = app.test_client()
    enter(elsewhere, nip_of(app, person), PASSWORD)
    assert soup(elsewhere.get("/beranda")).html["lang"] == "en"


def test_an_unknown_language_changes_nothing(client: FlaskClient) -> None:
    data = {"csrf_token": token(client), "language": "xx", "next": "/masuk"}
    assert client.post("/bahasa", data=data).status_code == 303
    assert soup(client.get("/masuk")).html["lang"] == "id"
