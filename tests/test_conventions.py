"""What keeps the house beautiful: names, shapes and sizes, checked over the whole tree."""

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, StrictUndefined

from kinerja.permissions import Permission, declared_access
from tests.catalogues import all_faults

pytestmark = pytest.mark.only("sqlite", reason="looks at the code, not at an engine")
ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (ROOT / "kinerja", ROOT / "kiosk")
NOT_OURS = {".git", ".venv", "__pycache__", "instance", "vendor", "node_modules", "floor", "run"}
CACHES = "_cache"
LONGEST_FILE = 300
LONGEST_VIEW = 12
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NOT_FOR_PEOPLE = ("/healthz", "/readyz", "/static/", "/kiosk/static/", "/api/", "/data/")
ROUTES = {"get", "post", "put", "patch", "delete", "route"}
ROOMS = (
    "rulebook", "people", "notifications", "satisfaction", "documents", "competency", "development",
    "appraisal", "home",
)  # fmt: skip
VOCABULARY = {
    "__init__", "rules", "models", "queries", "signals", "services", "forms", "views", "commands",
    "demo",
}  # fmt: skip
HTMX = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
LOCKS = sorted((ROOT / "deploy").glob("*.lock"))


def ours(*endings: str) -> Iterator[Path]:
    """The repository's own files with one of the endings."""
    for folder, names, files in ROOT.walk() if hasattr(ROOT, "walk") else walk(ROOT):
        names[:] = [n for n in names if n not in NOT_OURS and not n.endswith(CACHES)]
        for name in files:
            if name.endswith(endings):
                yield folder / name


def walk(folder: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """As Path.walk, which Python 3.11 does not have."""
    entries = sorted(folder.iterdir())
    names = [entry.name for entry in entries if entry.is_dir() and not entry.is_symlink()]
    yield folder, names, [entry.name for entry in entries if entry.is_file()]
    for name in names:
        yield from walk(folder / name)


# routes


def test_every_route_declares_its_access(app: Flask) -> None:
    with app.app_context():
        access = {
            rule.endpoint: declared_access(rule.endpoint) for rule in app.url_map.iter_rules()
        }
    allowed = {*Permission, "public"}
    assert {end: found for end, found in access.items() if found not in allowed} == {}


def test_addresses_are_lowercase_words_joined_by_hyphens(app: Flask) -> None:
    odd = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith(NOT_FOR_PEOPLE)
        and not all(
            SEGMENT.fullmatch(part) or re.fullmatch(r"<[a-z_:]+>(\.ics)?", part)
            for part in rule.rule.strip("/").split("/")
            if part
        )
    ]
    assert odd == []


def test_no_address_ends_in_a_slash(app: Flask) -> None:
    ending = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.endswith("/")]
    assert ending == ["/"]


# templates


@pytest.fixture
def environment(app: Flask) -> Environment:
    """The templates' environment."""
    return app.jinja_env


def templates(environment: Environment) -> dict[str, str]:
    """Each template's source by its name."""
    found = {}
    for name in environment.list_templates(extensions=["html"]):
        assert environment.loader is not None
        found[name] = environment.loader.get_source(environment, name)[0]
    return found


def test_every_template_compiles_and_an_unknown_name_is_an_error(environment: Environment) -> None:
    assert environment.undefined is StrictUndefined
    names = [name for name in templates(environment) if environment.get_template(name)]
    assert "base.html" in names
    assert any(name.startswith("kiosk/") for name in names)


def test_every_fragment_is_a_block_that_holds_the_element_with_its_id(
    environment: Environment,
) -> None:
    targets = 0
    for name, source in templates(environment).items():
        named = re.findall(r'hx-target="#([^"{]+)"', source)  # or by the macro that asks again
        for target in [*named, *re.findall(r'{{ again\([^)]*, "(\w+)"\)', source)]:
            if name == "background/progress.html":
                continue  # its example
            targets += 1
            block = re.search(rf"{{% block {target} %}}(.*?){{% endblock", source, re.DOTALL)
            assert block, f"{name}: no block {target}"
            assert f'id="{target}"' in block[1], f"{name}: block {target} lacks its id"
    assert targets


