"""Reading the days off."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import extract, select

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.rulebook.models.holidays import Holiday

CACHE = "holidays"


def holidays() -> Mapping[date, str]:
    """The names of all days off by their day, as the clock's functions take them.

    One query for each session.
    """
    if CACHE not in db.session.info:
        rows = db.session.execute(select(Holiday.day, Holiday.name).order_by(Holiday.day))
        db.session.info[CACHE] = dict(iter(rows))
    read: Mapping[date, str] = db.session.info[CACHE]
    return read


def holidays_of(year: int) -> list[Holiday]:
    """The days off of one year, in order."""
    wanted = Holiday.day.between(date(year, 1, 1), date(year, 12, 31))
    return list(db.session.scalars(select(Holiday).where(wanted).order_by(Holiday.day)))


def holiday_years() -> list[int]:
    """The years of which any day off is known, in order."""
    year = extract("year", Holiday.day)
    return [int(found) for found in db.session.scalars(select(year).distinct().order_by(year))]


def holiday(holiday_id: int) -> Holiday:
    """One day off.

    :raises MissingError: there is none.
    """
    found = db.session.get(Holiday, holiday_id)
    if found is None:
        raise MissingError()
    return found
