"""A migrated database for each test, made by copying one template."""

import os
import shutil
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import make_url

from kinerja.extensions import db
from tests import pristine
from wsgi import compose

SERVER = os.environ.get("TEST_DATABASE_URL", "")
ENGINES = ("sqlite", "postgresql") if SERVER else ("sqlite",)


@dataclass
class Databases:
    """The databases of one engine in this run: one template, copies under names of their own."""

    engine: str
    folder: Path
    run: str = field(default_factory=lambda: uuid.uuid4().hex[:8])
    made: set[str] = field(default_factory=set)

    def url(self, name: str) -> str:
        """The address of the database with this name."""
        if self.engine == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite3"
        return (
            make_url(SERVER)
            .set(drivername="postgresql+psycopg", database=self._full(name))
            .render_as_string(hide_password=False)
        )

    def _full(self, name: str) -> str:
        return f"kinerja_test_{self.run}_{name}"

    def _server(self, database: str = "postgres") -> psycopg.Connection:
        url = make_url(SERVER).set(drivername="postgresql", database=database)
        return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)

    def fresh(self, source: str, name: str) -> None:
        """A copy that is made often; on PostgreSQL its rows are brought back where that will do."""
        if self.engine == "postgresql" and name in self.made:
            with self._server(self._full(name)) as database:
                if pristine.restore(database):
                    return
        self.copy(source, name)
        if self.engine == "postgresql":
            with self._server(self._full(name)) as database:
                pristine.keep(database)

    def copy(self, source: str | None, name: str) -> None:
        """Make the database anew, as a copy of another or empty."""
        self.made.add(name)
        if self.engine == "sqlite":
            self._copy_file(source, name)
            return
        template = f'TEMPLATE "{self._full(source)}"' if source else ""
        with self._server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self._full(name)}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{self._full(name)}" {template}')
            # Nothing here outlives the run: no commit needs to wait for the disk.
            server.execute(f'ALTER DATABASE "{self._full(name)}" SET synchronous_commit = off')

    def _copy_file(self, source: str | None, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            (self.folder / f"{name}.sqlite3{suffix}").unlink(missing_ok=True)
        if source:
            shutil.copy(self.folder / f"{source}.sqlite3", self.folder / f"{name}.sqlite3")

    def drop_all(self) -> None:
        """Leave nothing behind on the server."""
        if self.engine == "postgresql":
            with self._server() as server:
                for name in self.made:
                    server.execute(f'DROP DATABASE IF EXISTS "{self._full(name)}" WITH (FORCE)')

    def app(self, name: str) -> Flask:
        """The application over this database."""
        return compose(
            TESTING=True,
            SECRET_KEY="rahasia-untuk-pengujian-saja-0123456789",
            AUDIT_KEY="kunci-audit-untuk-pengujian-saja-0123456",
            SQLALCHEMY_DATABASE_URI=self.url(name),
        )

    def migrated(self, name: str) -> Flask:
        """The application over a new, migrated database."""
        self.copy(None, name)
        app = self.app(name)
        with app.app_context():
            upgrade()
            settle(app)
        return app


def settle(app: Flask) -> None:
    """Close every connection, so that the database's files or catalogue are whole."""
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    db.engine.dispose()
