"""Calendar files: entries as iCalendar (RFC 5545) writes them."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, request
from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event
from icalendar.enums import TRANSP

from kinerja.home.queries.calendar import Entry
from kinerja.mail import link

ONE_DAY = timedelta(days=1)
ASK_AGAIN = timedelta(hours=6)
# Eight in the morning of the day before a deadline at a minute to midnight.
MORNING_BEFORE = -timedelta(hours=39, minutes=59)


def calendar_file(entries: Iterable[Entry], *, name: str, uid: str) -> Response:
    """The entries as a file; 304 when the asker has this one already."""
    calendar = Calendar.new(
        uid=whole(uid),
        prodid="-//Kinerja//Kalender//ID",
        method="PUBLISH",
        name=name,
        refresh_interval=ASK_AGAIN,
        subcomponents=[event(entry) for entry in entries],
    )
    calendar.add("X-WR-TIMEZONE", current_app.config["TIMEZONE"])
    calendar.add_missing_timezones()
    answer = make_response(calendar.to_ical())
    answer.content_type = "text/calendar; charset=utf-8"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def whole(uid: str) -> str:
    """The id as no other installation has it."""
    return f"{uid}@{urlsplit(current_app.config['PUBLIC_URL']).hostname}"


def event(entry: Entry) -> Event:
    """One entry. Days are dates without a time, so that no time zone moves them."""
    found = Event.new(
        uid=whole(entry.uid),
        summary=entry.title,
        start=entry.start,
        end=None if entry.is_deadline else entry.end + ONE_DAY,
        stamp=entry.stamp,
        last_modified=entry.stamp,
        location=entry.where or None,
        url=link(entry.endpoint, **entry.values),
        transparency=TRANSP.OPAQUE if entry.is_busy else TRANSP.TRANSPARENT,
    )
    if entry.is_deadline:
        alarm = Alarm.new(description=_("Besok batasnya: %(title)s", title=entry.title))
        alarm.add("ACTION", "DISPLAY")
        alarm.add("TRIGGER", MORNING_BEFORE)
        found.add_component(alarm)
    return found
