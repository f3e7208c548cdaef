"""The log of who did what can only grow, and any change to it shows."""

import getpass
import json
import os
import re
import threading
from contextlib import suppress
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from kinerja import audit
from kinerja.audit import Entry, broken_link, record
from kinerja.extensions import db
from kinerja.people.models import Employee, RoleGrant, Unit
from kinerja.permissions import Role
from tests import factories
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
    assert entry.request == f"cli:{getpass.getuser()}"
    assert entry.about_id is None


def test_only_what_was_changed_is_kept_with_the_reason(probe: Flask, person: int) -> None:
    with probe.app_context():
        employee = db.session.get_one(Employee, person)
        before, after = {"name": "Lama", "grade": "III/a"}, {"name": "Baru", "grade": "III/a"}
        record("uji.ubah", employee, by=7, before=before, after=after, why="SK baru", rows=2)
        db.session.commit()
    entry = entries(probe)[-1]
    assert json.loads(entry.details) == {
        "before": {"name": "Lama"},
        "after": {"name": "Baru"},
        "why": "SK baru",
        "rows": 2,
    }
    assert entry.about_id == person


def test_one_side_of_a_change_is_kept_whole(probe: Flask) -> None:
    with probe.app_context():
        record("uji.tambah", "uji:1", by=7, before=None, after={"name": "Baru"})
        record("uji.hapus", "uji:1", by=7, before={"name": "Baru"}, after={})
        db.session.commit()
    told = [json.loads(entry.details) for entry in entries(probe)]
    assert told == [
        {"after": {"name": "Baru"}},
        {"after": {"name": None}, "before": {"name": "Baru"}},
    ]


def test_row_that_belongs_to_somebody_is_about_them(probe: Flask, person: int) -> None:
    with probe.app_context():
        grant = RoleGrant(
            employee_id=person,
            role=Role.HR,
            unit_id=factories.unit(probe),
            valid_from=date(2026, 1, 1),
        )
        db.session.add(grant)
        record("grant.given", grant, by=7)  # before its number is known
        record("assessment.read", "competency_assessment:1", by=7, about=person)
        db.session.commit()
    assert [entry.about_id for entry in entries(probe)[-2:]] == [person, person]


def test_entry_names_the_request_that_made_it(probe: Flask, entered) -> None:
    client = entered()
    client.post("/uji/benda", data=hidden_fields(client) | {"name": "meja"})
    entry = entries(probe)[-1]
    assert entry.request
    assert re.fullmatch(r"K-[2-9A-Z]{6}", entry.request)


def test_user_without_a_name_is_told_by_number(
    probe: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 987_654_321)
    note(probe, "a")
    assert entries(probe)[-1].request == "cli:987654321"


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
