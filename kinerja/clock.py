"""The only place that asks what time it is, and which days people work."""

from collections.abc import Container
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app

ONE_DAY = timedelta(days=1)
SATURDAY = 5  # government offices work Monday to Friday (Perpres 21/2023, Pasal 3)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def zone() -> ZoneInfo:
    """The time zone in which the agency works (WIB, WITA or WIT)."""
    return ZoneInfo(current_app.config["TIMEZONE"])


def local(moment: datetime) -> datetime:
    """The moment on the agency's clocks."""
    return moment.astimezone(zone())


def today() -> date:
    """The agency's calendar day."""
    return local(now()).date()


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Whether people work on the day: Monday to Friday, but not on a holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(day: date, number: int, holidays: Container[date]) -> date:
    """The working day that is so many after the day, which itself is not counted.

    A negative number goes back. With 0: the day itself, or the next working day.
    """
    step = ONE_DAY if number >= 0 else -ONE_DAY
    while number == 0 and not is_working_day(day, holidays):
        day += step
    for _count in range(abs(number)):
        day += step
        while not is_working_day(day, holidays):
            day += step
    return day


def working_days_between(start: date, end: date, holidays: Container[date]) -> int:
    """How many working days lie after the start, the end included; negative where it is earlier."""
    if end < start:
        return -working_days_between(end, start, holidays)
    days = (start + ONE_DAY * count for count in range(1, (end - start).days + 1))
    return sum(is_working_day(day, holidays) for day in days)
