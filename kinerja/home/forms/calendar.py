"""What stands in the calendar."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from kinerja.forms import Form


class FeedForm(Form):
    """Whether the days off stand in it."""

    with_holidays = BooleanField(_("Tampilkan juga libur nasional dan cuti bersama"))