def test_nothing_is_swapped_by_inheritance_or_boost(environment: Environment) -> None:
    for name, source in templates(environment).items():
        assert "hx-boost" not in source, name
        assert not re.search(r"\bhx-on\b|\bjs:", source), name
        for tag in re.findall(r"<\w+[^>]*\bhx-(?:get|post)=[^>]*>", source):
            assert "hx-target=" in tag, f"{name}: {tag}"


def test_no_template_trusts_a_users_text(environment: Environment) -> None:
    for name, source in templates(environment).items():
        assert "|safe" not in source.replace(" ", ""), name
        assert "autoescape false" not in source, name


# code


def test_files_are_short() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in ours(".py", ".html", "app.js")
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_rooms_use_the_same_names_and_say_what_they_are() -> None:
    for room in ROOMS:
        folder = ROOT / "kinerja" / room
        sentence = ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or ""
        assert sentence.endswith("."), room
        names = {path.stem for path in folder.glob("*.py")}
        names |= {path.parent.name for path in folder.glob("*/__init__.py")}
        assert names <= VOCABULARY, f"{room}: {sorted(names - VOCABULARY)}"


def views() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every view function, with where it stands."""
    for package in PACKAGES:
        for path in package.rglob("*.py"):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and any(map(is_route, node.decorator_list)):
                    yield f"{path.relative_to(ROOT)}:{node.name}", node


def is_route(decorator: ast.expr) -> bool:
    """Whether the decorator is `@bp.get(…)` or one of its kind."""
    called = decorator.func if isinstance(decorator, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr in ROUTES


def test_views_are_short() -> None:
    lengths = {}
    for place, view in views():
        body = view.body[1:] if ast.get_docstring(view) else view.body
        lengths[place] = (body[-1].end_lineno or 0) - body[0].lineno + 1
    assert len(lengths) > 30
    assert {place: length for place, length in lengths.items() if length > LONGEST_VIEW} == {}


def test_views_neither_query_nor_commit_nor_ask_for_htmx() -> None:
    forbidden = re.compile(r"db\.session|\bselect\(|\.commit\(|HX-")
    assert [place for place, view in views() if forbidden.search(ast.unparse(view))] == []


def test_every_function_says_what_it_does() -> None:
    silent = []
    for path in (ROOT / "kinerja").rglob("*.py"):
        tree = ast.parse(path.read_text())
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        for node in [*tree.body, *(method for one in classes for method in one.body)]:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                silent += [] if ast.get_docstring(node) else [f"{path.name}:{node.name}"]
    assert silent == []


# what is shipped


def test_vendored_htmx_is_the_released_file() -> None:
    file = ROOT / "kinerja/static/vendor/htmx-2.0.11/htmx.min.js"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == HTMX


def test_locks_name_no_address_and_hash_everything() -> None:
    assert len(LOCKS) == 2
    for lock in LOCKS:
        text = lock.read_text()
        assert "://" not in text
        options = set(re.findall(r"(?<!\S)--?[a-z][\w-]*", text))
        assert options == {"--hash"}, lock.name
        pins = re.findall(r"^[a-z0-9].*$", text, re.MULTILINE)
        assert all(re.match(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+ \\$", pin) for pin in pins)


def test_nothing_shipped_points_outside_of_the_repository() -> None:
    elsewhere = tuple(map("/".join, (("..", "shared"), ("", "work", ""), ("", "root", ""))))
    for path in ours(
        ".py", ".html", ".md", ".toml", ".js", ".css", ".yaml", ".po", "Makefile", "run"
    ):
        text = path.read_text(errors="replace")
        assert [word for word in elsewhere if word in text] == [], path


def test_nothing_shipped_is_unfinished() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|INTE" + r"RIM)\b")
    for path in ours(".py", ".html", ".toml", ".js", ".css", "Makefile", "run"):
        assert not marks.search(path.read_text(errors="replace")), path


def test_static_files_are_light() -> None:
    import gzip

    files = [*(ROOT / "kinerja/static").glob("*.css"), *(ROOT / "kinerja/static").rglob("*.js")]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 35 * 1024


def test_catalogues_are_complete_and_fresh() -> None:
    assert all_faults() == []
