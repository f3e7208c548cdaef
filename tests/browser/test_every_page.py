"""Every page of every role: accessible, within the policy, and fitting on narrow screens."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open, Server
from tests.crawler import crawl
from tests.roles import ANONYMOUS, ROLES

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
CHECK = """(rules) => axe.run(document, rules ? {runOnly: {type: "rule", values: rules}} : {})
  .then((found) => found.violations.map((one) => `${one.id}: ${one.nodes
    .slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`))"""
COLOURS = ["color-contrast", "link-in-text-block"]
WIDER = """() => document.documentElement.scrollWidth > window.innerWidth + 1 ?
  [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
    .slice(0, 3).map((one) => one.outerHTML.slice(0, 80)).join(" || ") || "?" : ''"""
# 640 px is what is left of 1280 px at 200 % zoom.
PHONE, DESKTOP, OTHERS = 390, 1280, (320, 640, 768, 1024)


def axe(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe-core finds."""
    found: list[str] = page.evaluate(CHECK, rules)
    return found


def look(page: Page) -> list[str]:
    """Both themes and sizes; then only whether it fits."""
    found = []
    page.evaluate(AXE.read_text())
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme="light")
        found += [f"{width} px: {fault}" for fault in axe(page)]
        page.emulate_media(color_scheme="dark")
        found += [f"{width} px, dark: {fault}" for fault in axe(page, COLOURS)]
    for width in OTHERS:
        page.set_viewport_size({"width": width, "height": 844})
        wide: Any = page.evaluate(WIDER)
        found += [f"{width} px: overflow {wide}"] if wide else []
    return found


@pytest.fixture(scope="session")
def pages(server: Server) -> dict[str, list[str]]:
    """One address of each page, for the role that sees it first; each role's start page."""
    seen: set[str] = set()
    found: dict[str, list[str]] = {}
    # The roles with the most pages of their own come first.
    for role in (ANONYMOUS, "supervisor", "trainer", "agency_admin", "unit_admin", *ROLES):
        if role not in found:
            every = crawl(server.app, role, each=1).pages
            mine = [path for end, path in every.items() if end not in seen or path == "/beranda"]
            found[role] = mine
            seen |= set(every)
    return found


@pytest.mark.browser
@pytest.mark.parametrize("role", [ANONYMOUS, *ROLES])
def test_page_is_accessible_and_fits(
    open_page: Open, pages: dict[str, list[str]], role: str
) -> None:
    page, found = open_page(role, reduced_motion="reduce"), []
    for path in pages[role]:
        page.goto(path)
        found += [f"{path}: {fault}" for fault in look(page)]
    assert found == []
    assert page.faults == []
