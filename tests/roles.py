"""Browsers signed in as each role of the demo."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Account, Employee
from kinerja.people.services import begin_session
from kinerja.permissions import Role, Viewer

ROLES = tuple(role.value for role in Role)
ANONYMOUS = "anonymous"


def demo_nip(app: Flask, role: str) -> str:
    """The number of the demo's account for the role."""
    accounts = app.config["DEMO_FILLED"]["accounts"]
    return next(str(account["nip"]) for account in accounts if account["role"] == role)


def demo_account(app: Flask, role: str) -> Account:
    """The demo's account for the role. Ask inside of a context."""
    nip = demo_nip(app, role)
    statement = select(Account).join(Account.employee).where(Employee.nip == nip)
    return db.session.execute(statement).scalar_one()


def demo_viewer(app: Flask, role: str) -> Viewer:
    """Who the demo's account for the role is."""
    with app.app_context():
        return queries.viewer(demo_account(app, role))


def demo_browser(app: Flask, role: str) -> FlaskClient:
    """A browser in which the role's demo account is signed in; signed out for `anonymous`."""
    client = app.test_client()
    if role == ANONYMOUS:
        return client
    with app.app_context():
        sid = begin_session(demo_account(app, role).id)
        db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"] = sid
    return client
