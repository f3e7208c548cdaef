"""The columns of a staff file, what they may be called, and how headings are recognised."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

HEADER_ROWS = 20
SPACING = re.compile(r"[\s_.:*/()-]+")
DIGITS_OF_NIP = re.compile(r"\D*(?:\d\s*){18}\D*")


class Column(StrEnum):
    """What a column of the file holds."""

    NIP = "nip"
    NAME = "name"
    TITLE_BEFORE = "title_before"
    TITLE_AFTER = "title_after"
    KIND = "kind"
    GRADE = "grade"
    UNIT = "unit"
    POSITION = "position"
    SUPERVISOR = "supervisor_nip"
    VALID_FROM = "valid_from"
    EMAIL = "email"
    PHONE = "phone"

    __hash__ = str.__hash__  # asked for each cell; an enumeration's own is slow

    @property
    def label(self) -> LazyString:
        """The column's name for people."""
        return _LABELS[self]

    @property
    def heading(self) -> str:
        """The column's heading in files, whatever the visitor's language."""
        return SYNONYMS[self][0]


NEEDED = (Column.NIP, Column.NAME, Column.KIND, Column.UNIT, Column.POSITION)
_LABELS = {
    Column.NIP: _("NIP"),
    Column.NAME: _("Nama"),
    Column.TITLE_BEFORE: _("Gelar depan"),
    Column.TITLE_AFTER: _("Gelar belakang"),
    Column.KIND: _("Status kepegawaian"),
    Column.GRADE: _("Golongan"),
    Column.UNIT: _("Unit kerja"),
    Column.POSITION: _("Jabatan"),
    Column.SUPERVISOR: _("NIP atasan"),
    Column.VALID_FROM: _("TMT"),
    Column.EMAIL: _("Surel"),
    Column.PHONE: _("Ponsel"),
}
# The heading of our own template first, then those of SIASN's exports and of common lists.
SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.NIP: ("NIP", "NIP baru", "NIP NI PPPK", "NI PPPK", "Nomor Induk Pegawai", "No NIP"),
    Column.NAME: ("Nama", "Nama pegawai", "Nama lengkap", "Nama tanpa gelar", "Nama ASN"),
    Column.TITLE_BEFORE: ("Gelar depan", "Gelar di depan"),
    Column.TITLE_AFTER: ("Gelar belakang", "Gelar di belakang"),
    Column.KIND: (
        "Status kepegawaian",
        "Status pegawai",
        "Status ASN",
        "Jenis ASN",
        "Jenis pegawai",
        "Jenis pegawai nama",
        "Status CPNS PNS",
        "Kedudukan hukum",
        "Kedudukan hukum nama",
        "Status",
    ),
    Column.GRADE: (
        "Golongan",
        "Gol akhir nama",
        "Golongan nama",
        "Gol ruang",
        "Golongan ruang",
        "Gol",
    ),
    Column.UNIT: (
        "Unit kerja",
        "Unor nama",
        "Nama unor",
        "Unit kerja nama",
        "Unit organisasi",
        "Unor",
        "Unit",
        "Perangkat daerah",
        "OPD",
    ),
    Column.POSITION: ("Jabatan", "Jabatan nama", "Nama jabatan"),
    Column.SUPERVISOR: ("NIP atasan", "NIP atasan langsung", "Atasan NIP"),
    Column.VALID_FROM: ("TMT", "TMT jabatan", "TMT penempatan", "TMT unit kerja", "Berlaku sejak"),
    Column.EMAIL: ("Surel", "Email", "E mail", "Alamat email", "Email gov", "Alamat surel"),
    Column.PHONE: ("Ponsel", "Nomor ponsel", "Nomor HP", "No HP", "HP", "No telepon", "Telepon"),
}


def heading_key(text: str) -> str:
    """The heading as two spellings of it are compared: "GOL_AKHIR. NAMA" is "gol akhir nama"."""
    return SPACING.sub(" ", text.casefold()).strip()


KEYS = {column: tuple(heading_key(name) for name in names) for column, names in SYNONYMS.items()}
RECOGNISED = frozenset(key for keys in KEYS.values() for key in keys)
# How the sheet with the staff is found among others in a workbook.
NIP_HEADINGS = frozenset(
    spelling
    for key in KEYS[Column.NIP]
    for spelling in (key, key.replace(" ", "_"), key.replace(" ", "/"))
)


def header_index(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows holds the headings; None when the data begin without any.

    The row with most recognised headings; where none is recognised the first that has two cells
    or more, unless a number of an employee stands in it.
    """
    top = rows[:HEADER_ROWS]
    counts = [len({heading_key(cell) for cell in row} & RECOGNISED) for row in top]
    best = max(counts, default=0)
    if best >= 2 or (best == 1 and KEYS[Column.NIP][0] in map(heading_key, top[counts.index(1)])):
        return counts.index(best)
    for index, row in enumerate(top):
        if sum(bool(cell) for cell in row) >= 2:
            has_number = any(DIGITS_OF_NIP.fullmatch(cell) for cell in row)
            return None if has_number else index
    return None


def recognised(headings: Sequence[str]) -> dict[Column, int]:
    """Which column of the file holds what, as far as its headings tell; each is used once."""
    keys = [heading_key(heading) for heading in headings]
    found: dict[Column, int] = {}
    for column, names in KEYS.items():
        for name in names:
            if name in keys and keys.index(name) not in found.values():
                found[column] = keys.index(name)
                break
    return found


def missing(mapping: Mapping[Column, int]) -> list[Column]:
    """The columns that an import cannot do without and that nothing is mapped to."""
    return [column for column in NEEDED if column not in mapping]


def fingerprint_text(headings: Iterable[str]) -> str:
    """What a remembered mapping is looked up by: the set of headings, in whatever order."""
    return "\n".join(sorted(heading_key(heading) for heading in headings if heading))
