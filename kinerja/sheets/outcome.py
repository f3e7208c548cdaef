"""What a row of an uploaded file would do, for the previews."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class Outcome(StrEnum):
    """What a row, or what it stands for, would do when the file is applied."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"

    @property
    def label(self) -> LazyString:
        """The word for people."""
        return _LABELS[self]


_LABELS = {
    Outcome.NEW: _("Baru"),
    Outcome.CHANGED: _("Berubah"),
    Outcome.SAME: _("Tetap"),
}
