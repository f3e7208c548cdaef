"""What was sent and verified before there were records becomes records, and goes back again."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from kinerja.extensions import db
from tests.databases import Databases

BEFORE, AFTER = "20261122_17", "20261122_18"
PEOPLE = """
INSERT INTO people_unit (id, name, is_active) VALUES (1, 'Dinas Uji', true);
INSERT INTO people_position (id, title, job_level, leads_unit, is_active)
  VALUES (1, 'Jabatan Uji', 'pelaksana', false, true);
INSERT INTO people_employee (id, nip, kind, name, unit_id, position_id, standing)
  VALUES (1, '1', 'pns', 'Sari Uji', 1, 1, 'active'), (2, '2', 'pns', 'Bagas Uji', 1, 1, 'active');
INSERT INTO competency_competency
  (id, edition_id, code, cluster, rank, name, name_en, definition, definition_en)
  VALUES (1, 1, 'KOM', 'managerial', 1, 'Komunikasi', '', '', '')
"""
CYCLE = """
INSERT INTO competency_cycle (id, name, starts_on, self_due_on, verify_due_on, status, period,
  asks, with_peers, with_assessors, verifier_first)
VALUES (:id, :name, '2026-01-01', '2026-02-01', '2026-03-01', 'closed', '', '{}', false, false,
  false)
"""
ASSESSMENT = """
INSERT INTO competency_assessment (id, cycle_id, employee_id, verifier_id, job_level, job_title,
  status, since, submitted_at, verified_at, is_current, version, is_assigned)
VALUES (:id, :id, 1, 2, 'pelaksana', 'Jabatan Uji', :status, '2026-05-01 01:00:00',
  '2026-05-01 18:00:00', :verified_at, :is_current, 1, false)
"""
ANSWER = """
INSERT INTO competency_answer (assessment_id, competency_id, standard_level, self_level,
  verified_level, example, evidence_url, version, reason)
VALUES (:id, 1, 3, :own, :verified, '', '', 1, :reason)
"""
RECORDS = """
SELECT kind, level, CAST("on" AS TEXT), CAST(valid_until AS TEXT), author_id, note, assessment_id
FROM competency_record ORDER BY id
"""


@pytest.fixture
def before(databases: Databases) -> Iterator[Flask]:
    """The application over a database as it was before the records."""
    databases.copy(None, "records")
    app = databases.app("records")
    with app.app_context():
        upgrade(revision=BEFORE)
        for statement in PEOPLE.split(";"):
            run(statement)
        db.session.commit()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def run(statement: str, **facts: object) -> Any:
    """What the statement finds, or nothing."""
    return db.session.execute(text(statement), facts)


def assessment(number: int, status: str, own: int | None, verified: int | None) -> None:
    """An assessment in a cycle of its own, as it was kept before."""
    at = None if verified is None else "2026-05-02 01:00:00"
    facts = {"status": status, "verified_at": at, "is_current": verified is not None}
    reason = "Contoh belum ada" if verified else ""
    run(CYCLE, id=number, name=f"Siklus {number}")
    run(ASSESSMENT, id=number, **facts)
    run(ANSWER, id=number, own=own, verified=verified, reason=reason)


def test_sent_and_verified_levels_become_records_of_the_agencys_day(before: Flask) -> None:
    with before.app_context():
        assessment(1, "acknowledged", 3, 2)
        assessment(2, "self_submitted", 4, None)
        assessment(3, "returned", 5, None)
        assessment(4, "self_in_progress", None, None)
        db.session.commit()
        upgrade(revision=AFTER)
        assert [tuple(row) for row in run(RECORDS)] == [
            ("self", 3, "2026-05-02", "2027-05-01", 1, "", 1),
            ("supervisor", 2, "2026-05-02", "2028-05-01", 2, "Contoh belum ada", 1),
            ("self", 4, "2026-05-02", "2027-05-01", 1, "", 2),
        ]
        found = run("SELECT employee_id, competency_id, level, kind FROM competency_present")
        assert [tuple(row) for row in found] == [(1, 1, 2, "supervisor")]
        db.session.commit()
        downgrade(revision=BEFORE)
        marked = run("SELECT id FROM competency_assessment WHERE is_current")
        assert [row.id for row in marked] == [1]
        db.session.rollback()
