"""The pages for keeping people, access, rules and services: whom each is for, and what for."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from kinerja.permissions import Permission, Viewer, may


class Entry(NamedTuple):
    """One page, who may open it, and what it is for."""

    endpoint: str
    permission: Permission
    icon: str
    label: LazyString
    words: LazyString


PEOPLE = (
    Entry(
        "people.list_staff",
        Permission.EDIT_STAFF,
        "users",
        _l("Pegawai"),
        _l("Data, penempatan, atasan, dan status."),
    ),
    Entry(
        "people.list_imports",
        Permission.IMPORT_STAFF,
        "upload",
        _l("Impor pegawai"),
        _l("Muat dari Excel atau CSV, dengan pratinjau dan pembatalan."),
    ),
    Entry(
        "people.list_corrections",
        Permission.HANDLE_CORRECTIONS,
        "pencil",
        _l("Perbaikan data"),
        _l("Yang dikatakan salah oleh pegawai sendiri."),
    ),
    Entry(
        "competency.peer_comments",
        Permission.MODERATE_PEERS,
        "message-report",
        _l("Komentar rekan"),
        _l("Diperiksa sebelum dibaca yang dinilai."),
    ),
    Entry(
        "people.list_units",
        Permission.VIEW_UNITS,
        "building-community",
        _l("Unit kerja"),
        _l("Susunan hari ini dan pada tanggal mana pun."),
    ),
    Entry(
        "people.list_positions",
        Permission.VIEW_UNITS,
        "award",
        _l("Jabatan"),
        _l("Jenjang, kelas, dan yang memimpin unit."),
    ),
    Entry(
        "people.list_acting",
        Permission.EDIT_STAFF,
        "user-check",
        _l("Pejabat sementara"),
        _l("Plt. dan Plh. untuk suatu masa."),
    ),
    Entry(
        "people.list_lines",
        Permission.EDIT_STAFF,
        "history",
        _l("Siapa memimpin siapa"),
        _l("Pada tanggal mana pun."),
    ),
)
ACCESS = (
    Entry(
        "people.list_accounts",
        Permission.MANAGE_ACCOUNTS,
        "lock",
        _l("Akun pegawai"),
        _l("Aktivasi, slip, dan langkah kedua yang hilang."),
    ),
    Entry(
        "people.list_grants",
        Permission.VIEW_GRANTS,
        "user-check",
        _l("Hak akses"),
        _l("Siapa boleh apa, di unit mana, sampai kapan."),
    ),
    Entry(
        "people.list_audit",
        Permission.VIEW_AUDIT,
        "eye",
        _l("Jejak audit"),
        _l("Siapa mengubah dan membaca apa."),
    ),
    Entry(
        "home.retention",
        Permission.RUN_RETENTION,
        "trash",
        _l("Masa simpan"),
        _l("Apa yang dihapus, dan kapan."),
    ),
    Entry(
        "notifications.outbox",
        Permission.VIEW_MAIL,
        "send",
        _l("Surat keluar"),
        _l("Surel yang menunggu, terkirim, atau gagal."),
    ),
)
RULES = (
    Entry(
        "rulebook.list_settings",
        Permission.VIEW_RULEBOOK,
        "file-text",
        _l("Aturan"),
        _l("Setiap angka dengan dasar hukum dan tanggal berlakunya."),
    ),
    Entry(
        "rulebook.list_holidays",
        Permission.VIEW_RULEBOOK,
        "calendar",
        _l("Hari libur"),
        _l("Libur nasional dan cuti bersama."),
    ),
    Entry(
        "competency.cycles",
        Permission.RUN_CYCLES,
        "refresh",
        _l("Siklus penilaian"),
        _l("Rencanakan, buka, dan tutup."),
    ),
    Entry(
        "competency.standards",
        Permission.EDIT_STANDARDS,
        "settings",
        _l("Standar jabatan"),
        _l("Tingkat yang diminta tiap jenjang."),
    ),
    Entry(
        "competency.dictionary",
        Permission.VIEW_DICTIONARY,
        "help-circle",
        _l("Kamus kompetensi"),
        _l("Arti setiap tingkat."),
    ),
)
SERVICES = (
    Entry(
        "satisfaction.counters",
        Permission.MANAGE_COUNTERS,
        "device-tablet",
        _l("Loket"),
        _l("Loket dan tautan kiosnya."),
    ),
    Entry(
        "satisfaction.list_services",
        Permission.MANAGE_COUNTERS,
        "message-report",
        _l("Layanan"),
        _l("Layanan yang dinilai warga."),
    ),
)
SECTIONS = (
    ("orang", _l("Orang dan susunan"), PEOPLE),
    ("akses", _l("Akses dan data pribadi"), ACCESS),
    ("aturan", _l("Aturan dan kompetensi"), RULES),
    ("layanan", _l("Layanan publik"), SERVICES),
)


def open_sections(to: Viewer) -> list[tuple[str, LazyString, list[Entry]]]:
    """The sections in which the viewer may open anything, with what may be opened."""
    found = [
        (key, title, [entry for entry in entries if may(to, entry.permission)])
        for key, title, entries in SECTIONS
    ]
    return [section for section in found if section[2]]
