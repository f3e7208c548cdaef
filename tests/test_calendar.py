"""The personal calendar's secret address: made, told once, renewed, revoked."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import clock
from kinerja.extensions import db
from kinerja.notifications.models import Feed
from kinerja.people.models import Account, Employee
from kinerja.people.rules import Standing
from tests import factories
from tests.subscribing import PAGE, read, subscribe
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def person(app: Flask) -> int:
    return factories.employee(app, name="Sari Uji")


def test_address_is_shown_once_and_only_its_hash_is_kept(
    app: Flask, person: int, signed_in: SignedIn
) -> None:
    client = signed_in(person)
    path = subscribe(client)
    token = path.removeprefix("/kalender/").removesuffix(".ics")
    assert len(token) == 43  # 32 bytes
    with app.app_context():
        feed = db.session.get_one(Feed, person)
        assert token not in feed.token_hash
        assert len(feed.token_hash) == 64
    assert token not in client.get(PAGE).text


def test_calendar_is_read_without_signing_in(
    app: Flask, person: int, signed_in: SignedIn, client: FlaskClient
) -> None:
    path = subscribe(signed_in(person))
    calendar = read(client, path)
    assert calendar["VERSION"] == "2.0"
    assert calendar["METHOD"] == "PUBLISH"
    assert str(calendar["PRODID"]).startswith("-//Kinerja")
    assert calendar["X-WR-TIMEZONE"] == "Asia/Jakarta"
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers


def test_new_address_ends_the_old_one_and_revoking_ends_it_all(
    app: Flask, person: int, signed_in: SignedIn, client: FlaskClient
) -> None:
    browser = signed_in(person)
    first = subscribe(browser)
    second = subscribe(browser)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert send(browser, PAGE, f"{PAGE}/cabut").status_code == 303
    assert client.get(second).status_code == 404
    assert "Buat alamat" in browser.get(PAGE).text


@pytest.mark.parametrize("token", ["x", "a" * 43, "..%2F..", "%00", "é" * 20])
def test_wrong_address_is_missing(client: FlaskClient, app: Flask, token: str) -> None:
    assert client.get(f"/kalender/{token}.ics").status_code in (400, 404)


def test_calendar_of_who_left_or_whose_account_is_closed_is_missing(
    app: Flask, person: int, signed_in: SignedIn, client: FlaskClient
) -> None:
    path = subscribe(signed_in(person))
    with app.app_context():
        db.session.scalars(select(Account)).one().is_active = False
        db.session.commit()
    assert client.get(path).status_code == 404
    with app.app_context():
        db.session.scalars(select(Account)).one().is_active = True
        db.session.get_one(Employee, person).standing = Standing.LEFT
        db.session.commit()
    assert client.get(path).status_code == 404


def test_owner_sees_on_which_day_it_was_asked_last(
    app: Flask, person: int, signed_in: SignedIn, client: FlaskClient, noon: None
) -> None:
    browser = signed_in(person)
    path = subscribe(browser)
    assert "belum pernah" in browser.get(PAGE).text
    client.get(path)
    assert "24 November 2026" in browser.get(PAGE).text


def test_unchanged_calendar_is_not_sent_again(
    app: Flask, person: int, signed_in: SignedIn, client: FlaskClient
) -> None:
    path = subscribe(signed_in(person))
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_same_form_sent_twice_still_leaves_one_working_address(
    app: Flask, person: int, signed_in: SignedIn, client: FlaskClient
) -> None:
    path = subscribe(signed_in(person))
    assert client.get(path).status_code == 200
