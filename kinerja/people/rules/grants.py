"""Grants of roles in time, and what roles and permissions mean in words."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.permissions import GRANTABLE, GRANTS, Permission, Role


class GrantState(StrEnum):
    """Whether a grant holds today."""

    CURRENT = "current"
    COMING = "coming"
    ENDED = "ended"

    @property
    def label(self) -> LazyString:
        """The state's name for people."""
        return _STATE_LABELS[self]


_STATE_LABELS = {
    GrantState.CURRENT: _("Berlaku"),
    GrantState.COMING: _("Belum mulai"),
    GrantState.ENDED: _("Berakhir"),
}


def grant_state(valid_from: date, valid_to: date | None, *, on: date) -> GrantState:
    """Whether a grant from the day to the day (both included) holds on `on`."""
    if on < valid_from:
        return GrantState.COMING
    if valid_to is not None and on > valid_to:
        return GrantState.ENDED
    return GrantState.CURRENT


def outlasts(other_to: date | None, valid_to: date | None) -> bool:
    """Whether what ends on the first day lasts at least as long as what ends on the second."""
    return other_to is None or (valid_to is not None and other_to >= valid_to)


# Each permission as the end of "dapat …".
PERMISSION_LABELS: Mapping[Permission, LazyString] = {
    Permission.HOME: _("membuka beranda"),
    Permission.OWN_ACCOUNT: _("mengatur akun dan melihat peran sendiri"),
    Permission.OWN_DATA: _("melihat dan mengunduh data pribadi sendiri"),
    Permission.OWN_NOTICES: _("membaca pemberitahuan sendiri"),
    Permission.ASK_CORRECTION: _("meminta perbaikan data sendiri"),
    Permission.REMIND: _("mengingatkan orang yang ditunggu"),
    Permission.VIEW_RULEBOOK: _("membaca angka aturan dan dasar hukumnya"),
    Permission.ASSESS_OWN: _("mengisi penilaian mandiri dan membaca hasilnya"),
    Permission.VERIFY: _("memverifikasi penilaian mandiri bawahan langsung"),
    Permission.VIEW_RESULTS: _("membaca hasil penilaian kompetensi"),
    Permission.KEEP_RECORDS: _("menambah dan membatalkan catatan kompetensi orang lain"),
    Permission.RATE_PEERS: _("menilai rekan kerja bila diminta, tanpa nama"),
    Permission.MODERATE_PEERS: _("memeriksa komentar rekan sebelum dibaca yang dinilai"),
    Permission.ISSUE_DOCUMENTS: _("mengunduh dan menarik dokumen hasilnya"),
    Permission.WITHDRAW_DOCUMENTS: _("menarik dokumen orang lain yang sudah terbit"),
    Permission.VIEW_PROGRESS: _("melihat kemajuan unit sebagai jumlah, tanpa jawaban siapa pun"),
    Permission.VIEW_MAP: _("melihat peta dan kebutuhan kompetensi unit, tanpa nama siapa pun"),
    Permission.FIND_MENTORS: _("mencari mentor di antara pegawai yang bersedia"),
    Permission.VIEW_CALIBRATION: _("melihat sebaran penilaian antarpemverifikasi, tanpa nama"),
    Permission.VIEW_NEEDS_ANALYSIS: _("melihat dan mengunduh analisis kebutuhan (AKPK)"),
    Permission.LIST_NEEDS: _("melihat siapa yang kurang pada analisis kebutuhan"),
    Permission.CALIBRATE: _("membandingkan pemverifikasi dengan namanya"),
    Permission.COUNT_TALENT: _("melihat kotak talenta sebagai jumlah, tanpa nama"),
    Permission.VIEW_TALENT: _("melihat siapa di setiap kotak talenta"),
    Permission.KEEP_PREDICATES: _("memasukkan predikat kinerja tahunan"),
    Permission.EDIT_STANDARDS: _("mengubah standar kompetensi jabatan"),
    Permission.RUN_CYCLES: _("membuka dan menutup siklus penilaian"),
    Permission.VIEW_DICTIONARY: _("membaca kamus kompetensi"),
    Permission.VIEW_STAFF: _("melihat data kepegawaian"),
    Permission.EDIT_STAFF: _("mengubah data kepegawaian, unit, jabatan, dan atasan"),
    Permission.IMPORT_STAFF: _("mengimpor data pegawai dari berkas"),
    Permission.HANDLE_CORRECTIONS: _("memutus permintaan perbaikan data"),
    Permission.VIEW_UNITS: _("melihat susunan unit dan jumlah pegawainya"),
    Permission.EDIT_UNITS: _("mengubah susunan unit dan daftar jabatan"),
    Permission.MANAGE_ACCOUNTS: _("mengaktifkan akun dan mengatur ulang kata sandi"),
    Permission.VIEW_GRANTS: _("melihat siapa memegang peran apa"),
    Permission.EDIT_GRANTS: _("memberi dan mengakhiri peran"),
    Permission.VIEW_AUDIT: _("membaca jejak audit"),
    Permission.EDIT_RULEBOOK: _("menetapkan angka aturan baru"),
    Permission.EDIT_HOLIDAYS: _("mengubah kalender hari libur"),
    Permission.VIEW_MAIL: _("melihat antrean surel keluar"),
    Permission.RUN_RETENTION: _("menjalankan aturan masa simpan data"),
    Permission.ADMINISTER: _("membuka halaman pengelolaan"),
    Permission.OWN_PLAN: _("menjalankan rencana pengembangan sendiri"),
    Permission.VIEW_PLANS: _("membaca rencana pengembangan"),
    Permission.ASSIGN: _("menugaskan kegiatan pengembangan"),
    Permission.CONFIRM: _("mengonfirmasi kegiatan yang selesai"),
    Permission.VIEW_CATALOGUE: _("membaca katalog pelatihan"),
    Permission.EDIT_CATALOGUE: _("mengubah katalog pelatihan"),
    Permission.VIEW_SATISFACTION: _("melihat hasil survei kepuasan per unit"),
    Permission.MANAGE_COUNTERS: _("mengelola layanan, loket, dan tautan kios"),
}
_SCOPES = {
    Role.EMPLOYEE: _("Setiap orang yang bekerja di sini, untuk hal miliknya sendiri."),
    Role.SUPERVISOR: _("Setiap orang yang mempunyai bawahan langsung, untuk bawahan itu saja."),
}
_GRANTED = _("Diberikan untuk sebuah unit dan semua di bawahnya, selama masa berlakunya.")
# What a permission over somebody's unit lets its holder see of that person.
READS: Mapping[Permission, LazyString] = {
    Permission.VIEW_STAFF: _("data kepegawaian"),
    Permission.VIEW_RESULTS: _("hasil penilaian kompetensi"),
    Permission.CALIBRATE: _("kecenderungan penilaiannya sebagai pemverifikasi"),
    Permission.VIEW_TALENT: _("kotak talenta dan predikat kinerja"),
    Permission.VIEW_PLANS: _("rencana pengembangan"),
    Permission.HANDLE_CORRECTIONS: _("permintaan perbaikan data"),
    Permission.MANAGE_ACCOUNTS: _("keadaan akun (bukan kata sandi)"),
    Permission.VIEW_GRANTS: _("peran yang dipegang"),
    Permission.VIEW_AUDIT: _("jejak audit"),
}


def scope(role: Role) -> LazyString:
    """Over what the role holds, in words."""
    return _SCOPES.get(role, _GRANTED)


def reads(role: Role) -> tuple[LazyString, ...]:
    """What the role lets its holder see of somebody within its scope, in words."""
    return tuple(words for permission, words in READS.items() if permission in GRANTS[role])


def reading_roles() -> tuple[Role, ...]:
    """The granted roles that see something of the people in their units."""
    return tuple(role for role in GRANTABLE if reads(role))


def seeing_roles() -> tuple[Role, ...]:
    """Every role that sees something of other people: the supervisor's and the granted ones."""
    return (Role.SUPERVISOR, *reading_roles())


def whom_seen(role: Role) -> LazyString:
    """Of whom such a role sees it, in words."""
    if role is Role.SUPERVISOR:
        return _("bawahan langsungnya")
    return _("orang di unit yang menjadi lingkupnya")


SUPERVISOR_READS = reads(Role.SUPERVISOR)
