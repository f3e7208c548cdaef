"""Signing in by the form, as a person does."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kinerja.extensions import db
from kinerja.people.models import Employee
from tests.pages import soup

At = Callable[[timedelta], None]
PASSWORD = "kuda-nil-di-atas-pohon"


def nip_of(app: Flask, employee_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Employee, employee_id).nip


def token(client: FlaskClient, path: str = "/masuk") -> str:
    entry = soup(client.get(path)).select_one('form input[name="csrf_token"]')
    assert entry
    return str(entry["value"])


def enter(
    client: FlaskClient, nip: str, password: str, *, path: str = "/masuk", address: str = "10.0.0.1"
) -> TestResponse:
    return client.post(
        path,
        data={"nip": nip, "password": password, "csrf_token": token(client)},
        environ_base={"REMOTE_ADDR": address},
    )


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/beranda").status_code == 200
