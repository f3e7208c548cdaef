"""The start page, and the main menu of every page."""

from kinerja.home.views import (
    administration,
    calendar,
    inbox,
    personal,
    processing,
    reminders,
    retention,
)
from kinerja.home.views.start import bp, greeting

__all__ = [
    "administration",
    "bp",
    "calendar",
    "greeting",
    "inbox",
    "personal",
    "processing",
    "reminders",
    "retention",
]
