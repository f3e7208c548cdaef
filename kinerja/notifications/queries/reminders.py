"""Who was reminded of what today."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select

from kinerja.extensions import db
from kinerja.notifications.models import Reminder
from kinerja.notifications.rules import place


def reminded(
    holder_ids: Iterable[int],
    *,
    endpoint: str,
    values: Mapping[str, str | int] | None = None,
    on: date,
) -> dict[int, Reminder]:
    """The reminders of the day about the page, by the holder's id."""
    rows = db.session.scalars(
        select(Reminder).where(
            Reminder.holder_id.in_(list(holder_ids)),
            Reminder.place == place(endpoint, values),
            Reminder.day == on,
        )
    )
    return {row.holder_id: row for row in rows}
