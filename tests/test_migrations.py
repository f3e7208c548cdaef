"""One history for both engines: it builds what the models describe, and goes down again."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from kinerja.config import ROOT
from kinerja.extensions import Base, db
from tests.databases import Databases


@pytest.fixture
def migrated(databases: Databases) -> Iterator[Flask]:
    """The application over a database of its own, just migrated."""
    app = databases.migrated("migrations")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def differences() -> list[object]:
    """What the models describe and the database lacks, or the other way round."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_migrations_build_what_the_models_describe(migrated: Flask) -> None:
    with migrated.app_context():
        assert differences() == []


def test_migrations_go_down_to_nothing_and_up_again(migrated: Flask) -> None:
    with migrated.app_context():
        built = tables()
        downgrade(revision="base")
        assert tables() == {"alembic_version"}
        db.engine.dispose()
        upgrade()
        assert tables() == built
        assert differences() == []


def test_there_is_one_head_and_no_fork() -> None:
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert len(script.get_heads()) == 1
    assert all(not revision.is_branch_point for revision in script.walk_revisions())


def test_tables_are_named_after_their_room() -> None:
    features = ("people", "notifications", "documents", "competency", "development")
    rooms = (*features, "satisfaction", "rulebook", "audit", "background", "form", "mail", "jobs")
    assert [n for n in Base.metadata.tables if n.partition("_")[0] not in rooms] == []
