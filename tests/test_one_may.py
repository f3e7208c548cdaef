"""Whether somebody may do something is asked in one place: `permissions.may`, never a role."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from kinerja.errors import DeniedError
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Employee
from kinerja.people.rules import Standing
from kinerja.permissions import Permission, Role, declared_access
from tests import factories

ROOT = Path(__file__).resolve().parent.parent
# Where roles are defined, kept, explained and given. Nowhere else may code name one.
HOME_OF_ROLES = ("permissions/", "people/")
MEETING_PLACES = ("views", "commands", "templates")
# What a visitor meets may not even look at roles, but for these reasons.
LOOKS_AT_ROLES = {
    "people/views/grants.py": "lists, explains and gives roles; whether it may is asked before",
    "people/views/sessions.py": "sessions of whoever has an administering role end sooner",
    "people/views/factors.py": "administering roles need a second factor",
    "people/views/own_account.py": "administering roles are advised longer passwords",
}
ROLE_VALUES = "|".join(role.value for role in Role)


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Our modules by their path in the package, without the demo."""
    for package in ("kinerja", "kiosk"):
        for path in (ROOT / package).rglob("*.py"):
            name = str(path.relative_to(ROOT / package))
            if "demo" not in path.parts and path.name != "demo.py":
                yield name, ast.parse(path.read_text())


def names_role(node: ast.AST) -> bool:
    """`Role.X`, or `Role(…)`."""
    inner = node.value if isinstance(node, ast.Attribute) else getattr(node, "func", None)
    return isinstance(inner, ast.Name) and inner.id == "Role"


def looks_at_roles(node: ast.AST) -> bool:
    """`….roles` or `….grants`, read from a viewer."""
    return isinstance(node, ast.Attribute) and node.attr in {"roles", "grants"}


def test_no_code_names_a_role_but_where_roles_live() -> None:
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if names_role(node) and not name.startswith(HOME_OF_ROLES)
    ]
    assert wrong == []


def test_no_view_and_no_command_looks_at_roles() -> None:
    wrong = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if any(place in name for place in MEETING_PLACES)
        and (names_role(node) or (looks_at_roles(node) and "viewer" in ast.unparse(node)))
    }
    assert wrong <= set(LOOKS_AT_ROLES)


def test_no_template_compares_roles() -> None:
    compares = re.compile(
        rf"\bRole\.|viewer\.(roles|grants)|\brole\b[.\w]*\s*(==|!=|\bin\b)|[\"'](agency_admin|unit_admin)[\"']"
        rf"|\brole\.value\s*==\s*[\"']({ROLE_VALUES})"
    )
    wrong = [
        str(path.relative_to(ROOT))
        for folder in ("kinerja/templates", "kiosk")
        for path in (ROOT / folder).rglob("*.html")
        if compares.search(path.read_text())
    ]
    assert wrong == []


def test_every_template_asks_may_with_a_permission_that_there_is() -> None:
    asked = set()
    for path in (ROOT / "kinerja/templates").rglob("*.html"):
        asked |= set(re.findall(r"\bmay\(\"([^\"]+)\"", path.read_text()))
    assert asked
    assert asked <= set(Permission)


def test_every_export_asks_what_its_page_asks(app: Flask) -> None:
    with app.app_context():
        pages = {
            rule.rule: declared_access(rule.endpoint)
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
        }
    exports = {path: path.removesuffix("/xlsx") for path in pages if path.endswith("/xlsx")}
    assert len(exports) > 8
    differing = {
        path: (pages[path], pages[page])
        for path, page in exports.items()
        if page in pages and pages[path] != pages[page]
    }
    assert differing == {}


def commands(app: Flask) -> Iterator[tuple[str, click.Command]]:
    """Every command of ours by its full name."""
    for name, command in app.cli.commands.items():
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", one) for inner, one in command.commands.items())
        else:
            yield name, command


def test_commands_that_act_for_somebody_say_for_whom_and_ask(app: Flask) -> None:
    silent, unasked = [], []
    for name, command in commands(app):
        callback = inspect.unwrap(command.callback) if command.callback else None
        if callback is None or not callback.__module__.startswith(("kinerja", "kiosk")):
            continue
        module = inspect.getsource(inspect.getmodule(callback))  # type: ignore[arg-type]
        says = any("--as" in option.opts for option in command.params)
        if re.search(r"\bby=(?!None)", inspect.getsource(callback)) and not says:
            silent.append(name)
        if says and not re.search(r"\b(actor|may)\(", module):
            unasked.append(name)
    assert (silent, unasked) == ([], [])


# acting for somebody on the command line


def signing_in(app: Flask, **facts: object) -> tuple[int, str]:
    """Somebody with an account: id and number."""
    person = factories.employee(app, **facts)  # type: ignore[arg-type]
    factories.account(app, person, "sandi-yang-panjang-sekali")
    with app.app_context():
        return person, db.session.get_one(Employee, person).nip


def test_command_acts_for_whoever_may(app: Flask) -> None:
    root = factories.unit(app)
    admin, nip = signing_in(app, unit_id=root)
    factories.grant(app, admin, Role.HR, root)
    with app.app_context():
        acting = queries.actor(f"{nip[:8]} {nip[8:]}", Permission.IMPORT_STAFF)
        assert acting.employee_id == admin
        assert acting.units(Permission.IMPORT_STAFF) == {root}


def test_command_refuses_whom_the_roles_do_not_allow(app: Flask) -> None:
    _clerk, nip = signing_in(app, name="Sari Uji")
    with app.app_context(), pytest.raises(DeniedError) as refused:
        queries.actor(nip, Permission.IMPORT_STAFF)
    assert "Sari Uji tidak boleh mengimpor data pegawai" in refused.value.message


def test_command_refuses_numbers_nobody_signs_in_with(app: Flask) -> None:
    _gone, nip = signing_in(app, standing=Standing.RETIRED)
    with app.app_context():
        for number in (nip, "123", ""):
            with pytest.raises(DeniedError):
                queries.actor(number, Permission.HOME)
