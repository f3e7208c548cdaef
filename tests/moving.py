"""The small office, whose clerk came from another one."""

from datetime import date

from flask import Flask

from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.rules import LineKind
from tests import factories
from tests.offices import Office, build_office, hr

MOVED = date(2026, 3, 1)


def build_moved(app: Flask) -> Office:
    """The clerk came from the other office in March 2026, where a rater had been set."""
    office = build_office(app)
    factories.line(app, office.clerk, office.chief, kind=LineKind.RATER, reason="SK delegasi 7")
    with app.test_request_context():
        clerk = queries.employee(office.clerk)
        for unit, day in ((office.other, date(2020, 1, 1)), (office.desk, MOVED)):
            services.move_employee(
                clerk,
                unit_id=unit,
                position_id=office.job,
                valid_from=day,
                decree=f"SK {day.year}",
                keeps_superiors=True,
                by=hr(office),
            )
        db.session.commit()
    return office
