"""What people choose about mails."""

from kinerja.notifications.forms.choices import ChoicesForm

__all__ = ["ChoicesForm"]
