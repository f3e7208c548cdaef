"""Follows every link of every page, as a patient visitor would."""

from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from bs4 import Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from kinerja.permissions import declared_access, may
from tests.pages import soup
from tests.roles import ANONYMOUS, demo_browser, demo_viewer

# How many addresses of one view are tried with the same kinds of filters.
EACH = {"sqlite": 2, "postgresql": 1}
START = ("/", "/masuk", "/beranda", "/healthz", "/readyz")


@dataclass
class Crawl:
    """What a visitor found: the pages opened by endpoint, and what did not open."""

    app: Flask
    client: FlaskClient
    each: int
    opened: dict[str, list[str]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    tried: Counter[tuple[object, ...]] = field(default_factory=Counter)

    def walk(self, starts: tuple[str, ...]) -> None:
        """Open the start pages, and whatever they lead to."""
        wanted, seen = deque(starts), set(starts)
        while wanted:
            found = set(self.open(wanted.popleft())) - seen
            wanted.extend(sorted(found))
            seen |= found

    def open(self, address: str) -> list[str]:
        """Open the address: where it leads to. Nothing when its like was tried often enough."""
        parts = urlsplit(address)
        try:
            endpoint, _values = self.app.url_map.bind("localhost").match(parts.path, method="GET")
        except HTTPException:
            self.broken.append(f"{address} leads nowhere")
            return []
        kind = (endpoint, *sorted(pair.partition("=")[0] for pair in parts.query.split("&")))
        self.tried[kind] += 1
        if self.tried[kind] > self.each:
            return []
        with self.client.get(address) as answer:
            # An incomplete choice in an address is told as 422, as in any other form.
            if answer.status_code not in ((200, 303, 422) if parts.query else (200, 303)):
                self.broken.append(f"{address}: {answer.status_code}")
                return []
            self.opened.setdefault(endpoint, []).append(address)
            if answer.mimetype == "text/html" and answer.status_code == 200:
                self.pages.setdefault(endpoint, address)
            return follow(answer, address)


def follow(answer: TestResponse, address: str) -> list[str]:
    """The addresses of our own that the answer links to."""
    if answer.status_code == 303:
        found = [answer.headers["Location"]]
    elif answer.mimetype == "text/html":
        page = soup(answer)
        found = [str(tag["href"]) for tag in page.select("a[href], link[href], use[href]")]
        found += [str(tag["src"]) for tag in page.select("script[src], img[src]")]
        found += [asked(form, address) for form in page.select('form:not([method="post" i])')]
    else:
        return []
    whole = {urljoin(address, link.partition("#")[0]) for link in found}
    return [link for link in whole if link.startswith("/")]


def asked(form: Tag, address: str) -> str:
    """Where the search or filter form leads as it stands; of radio buttons the first is taken."""
    values: dict[str, str] = {}
    for entry in form.select("input[name], select[name]"):
        name, kind = str(entry["name"]), str(entry.get("type", "text"))
        if entry.name == "select":
            option = entry.select_one("option[selected]") or entry.select_one("option")
            values[name] = str(option.get("value", option.get_text())) if option else ""
        elif entry.has_attr("checked") or kind not in ("radio", "checkbox"):
            values[name] = str(entry.get("value", ""))
        elif kind == "radio":
            values.setdefault(name, str(entry.get("value", "on")))
    return f"{urljoin(address, str(form.get('action') or address))}?{urlencode(values)}"


def starts(app: Flask, role: str) -> tuple[str, ...]:
    """The start pages, the kiosk's for citizens, else every page without an id of the role."""
    if role == ANONYMOUS:
        kiosk = app.config["DEMO_FILLED"]["kiosk_path"]
        return (*START, kiosk, f"{kiosk}/nilai", f"{kiosk}/terima-kasih")
    viewer, pages = demo_viewer(app, role), []
    with app.app_context():
        for rule in app.url_map.iter_rules():
            access = declared_access(rule.endpoint)
            if (
                "GET" in (rule.methods or ())
                and not rule.arguments
                and access not in (None, "public")
            ):
                pages += [rule.rule] if may(viewer, access) else []
    # The later steps of an assignment need what the earlier ones chose.
    return (*START, *(page for page in pages if "/penugasan/" not in page))


def crawl(app: Flask, role: str, *, each: int | None = None) -> Crawl:
    """All that the role's demo account can open."""
    engine = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).get_backend_name()
    found = Crawl(app, demo_browser(app, role), each or EACH[engine])
    found.walk(starts(app, role))
    return found
