"""Use cases of notices, mails, reminders and calendar addresses."""

from kinerja.notifications.services import receivers
from kinerja.notifications.services.choices import choose, read_stop_token, stop_mails, stop_token
from kinerja.notifications.services.digests import Waiting, due_slot, send_digests
from kinerja.notifications.services.feeds import (
    create_feed,
    note_fetched,
    revoke_feed,
    show_holidays,
)
from kinerja.notifications.services.mails import mail_notices
from kinerja.notifications.services.notices import (
    close,
    mark_all_read,
    mark_read,
    notify,
    notify_each,
    withdraw,
)
from kinerja.notifications.services.outbox import MailBlankError, retry_mail
from kinerja.notifications.services.reminders import (
    DayOffError,
    RemindedError,
    refuse_day_off,
    remind,
)

__all__ = [
    "DayOffError",
    "MailBlankError",
    "RemindedError",
    "Waiting",
    "choose",
    "close",
    "create_feed",
    "due_slot",
    "mail_notices",
    "mark_all_read",
    "mark_read",
    "note_fetched",
    "notify",
    "notify_each",
    "read_stop_token",
    "receivers",
    "refuse_day_off",
    "remind",
    "retry_mail",
    "revoke_feed",
    "send_digests",
    "show_holidays",
    "stop_mails",
    "stop_token",
    "withdraw",
]
