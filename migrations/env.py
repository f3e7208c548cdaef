"""Runs the migrations over the application's own engine and transaction rules."""

from alembic import context
from flask import current_app

from kinerja.extensions import Base, db

# Expand, backfill, contract: a migration must not keep the service waiting for a lock.
POSTGRESQL_LIMITS = ("SET lock_timeout = '4s'", "SET statement_timeout = '60s'")


def run() -> None:
    """Migrate in one transaction for each revision."""
    arguments = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
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
