"""The log of who did what can only grow, and any change to it shows."""

import json
import threading
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from kinerja import audit
from kinerja.audit import Entry, broken_link, record
from kinerja.extensions import db
from kinerja.people.models import Unit
from tests.house.probe import hidden_fields

WRITERS, EACH = 8, 5


def note(app: Flask, *actions: str) -> None:
    """One transaction that notes the acts."""
    with app.app_context():
        for action in actions:
            record(action, "uji:1", by=7, jumlah=3)
        db.session.commit()


def entries(app: Flask) -> list[Entry]:
    with app.app_context():
        return list(db.session.scalars(select(Entry).order_by(Entry.seq)))


def tamper(app: Flask, statement: str) -> None:
    """What somebody with all rights in the database can do."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                db.session.execute(text(f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}"))
        else:
            db.session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
        db.session.execute(text(statement))
        db.session.commit()


def test_entry_tells_who_did_what_to_what(probe: Flask) -> None:
    with probe.app_context():
        unit = Unit(name="Unit Jejak")
        db.session.add(unit)
        record("unit.added", unit, by=7, alasan="uji", jumlah=2)
        db.session.commit()
        wanted = f"people_unit:{unit.id}"
    (entry,) = entries(probe)
    assert (entry.seq, entry.actor_id, entry.action) == (1, 7, "unit.added")
    assert entry.subject == wanted
    assert json.loads(entry.details) == {"alasan": "uji", "jumlah": 2}
    assert entry.at.tzinfo is not None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'lain' WHERE seq = 1",
        "DELETE FROM audit_entry WHERE seq = 1",
        "DELETE FROM audit_entry",
    ],
)
def test_database_itself_refuses_to_change_or_delete_an_entry(probe: Flask, statement: str) -> None:
    note(probe, "a", "b")
    with probe.app_context(), pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(statement))
    assert [entry.action for entry in entries(probe)] == ["a", "b"]


def test_parallel_writers_make_one_unbroken_chain(probe: Flask) -> None:
    start = threading.Barrier(WRITERS)

    def write(number: int) -> None:
        start.wait(timeout=5)
        for turn in range(EACH):
            note(probe, f"act.{number}.{turn}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    found = entries(probe)
    assert [entry.seq for entry in found] == list(range(1, WRITERS * EACH + 1))
    assert len({entry.action for entry in found}) == WRITERS * EACH
    with probe.app_context():
        assert broken_link() is None


def test_rollback_leaves_no_entry(probe: Flask) -> None:
    with probe.app_context():
        record("uji.batal", "uji:1", by=7)
        db.session.rollback()
        record("uji.jadi", "uji:1", by=7)
        db.session.commit()
    assert [entry.action for entry in entries(probe)] == ["uji.jadi"]


def test_refused_request_leaves_no_entry_although_something_is_remembered(
    probe: Flask, entered
) -> None:
    client = entered()
    before = len(entries(probe))
    client.post("/uji/tolak/belum", data=hidden_fields(client))
    assert len(entries(probe)) == before


def test_done_request_leaves_its_entry(probe: Flask, entered, person: int) -> None:
    client = entered()
    client.post("/uji/benda", data=hidden_fields(client) | {"name": "meja"})
    last = entries(probe)[-1]
    assert (last.action, last.actor_id) == ("thing.added", person)


@pytest.mark.parametrize(
    ("statement", "link"),
    [
        ("UPDATE audit_entry SET details = '{}' WHERE seq = 2", 2),
        ("UPDATE audit_entry SET actor_id = 8 WHERE seq = 3", 3),
        ("DELETE FROM audit_entry WHERE seq = 2", 2),
        ("DELETE FROM audit_entry WHERE seq = 4", 4),
        (
            "UPDATE audit_entry SET action = CASE seq WHEN 2 THEN 'c' ELSE 'b' END"
            " WHERE seq IN (2, 3)",
            2,
        ),
        ("UPDATE audit_head SET digest = 'x'", 5),
    ],
)
def test_tampering_is_named(probe: Flask, statement: str, link: int) -> None:
    note(probe, "a", "b", "c", "d")
    runner = probe.test_cli_runner()
    whole = runner.invoke(args=["audit", "verify"])
    assert (whole.exit_code, whole.output) == (0, "Jejak audit utuh.\n")
    tamper(probe, statement)
    broken = runner.invoke(args=["audit", "verify"])
    assert broken.exit_code == 1
    assert broken.output == f"Jejak audit rusak mulai catatan {link}.\n"


def test_chain_forged_with_another_key_shows(probe: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    note(probe, "a")
    monkeypatch.setitem(probe.config, "AUDIT_KEY", "kunci lain yang juga cukup panjang sekali")
    note(probe, "b")
    monkeypatch.undo()
    with probe.app_context():
        assert broken_link() == 2


def test_denied_access_is_noted_though_the_page_is_refused(
    probe: Flask, entered, person: int
) -> None:
    assert entered().get("/uji/khusus").status_code == 403
    last = entries(probe)[-1]
    assert (last.action, last.subject, last.actor_id) == (
        "access.denied",
        "route:probe.for_agency_admins",
        person,
    )


def test_entry_that_cannot_be_written_stops_the_commit(probe: Flask) -> None:
    with probe.app_context():
        db.session.add(Unit(name="Unit Tanpa Jejak"))
        record("x" * 10, "uji:1", by=None, isi={1, 2})  # a set is written as text, not refused
        db.session.execute(text("DROP TABLE audit_head"))
        with suppress(DatabaseError):
            db.session.commit()
        db.session.rollback()
        assert db.session.scalars(select(Unit.name)).all() == []


def test_names_of_subjects() -> None:
    assert audit.subject_name("route:people.sign_in") == "route:people.sign_in"
