"""A test client that checks every page it gets."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import html5lib
from bs4 import BeautifulSoup
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
STRICTLY_READ = 2
KINDS: Counter[str] = Counter()
# What the quick pass keeps open until it ends.
WATCHED = ("form", "label", "title", "h1")
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


class Reading(HTMLParser):
    """One quick pass over a page: its tags in order, its text, and what stands inside of what."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.labelled: set[int] = set()  # places of tags that stand in a label
        self.formed: dict[int, int] = {}  # place of a tag: place of its form
        self.words: list[str] = []
        self.titles: dict[str, list[str]] = {"title": [], "h1": []}
        self.open: list[tuple[str, int]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        place = len(self.tags)
        self.tags.append((name, {key: value or "" for key, value in attrs}))
        if self.within("label") is not None:
            self.labelled.add(place)
        if (form := self.within("form")) is not None:
            self.formed[place] = form
        if name in self.titles:
            self.titles[name].append("")
        if name in WATCHED:
            self.open.append((name, place))

    def handle_startendtag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(name, attrs)
        self.handle_endtag(name)

    def handle_endtag(self, name: str) -> None:
        if self.open and self.open[-1][0] == name:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        for name, _place in self.open:
            if name in self.titles:
                self.titles[name][-1] += data

    def within(self, name: str) -> int | None:
        """The place of the tag of this name that is open here."""
        return next((place for open_name, place in self.open if open_name == name), None)

    def named(self, *names: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Places and attributes of the tags of these names."""
        return ((at, attrs) for at, (name, attrs) in enumerate(self.tags) if name in names)


def check(answer: TestResponse) -> None:
    """Check the page, or the fragment where the answer is one."""
    text = answer.text
    assert len(gzip.compress(answer.data)) <= HEAVIEST, "the page is too heavy"
    whole = text.lstrip().lower().startswith("<!doctype")
    check_syntax(answer, whole=whole)
    page = Reading(text)
    if whole:
        check_head(page)
    check_forms(page)
    check_policy(page)
    ids = Counter(attrs["id"] for _name, attrs in page.tags if "id" in attrs)
    assert not [one for one, times in ids.items() if times > 1], f"doubled ids: {ids}"
    doubled = re.search(r".{0,30}\w\.\.(?![./])", "".join(page.words))
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


def check_head(page: Reading) -> None:
    """Language, one heading, and a title that begins with it."""
    assert next(page.named("html"))[1].get("lang") in ("id", "en", "su")
    headings, titles = page.titles["h1"], page.titles["title"]
    assert len(headings) == 1, f"{len(headings)} h1"
    title, heading = (" ".join(text.split()) for text in (titles[0], headings[0]))
    start = title.removeprefix("Galat: ").removeprefix("Error: ")
    assert heading
    assert start.startswith(heading), f"title {title!r}, h1 {heading!r}"


def check_forms(page: Reading) -> None:
    """Each input has a name for people; each form that changes something carries a token.

    The kiosk's pages keep no cookie: the secret in their address is what they carry.
    """
    is_kiosk = any("kios" in attrs.get("class", "").split() for _at, attrs in page.named("html"))
    held = {page.formed.get(at) for at, attrs in page.named("input") if is_token(attrs)}
    for at, attrs in page.named("form"):
        if attrs.get("method", "").lower() == "post" and not is_kiosk:
            assert at in held, f"no token: {attrs.get('action')}"
    labels = {attrs.get("for") for _at, attrs in page.named("label")}
    for at, attrs in page.named("input", "select", "textarea"):
        if attrs.get("type") in UNLABELLED or {"aria-label", "aria-labelledby"} & attrs.keys():
            continue
        assert at in page.labelled or attrs.get("id", "") in labels, f"no label: {attrs}"


def is_token(attrs: dict[str, str]) -> bool:
    """Whether the input is the token against forged forms."""
    return attrs.get("name") == "csrf_token"


def check_policy(page: Reading) -> None:
    """Nothing that the content policy forbids."""
    assert not list(page.named("style")), "style element"
    assert all(attrs.get("src") for _at, attrs in page.named("script")), "inline script"
    forbidden = [
        attribute
        for _name, attrs in page.tags
        for attribute in attrs
        if attribute == "style" or attribute.startswith(("on", "hx-on"))
    ]
    assert not forbidden, forbidden
