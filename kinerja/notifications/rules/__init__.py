"""Kinds of notices, when digests are due, addresses within the application, phone numbers."""

from kinerja.notifications.rules.digests import DIGEST_HOUR, Rhythm, digest_slot
from kinerja.notifications.rules.kinds import (
    CHOOSABLE,
    MailChoice,
    NoticeKind,
    usual_choice,
)
from kinerja.notifications.rules.phones import international, whatsapp_link
from kinerja.notifications.rules.places import place, read_place
from kinerja.notifications.rules.reminders import Way
from kinerja.notifications.rules.words import pack, unpack

__all__ = [
    "CHOOSABLE",
    "DIGEST_HOUR",
    "MailChoice",
    "NoticeKind",
    "Rhythm",
    "Way",
    "digest_slot",
    "international",
    "pack",
    "place",
    "read_place",
    "unpack",
    "usual_choice",
    "whatsapp_link",
]
