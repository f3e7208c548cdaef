"""The headers of every answer; forwarded ones are believed only from as many proxies as set."""

from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kinerja.headers import HEADERS
from tests.house.conftest import Build
from tests.house.probe import hidden_fields

SPOOFED = {
    "X-Forwarded-For": "203.0.113.7, 198.51.100.9",
    "X-Forwarded-Host": "jahat.example, kinerja.contoh.go.id",
    "X-Forwarded-Proto": "gopher, https",
}


def check(answer: TestResponse) -> None:
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, name
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in answer.headers


def test_policy_allows_nothing_inline() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    for directive in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"):
        assert directive in policy


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/masuk", 200),
        ("/healthz", 200),
        ("/beranda", 303),
        ("/tidak/ada", 404),
        ("/uji/rusak", 500),
        ("/uji/tak-bertanda", 403),
    ],
)
def test_every_answer_has_them(probe: Flask, path: str, status: int) -> None:
    answer = probe.test_client().get(path)
    assert answer.status_code == status
    check(answer)


def test_answers_to_forms_have_them(probe: Flask, entered) -> None:
    client = entered()
    for form, status in (({}, 422), ({"name": "meja"}, 303)):
        answer = client.post("/uji/benda", data=hidden_fields(client) | form)
        assert answer.status_code == status
        check(answer)
    check(client.post("/uji/benda"))


def test_untrusted_host_gets_them(build: Build) -> None:
    client = build(TRUSTED_HOSTS=["kinerja.contoh.go.id"]).test_client()
    answer = client.get("/masuk", headers={"Host": "jahat.example"})
    assert answer.status_code == 400
    check(answer)


def test_page_of_a_signed_in_visitor_is_not_kept(entered) -> None:
    assert entered().get("/beranda").headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_for_ever_only_under_their_hash(probe: Flask) -> None:
    client = probe.test_client()
    with client.get("/static/app.css") as plain:
        assert "immutable" not in plain.headers["Cache-Control"]
    hashed = client.get("/static/app.css?v=1")
    hashed.close()
    assert hashed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert hashed.headers["X-Content-Type-Options"] == "nosniff"
    missing = client.get("/static/tidak-ada.css?v=1")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers.get("Cache-Control", "")


def test_page_and_its_block_are_told_apart_by_caches(probe: Flask) -> None:
    assert "HX-Target" in probe.test_client().get("/uji/benda").headers["Vary"]


def origin(client: FlaskClient) -> dict[str, str]:
    return client.get("/uji/asal", headers=SPOOFED).get_json()


def test_forwarded_headers_are_not_believed_by_default(probe: Flask) -> None:
    found = origin(probe.test_client())
    assert (found["address"], found["host"], found["scheme"]) == ("127.0.0.1", "localhost", "http")


def test_only_the_nearest_proxy_is_believed_with_one_hop(build: Build) -> None:
    found = origin(build(PROXY_HOPS=1).test_client())
    assert found["address"] == "198.51.100.9"
    assert found["host"] == "kinerja.contoh.go.id"
    assert found["scheme"] == "https"


def test_forwarded_host_must_be_trusted_too(build: Build) -> None:
    client = build(PROXY_HOPS=1, TRUSTED_HOSTS=["kinerja.contoh.go.id"]).test_client()
    assert client.get("/uji/asal", headers=SPOOFED).status_code == 200
    foreign = {"X-Forwarded-Host": "jahat.example"}
    assert client.get("/uji/asal", headers=foreign).status_code == 400


def test_production_cookie_and_transport(build: Build) -> None:
    secure = {
        "PRODUCTION": True,
        "SESSION_COOKIE_NAME": "__Host-kinerja",
        "SESSION_COOKIE_SECURE": True,
    }
    answer = build(**secure).test_client().get("/masuk", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookies = SimpleCookie(answer.headers["Set-Cookie"])
    cookie = cookies["__Host-kinerja"]
    assert cookie["secure"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")


def test_outside_of_production_nothing_forces_https(probe: Flask) -> None:
    assert "Strict-Transport-Security" not in probe.test_client().get("/masuk").headers
