"""Signing in through a real OpenID Connect provider, and through one that lies."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kinerja import audit
from kinerja.config import ConfigError, from_environment
from kinerja.extensions import db
from kinerja.people.models import Employee, SsoIdentity
from kinerja.permissions import Role
from tests import factories
from tests.hostile_provider import HostileProvider
from tests.sso_provider import CLIENT_ID, CLIENT_SECRET, PASSWORD, USER
from tests.visits import send

PUBLIC_URL = "http://127.0.0.1:9999"
NIP = "199001012020011001"


class Provider(NamedTuple):
    """Where the provider is."""

    issuer: str
    login: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """A provider in a process of its own."""
    port, folder = free_port(), tmp_path_factory.mktemp("provider")
    callback = f"{PUBLIC_URL}/masuk/sso/kembali"
    command = [sys.executable, "-m", "tests.sso_provider", str(port), callback, NIP, str(folder)]
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        command, cwd=Path(__file__).parent.parent, stdout=log, stderr=subprocess.STDOUT
    )
    found = Provider(f"http://127.0.0.1:{port}/o", f"http://127.0.0.1:{port}/masuk/")
    try:
        wait_for(f"{found.issuer}/.well-known/openid-configuration")
        yield found
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def wait_for(address: str) -> None:
    for _second in range(300):
        try:
            if requests.get(address, timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise TimeoutError(address)


@pytest.fixture
def trust(app: Flask) -> Iterator[Callable[[str], None]]:
    """Sets the application up for the provider with this address."""
    before = dict(app.config)

    def set_up(issuer: str) -> None:
        app.extensions.pop("kinerja-sso", None)
        app.config.update(
            PUBLIC_URL=PUBLIC_URL,
            OIDC_ISSUER=issuer,
            OIDC_CLIENT_ID=CLIENT_ID,
            OIDC_CLIENT_SECRET=CLIENT_SECRET,
        )

    yield set_up
    app.extensions.pop("kinerja-sso", None)
    app.config.clear()
    app.config.update(before)


@pytest.fixture
def person(app: Flask) -> int:
    """Somebody with the number that the provider knows, and an account."""
    employee_id = factories.employee(app, number=NIP, name="Sari Teladan")
    factories.account(app, employee_id, "sandi yang tidak dipakai")
    return employee_id


def away(client: FlaskClient, path: str = "/masuk/sso") -> str:
    """Press the button; where the provider is asked."""
    answer = client.get(path)
    assert answer.status_code in (302, 303)
    return str(answer.location)


def back(provider: Provider, asked: str) -> str:
    """Sign in there; the address with which it leads back."""
    with requests.Session() as browser:
        wanted = urlsplit(asked)
        query = {"user": USER, "password": PASSWORD, "next": f"{wanted.path}?{wanted.query}"}
        entered = browser.get(f"{provider.login}?{urlencode(query)}", allow_redirects=False)
        assert entered.status_code == 302
        leads = browser.get(asked, allow_redirects=False)
    assert leads.status_code == 302, leads.text
    assert leads.headers["Location"].startswith(f"{PUBLIC_URL}/masuk/sso/kembali")
    return leads.headers["Location"].removeprefix(PUBLIC_URL)


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/beranda").status_code == 200


def test_a_person_enters_through_a_real_provider_with_code_pkce_state_and_nonce(
    app: Flask, person: int, client: FlaskClient, real: Provider, trust: Callable[[str], None]
) -> None:
    trust(real.issuer)
    assert "Masuk dengan" in client.get("/masuk").text
    asked = away(client, "/masuk/sso?lanjut=/kompetensi")
    sent = parse_qs(urlsplit(asked).query)
    assert sent["response_type"] == ["code"]
    assert sent["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(sent)
    answer = client.get(back(real, asked))
    assert (answer.status_code, answer.location) == (303, "/kompetensi")
    assert is_signed_in(client)
    with app.app_context():
        identity = db.session.scalars(select(SsoIdentity)).one()
        assert (identity.issuer, identity.account.employee_id) == (real.issuer, person)
        actions = list(db.session.scalars(select(audit.Entry.action).order_by(audit.Entry.seq)))
    assert actions.count("sso.linked") == 1
    assert actions.count("session.begun") == 1


def test_the_same_answer_enters_once_only(
    app: Flask, person: int, client: FlaskClient, real: Provider, trust: Callable[[str], None]
) -> None:
    trust(real.issuer)
    leads = back(real, away(client))
    assert client.get(leads).location == "/beranda"
    again = app.test_client()
    assert again.get(leads).location == "/masuk"  # another browser, without the state
    assert not is_signed_in(again)
    away(client)
    assert client.get(leads).location == "/masuk"  # the code has been used


def test_a_second_sign_in_finds_the_same_account(
    app: Flask, person: int, client: FlaskClient, real: Provider, trust: Callable[[str], None]
) -> None:
    trust(real.issuer)
    client.get(back(real, away(client)))
    other = app.test_client()
    assert other.get(back(real, away(other))).location == "/beranda"
    with app.app_context():
        assert len(list(db.session.scalars(select(SsoIdentity)))) == 1


def test_nobody_is_made_for_a_number_without_an_account(
    app: Flask, client: FlaskClient, real: Provider, trust: Callable[[str], None]
) -> None:
    factories.employee(app, number=NIP)
    trust(real.issuer)
    assert client.get(back(real, away(client))).location == "/masuk"
    assert "belum terhubung dengan akun Kinerja" in client.get("/masuk").text
    assert not is_signed_in(client)


def test_the_account_of_another_subject_is_not_entered(
    app: Flask, person: int, client: FlaskClient, real: Provider, trust: Callable[[str], None]
) -> None:
    trust(real.issuer)
    client.get(back(real, away(client)))
    with app.app_context():
        db.session.scalars(select(SsoIdentity)).one().subject = "orang-lain"
        db.session.commit()
    other = app.test_client()
    assert other.get(back(real, away(other))).location == "/masuk"
    assert "sudah terhubung dengan akun SSO lain" in other.get("/masuk").text
    with app.app_context():
        refused = select(audit.Entry).where(audit.Entry.action == "sso.refused")
        assert len(list(db.session.scalars(refused))) == 1


def test_without_a_start_nothing_comes_back(
    app: Flask, person: int, client: FlaskClient, real: Provider, trust: Callable[[str], None]
) -> None:
    trust(real.issuer)
    assert client.get("/masuk/sso/kembali?code=abc&state=def").location == "/masuk"
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "lie", ["state", "nonce", "aud", "iss", "none", "shared-secret", "another-key", "old", "no-sub"]
)
def test_an_answer_that_does_not_hold_lets_nobody_in(
    app: Flask, person: int, client: FlaskClient, trust: Callable[[str], None], lie: str
) -> None:
    with HostileProvider(client_id=CLIENT_ID, client_secret=CLIENT_SECRET, nip=NIP) as hostile:
        trust(hostile.issuer)
        honest = hostile.answer(away(client), lie="")
        assert client.get(honest.removeprefix(PUBLIC_URL)).location == "/beranda"
        other = app.test_client()
        leads = hostile.answer(away(other), lie=lie)
        assert other.get(leads.removeprefix(PUBLIC_URL)).location == "/masuk"
        assert not is_signed_in(other)


def test_a_provider_that_does_not_answer_is_said_so(
    app: Flask, client: FlaskClient, trust: Callable[[str], None]
) -> None:
    trust(f"http://127.0.0.1:{free_port()}")
    assert client.get("/masuk/sso").location == "/masuk"
    assert "sedang tidak dapat dihubungi" in client.get("/masuk").text


def test_without_settings_there_is_no_single_sign_on(app: Flask, client: FlaskClient) -> None:
    assert client.get("/masuk/sso").status_code == 404
    assert client.get("/masuk/sso/kembali").status_code == 404
    assert "/masuk/sso" not in client.get("/masuk").text


def test_half_of_the_settings_is_refused() -> None:
    with pytest.raises(ConfigError, match="OIDC_CLIENT_ID"):
        from_environment({"OIDC_ISSUER": "https://sso.contoh.go.id", "SECRET_KEY": "x"})


def test_when_only_single_sign_on_is_allowed_passwords_open_admins_accounts_alone(
    app: Flask, client: FlaskClient, trust: Callable[[str], None]
) -> None:
    trust("https://sso.contoh.go.id")
    app.config["OIDC_ONLY"] = True
    root = factories.unit(app)
    clerk, admin = factories.employee(app, unit_id=root), factories.employee(app, unit_id=root)
    factories.grant(app, admin, Role.AGENCY_ADMIN, root)
    for one in (clerk, admin):
        factories.account(app, one, "sandi contoh yang panjang")
    assert "Masuklah lewat SSO" in by_password(app, client, clerk).text
    assert not is_signed_in(client)
    assert by_password(app, client, admin).status_code == 303
    assert is_signed_in(client)


def by_password(app: Flask, client: FlaskClient, employee_id: int) -> TestResponse:
    with app.app_context():
        nip = db.session.get_one(Employee, employee_id).nip
    return send(client, "/masuk", nip=nip, password="sandi contoh yang panjang")
