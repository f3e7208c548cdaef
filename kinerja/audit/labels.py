"""What the entries' codes are called in words: acts and their groups, subjects."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.audit.actions import ACTIONS

GROUPS: Mapping[str, LazyString] = {
    "session": _("Masuk dan keluar"),
    "sessions": _("Semua sesi"),
    "account": _("Akun"),
    "code": _("Kode sekali pakai"),
    "password": _("Kata sandi"),
    "factor": _("Verifikasi dua langkah"),
    "sso": _("Masuk lewat sistem lain"),
    "tries": _("Batas percobaan"),
    "access": _("Akses ditolak"),
    "grant": _("Hak akses"),
    "employee": _("Pegawai"),
    "line": _("Garis atasan"),
    "acting": _("Plt. dan Plh."),
    "unit": _("Unit kerja"),
    "agency": _("Instansi"),
    "position": _("Jabatan"),
    "correction": _("Perbaikan data"),
    "staff": _("Impor pegawai"),
    "personal-data": _("Data pribadi"),
    "consent": _("Persetujuan"),
    "hold": _("Penahanan data"),
    "retention": _("Masa simpan"),
    "cycle": _("Siklus penilaian"),
    "assessment": _("Penilaian kompetensi"),
    "record": _("Catatan kompetensi"),
    "peers": _("Penilaian rekan"),
    "peer-comment": _("Komentar rekan"),
    "official": _("Hasil uji kompetensi"),
    "results": _("Daftar hasil kompetensi"),
    "evidence": _("Bukti kompetensi"),
    "holders": _("Pencarian orang"),
    "needs": _("Analisis kebutuhan"),
    "calibration": _("Kalibrasi"),
    "predicate": _("Predikat kinerja"),
    "talent": _("Kotak talenta"),
    "gaps": _("Daftar selisih kompetensi"),
    "standard": _("Standar jabatan"),
    "dictionary": _("Kamus kompetensi"),
    "document": _("Dokumen terbit"),
    "training": _("Pelatihan"),
    "plan": _("Rencana pengembangan"),
    "plan_item": _("Kegiatan pengembangan"),
    "assignment": _("Penugasan pelatihan"),
    "service": _("Layanan"),
    "counter": _("Loket"),
    "rule": _("Aturan"),
    "holiday": _("Hari libur"),
    "mail": _("Surel"),
    "reminder": _("Pengingat"),
    "feed": _("Kalender pribadi"),
    "audit": _("Jejak audit"),
}
SUBJECTS: Mapping[str, LazyString] = {
    "people_employee": _("Pegawai"),
    "people_account": _("Akun"),
    "people_account_code": _("Kode sekali pakai"),
    "people_login_attempt": _("Percobaan masuk"),
    "people_import": _("Impor pegawai"),
    "people_unit": _("Unit kerja"),
    "people_position": _("Jabatan"),
    "people_role_grant": _("Hak akses"),
    "people_correction": _("Perbaikan data"),
    "people_acting_leader": _("Plt. atau Plh."),
    "people_consent": _("Persetujuan"),
    "people_factor_reset": _("Pelepasan verifikasi"),
    "people_legal_hold": _("Penahanan data"),
    "competency_cycle": _("Siklus"),
    "competency_assessment": _("Penilaian"),
    "competency_competency": _("Kompetensi"),
    "competency_dictionary_import": _("Berkas kamus kompetensi"),
    "competency_edition": _("Edisi kamus kompetensi"),
    "competency_evidence": _("Bukti"),
    "competency_official": _("Hasil uji kompetensi"),
    "competency_official_import": _("Berkas hasil uji kompetensi"),
    "competency_record": _("Catatan kompetensi"),
    "competency_peer_panel": _("Kelompok rekan penilai"),
    "competency_peer_comment": _("Komentar rekan"),
    "competency_job_standard": _("Edisi standar jabatan"),
    "competency_standard": _("Standar jabatan"),
    "competency_standard_import": _("Berkas standar jabatan"),
    "competency_present": _("Tingkat saat ini"),
    "appraisal_predicate": _("Predikat kinerja"),
    "appraisal_predicate_import": _("Berkas predikat"),
    "documents_issued": _("Dokumen terbit"),
    "development_training": _("Pelatihan"),
    "development_assignment": _("Penugasan"),
    "development_plan_item": _("Kegiatan"),
    "satisfaction_service": _("Layanan"),
    "satisfaction_counter": _("Loket"),
    "rulebook_rule": _("Aturan"),
    "rulebook_holiday": _("Hari libur"),
    "notifications_feed": _("Kalender pribadi"),
    "mail_outbox": _("Surel"),
    "audit_entry": _("Jejak audit"),
    "rule": _("Aturan"),
    "route": _("Halaman"),
    "file": _("Berkas"),
}


def action_label(action: str) -> LazyString | str:
    """What was done, in words; the code itself where it has none."""
    return ACTIONS.get(action, action)


def group_of(action: str) -> str:
    """The code of the group to which an act belongs."""
    return action.partition(".")[0]


def subject_label(subject: str) -> tuple[LazyString | str, str]:
    """The kind of thing, in words, and its key; the code itself where it has none."""
    kind, _colon, key = subject.partition(":")
    return SUBJECTS.get(kind, kind), key


def grouped_actions() -> dict[str, list[str]]:
    """Every act by the code of its group, in the groups' order."""
    return {
        group: [action for action in ACTIONS if group_of(action) == group]
        for group in GROUPS
        if any(group_of(action) == group for action in ACTIONS)
    }
