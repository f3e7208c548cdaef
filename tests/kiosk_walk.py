"""Walking through a kiosk's screens, for tests."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.citizens import kiosk_path
from tests.factories import counter, service, unit
from tests.pages import soup


def build_path(app: Flask) -> str:
    """The kiosk's address of a counter whose names show on the screens."""
    office = unit(app, "Kecamatan Contoh")
    place = counter(app, service_id=service(app, unit_id=office, name="KTP-el"), name="Loket 2")
    return kiosk_path(app, place)


def follow(client: FlaskClient, answer: TestResponse) -> TestResponse:
    """The screen that a form leads to; nothing may set a cookie on the way."""
    assert answer.status_code == 303, answer.text
    screen = client.get(answer.location)
    assert not answer.headers.getlist("Set-Cookie")
    assert not screen.headers.getlist("Set-Cookie")
    assert screen.headers["Cache-Control"] == "no-store"
    return screen


def tap(client: FlaskClient, path: str, score: int = 3) -> tuple[str, TestResponse]:
    """Tap a face on a fresh screen; the visit's address and the reasons' screen."""
    asked = soup(client.get(f"{path}/nilai"))
    field = asked.select_one("[name=visit]")
    assert field is not None
    answer = client.post(f"{path}/nilai", data={"visit": field["value"], "score": str(score)})
    return f"{path}/{field['value']}", follow(client, answer)


def heading(screen: TestResponse) -> str:
    title = soup(screen).h1
    assert title is not None
    return " ".join(title.get_text().split())


def surveyed(client: FlaskClient, path: str) -> str:
    """A visit that has come to the first question; its address."""
    visit, _reasons = tap(client, path)
    first = follow(client, client.post(f"{visit}/tawaran"))
    assert "Pertanyaan 1 dari 9" in first.text
    return visit
