"""No address and no filter, however odd, breaks a page: it answers, and never with a fault."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja.permissions import declared_access, may
from tests.pages import soup
from tests.roles import ROLES, demo_browser, demo_viewer
from tests.routes import address

HOSTILE = ("9" * 25, "-1", "\x00", "a'b\"<c>&%", "x" * 3000, "１２")
WIDEST = ("agency_admin", "hr", "trainer", "supervisor")
FINE = (200, 303, 400, 404, 422)


def filters(client: FlaskClient, page: str) -> set[str]:
    """The names that the page's own search and filter forms send."""
    answer = client.get(page)
    if answer.mimetype != "text/html":
        return set()
    forms = soup(answer).select('form:not([method="post"])')
    return {str(entry["name"]) for form in forms for entry in form.select("[name]")}


def pages_by_role(app: Flask) -> dict[str, list[str]]:
    """Each page without an id under one role that may open it: who keeps most comes first."""
    viewers = {role: demo_viewer(app, role) for role in (*WIDEST, *ROLES)}
    found: dict[str, list[str]] = {role: [] for role in viewers}
    with app.app_context():
        for rule in app.url_map.iter_rules():
            access = declared_access(rule.endpoint)
            if "GET" in rule.methods and not rule.arguments and access != "public":
                role = next(role for role, viewer in viewers.items() if may(viewer, access))
                found[role].append(rule.rule)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_filter_breaks_a_page(demo_app: Flask, role: str) -> None:
    client = demo_browser(demo_app, role)
    for page in pages_by_role(demo_app)[role]:
        names = filters(client, page) | {"hal"}
        client.checked = False  # whether it answers at all is the question here
        for text in HOSTILE:
            answer = client.get(page, query_string=dict.fromkeys(names, text))
            assert answer.status_code in FINE, (page, text)
        for name in names - {"hal"}:
            answer = client.get(page, query_string={name: HOSTILE[0]})
            assert answer.status_code in FINE, (page, name)


def test_no_text_in_an_address_breaks_a_page(demo_app: Flask) -> None:
    browsers = {role: demo_browser(demo_app, role) for role in ROLES}
    for browser in browsers.values():
        browser.checked = False
    viewers = {role: demo_viewer(demo_app, role) for role in ROLES}
    for rule in demo_app.url_map.iter_rules():
        texts = {"code", "job", "token", "filename", "step"} & set(rule.arguments)
        if not texts or "GET" not in rule.methods:
            continue
        with demo_app.app_context():
            access = declared_access(rule.endpoint)
        role = next(r for r in ROLES if access == "public" or may(viewers[r], access))
        for text in HOSTILE:
            with browsers[role].get(address(rule, **dict.fromkeys(texts, text))) as answer:
                assert answer.status_code in (303, 400, 404), (rule, text)
