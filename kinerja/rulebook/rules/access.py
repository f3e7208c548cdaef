"""Settings of signing in and of accounts: tries, sessions, codes, passwords, second factors."""

from flask_babel import lazy_gettext as _

from kinerja.rulebook.rules.kinds import Whole
from kinerja.rulebook.rules.settings import Group, Setting
from kinerja.rulebook.rules.units import CHARACTERS, HOURS, MINUTES, TIMES

STEPS = _("langkah 30 detik")
ACCESS = (
    Setting(
        "signin.tries_per_address",
        Group.ACCESS,
        _("Percobaan masuk yang salah per jaringan"),
        Whole(5, 1000, TIMES),
    ),
    Setting(
        "signin.tries_per_account_and_address",
        Group.ACCESS,
        _("Percobaan masuk yang salah per akun dan jaringan"),
        Whole(3, 100, TIMES),
    ),
    Setting(
        "signin.window_minutes",
        Group.ACCESS,
        _("Percobaan yang salah diingat selama"),
        Whole(1, 1440, MINUTES),
    ),
    Setting(
        "signin.pending_minutes",
        Group.ACCESS,
        _("Langkah kedua masuk ditunggu selama"),
        Whole(1, 60, MINUTES),
    ),
    Setting(
        "session.idle_minutes",
        Group.ACCESS,
        _("Sesi berakhir bila tidak dipakai selama"),
        Whole(5, 480, MINUTES),
    ),
    Setting(
        "session.idle_minutes_admin",
        Group.ACCESS,
        _("Sesi admin berakhir bila tidak dipakai selama"),
        Whole(5, 480, MINUTES),
    ),
    Setting("session.absolute_hours", Group.ACCESS, _("Sesi paling lama"), Whole(1, 24, HOURS)),
    Setting(
        "session.fresh_minutes",
        Group.ACCESS,
        _("Kata sandi ditanya lagi untuk tindakan penting sesudah"),
        Whole(1, 240, MINUTES),
    ),
    Setting(
        "account.activation_hours", Group.ACCESS, _("Kode aktivasi berlaku"), Whole(1, 720, HOURS)
    ),
    Setting(
        "account.reset_minutes",
        Group.ACCESS,
        _("Kode setel ulang kata sandi berlaku"),
        Whole(5, 1440, MINUTES),
    ),
    Setting(
        "account.email_minutes",
        Group.ACCESS,
        _("Kode alamat surel baru berlaku"),
        Whole(5, 1440, MINUTES),
    ),
    Setting(
        "account.mails_per_hour",
        Group.ACCESS,
        _("Surel akun per jam, paling banyak"),
        Whole(1, 20, TIMES),
    ),
    Setting(
        "password.shortest",
        Group.ACCESS,
        _("Kata sandi paling pendek"),
        Whole(8, 64, CHARACTERS),
        _("Boleh dinaikkan, tidak boleh di bawah 8."),
    ),
    Setting(
        "password.shortest_advised_admin",
        Group.ACCESS,
        _("Kata sandi admin yang dianjurkan, paling pendek"),
        Whole(8, 64, CHARACTERS),
    ),
    Setting(
        "password.longest",
        Group.ACCESS,
        _("Kata sandi paling panjang"),
        Whole(64, 1024, CHARACTERS),
        _("Paling sedikit 64 harus diterima."),
    ),
    Setting(
        "factor.steps_apart",
        Group.ACCESS,
        _("Selisih jam kode verifikasi yang diterima"),
        Whole(0, 5, STEPS),
    ),
    Setting(
        "factor.tries",
        Group.ACCESS,
        _("Kode verifikasi salah dalam waktu pendek"),
        Whole(3, 20, TIMES),
    ),
    Setting(
        "factor.window_minutes",
        Group.ACCESS,
        _("Waktu pendek untuk kode yang salah"),
        Whole(1, 60, MINUTES),
    ),
    Setting(
        "factor.tries_long",
        Group.ACCESS,
        _("Kode verifikasi salah dalam waktu panjang"),
        Whole(5, 100, TIMES),
    ),
    Setting(
        "factor.window_long_minutes",
        Group.ACCESS,
        _("Waktu panjang untuk kode yang salah"),
        Whole(5, 1440, MINUTES),
    ),
    Setting("factor.recovery_codes", Group.ACCESS, _("Jumlah kode pemulihan"), Whole(5, 20)),
    Setting(
        "factor.reset_hours",
        Group.ACCESS,
        _("Permintaan melepas verifikasi berlaku"),
        Whole(1, 168, HOURS),
    ),
)
