"""When a digest is due: in the morning of working days, each day or once a week."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

DIGEST_HOUR = 7  # on the agency's clocks
ONE_DAY = timedelta(days=1)


class Rhythm(StrEnum):
    """How often somebody wants the digest."""

    DAILY = "daily"
    WEEKLY = "weekly"

    @property
    def label(self) -> LazyString:
        """The rhythm's name for people."""
        return _LABELS[self]


_LABELS = {
    Rhythm.DAILY: _("Setiap hari kerja pukul 07.00"),
    Rhythm.WEEKLY: _("Setiap Senin pukul 07.00"),
}


def digest_slot(now: datetime, rhythm: Rhythm, *, works: Callable[[date], bool]) -> datetime | None:
    """The moment up to which a digest sent now would tell; None when none may be sent now.

    `now` is on the agency's clocks. None is sent on a day off or before seven. The weekly one is
    due on the week's first working day: on Tuesday when Monday is off. After a pause of the
    server it is made up for, but not on a day off.
    """
    if not works(now.date()):
        return None
    due = now.date()
    if rhythm is Rhythm.WEEKLY:
        monday = due - ONE_DAY * due.weekday()
        due = next(day for day in (monday + ONE_DAY * n for n in range(7)) if works(day))
    slot = now.replace(
        year=due.year,
        month=due.month,
        day=due.day,
        hour=DIGEST_HOUR,
        minute=0,
        second=0,
        microsecond=0,
    )
    return slot if slot <= now else None
