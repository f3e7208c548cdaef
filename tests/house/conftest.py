"""The application with the probe's pages, over a fresh database; impatient with locks."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from kinerja.extensions import db
from kinerja.people.services import begin_session
from tests import factories
from tests.databases import Databases
from tests.house.probe import add_to
from tests.pages import CheckedClient
from wsgi import compose

IMPATIENT = {"sqlite": "PRAGMA busy_timeout=300", "postgresql": "SET lock_timeout = '300ms'"}
Build = Callable[..., Flask]


@pytest.fixture(scope="session")
def build(databases: Databases) -> Build:
    """Makes an application with the probe's pages and settings of its own, as a server has it."""

    def make(**settings: Any) -> Flask:
        defaults = {
            "SECRET_KEY": "rahasia-untuk-pengujian-saja-0123456789",
            "AUDIT_KEY": "kunci-audit-untuk-pengujian-saja-0123456",
            "SQLALCHEMY_DATABASE_URI": databases.url("probe"),
        }
        app = add_to(compose(**(defaults | settings)))
        app.test_client_class = CheckedClient
        return app

    return make


@pytest.fixture(scope="session")
def shared_probe(build: Build) -> Flask:
    """One application for all of these tests; it does not wait long for a lock."""
    app = build()
    with app.app_context():
        engine = db.engine

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        connection.execute(IMPATIENT[engine.dialect.name])
        if engine.dialect.name == "postgresql":
            connection.commit()

    return app


@pytest.fixture
def probe(databases: Databases, template: str, shared_probe: Flask) -> Iterator[Flask]:
    """The application over a fresh, migrated, empty database."""
    databases.copy(template, "probe")
    yield shared_probe
    with shared_probe.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def person(probe: Flask) -> int:
    """Somebody who works here."""
    return factories.employee(probe)


@pytest.fixture
def entered(probe: Flask, person: int) -> Callable[..., FlaskClient]:
    """A new browser in which the person (or somebody else) is signed in."""
    accounts: dict[int, int] = {}

    def enter(employee_id: int = person) -> FlaskClient:
        if employee_id not in accounts:
            accounts[employee_id] = factories.account(probe, employee_id, "sandi-yang-panjang")
        with probe.app_context():
            sid = begin_session(accounts[employee_id])
            db.session.commit()
        client = probe.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = sid
        return client

    return enter


@pytest.fixture
def log_lines(probe: Flask) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What the application has logged, each line parsed."""
    handler = probe.logger.handlers[0]
    text = io.StringIO()
    before = handler.setStream(text)
    yield lambda: [json.loads(line) for line in text.getvalue().splitlines()]
    handler.setStream(before)
