"""The ways of reminding somebody."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class Way(StrEnum):
    """In the application, or by the sender's own phone."""

    NOTICE = "notice"
    WHATSAPP = "whatsapp"

    @property
    def label(self) -> LazyString:
        """The way's name for people."""
        return _LABELS[self]


_LABELS = {
    Way.NOTICE: _("Kirim lewat Kinerja"),
    Way.WHATSAPP: _("Kirim lewat WhatsApp"),
}
