"""On PostgreSQL the application's own role cannot touch an entry of the audit trail."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from psycopg import errors, sql
from sqlalchemy import func, make_url, select
from sqlalchemy.engine import URL

from kinerja import audit
from kinerja.audit import Entry
from kinerja.extensions import db
from kinerja.permissions import Role
from kinerja.rulebook.models import Rule
from tests import factories
from tests.databases import SERVER, Databases
from tests.pages import CheckedClient, soup
from tests.signing import PASSWORD, enter, nip_of
from wsgi import compose

pytestmark = pytest.mark.only("postgresql", reason="SQLite knows no roles")
SCRIPT = Path(__file__).resolve().parent.parent / "deploy/postgresql-hak.sql"


def address(databases: Databases, **changes: str) -> URL:
    """Where the scratch database is."""
    return make_url(databases.url("privileges")).set(drivername="postgresql", **changes)


def server(url: URL) -> psycopg.Connection:
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


@pytest.fixture
def roles(databases: Databases, template: str) -> Iterator[dict[str, str]]:
    """A copy of the migrated database, with the file run for roles of this test alone."""
    databases.copy(template, "privileges")
    mark = uuid.uuid4().hex[:8]
    names = {role: f"{role}_{mark}" for role in ("kinerja_pemilik", "kinerja_aplikasi")}
    text = SCRIPT.read_text()
    for role, name in names.items():
        text = text.replace(role, name)
    with server(address(databases)) as connection:
        for _turn in range(2):  # it may be run again
            connection.execute(text)  # type: ignore[call-overload]
        for name in names.values():
            statement = sql.SQL("ALTER ROLE {} PASSWORD 'sandi-uji'").format(sql.Identifier(name))
            connection.execute(statement)
    yield names
    databases.copy(None, "privileges")
    with server(make_url(SERVER).set(drivername="postgresql")) as connection:
        for name in names.values():
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


@pytest.fixture
def restricted(databases: Databases, roles: dict[str, str]) -> Iterator[Flask]:
    """The application, signed in to the database as its own role."""
    url = address(databases, username=roles["kinerja_aplikasi"], password="sandi-uji")
    app = compose(
        TESTING=True,
        SECRET_KEY="rahasia-untuk-pengujian-saja-0123456789",
        AUDIT_KEY="kunci-audit-untuk-pengujian-saja-0123456",
        SQLALCHEMY_DATABASE_URI=url.set(drivername="postgresql+psycopg").render_as_string(
            hide_password=False
        ),
    )
    app.test_client_class = CheckedClient
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_application_works_as_its_own_role(restricted: Flask) -> None:
    root = factories.unit(restricted)
    admin = factories.employee(restricted, unit_id=root)
    factories.grant(restricted, admin, Role.AGENCY_ADMIN, root)
    factories.account(restricted, admin, PASSWORD)
    client = restricted.test_client()
    nip = nip_of(restricted, admin)
    assert enter(client, nip, "sandi yang salah").status_code == 422
    assert enter(client, nip, PASSWORD).status_code == 303
    page = soup(client.get("/aturan/skm.months/ubah"))
    data = {str(box["name"]): str(box.get("value", "")) for box in page.select("main form input")}
    data |= {"confidence": "known", "cell0": "6", "reason": "SK Contoh", "step": "save"}
    assert client.post("/aturan/skm.months/ubah", data=data).status_code == 303
    with restricted.app_context():
        assert db.session.scalar(select(func.count()).where(Rule.key == "skm.months")) == 2
        actions = list(db.session.scalars(select(Entry.action).order_by(Entry.seq)))
        assert audit.broken_link() is None
    assert [action for action in actions if action.startswith(("session", "rule"))] == [
        "session.refused",
        "session.begun",
        "rule.set",
    ]
    runner = restricted.test_cli_runner()
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0
    assert client.get("/readyz").status_code == 200


REFUSED = (
    "UPDATE audit_entry SET action = 'lain'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry",
    "DROP TABLE audit_entry",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "DELETE FROM audit_head",
    "INSERT INTO audit_head VALUES (2, 0, '')",
    "UPDATE audit_check SET fault = NULL",
    "UPDATE rulebook_rule SET value = '1'",
    "UPDATE alembic_version SET version_num = 'x'",
    "CREATE TABLE lain (id integer)",
)


@pytest.mark.parametrize("owner_has_dropped_the_triggers", [False, True])
def test_role_cannot_touch_what_must_stay(
    databases: Databases, roles: dict[str, str], *, owner_has_dropped_the_triggers: bool
) -> None:
    if owner_has_dropped_the_triggers:
        owner = address(databases, username=roles["kinerja_pemilik"], password="sandi-uji")
        with server(owner) as connection:
            connection.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")
            connection.execute("DROP TRIGGER rulebook_rule_keeps_its_past ON rulebook_rule")
    url = address(databases, username=roles["kinerja_aplikasi"], password="sandi-uji")
    with server(url) as connection:
        assert connection.execute("SELECT count(*) FROM audit_entry").fetchone() == (0,)
        for statement in REFUSED:
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement)  # type: ignore[call-overload]


def test_tables_of_a_later_migration_are_the_applications_too(
    databases: Databases, roles: dict[str, str]
) -> None:
    owner = address(databases, username=roles["kinerja_pemilik"], password="sandi-uji")
    with server(owner) as connection:
        connection.execute("CREATE TABLE baru (id serial PRIMARY KEY, nama text)")
    url = address(databases, username=roles["kinerja_aplikasi"], password="sandi-uji")
    with server(url) as connection:
        connection.execute("INSERT INTO baru (nama) VALUES ('a')")
        connection.execute("UPDATE baru SET nama = 'b'")
        assert connection.execute("SELECT nama FROM baru").fetchone() == ("b",)
