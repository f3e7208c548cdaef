"""Fixtures: a fresh migrated database on each engine, a checking client, signed-in people."""

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

# Before the application is imported: its settings come from the environment.
os.environ.update(
    SECRET_KEY="rahasia-untuk-pengujian-saja-0123456789",
    AUDIT_KEY="kunci-audit-untuk-pengujian-saja-0123456",
    DATABASE_URL=f"sqlite:///{tempfile.mkdtemp(prefix='kinerja-')}/kosong.sqlite3",
)
for name in (
    *("PRODUCTION", "DEMO", "TRUSTED_HOSTS", "PROXY_HOPS", "AGENCY", "TIMEZONE"),
    *("PUBLIC_URL", "SMTP_URL", "MAIL_FROM", "HOST", "PORT", "SECOND_FACTOR"),
):
    os.environ.pop(name, None)

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import Account
from kinerja.people.services import begin_session
from tests import factories
from tests.databases import ENGINES, SERVER, Databases, settle
from tests.pages import CheckedClient
from tests.signing import PASSWORD, At, enter, nip_of

# Of a test's sets of parameters so many on PostgreSQL.
SETS = 2
# The files that take minutes begin first, so that no process waits for another at the end.
LONGEST = ("test_every_page.py", "test_pages.py", "test_scopes.py", "test_matrix.py")


class ByFileAndEngine(LoadScopeScheduling):
    """A process takes a file's tests of one engine together, and one engine after the other: its
    template and demo rows are made once by each process.
    """

    def _split_scope(self, nodeid: str) -> str:
        engine = "postgresql" if "[postgresql" in nodeid else ""
        return f"{nodeid.partition('::')[0]} {engine}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFileAndEngine:
    """How the tests are handed out."""
    return ByFileAndEngine(config, log)


def engine_of(item: pytest.Item) -> str | None:
    """The engine that the test would be run on, if it needs any."""
    return item.callspec.params.get("databases") if hasattr(item, "callspec") else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what says nothing about an engine; measure coverage on one engine only.

    Of one test's many sets of parameters PostgreSQL sees the first few: SQLite sees them all.
    """
    left_out = set()
    sets: Counter[str] = Counter()
    for item in items:
        engine, only = engine_of(item), item.get_closest_marker("only")
        if engine and only and engine not in only.args:
            left_out.add(item)
            continue
        if engine == "postgresql":
            name = item.nodeid.partition("[")[0]
            sets[name] += 1
            if sets[name] > SETS:
                left_out.add(item)
        if engine == "postgresql":
            item.add_marker("no_cover")
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = sorted(
        (item for item in items if item not in left_out),
        key=lambda item: (engine_of(item) == "postgresql", item.path.name not in LONGEST),
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last line says what was not tried."""
    if not SERVER and not hasattr(config, "workerinput"):
        print("Hanya SQLite yang diuji; untuk PostgreSQL isi TEST_DATABASE_URL.")


@pytest.fixture(scope="session", params=ENGINES)
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """The databases of one engine; all of them are dropped at the end of the run."""
    made = Databases(engine=request.param, folder=tmp_path_factory.mktemp("databases"))
    yield made
    made.drop_all()


@pytest.fixture(scope="session")
def template(databases: Databases) -> str:
    """The name of a migrated database to copy."""
    databases.migrated("template")
    return "template"


def client_class(databases: Databases) -> type[FlaskClient]:
    """The pages are the same on both engines: those of one are checked."""
    return CheckedClient if databases.engine == "sqlite" else FlaskClient


@pytest.fixture(scope="session")
def shared_app(databases: Databases, template: str) -> Flask:
    """One application for all tests of an engine; its database is made anew for each."""
    app = databases.app("test")
    app.test_client_class = client_class(databases)
    return app


@pytest.fixture
def app(databases: Databases, template: str, shared_app: Flask) -> Iterator[Flask]:
    """The application over a fresh, migrated, empty database."""
    databases.fresh(template, "test")
    yield shared_app
    with shared_app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor who is signed out."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[FlaskClient, int], FlaskClient]:
    """Signs an employee in without the price of a password hash; makes the account if needed."""

    def begin(client: FlaskClient, employee_id: int) -> FlaskClient:
        with app.app_context():
            account = db.session.scalar(select(Account).where(Account.employee_id == employee_id))
            if account is None:
                account = Account(employee_id=employee_id, password_hash="-", is_active=True)
                db.session.add(account)
                db.session.flush()
            sid = begin_session(account.id)
            db.session.commit()
        with client.session_transaction() as session:
            session.clear()
            session["_user_id"] = sid
        return client

    return begin


@pytest.fixture
def signed_in(
    app: Flask, sign_in: Callable[[FlaskClient, int], FlaskClient]
) -> Callable[[int], FlaskClient]:
    """A new client with the employee signed in."""
    return lambda employee_id: sign_in(app.test_client(), employee_id)


@pytest.fixture
def who(app: Flask) -> int:
    """Somebody who can sign in."""
    employee_id = factories.employee(app, name="Sari Teladan")
    factories.account(app, employee_id, PASSWORD)
    return employee_id


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Moves the clock forward from the beginning of a code's half minute."""
    now = datetime.now(UTC)
    start = now.replace(second=now.second // 30 * 30, microsecond=0)
    monkeypatch.setattr(clock, "now", lambda: start)
    return lambda later: monkeypatch.setattr(clock, "now", lambda: start + later)


@pytest.fixture
def mine(app: Flask, client: FlaskClient, who: int, at: At) -> FlaskClient:
    """Their browser, signed in by the form at the moment from which `at` counts."""
    enter(client, nip_of(app, who), PASSWORD)
    return client


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets the clock jump ahead by so many seconds."""

    def jump(seconds: int) -> None:
        moment = clock.now() + timedelta(seconds=seconds)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return jump


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], object]:
    """A context manager whose list grows by each statement that the block sends."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                statements.append(statement)

        with app.app_context():
            engine: Engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting


@pytest.fixture(scope="session")
def demo_app(databases: Databases, template: str) -> Iterator[Flask]:
    """The application over the demo rows; tests only read it."""
    from kinerja import demo  # after the environment is set

    databases.copy(template, "demo")
    app = databases.app("demo")
    app.test_client_class = client_class(databases)
    with app.app_context():
        app.config["DEMO_FILLED"] = demo.fill()
        db.session.commit()
        settle(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
