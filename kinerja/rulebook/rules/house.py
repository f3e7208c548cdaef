"""Settings of the application itself: its inbox, reminders and cases."""

from flask_babel import lazy_gettext as _

from kinerja.rulebook.rules.kinds import Whole
from kinerja.rulebook.rules.settings import Group, Setting
from kinerja.rulebook.rules.units import MINUTES, WORKING_DAYS

HOUSE = (
    Setting(
        "inbox.undo_minutes",
        Group.HOUSE,
        _("Keputusan di kotak masuk bisa diurungkan selama"),
        Whole(1, 1440, MINUTES),
    ),
    Setting(
        "reminder.after_working_days",
        Group.HOUSE,
        _("Pemegang berkas boleh diingatkan sesudah"),
        Whole(1, 60, WORKING_DAYS),
    ),
    Setting(
        "correction.working_days",
        Group.HOUSE,
        _("Permintaan perbaikan data dijawab dalam"),
        Whole(1, 60, WORKING_DAYS),
    ),
)
