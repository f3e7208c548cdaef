"""The demo's technical dictionary: one edition in force, one to come, and a file that waits."""

from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Competency
from kinerja.competency.queries import dictionary_imports, editions
from kinerja.competency.rules import LEVELS
from kinerja.extensions import db


def test_demo_has_a_technical_dictionary_and_its_coming_edition(demo_app: Flask) -> None:
    with demo_app.app_context():
        rows = [row for row in editions.editions() if row.edition.urusan]
        assert [(row.competencies, row.in_force, row.is_coming) for row in rows] == [
            (3, False, True), (3, True, False),
        ]  # fmt: skip
        coming, held = (row.edition for row in rows)
        assert editions.comparison(coming.id).counts == {
            "new": 1, "changed": 1, "same": 1, "gone": 1,
        }  # fmt: skip
        found = db.session.scalars(select(Competency)).all()
        for one in found:
            assert [level.level for level in one.levels] == list(LEVELS)
            assert all(level.indicators for level in one.levels), one.code
        assert held.valid_from <= clock.today() < coming.valid_from


def test_demo_has_a_file_that_waits_with_two_cells_to_put_right(demo_app: Flask) -> None:
    with demo_app.app_context():
        (waiting,) = db.session.scalars(dictionary_imports.waiting_imports())
        faults = dictionary_imports.plan_of(waiting).faults
        assert [(fault.row, fault.column) for fault in faults] == [
            (2, "indicator_1_id"), (6, "description_id"),
        ]  # fmt: skip
