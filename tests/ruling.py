"""The rulebook's pages as an admin uses them."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kinerja import clock
from kinerja.extensions import db
from kinerja.permissions import Role
from kinerja.rulebook.models import Rule
from tests import factories
from tests.pages import soup


def agency_admin(app: Flask) -> int:
    """Somebody who may change the book."""
    root = factories.unit(app)
    person = factories.employee(app, unit_id=root, name="Admin Contoh")
    factories.grant(app, person, Role.AGENCY_ADMIN, root)
    return person


def today(app: Flask) -> date:
    with app.app_context():
        return clock.today()


def words(answer: TestResponse) -> str:
    return " ".join(soup(answer).get_text(" ").split())


def form_of(client: FlaskClient, path: str) -> dict[str, str]:
    """What the page's form holds as it is."""
    page = soup(client.get(path))
    found: dict[str, str] = {}
    for box in page.select("main form [name]"):
        name = str(box["name"])
        if box.name == "select":
            chosen = box.select_one("option[selected]") or box.select_one("option")
            found[name] = str(chosen["value"]) if chosen else ""
        elif box.name == "textarea":
            found[name] = box.get_text()
        elif box.get("type") == "radio":
            if box.has_attr("checked"):
                found[name] = str(box["value"])
        elif box.name != "button":
            found[name] = str(box.get("value", ""))
    return found


def sent(client: FlaskClient, key: str, *, step: str = "save", **changes: str) -> TestResponse:
    """The setting's form with these changes."""
    path = f"/aturan/{key}/ubah"
    data = form_of(client, path) | {"reason": "SK baru", "step": step} | changes
    return client.post(path, data=data)


def versions(app: Flask, key: str) -> list[Rule]:
    with app.app_context():
        return list(
            db.session.scalars(select(Rule).where(Rule.key == key).order_by(Rule.valid_from))
        )
