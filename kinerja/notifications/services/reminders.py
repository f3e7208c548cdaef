"""Reminding whoever holds something that one is waiting for."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import LazyString, format_date
from flask_babel import lazy_gettext as _

from kinerja import audit, clock
from kinerja.database import insert_new
from kinerja.errors import DomainError
from kinerja.notifications.models import Reminder
from kinerja.notifications.queries import reminded
from kinerja.notifications.rules import NoticeKind, Way, place
from kinerja.notifications.services.notices import notify
from kinerja.rulebook.queries import holidays


class RemindedError(DomainError):
    """Once a day is enough."""


class DayOffError(DomainError):
    """Nobody is reminded on a day off."""


def remind(
    holder_ids: Iterable[int],
    *,
    subject: LazyString | str,
    message: str,
    way: Way,
    endpoint: str,
    values: Mapping[str, str | int] | None = None,
    sender: str,
    by: int,
    on: date,
) -> list[int]:
    """Remind the holders of the thing at the page, each once a day whoever does it.

    Through the application the holders find the message in the inbox, and by mail as chosen;
    by WhatsApp the sender's own phone sends it, and here it is only noted. `sender` is the name
    of whoever reminds.

    :returns: who was reminded now.
    :raises DayOffError: nobody works on the day.
    :raises RemindedError: all of them have been reminded of it on that day.
    """
    refuse_day_off(on)
    wanted, where = list(holder_ids), place(endpoint, values)
    facts: dict[str, Any] = {"place": where, "day": on, "sender_id": by, "way": way}
    fresh = [
        holder_id
        for holder_id in wanted
        if insert_new(Reminder, **facts, holder_id=holder_id, at=clock.now())
    ]
    if not fresh and not _is_own_phone(wanted, way, endpoint, values, by=by, on=on):
        raise RemindedError(
            _("Hari ini sudah ada yang mengingatkan. Tunggu sampai hari kerja berikutnya.")
        )
    if way is Way.NOTICE:
        notify(
            fresh,
            kind=NoticeKind.REMINDER,
            title=_("%(name)s mengingatkan: %(subject)s", name=sender, subject=subject),
            endpoint=endpoint,
            values=values,
            message=message,
        )
    for holder_id in fresh:
        subject_name = f"people_employee:{holder_id}"
        audit.record("reminder.sent", subject_name, by=by, way=way, place=where)
    return fresh


def _is_own_phone(
    holder_ids: list[int],
    way: Way,
    endpoint: str,
    values: Mapping[str, str | int] | None,
    *,
    by: int,
    on: date,
) -> bool:
    """Whether the sender only comes back for today's WhatsApp message, perhaps not sent yet."""
    today = reminded(holder_ids, endpoint=endpoint, values=values, on=on)
    own = (one.sender_id == by and one.way is Way.WHATSAPP for one in today.values())
    return way is Way.WHATSAPP and any(own)


def refuse_day_off(on: date) -> None:
    """:raises DayOffError: nobody works on the day."""
    if not clock.is_working_day(on, holidays()):
        following = clock.add_working_days(on, 1, holidays())
        raise DayOffError(
            _(
                "Hari ini hari libur, jadi tidak ada yang diingatkan. Ingatkan lagi %(day)s.",
                day=format_date(following, "EEEE, d MMMM y"),
            )
        )
