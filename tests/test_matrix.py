"""Who may open or send what: a matrix written by hand, compared with the application.

A route that is not in it fails the test: whoever adds one says here whom it is for.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja.permissions import GRANTABLE
from tests import factories
from tests.roles import ANONYMOUS, ROLES
from tests.routes import address, methods, token

COLUMNS = (ANONYMOUS, *ROLES)
MATRIX = Path(__file__).parent / "data/matrix.txt"
# They end the browser's session, so they are tried when all else has been.
LEAVING = ("people.end_all_sessions", "people.sign_out")


def written() -> dict[str, dict[str, bool]]:
    """The matrix: for each endpoint whether each role is let through."""
    lines = MATRIX.read_text().splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    assert all(len(row) == len(COLUMNS) + 1 for row in rows)
    return {
        endpoint: {role: cell == "x" for role, cell in zip(COLUMNS, cells, strict=True)}
        for endpoint, *cells in rows
    }


@pytest.fixture
def browsers(app: Flask, signed_in: Callable[[int], FlaskClient]) -> dict[str, FlaskClient]:
    """A browser for each role, held by somebody who has that role alone."""
    root = factories.unit(app)
    unit = factories.unit(app, parent=root)
    held = {role: factories.employee(app, unit_id=unit) for role in COLUMNS[1:]}
    factories.employee(app, unit_id=unit, supervisor_id=held["supervisor"])
    for role in GRANTABLE:
        factories.grant(app, held[role.value], role, root)
    found = {role: signed_in(employee_id) for role, employee_id in held.items()}
    return {"anonymous": app.test_client(), **found}


def test_matrix_knows_every_route_and_no_other(app: Flask) -> None:
    assert set(written()) == {rule.endpoint for rule in app.url_map.iter_rules()}


@pytest.mark.only("sqlite", reason="asks the guard, which knows no engine")
@pytest.mark.parametrize("role", COLUMNS)
def test_application_lets_through_whom_the_matrix_names(
    app: Flask, browsers: dict[str, FlaskClient], role: str
) -> None:
    client, matrix, wrong = browsers[role], written(), []
    refusal = 401 if role == "anonymous" else 403
    form = {"csrf_token": token(app, client)}
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint in LEAVING)
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
