"""What held of people from a day to a day."""

from datetime import date

from flask import Flask

from kinerja import clock
from kinerja.extensions import db
from kinerja.people import services
from kinerja.people.models import ActingLeader, Posting, ReportingLine, StandingPeriod
from kinerja.people.rules import ActingKind, LineKind, Standing
from tests.factories.base import save
from tests.factories.people import LONG_AGO


def posting(
    app: Flask,
    employee_id: int,
    *,
    unit_id: int,
    position_id: int,
    valid_from: date,
    valid_to: date | None = None,
) -> int:
    """Where somebody worked."""
    row = Posting(
        employee_id=employee_id,
        unit_id=unit_id,
        position_id=position_id,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return save(app, row)


def line(
    app: Flask,
    employee_id: int,
    superior_id: int,
    *,
    kind: LineKind = LineKind.SUPERVISOR,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
    reason: str = "SK contoh",
) -> int:
    """A superior that was set."""
    row = ReportingLine(
        employee_id=employee_id,
        superior_id=superior_id,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
    )
    return save(app, row)


def standing(
    app: Flask,
    employee_id: int,
    standing: Standing,
    *,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> int:
    """A time in which somebody is not counted."""
    row = StandingPeriod(
        employee_id=employee_id,
        standing=standing,
        valid_from=valid_from,
        valid_to=valid_to,
        decree="SK contoh",
    )
    return save(app, row)


def acting(
    app: Flask,
    employee_id: int,
    *,
    unit_id: int | None = None,
    absent_id: int | None = None,
    valid_from: date,
    valid_to: date,
) -> int:
    """Plt. of the unit, or Plh. for the absent leader."""
    row = ActingLeader(
        kind=ActingKind.PLH if absent_id else ActingKind.PLT,
        employee_id=employee_id,
        unit_id=unit_id,
        absent_id=absent_id,
        valid_from=valid_from,
        valid_to=valid_to,
        decree="SPT contoh",
    )
    return save(app, row)


def settle(app: Flask, on: date | None = None) -> int:
    """What the histories say of the day takes effect; how many rows changed."""
    with app.app_context():
        changed = services.settle(on=on or clock.today())
        db.session.commit()
        return changed
