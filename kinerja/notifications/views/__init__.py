"""The inbox, the choices about mails, and the outbox."""

from kinerja.notifications.views import choices, inbox, outbox
from kinerja.notifications.views.blueprint import bp

__all__ = ["bp", "choices", "inbox", "outbox"]
