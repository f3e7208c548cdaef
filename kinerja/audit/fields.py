"""What the facts of an entry are called in words, and how their values read."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from flask_babel import LazyString, format_date
from flask_babel import lazy_gettext as _

NOTHING = "–"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
FIELDS: Mapping[str, LazyString | str] = {
    "absent_id": _("Yang digantikan"),
    "acting_closed": _("Tugas sementara yang berakhir"),
    "address": _("Jaringan"),
    "assessments": _("Penilaian"),
    "assigned": _("Ditugaskan"),
    "changed": _("Berubah"),
    "competency_id": _("Kompetensi"),
    "confidence": _("Keyakinan"),
    "day": _("Tanggal"),
    "decree": _("SK"),
    "description": _("Uraian"),
    "digest": _("Sidik isi"),
    "editions": _("Edisi"),
    "email": _("Surel"),
    "employee_id": _("Pegawai"),
    "ends_on": _("Selesai"),
    "filter": _("Saringan"),
    "forgotten": _("Dihapus"),
    "form": _("Bentuk"),
    "frozen": _("Tetap"),
    "grade": _("Golongan"),
    "grants_closed": _("Peran yang berakhir"),
    "held": _("Ditahan"),
    "identity": _("Yang diubah"),
    "identity_digest": _("Sidik perubahan"),
    "is_active": _("Aktif"),
    "jp": _("JP"),
    "kind": _("Jenis"),
    "leads_unit": _("Memimpin unit"),
    "legal_basis": _("Dasar hukum"),
    "level": _("Tingkat"),
    "levels": _("Tingkat"),
    "link": _("Tautan"),
    "name": _("Nama"),
    "new": _("Baru"),
    "nip": _("NIP"),
    "parent": _("Unit induk"),
    "parent_id": _("Unit induk"),
    "people": _("Orang"),
    "phone": _("Telepon"),
    "place": _("Tempat"),
    "population": _("Pengguna setahun"),
    "position": _("Jabatan"),
    "position_id": _("Jabatan"),
    "provider": _("Penyelenggara"),
    "purpose": _("Untuk"),
    "reason": _("Alasan"),
    "requirements": _("Persyaratan"),
    "role": _("Peran"),
    "rows": _("Baris"),
    "same": _("Sama"),
    "seats": _("Kursi"),
    "self_due_on": _("Batas mengisi"),
    "skipped": _("Dilewati"),
    "standing": _("Status kepegawaian"),
    "starts_on": _("Mulai"),
    "status": _("Keadaan"),
    "superior": _("Atasan"),
    "superior_id": _("Atasan"),
    "superiors_ended": _("Penetapan atasan yang berakhir"),
    "supervisor": _("Atasan langsung"),
    "title": _("Nama"),
    "title_after": _("Gelar belakang"),
    "title_before": _("Gelar depan"),
    "training": _("Pelatihan"),
    "unit": _("Unit kerja"),
    "unit_id": _("Unit kerja"),
    "valid_from": _("Berlaku mulai"),
    "valid_to": _("Berlaku sampai"),
    "value": _("Nilai"),
    "version": _("Edisi"),
    "verify_due_on": _("Batas memverifikasi"),
}
VALUES: Mapping[str, LazyString] = {
    "not_started": _("Belum dimulai"),
    "self_in_progress": _("Sedang diisi"),
    "self_submitted": _("Terkirim ke atasan"),
    "under_verification": _("Sedang diverifikasi"),
    "returned": _("Dikembalikan"),
    "verified": _("Terverifikasi"),
    "acknowledged": _("Sudah dibaca pegawai"),
    "planned": _("Direncanakan"),
    "open": _("Dibuka"),
    "closed": _("Ditutup"),
    "assigned": _("Belum dimulai"),
    "running": _("Berjalan"),
    "finished": _("Menunggu pelatih"),
    "confirmed": _("Selesai"),
    "cancelled": _("Dibatalkan"),
    "seen": _("Terbaca di sumber"),
    "known": _("Diketahui"),
    "uncertain": _("Belum pasti"),
    "proposal": _("Kebijakan"),
}


def field_label(name: str) -> LazyString | str:
    """The fact's name in words; its own name where it has none."""
    return FIELDS.get(name, name)


def value_text(value: Any) -> str:
    """The fact's value in words."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return str(_("ya") if value else _("tidak"))
    if isinstance(value, Mapping):
        return "; ".join(f"{field_label(name)}: {value_text(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(value_text, value))
    return _words(value) if isinstance(value, str) else str(value)


def _words(text: str) -> str:
    """A state by its name, a day as people write it, anything else as it is."""
    if DAY.fullmatch(text):
        with suppress(ValueError):  # no such day
            return str(format_date(date.fromisoformat(text), "long"))
    return str(VALUES.get(text, text))
