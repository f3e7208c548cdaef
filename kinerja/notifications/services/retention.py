"""Which notices and reminders are due to be forgotten, and what people who left lose."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, func, or_, select

from kinerja import clock
from kinerja.extensions import db
from kinerja.notifications.models import Digest, Feed, Notice, Preference, Reminder
from kinerja.personal import Duty, Rows


def notices_due(before: datetime) -> Rows:
    """Notices that were read, or came in and were never opened, before the moment."""
    since = func.coalesce(Notice.read_at, Notice.at)
    return select(
        Notice.id.label("id"), since.label("since"), Notice.employee_id.label("employee_id")
    ).where(since < before)


def forget_notices(notice_ids: Sequence[int]) -> None:
    """Delete them."""
    db.session.execute(delete(Notice).where(Notice.id.in_(notice_ids)))


def reminders_due(before: datetime) -> Rows:
    """Reminders from before the moment."""
    return select(
        Reminder.id.label("id"),
        Reminder.at.label("since"),
        Reminder.holder_id.label("employee_id"),
    ).where(Reminder.day < clock.local(before).date())


def forget_reminders(reminder_ids: Sequence[int]) -> None:
    """Delete them."""
    db.session.execute(delete(Reminder).where(Reminder.id.in_(reminder_ids)))


def forget_people(employee_ids: Sequence[int]) -> None:
    """Delete whatever was told to them, and what they had chosen."""
    for model in (Notice, Preference, Digest, Feed):
        db.session.execute(delete(model).where(model.employee_id.in_(employee_ids)))
    either = or_(Reminder.sender_id.in_(employee_ids), Reminder.holder_id.in_(employee_ids))
    db.session.execute(delete(Reminder).where(either))


DUTIES = (
    Duty(
        key="retention.notices_days",
        title=_("Pemberitahuan yang sudah dibaca atau basi"),
        effect=_("Barisnya dihapus"),
        due=notices_due,
        forget=forget_notices,
    ),
    Duty(
        key="retention.reminders_days",
        title=_("Pengingat"),
        effect=_("Barisnya dihapus"),
        due=reminders_due,
        forget=forget_reminders,
    ),
)
