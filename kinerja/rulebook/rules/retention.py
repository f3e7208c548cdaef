"""Settings of how long each class of data is kept, and of taking one's own data out."""

from flask_babel import lazy_gettext as _

from kinerja.rulebook.rules.kinds import Whole
from kinerja.rulebook.rules.settings import Group, Setting
from kinerja.rulebook.rules.units import DAYS, HOURS, TIMES, YEARS

_SINCE_LEAVING = _("Dihitung sejak pegawai pensiun, pindah, atau berhenti.")
RETENTION = (
    Setting(
        "retention.login_attempts_days",
        Group.PRIVACY,
        _("Percobaan masuk yang gagal disimpan"),
        Whole(1, 30, DAYS),
    ),
    Setting(
        "retention.receipts_hours",
        Group.PRIVACY,
        _("Tanda terima formulir disimpan"),
        Whole(24, 168, HOURS),
        _("Selama disimpan, formulir yang terkirim dua kali tidak dikerjakan dua kali."),
    ),
    Setting(
        "retention.mail_days",
        Group.PRIVACY,
        _("Surel terkirim atau gagal disimpan"),
        Whole(7, 365, DAYS),
        _("Isinya sudah dikosongkan sesudah 7 hari."),
    ),
    Setting(
        "retention.notices_days",
        Group.PRIVACY,
        _("Pemberitahuan disimpan"),
        Whole(30, 1825, DAYS),
        _("Dihitung sejak dibaca; yang tidak pernah dibuka sejak masuk."),
    ),
    Setting(
        "retention.reminders_days",
        Group.PRIVACY,
        _("Pengingat disimpan"),
        Whole(30, 1825, DAYS),
    ),
    Setting(
        "retention.imports_days",
        Group.PRIVACY,
        _("Isi berkas impor pegawai disimpan"),
        Whole(7, 365, DAYS),
        _("Sesudah itu impornya tidak bisa dibatalkan lagi."),
    ),
    Setting(
        "retention.corrections_years",
        Group.PRIVACY,
        _("Permintaan perbaikan data yang selesai disimpan"),
        Whole(1, 10, YEARS),
    ),
    Setting(
        "retention.accounts_days",
        Group.PRIVACY,
        _("Akun pegawai yang berhenti disimpan"),
        Whole(0, 365, DAYS),
        _SINCE_LEAVING,
    ),
    Setting(
        "retention.staff_years",
        Group.PRIVACY,
        _("Data dan penilaian pegawai yang berhenti disimpan"),
        Whole(1, 30, YEARS),
        _SINCE_LEAVING,
    ),
    Setting(
        "retention.audit_years",
        Group.PRIVACY,
        _("Jejak audit disimpan sebelum dipindah ke arsip"),
        Whole(5, 50, YEARS),
        _("Aplikasi tidak pernah menghapusnya."),
    ),
    Setting(
        "privacy.exports_per_hour",
        Group.PRIVACY,
        _("Data sendiri boleh diunduh atau dicetak per jam"),
        Whole(3, 100, TIMES),
    ),
)
