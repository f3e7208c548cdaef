"""The mail server's address, signing in, encryption, pauses; links that mails carry."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from flask import Flask

from kinerja import mail
from kinerja.post import Office, Outcome, Server, read_server
from tests.postman import Postman, serving


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", Server("localhost", 25)),
        ("smtp://host:2525", Server("host", 2525)),
        ("smtp://host?starttls", Server("host", 587, starttls=True)),
        ("smtps://host", Server("host", 465, is_tls=True)),
        (
            "smtp://surel%40contoh:s%2Fandi%3A1@host:587?starttls",
            Server("host", 587, starttls=True, user="surel@contoh", password="s/andi:1"),
        ),
    ],
)
def test_address_of_a_server(url: str, server: Server) -> None:
    assert read_server(url) == server


@pytest.mark.parametrize("url", ["http://host", "smtp://", "host:25", "smtp://host:pintu"])
def test_address_that_is_none(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # urllib words some of them
        read_server(url)


def test_signs_in_with_the_address_s_password() -> None:
    seen: list[tuple[bytes, bytes]] = []

    def authenticate(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == b"benar", handled=False)

    options = {"authenticator": authenticate, "auth_require_tls": False}
    with serving(Postman(), **options) as port:
        message = EmailMessage()
        message["From"], message["To"] = "a@contoh.go.id", "b@contoh.go.id"
        message.set_content("Halo")
        with Office(Server("127.0.0.1", port, user="kinerja", password="benar")) as office:
            assert office.send(message) == Outcome()
        with Office(Server("127.0.0.1", port, user="kinerja", password="salah")) as office:
            refused = office.send(message)
    assert refused.is_trouble
    assert refused.failure.startswith("535")
    assert set(seen) == {(b"kinerja", b"benar"), (b"kinerja", b"salah")}  # by several ways


def test_starttls_is_demanded_where_the_address_says_so() -> None:
    postman = Postman()
    with serving(postman) as port, Office(Server("127.0.0.1", port, starttls=True)) as office:
        outcome = office.send(EmailMessage())
    assert not outcome.is_sent
    assert postman.taken == []


@contextmanager
def silent_server() -> Iterator[int]:
    """Takes the call and says nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(5)
        yield int(listener.getsockname()[1])


def test_server_that_does_not_answer_is_left_after_the_time_limit() -> None:
    with silent_server() as port, Office(Server("127.0.0.1", port), timeout=0.2) as office:
        outcome = office.send(EmailMessage())
    assert outcome.is_trouble
    assert not outcome.is_final
    assert "imed out" in outcome.failure


def test_pauses_double_up_to_six_hours_and_tries_end() -> None:
    minutes = [mail.pause(tries).total_seconds() / 60 for tries in range(1, mail.MOST_TRIES)]
    assert minutes[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert set(minutes[9:]) == {360}
    assert 4 <= sum(minutes) / 60 / 24 <= 5  # RFC 5321, 4.5.4.1
    assert mail.pause(10_000) == timedelta(hours=6)


# links


def test_links_lead_to_the_public_address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://kinerja.contoh.go.id/asn")
    with app.app_context():
        assert mail.link("home.start") == "https://kinerja.contoh.go.id/asn/beranda"
        shown = mail.link("development.show_item", item_id=7)
    assert shown == "https://kinerja.contoh.go.id/asn/pengembangan/kegiatan/7"


def test_sealed_facts_are_read_back_and_nothing_else_is(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        token = mail.seal("stop", 12, "plan")
        assert mail.unseal("stop", token) == [12, "plan"]
        assert mail.unseal("lain", token) is None
        assert mail.unseal("stop", token[:-1]) is None
        assert mail.unseal("stop", "") is None
        monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [app.config["SECRET_KEY"]])
        monkeypatch.setitem(app.config, "SECRET_KEY", "kunci-baru-yang-cukup-panjang-sekali")
        assert mail.unseal("stop", token) == [12, "plan"]
