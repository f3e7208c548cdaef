"""Disabling accounts and ending the sessions of others."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.accounts import (
    GOOD,
    act,
    actions,
    page_of,
    send,
    words,
)
from tests.pages import soup
from tests.signing import PASSWORD, enter, is_signed_in, nip_of
from tests.staff import City, SignedIn, build

At = Callable[[timedelta], None]


@pytest.fixture
def city(app: Flask) -> City:
    """A small agency: an admin of the office and its desk, and one of all."""
    return build(app)


@pytest.fixture
def admin(city: City, signed_in: SignedIn) -> FlaskClient:
    """The office's admin, signed in."""
    return signed_in(city.unit_admin)


def test_disabled_account_is_out_at_once_and_may_come_back(
    app: Flask, admin: FlaskClient, city: City
) -> None:
    factories.account(app, city.clerk, PASSWORD)
    theirs = app.test_client()
    enter(theirs, nip_of(app, city.clerk), PASSWORD)
    asked = words(admin.get(f"{page_of(city.clerk)}/nonaktifkan"))
    assert "langsung dikeluarkan" in asked
    assert act(admin, city.clerk, "nonaktifkan").status_code == 303
    assert not is_signed_in(theirs)
    assert enter(theirs, nip_of(app, city.clerk), PASSWORD).status_code == 422
    assert act(admin, city.clerk, "nonaktifkan").status_code == 409
    refused = act(admin, city.clerk, "slip")
    assert refused.status_code == 409
    assert "Aktifkan lagi dulu" in words(refused)
    assert act(admin, city.clerk, "aktifkan").status_code == 303
    assert not is_signed_in(theirs), "the session is gone, not asleep"
    assert enter(theirs, nip_of(app, city.clerk), PASSWORD).status_code == 303
    assert act(admin, city.clerk, "aktifkan").status_code == 409
    done = actions(app)
    assert [done.count(f"account.{what}") for what in ("disabled", "enabled")] == [1, 1]


def test_disabling_voids_the_slip(app: Flask, admin: FlaskClient, city: City) -> None:
    page = act(admin, city.clerk, "slip")
    code = soup(page).select_one(".slip-code").text
    act(admin, city.clerk, "nonaktifkan")
    act(admin, city.clerk, "aktifkan")
    late = send(
        app.test_client(), "/aktivasi", nip=nip_of(app, city.clerk), code=code, password=GOOD
    )
    assert late.status_code == 422


def test_admin_ends_somebodys_sessions(app: Flask, admin: FlaskClient, city: City) -> None:
    factories.account(app, city.clerk, PASSWORD)
    theirs = app.test_client()
    enter(theirs, nip_of(app, city.clerk), PASSWORD)
    assert "Keluarkan dari semua perangkat" in words(admin.get(page_of(city.clerk)))
    assert act(admin, city.clerk, "keluarkan").status_code == 303
    assert not is_signed_in(theirs)
    assert is_signed_in(admin)
    assert actions(app).count("sessions.ended") == 1
