"""No address and no filter, however odd, breaks a page: it answers, and never with a fault."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja.permissions import declared_access, may
from tests.pages import soup
from tests.roles import ROLES, demo_browser, demo_viewer
from tests.routes import address

HOSTILE = ("9" * 25, "-1", "\x00", "a'b\"<c>&%", "x" * 3000, "１２")
FINE = (200, 303, 400, 404, 422)


def filters(client: FlaskClient, page: str) -> set[str]:
    """The names that the page's own search and filter forms send."""
    answer = client.get(page)
    if answer.mimetype != "text/html":
        return set()
    forms = soup(answer).select('form:not([method="post"])')
    return {str(entry["name"]) for form in forms for entry in form.select("[name]")}


@pytest.mark.parametrize("role", ROLES)
def test_no_filter_breaks_a_page(demo_app: Flask, role: str) -> None:
    viewer, client = demo_viewer(demo_app, role), demo_browser(demo_app, role)
    with demo_app.app_context():
        pages = [
            rule.rule
            for rule in demo_app.url_map.iter_rules()
            if "GET" in rule.methods
            and not rule.arguments
            and (access := declared_access(rule.endpoint)) != "public"
            and may(viewer, access)
        ]
    for page in pages:
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
