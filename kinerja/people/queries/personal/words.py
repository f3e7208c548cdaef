"""Words and columns that several sections share."""

from typing import Any

from flask_babel import lazy_gettext as _

from kinerja.personal import Columns

STAFF = "retention.staff_years"
FROM_RECORDS = _("Dicatat pengelola kepegawaian dan admin unit menurut SK Anda")
FROM_SYSTEM = _("Dicatat sistem saat Anda memakainya")
FROM_YOU = _("Dari Anda sendiri")


def period(history: Any) -> Columns:
    """From when to when a row of a history holds."""
    return {
        "valid_from": (history.valid_from, _("Sejak")),
        "valid_to": (history.valid_to, _("Sampai")),
    }
