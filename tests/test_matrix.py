"""Who may open or send what: a matrix written by hand, compared with the application.

A route that is not in it fails the test: whoever adds one says here whom it is for.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule

from kinerja.permissions import Role
from tests import factories
from tests.roles import ANONYMOUS, ROLES

COLUMNS = (ANONYMOUS, *ROLES)
# x: allowed, as far as the role goes (a loader may still answer 404); -: refused.
# Signed-out visitors who are refused are asked to sign in, everybody else gets 403.
#                                      anon emp sup tra uad aad lea
MATRIX = """
health.live                             x    x   x   x   x   x   x
health.ready                            x    x   x   x   x   x   x
static                                  x    x   x   x   x   x   x
home.root                               x    x   x   x   x   x   x
home.start                              -    x   x   x   x   x   x
people.sign_in                          x    x   x   x   x   x   x
people.choose_language                  x    x   x   x   x   x   x
people.list_staff                       -    -   x   -   x   x   -
people.download_staff                   -    -   x   -   x   x   -
people.show_employee                    -    -   x   -   x   x   -
people.add_employee                     -    -   -   -   x   x   -
people.change_employee                  -    -   -   -   x   x   -
people.list_units                       -    -   -   -   x   x   x
people.download_units                   -    -   -   -   x   x   x
people.show_unit                        -    -   -   -   x   x   x
competency.overview                     -    x   x   x   x   x   x
competency.start                        -    x   x   x   x   x   x
competency.show_answer                  -    x   x   x   x   x   x
competency.save_answer                  -    x   x   x   x   x   x
competency.save_and_leave               -    x   x   x   x   x   x
competency.save_draft                   -    x   x   x   x   x   x
competency.check                        -    x   x   x   x   x   x
competency.own_result                   -    x   x   x   x   x   x
competency.acknowledge                  -    x   x   x   x   x   x
competency.result                       -    x   x   x   x   x   x
competency.inbox                        -    -   x   -   -   -   -
competency.show_verification            -    -   x   -   -   -   -
competency.save_verification            -    -   x   -   -   -   -
competency.save_verification_draft      -    -   x   -   -   -   -
competency.return_assessment            -    -   x   -   -   -   -
competency.complete_verification        -    -   x   -   -   -   -
competency.results                      -    -   x   x   -   -   -
competency.download_results             -    -   x   x   -   -   -
competency.progress                     -    -   -   -   x   x   x
competency.download_progress            -    -   -   -   x   x   x
competency.dictionary                   -    x   x   x   x   x   x
competency.show_competency              -    x   x   x   x   x   x
competency.standards                    -    -   -   -   -   x   -
competency.edit_standards               -    -   -   -   -   x   -
competency.cycles                       -    -   -   -   -   x   -
competency.open_cycle                   -    -   -   -   -   x   -
competency.close_cycle                  -    -   -   -   -   x   -
development.catalogue                   -    x   x   x   x   x   x
development.download_catalogue          -    x   x   x   x   x   x
development.show_training               -    x   x   x   x   x   x
development.create_training             -    -   -   x   -   -   -
development.edit_training               -    -   -   x   -   -   -
development.choose_training             -    x   x   x   x   x   x
development.own_plan                    -    x   x   x   x   x   x
development.show_item                   -    x   x   x   x   x   x
development.start_item                  -    x   x   x   x   x   x
development.finish_item                 -    x   x   x   x   x   x
development.cancel_item                 -    x   x   x   x   x   x
development.confirmations               -    -   -   x   -   -   -
development.confirm_item                -    -   -   x   -   -   -
development.return_item                 -    -   -   x   -   -   -
development.plans                       -    -   x   x   -   -   -
development.download_plans              -    -   x   x   -   -   -
development.show_plan                   -    -   x   x   -   -   -
development.assign                      -    -   -   x   -   -   -
development.choose_people               -    -   -   x   -   -   -
development.choose_activity             -    -   -   x   -   -   -
development.check_assignment            -    -   -   x   -   -   -
development.show_assignment             -    -   -   x   -   -   -
development.download_assignment         -    -   -   x   -   -   -
satisfaction.overview                   -    x   x   x   x   x   x
satisfaction.download_overview          -    x   x   x   x   x   x
satisfaction.show_unit                  -    x   x   x   x   x   x
satisfaction.download_unit              -    x   x   x   x   x   x
satisfaction.counters                   -    -   -   -   x   x   -
satisfaction.download_counters          -    -   -   -   x   x   -
satisfaction.add_counter                -    -   -   -   x   x   -
satisfaction.rotate_link                -    -   -   -   x   x   -
satisfaction.list_services              -    -   -   -   x   x   -
satisfaction.download_services          -    -   -   -   x   x   -
satisfaction.add_service                -    -   -   -   x   x   -
satisfaction.change_service             -    -   -   -   x   x   -
kiosk.static                            x    x   x   x   x   x   x
kiosk.start                             x    x   x   x   x   x   x
kiosk.ask_rating                        x    x   x   x   x   x   x
kiosk.rate                              x    x   x   x   x   x   x
kiosk.ask_reasons                       x    x   x   x   x   x   x
kiosk.give_reasons                      x    x   x   x   x   x   x
kiosk.offer_survey                      x    x   x   x   x   x   x
kiosk.begin_survey                      x    x   x   x   x   x   x
kiosk.ask_question                      x    x   x   x   x   x   x
kiosk.answer_question                   x    x   x   x   x   x   x
kiosk.ask_whether_there                 x    x   x   x   x   x   x
kiosk.stay                              x    x   x   x   x   x   x
kiosk.finish                            x    x   x   x   x   x   x
kiosk.thank                             x    x   x   x   x   x   x
people.sign_out                         -    x   x   x   x   x   x
"""
NOBODYS = {
    "int": 999_999_999,
    "uuid": "00000000-0000-4000-8000-000000000000",
    "default": "tidak-ada",
    "path": "tidak-ada.css",
}


def written() -> dict[str, dict[str, bool]]:
    """The matrix: for each endpoint whether each role is let through."""
    rows = [line.split() for line in MATRIX.strip().splitlines()]
    assert all(len(row) == len(COLUMNS) + 1 for row in rows)
    return {
        endpoint: {role: cell == "x" for role, cell in zip(COLUMNS, cells, strict=True)}
        for endpoint, *cells in rows
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


@pytest.fixture
def browsers(app: Flask, signed_in: Callable[[int], FlaskClient]) -> dict[str, FlaskClient]:
    """A browser for each role, held by somebody who has that role alone."""
    root = factories.unit(app)
    unit = factories.unit(app, parent=root)
    held = {role: factories.employee(app, unit_id=unit) for role in COLUMNS[1:]}
    factories.employee(app, unit_id=unit, supervisor_id=held["supervisor"])
    for role in (Role.TRAINER, Role.UNIT_ADMIN, Role.AGENCY_ADMIN, Role.LEADER):
        factories.grant(app, held[role.value], role, root)
    found = {role: signed_in(employee_id) for role, employee_id in held.items()}
    return {"anonymous": app.test_client(), **found}


def test_matrix_knows_every_route_and_no_other(app: Flask) -> None:
    assert set(written()) == {rule.endpoint for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize("role", COLUMNS)
def test_application_lets_through_whom_the_matrix_names(
    app: Flask, browsers: dict[str, FlaskClient], role: str
) -> None:
    client, matrix, wrong = browsers[role], written(), []
    refusal = 401 if role == "anonymous" else 403
    form = {"csrf_token": token(app, client)}
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint == "people.sign_out")
    for rule in rules:
        for method in methods(rule):
            data = form if method == "POST" else None
            with client.open(
                address(rule), method=method, data=data, headers={"HX-Request": "true"}
            ) as answer:
                if (answer.status_code != refusal) is not matrix[rule.endpoint][role]:
                    wrong.append(f"{method} {rule.endpoint}: {answer.status_code}")
                assert answer.status_code < 500, rule
    assert wrong == []
