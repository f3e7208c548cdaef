"""Rows from before units had a history keep their references and get one of a single entry."""

from datetime import UTC, datetime, timedelta

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from kinerja.extensions import db
from kinerja.people.queries import unit_spans
from kinerja.people.rules import FOREVER
from kinerja.people.services import settle_today
from tests.databases import Databases, settle

BEFORE = "20261121_05"
ROWS = (
    "INSERT INTO people_unit (id, name, parent_id, is_active) VALUES"
    " (1, 'Kota Lama', NULL, true), (2, 'Dinas Lama', 1, true), (3, 'Kantor Tutup', 1, false)",
    "INSERT INTO satisfaction_service (id, unit_id, name) VALUES (1, 2, 'KTP-el')",
)


def test_old_units_and_services_are_carried_over(databases: Databases) -> None:
    app = databases.migrated("lama")
    with app.app_context():
        downgrade(revision=BEFORE)
        settle(app)
        for row in ROWS:
            db.session.execute(text(row))
        db.session.commit()
        settle(app)
        upgrade()
        settle(app)
        day = datetime.now(UTC).date()
        spans = [(span.unit_id, span.name, span.first, span.last) for span in unit_spans()]
        yesterday = day - timedelta(days=1)
        assert spans == [
            (1, "Kota Lama", day, FOREVER),
            (2, "Dinas Lama", day, FOREVER),
            (3, "Kantor Tutup", yesterday, yesterday),
        ]
        settle_today()
        states = db.session.execute(text("SELECT is_active FROM people_unit ORDER BY id"))
        assert [bool(row.is_active) for row in states] == [True, True, False]
        kept = db.session.execute(text("SELECT unit_id, is_active FROM satisfaction_service"))
        assert [tuple(map(int, row)) for row in kept] == [(2, 1)]
        db.session.rollback()
        settle(app)
        downgrade(revision=BEFORE)
        settle(app)
        assert db.session.execute(text("SELECT count(*) FROM people_unit")).scalar_one() == 3
        db.session.remove()
        db.engine.dispose()
