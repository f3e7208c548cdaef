"""A test client that checks every page it gets."""

import gzip
import re
from collections import Counter
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HEAVIEST = 15 * 1024
LIBRARY_ENGLISH = (
    "This field is required",
    "Not a valid",
    "Invalid input",
    "Invalid value",
    "Field must be",
    "CSRF token",
    "Please log in",
    "Bad Request",
    "Internal Server Error",
)
# The strict parser is slow: it reads the first few pages of a kind, the quick one reads them all.
STRICTLY_READ = 4
KINDS: Counter[str] = Counter()
UNLABELLED = ("hidden", "submit", "button")


class CheckedClient(FlaskClient):
    """Asserts of each HTML answer what must hold on every page, while `checked`."""

    checked = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send the request, follow nothing, check the page."""
        answer = super().open(*args, **kwargs)
        if self.checked and answer.mimetype == "text/html" and answer.data:
            check(answer)
        return answer


def soup(answer: TestResponse) -> BeautifulSoup:
    """The answer's parsed HTML."""
    return BeautifulSoup(answer.text, "html.parser")


def check(answer: TestResponse) -> None:
    """Check the page, or the fragment where the answer is one."""
    text = answer.text
    assert len(gzip.compress(answer.data)) <= HEAVIEST, "the page is too heavy"
    whole = text.lstrip().lower().startswith("<!doctype")
    check_syntax(answer, whole=whole)
    page = BeautifulSoup(text, "html.parser")
    if whole:
        check_head(page)
    check_forms(page)
    check_policy(page)
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids)), f"doubled ids: {sorted(i for i in ids if ids.count(i) > 1)}"
    doubled = re.search(r".{0,30}\w\.\.(?![./])", page.get_text())
    assert not doubled, f"a sentence ends twice, after a degree: {doubled}"
    for sentence in LIBRARY_ENGLISH:
        assert sentence not in text, f"a library speaks English: {sentence}"


def check_syntax(answer: TestResponse, *, whole: bool) -> None:
    """The markup is parseable without one error."""
    shape = re.sub(r"[0-9a-f-]{36}|[\w-]{32}|\d+", "#", answer.request.path)
    kind = f"{answer.request.method} {shape} {answer.status_code} {whole}"
    KINDS[kind] += 1
    if KINDS[kind] > STRICTLY_READ:
        return
    parser = html5lib.HTMLParser(strict=False)
    (parser.parse if whole else parser.parseFragment)(answer.text)
    assert not parser.errors, parser.errors[:3]


def check_head(page: BeautifulSoup) -> None:
    """Language, one heading, and a title that begins with it."""
    assert page.html is not None
    assert page.html.get("lang") in ("id", "en", "su")
    headings = page.find_all("h1")
    assert len(headings) == 1, f"{len(headings)} h1"
    title = " ".join(page.title.get_text().split()) if page.title else ""
    heading = " ".join(headings[0].get_text().split())
    start = title.removeprefix("Galat: ").removeprefix("Error: ")
    assert heading
    assert start.startswith(heading), f"title {title!r}, h1 {heading!r}"


def check_forms(page: BeautifulSoup) -> None:
    """Each input has a name for people; each form that changes something carries a token.

    The kiosk's pages keep no cookie: the secret in their address is what they carry.
    """
    for form in page.select('form[method="post" i]'):
        if "kios" not in (page.html.get("class") or []) if page.html else True:
            assert form.select_one('[name="csrf_token"]'), f"no token: {form.get('action')}"
    for entry in page.select("input, select, textarea"):
        if entry.get("type") in UNLABELLED or entry.has_attr("aria-label"):
            continue
        assert entry.has_attr("aria-labelledby") or label_of(page, entry), f"no label: {entry}"


def label_of(page: BeautifulSoup, entry: Tag) -> object:
    """The label that names the input."""
    return entry.find_parent("label") or (
        entry.get("id") and page.select_one(f'label[for="{entry["id"]}"]')
    )


def check_policy(page: BeautifulSoup) -> None:
    """Nothing that the content policy forbids."""
    assert not page.select("[style]"), "inline style"
    assert not page.select("style"), "style element"
    assert not [tag for tag in page.select("script") if not tag.get("src")], "inline script"
    handlers = [
        n for tag in page.find_all(True) for n in tag.attrs if n.startswith(("on", "hx-on"))
    ]
    assert not handlers, handlers
