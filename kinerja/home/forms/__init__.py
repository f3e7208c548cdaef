"""What people choose about their calendar, and what they write into a reminder."""

from kinerja.home.forms.calendar import FeedForm
from kinerja.home.forms.inbox import PeopleForm
from kinerja.home.forms.reminders import ReminderForm

__all__ = ["FeedForm", "PeopleForm", "ReminderForm"]
