"""Whether the process lives, and whether it can serve."""

from flask import Flask
from sqlalchemy import text

from kinerja.extensions import db
from tests.databases import Databases
from tests.house.conftest import Build


def test_process_and_database_are_well(probe: Flask) -> None:
    client = probe.test_client()
    for path in ("/healthz", "/readyz"):
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (200, "ok")
        assert answer.mimetype == "text/plain"


def test_not_ready_while_migrations_are_behind(probe: Flask) -> None:
    with probe.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'lama'"))
        db.session.commit()
    client = probe.test_client()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready")
    assert client.get("/healthz").status_code == 200


def test_not_ready_over_an_empty_database(probe: Flask) -> None:
    with probe.app_context():
        db.session.execute(text("DROP TABLE alembic_version"))
        db.session.commit()
    assert probe.test_client().get("/readyz").status_code == 503


def test_database_away(build: Build, databases: Databases) -> None:
    away = {
        "sqlite": "sqlite:////nowhere/at/all.sqlite3",
        "postgresql": "postgresql+psycopg://postgres@127.0.0.1:9/kinerja",
    }
    client = build(SQLALCHEMY_DATABASE_URI=away[databases.engine]).test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert client.get("/masuk").status_code == 200
    with client.session_transaction() as session:
        session["_user_id"] = "kunci-lama"
    for path in ("/beranda", "/tidak/ada"):
        answer = client.get(path)
        assert answer.status_code in (500, 503), path
        assert "kode K-" in answer.text
