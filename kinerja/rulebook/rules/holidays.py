"""The kinds of days off."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class HolidayKind(StrEnum):
    """A national holiday, or leave that everybody takes together."""

    NATIONAL = "national"
    JOINT_LEAVE = "joint_leave"

    @property
    def label(self) -> LazyString:
        """The kind's official name."""
        return _LABELS[self]


_LABELS = {
    HolidayKind.NATIONAL: _("Libur nasional"),
    HolidayKind.JOINT_LEAVE: _("Cuti bersama"),
}
