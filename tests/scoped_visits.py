"""How `tests/test_scopes.py` goes through the routes: what it asks for, whom it is shown."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.routing import Rule

from kinerja.people import queries
from kinerja.people.models import Account
from kinerja.permissions import GRANTS, Role, Viewer, declared_access, may
from tests.routes import address, converters, methods
from tests.scoped_things import NOBODYS_OWN, OF_UNITS, PERSONAL
from tests.scoped_world import NAMES, NOBODYS, ORDER, OTHER, OWN, REPORT, World

# Words in addresses that are nobody's, with the reason and where they are tried.
EXEMPT = {
    "filename": "static files",
    "token": "the secret itself is the right; tried with the kiosk, the feed and the links",
    "code": "a competency of the dictionary, or of one's own assessment (test_competency_own)",
    "job": "a job level of the agency's standards",
    "section": "a section of one's own data, whoever asks",
    "key": "a setting of the agency's rulebook",
}
# These roles open every page they may; the others leave out what every employee may open.
OPEN_ALL = {"employee", "supervisor", "trainer", "hr", "agency_admin"}
# Asks for as little of the page as can be: whether the loader lets through shows all the same.
NO_BLOCK = {"HX-Request": "true", "HX-Target": "tidak_ada"}
REFUSED = (403, 404)


def scoped(app: Flask) -> list[Rule]:
    """Every route whose address holds an id of somebody's, a unit's or the agency's."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.arguments and not rule.arguments & set(EXEMPT)
    ]


def viewer_of(world: World, role: str) -> Viewer:
    """Who the role's holder is."""
    with world.app.app_context():
        return queries.viewer(Account(employee=queries.employee(world.viewers[role])))


def makers(rule: Rule) -> tuple[str, str, Any]:
    """The argument, what it belongs to (person, unit, nobody) and how such a thing is made."""
    (argument,) = {name for _kind, _more, name in converters(rule)}
    for owner, known in (("unit", OF_UNITS), ("person", PERSONAL), ("nobody", NOBODYS_OWN)):
        if rule.endpoint in known or argument in known:
            return argument, owner, known.get(rule.endpoint, known.get(argument))
    raise AssertionError(f"{rule.endpoint}: nothing makes {argument}, see the top of this file")


def things(world: World, rule: Rule, role: str) -> Iterator[tuple[str, object]]:
    """A thing in each relation to the role's holder, made anew where asking may change it."""
    _argument, owner, make = makers(rule)
    keeps = "GET" in (rule.methods or ())
    for relation, whose in relations(world, owner, role):
        if not keeps or (make, whose) not in world.made:
            world.made[make, whose] = make(world, whose) if whose else make(world)
        yield relation, world.made[make, whose]


def relations(world: World, owner: str, role: str) -> Iterator[tuple[str, int | None]]:
    """Whose things are tried: the person or the unit in each relation."""
    if owner == "nobody":
        yield NOBODYS, None
    elif owner == "unit":
        yield from world.units.items()
    else:
        yield OWN, world.viewers[role]
        for relation, person in world.people.items():
            if relation != REPORT or role == "supervisor":
                yield relation, person


def let_through(
    world: World, client: FlaskClient, rule: Rule, role: str, form: dict[str, str]
) -> str:
    """The relations whose things the route lets through; refused by GET means by POST too."""
    found = set()
    for relation, thing in things(world, rule, role):
        where = address(rule, **{makers(rule)[0]: thing})
        tried = []
        for method in methods(rule):
            if method == "POST" and tried and tried[0] not in REFUSED:
                continue  # it would change what the other roles look at
            data = form if method == "POST" else None
            with client.open(where, method=method, data=data, headers=NO_BLOCK) as answer:
                assert answer.status_code < 500, (method, where)
                tried.append(answer.status_code)
        if tried[0] not in REFUSED:
            found.add(relation)
        else:
            assert all(status in REFUSED for status in tried), (where, tried)
    return "".join(letter for letter in ORDER if letter in found) or "-"


def words(answer: Any) -> str:
    """What the answer says: a page's text, or that of a spreadsheet's cells or a document."""
    if answer.mimetype == "application/pdf":
        return "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.data)).pages)
    if "spreadsheet" not in answer.mimetype:
        return str(answer.get_data(as_text=True))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        names = [name for name in book.namelist() if name.endswith(".xml")]
        return "".join(book.read(name).decode() for name in names)


def pages_of(world: World, role: str) -> Iterator[tuple[str, str]]:
    """The pages without an id that the role may open, and those of nobody's things: address and
    endpoint.
    """
    viewer = viewer_of(world, role)
    for rule in world.app.url_map.iter_rules():
        with world.app.app_context():
            access = declared_access(rule.endpoint)
        if rule.arguments & set(EXEMPT) or "GET" not in (rule.methods or ()):
            continue
        if access == "public" or not may(viewer, str(access)):
            continue
        if access in GRANTS[Role.EMPLOYEE] and role not in OPEN_ALL:
            continue
        if not rule.arguments:
            yield rule.rule, rule.endpoint
        elif makers(rule)[1] == "nobody":
            for _relation, thing in things(world, rule, role):
                yield address(rule, **{makers(rule)[0]: thing}), rule.endpoint


def shown_on(world: World, client: FlaskClient, path: str) -> set[str]:
    """The relations of the people whose names the page shows, also asked for another unit."""
    shown = set()
    for query in ("?bagian=semua&keadaan=&cari=kenari", f"?unit={world.units[OTHER]}"):
        with client.get(path + query) as answer:
            assert answer.status_code < 500, path + query
            text = words(answer)
        shown |= {relation for relation, name in NAMES.items() if name in text}
    return shown
