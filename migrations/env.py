"""Runs the migrations over the application's own engine and transaction rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from kinerja.extensions import Base, db

# Expand, backfill, contract: a migration must not keep the service waiting for a lock.
POSTGRESQL_LIMITS = ("SET lock_timeout = '4s'", "SET statement_timeout = '60s'")


@contextmanager
def loose_references(connection: Connection) -> Iterator[None]:
    """On SQLite a table is changed by making it anew, which its references would forbid.

    They are checked again at the end. The switch does nothing inside of a transaction.

    :raises RuntimeError: a reference leads nowhere.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
    if broken:
        raise RuntimeError(f"references that lead nowhere: {broken[:3]}")


def run() -> None:
    """Migrate in one transaction for each revision."""
    arguments = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection, loose_references(connection):
        if connection.dialect.name == "postgresql":
            for limit in POSTGRESQL_LIMITS:
                connection.exec_driver_sql(limit)
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transaction_per_migration=True,
            **arguments,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
