"""The only place that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app


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
