"""Notices, how people want to hear of them, reminders and calendar addresses."""

from kinerja.notifications.models.choices import Digest, Preference
from kinerja.notifications.models.feeds import Feed
from kinerja.notifications.models.notices import Notice
from kinerja.notifications.models.reminders import Reminder

__all__ = ["Digest", "Feed", "Notice", "Preference", "Reminder"]
