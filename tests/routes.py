"""Addresses of routes, and what a form needs to be sent to them."""

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule

NOBODYS = {
    "int": 999_999_999,
    "uuid": "00000000-0000-4000-8000-000000000000",
    "default": "tidak-ada",
    "path": "tidak-ada.css",
}


def address(rule: Rule, **values: object) -> str:
    """The route's address, with ids that nobody has where none are given."""
    kinds = {name: kind for kind, _arguments, name in converters(rule)}
    given = {name: values.get(name, NOBODYS[kinds[name]]) for name in rule.arguments}
    built = rule.build({**given, **(rule.defaults or {})})
    assert built, rule
    return built[1]


def converters(rule: Rule) -> list[tuple[str, None, str]]:
    """Kind and name of each part in brackets."""
    parts = [part[1:].partition(">")[0] for part in rule.rule.split("/") if part.startswith("<")]
    pairs = [part.rpartition(":") for part in parts]
    return [(kind or "default", None, name) for kind, _colon, name in pairs]


def token(app: Flask, client: FlaskClient) -> str:
    """A CSRF token that belongs to the browser's session."""
    with client.session_transaction() as session:
        session["csrf_token"] = "asal-token"
    return URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("asal-token")


def methods(rule: Rule) -> list[str]:
    """GET and POST, as far as the route takes them."""
    return sorted((rule.methods or set()) & {"GET", "POST"})
