"""Reads over notices, choices, the outbox, reminders and calendar addresses."""

from kinerja.notifications.queries.choices import Choices, choices
from kinerja.notifications.queries.feeds import feed_of, feed_with
from kinerja.notifications.queries.notices import (
    MOST_COUNTED,
    notices,
    own_notice,
    title,
    unread_count,
)
from kinerja.notifications.queries.outbox import MailState, mail_counts, mails, outgoing_mail
from kinerja.notifications.queries.reminders import reminded

__all__ = [
    "MOST_COUNTED",
    "Choices",
    "MailState",
    "choices",
    "feed_of",
    "feed_with",
    "mail_counts",
    "mails",
    "notices",
    "outgoing_mail",
    "own_notice",
    "reminded",
    "title",
    "unread_count",
]
