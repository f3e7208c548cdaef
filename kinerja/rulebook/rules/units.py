"""Units in which settings are counted."""

from flask_babel import lazy_gettext as _

DAYS = _("hari")
WORKING_DAYS = _("hari kerja")
MONTHS = _("bulan")
YEARS = _("tahun")
YEARS = _("tahun")
HOURS = _("jam")
MINUTES = _("menit")
PEOPLE = _("orang")
JP = "JP"
PERCENT = "%"
TIMES = _("kali")
CHARACTERS = _("huruf")
