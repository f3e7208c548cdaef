"""One transaction for each request: what is committed, what is not, what a busy database does."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import make_url, select, update
from sqlalchemy.exc import OperationalError, StatementError

from kinerja import database
from kinerja.database import Gate
from kinerja.extensions import db
from kinerja.forms import Receipt
from kinerja.people.models import LoginSession
from kinerja.rulebook.models import Rule
from tests.databases import Databases
from tests.house.probe import hidden_fields, kept
from tests.pages import soup


@contextmanager
def locked(app: Flask) -> Iterator[None]:
    """Another connection, not ours, that keeps every writer out."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.drivername == "sqlite":
        other = sqlite3.connect(url.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        other = psycopg.connect(plain)
        other.execute("LOCK TABLE rulebook_rule IN ACCESS EXCLUSIVE MODE")
    try:
        yield
    finally:
        other.rollback() if url.drivername != "sqlite" else other.execute("ROLLBACK")
        other.close()


def test_locked_database_answers_503_and_the_same_form_succeeds_later(
    probe: Flask, entered, log_lines
) -> None:
    client = entered()
    form = hidden_fields(client) | {"name": "meja"}
    begun = time.monotonic()
    with locked(probe):
        answer = client.post("/uji/benda", data=form)
    assert time.monotonic() - begun < 2
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "belum tersimpan" in soup(answer).main.get_text()
    assert [line["level"] for line in log_lines()] == ["WARNING"]
    assert kept(probe) == []
    assert client.post("/uji/benda", data=form).status_code == 303
    assert kept(probe) == ["meja"]


def test_reading_goes_on_while_sqlite_is_locked(probe: Flask, databases: Databases) -> None:
    if databases.engine == "sqlite":
        with locked(probe):
            assert probe.test_client().get("/uji/benda").status_code == 200


def test_writer_who_waits_too_long_at_the_gate_gets_503(
    probe: Flask, entered, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    if databases.engine != "sqlite":
        return
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    client = entered()
    form = hidden_fields(client) | {"name": "kursi"}
    held, done = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with probe.app_context():
            db.session.execute(select(Rule.id))
            held.set()
            done.wait(timeout=5)

    writer = threading.Thread(target=write_slowly)
    writer.start()
    held.wait(timeout=5)
    answer = client.post("/uji/benda", data=form)
    done.set()
    writer.join(timeout=5)
    assert answer.status_code == 503
    assert kept(probe) == []


def test_gate_lets_threads_in_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    gate = Gate(tmp_path / "gate")
    gate.acquire()
    with pytest.raises(OperationalError, match="locked"):
        gate.acquire()
    gate.release()
    gate.acquire()
    gate.release()


def test_gate_held_by_another_process_is_given_up_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    other, own = Gate(tmp_path / "gate"), Gate(tmp_path / "gate")
    other.acquire()  # the lock belongs to the open file: a second Gate is as a second process
    with pytest.raises(OperationalError, match="locked"):
        own.acquire()
    other.release()
    own.acquire()
    own.release()
    for gate in (other, own):
        os.close(gate.file)


def test_failing_commit_never_shows_success(probe: Flask, entered) -> None:
    client = entered()
    answer = client.post("/uji/gagal-simpan", data=hidden_fields(client))
    assert answer.status_code == 500
    assert "Location" not in answer.headers
    assert kept(probe) == []


def test_safe_request_changes_nothing_but_what_is_remembered(probe: Flask) -> None:
    answer = probe.test_client().get("/uji/tulis")
    assert answer.status_code == 200
    assert kept(probe) == ["dicatat"]


def test_reading_block_leaves_nothing_and_the_rest_is_committed(probe: Flask, entered) -> None:
    client = entered()
    assert client.post("/uji/baca", data=hidden_fields(client)).status_code == 303
    assert kept(probe) == ["sesudah bacaan"]


def test_invalid_form_is_422_and_changes_nothing(probe: Flask, entered) -> None:
    client = entered()
    answer = client.post("/uji/benda", data=hidden_fields(client))
    assert answer.status_code == 422
    assert soup(answer).select_one('.error-box a[href="#name"]').get_text() == "Isi nama benda."
    assert answer.text.count("Isi nama benda.") == 2
    with probe.app_context():
        assert db.session.scalars(select(Receipt)).all() == []


def test_what_is_to_be_remembered_fails_aloud(probe: Flask, entered) -> None:
    client = entered()
    form = hidden_fields(client)
    with probe.app_context():  # last seen long ago: the next request wants to note it
        old = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
        db.session.execute(update(LoginSession).values(seen_at=old))
        db.session.rollback()
    with locked(probe):
        answer = client.post("/uji/tolak/belum", data=form)
    assert answer.status_code == 503


def test_what_was_saved_is_said_to_be_saved_even_without_its_note(probe: Flask, entered) -> None:
    client = entered()
    answer = client.post("/uji/simpan-lalu-catat", data=hidden_fields(client))
    assert answer.status_code == 303
    assert kept(probe) == ["tersimpan"]


def test_moment_without_a_zone_is_not_stored(probe: Flask) -> None:
    with probe.app_context(), pytest.raises(StatementError, match="without a time zone"):
        db.session.scalars(
            select(Receipt).where(Receipt.at == datetime(2026, 1, 1))  # noqa: DTZ001  # the point
        )


def test_sqlite_is_set_up_to_lose_nothing(probe: Flask, databases: Databases) -> None:
    if databases.engine != "sqlite":
        return
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with probe.app_context():
        for pragma, value in wanted.items():
            assert db.session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_postgresql_gives_up_waiting_in_time(databases: Databases) -> None:
    if databases.engine != "postgresql":
        return
    app = databases.app("template")
    with app.app_context():
        for setting in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            shown = db.session.connection().exec_driver_sql(f"SHOW {setting}").scalar()
            assert shown != "0", setting
        db.session.remove()
        db.engine.dispose()
