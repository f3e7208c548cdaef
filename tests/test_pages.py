"""Every page of every role opens on demo data: all links of all pages are followed."""

from collections import Counter, deque
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from bs4 import Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from kinerja.permissions import declared_access, may
from tests.pages import soup
from tests.roles import ANONYMOUS, ROLES, demo_browser, demo_viewer

# How many addresses of one view are tried with the same kinds of filters.
EACH = {"sqlite": 2, "postgresql": 1}
START = ("/", "/masuk", "/beranda", "/healthz", "/readyz")
# Reached by sending a form or in a state that the demo accounts are not in: other tests open them.
NOT_LINKED = {
    "development.check_assignment": "comes after a form",
    "development.download_assignment": "comes after a form",
    "development.show_assignment": "comes after a form",
    "competency.open_cycle": "only while no cycle is open",
    "kiosk.ask_question": "in the middle of a visit",
    "kiosk.ask_reasons": "in the middle of a visit",
    "kiosk.ask_whether_there": "in the middle of a visit",
    "kiosk.offer_survey": "in the middle of a visit",
}
Crawl = dict[str, tuple[Counter[str], list[str]]]


def links(client: FlaskClient, app: Flask, starts: tuple[str, ...]) -> tuple[Counter[str], list[str]]:
    """Follow every link from the start pages: how often each view opened, and what did not."""
    wanted, opened, broken = deque(starts), Counter[str](), []
    seen, tried = set(starts), Counter[tuple[object, ...]]()
    each = EACH[make_url(app.config["SQLALCHEMY_DATABASE_URI"]).get_backend_name()]
    while wanted:
        address = wanted.popleft()
        parts = urlsplit(address)
        try:
            endpoint, _values = app.url_map.bind("localhost").match(parts.path, method="GET")
        except (HTTPException, RequestRedirect):
            broken.append(f"{address} leads nowhere")
            continue
        kind = (endpoint, *sorted(pair.partition("=")[0] for pair in parts.query.split("&")))
        tried[kind] += 1
        if tried[kind] > each:
            continue
        with client.get(address) as answer:
            fine = (200, 303, 422) if parts.query else (200, 303)
            found = follow(answer, address) if answer.status_code in fine else None
            if found is None:
                broken.append(f"{address}: {answer.status_code}")
                continue
        opened[endpoint] += 1
        wanted.extend(link for link in found if link not in seen)
        seen.update(found)
    return opened, broken


def follow(answer, address: str) -> list[str]:
    """The addresses of our own that the answer links to."""
    if answer.status_code == 303:
        found = [answer.headers["Location"]]
    elif answer.mimetype == "text/html":
        page = soup(answer)
        found = [str(tag["href"]) for tag in page.select("a[href], link[href]")]
        found += [str(tag["src"]) for tag in page.select("script[src], img[src]")]
        found += [str(tag["href"]).partition("#")[0] for tag in page.select("use[href]")]
        found += [asked(form, address) for form in page.select('form:not([method="post"])')]
    else:
        return []
    whole = {urljoin(address, link.partition("#")[0]) for link in found if link}
    return sorted(link for link in whole if link.startswith("/"))


def asked(form: Tag, address: str) -> str:
    """Where the search or filter form leads as it stands; of radio buttons the first is taken."""
    values = {}
    for entry in form.select("input[name], select[name]"):
        name, kind = str(entry["name"]), str(entry.get("type", "text"))
        if entry.name == "select":
            option = entry.select_one("option[selected]") or entry.select_one("option")
            values[name] = str(option.get("value", option.get_text())) if option else ""
        elif kind == "radio":
            if entry.has_attr("checked") or name not in values:
                values[name] = str(entry.get("value", "on"))
        elif kind != "checkbox" or entry.has_attr("checked"):
            values[name] = str(entry.get("value", ""))
    return f"{urljoin(address, str(form.get('action') or address))}?{urlencode(values)}"


@pytest.fixture(scope="module")
def crawl(demo_app: Flask) -> Crawl:
    """What each role finds when it follows every link and opens every page of its menu."""
    found = {}
    for role in (ANONYMOUS, *ROLES):
        kiosk = demo_app.config["DEMO_FILLED"]["kiosk_path"]
        starts = (*START, kiosk, f"{kiosk}/nilai", f"{kiosk}/terima-kasih")
        client = demo_browser(demo_app, role)
        found[role] = links(client, demo_app, starts if role == ANONYMOUS else own(demo_app, role))
    return found


def own(app: Flask, role: str) -> tuple[str, ...]:
    """The start pages and every page without an id that the role may open."""
    viewer, pages = demo_viewer(app, role), []
    with app.app_context():
        for rule in app.url_map.iter_rules():
            access = declared_access(rule.endpoint)
            if "GET" in rule.methods and not rule.arguments and access != "public":
                pages += [rule.rule] if may(viewer, access) else []
    return (*START, *(page for page in pages if "/penugasan/" not in page))


@pytest.mark.parametrize("role", [ANONYMOUS, *ROLES])
def test_every_link_that_a_role_sees_opens(crawl: Crawl, role: str) -> None:
    _opened, broken = crawl[role]
    assert broken == []


def test_every_page_was_opened_by_somebody(demo_app: Flask, crawl: Crawl) -> None:
    opened = {endpoint for found, _broken in crawl.values() for endpoint in found}
    pages = {rule.endpoint for rule in demo_app.url_map.iter_rules() if "GET" in rule.methods}
    assert pages - opened - set(NOT_LINKED) == set()
    assert set(NOT_LINKED) <= pages
