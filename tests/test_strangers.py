"""What is not yours does not exist: another's id answers as one that nobody has."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kinerja.extensions import db
from kinerja.people.models import (
    Unit,
)
from kinerja.permissions import Viewer, declared_access, may
from tests.foreign import HIDDEN
from tests.roles import ROLES, demo_browser, demo_viewer
from tests.routes import NOBODYS, address, converters, methods, token

# Arguments that are nobody's in particular, each with its reason.
OPEN_TO_ALL = {
    "position_id": "positions are the agency's",
    "training_id": "the catalogue is everybody's",
    "cycle_id": "cycles are the agency's",
    "edition_id": "the dictionary is everybody's",
    "upload_id": "dictionary files are the agency's",
    "code": "the dictionary is everybody's, and an answer is looked up among one's own",
    "job": "standards are the agency's",
    "standard_id": "standards are the agency's",
    "standard_file_id": "files of standards are the agency's",
    "filename": "static files",
    "holiday_id": "days off are everybody's",
    "key": "the rulebook is everybody's",
    "rule_id": "the rulebook is everybody's",
    "mail_id": "the outbox is the agency's",
    "section": "a section of one's own data, whoever asks",
    "token": "the secret itself is the right; a wrong one is tested with the kiosk",
}
# Routes whose unit may be anybody's: figures of units are not personal.
OPEN_ROUTES = ("satisfaction.show_unit", "satisfaction.download_unit")

# Nobody of the demo lacks any of these: the one trainer and the admins have the whole agency.
SEEN_WHOLE = {
    "people.end_hold",
    "people.show_audit_entry",
    "people.grant_role",
    "people.end_grant",
    "people.show_unit",
    "people.change_unit",
    "people.merge_unit",
    "people.close_unit",
    "people.withdraw_plan",
    "competency.show_peer_comment",
    "competency.hide_peer_comment",
    "development.confirm_item",
    "development.return_item",
    "development.undo_decision",
    "development.show_assignment",
    "development.download_assignment",
}


def hiding(app: Flask) -> list[Rule]:
    """The routes with an id that is somebody's."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if set(rule.arguments) - set(OPEN_TO_ALL)
        and "token" not in rule.arguments
        and rule.endpoint not in OPEN_ROUTES
    ]


def test_every_route_with_an_id_says_whose_it_is(demo_app: Flask) -> None:
    assert {rule.endpoint for rule in hiding(demo_app)} == set(HIDDEN)


def body(answer: TestResponse) -> str:
    """The page without what differs in every answer: its code, tokens and keys, its own address."""
    text = re.sub(r"K-\w{6}", "K-", answer.text)
    text = re.sub(r'(content|value)="[\w.\-]{20,}"', "", text)
    return re.sub(r'name="next" value="[^"]*"', "", text)


def ask(client: FlaskClient, rule: Rule, method: str, number: int, form: dict) -> TestResponse:
    """What the route answers for the id."""
    data = form if method == "POST" else None
    return client.open(address(rule, **numbered(rule, number)), method=method, data=data)


def numbered(rule: Rule, number: int) -> dict[str, object]:
    """The number for each of the route's ids."""
    return {name: number for kind, _arguments, name in converters(rule) if kind == "int"}


def has_whole_agency(app: Flask, viewer: Viewer) -> bool:
    """Whether a grant of the viewer's covers every unit: nothing is foreign to them."""
    with app.app_context():
        units = set(db.session.scalars(select(Unit.id).where(Unit.is_active)))
    return any(units <= held for _role, held in viewer.grants)


@pytest.mark.parametrize("role", ROLES)
def test_anothers_id_answers_as_one_that_nobody_has(demo_app: Flask, role: str) -> None:
    viewer, client = demo_viewer(demo_app, role), demo_browser(demo_app, role)
    form = {"csrf_token": token(demo_app, client)}
    for rule in hiding(demo_app):
        with demo_app.app_context():
            if not may(viewer, declared_access(rule.endpoint)):
                continue
            foreign = db.session.scalar(HIDDEN[rule.endpoint](viewer).limit(1))
        if foreign is None:
            assert has_whole_agency(demo_app, viewer), rule.endpoint
            continue
        for method in methods(rule):
            answer = ask(client, rule, method, foreign, form)
            nobodys = ask(client, rule, method, NOBODYS["int"], form)
            assert answer.status_code == nobodys.status_code == 404, (method, rule, foreign)
            assert body(answer) == body(nobodys), rule


def test_each_route_was_tried_with_a_real_foreign_id(demo_app: Flask) -> None:
    tried = set()
    for role in ROLES:
        viewer = demo_viewer(demo_app, role)
        with demo_app.app_context():
            for endpoint, foreign in HIDDEN.items():
                allowed = may(viewer, declared_access(endpoint))
                if allowed and db.session.scalar(foreign(viewer).limit(1)) is not None:
                    tried.add(endpoint)
    assert set(HIDDEN) - tried <= SEEN_WHOLE


def test_id_that_no_database_could_hold_is_nobodys(demo_app: Flask) -> None:
    clients = {role: demo_browser(demo_app, role) for role in ROLES}
    viewers = {role: demo_viewer(demo_app, role) for role in ROLES}
    for rule in demo_app.url_map.iter_rules():
        if "<int:" not in rule.rule or "token" in rule.arguments or "GET" not in rule.methods:
            continue
        with demo_app.app_context():
            access = declared_access(rule.endpoint)
        role = next(role for role in ROLES if may(viewers[role], access))
        for number in (2**31, 2**63, 10**40, 0):
            answer = clients[role].get(address(rule, **numbered(rule, number)))
            assert answer.status_code == 404, (rule, number)
