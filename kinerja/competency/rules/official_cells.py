"""Rows of official results, from a file or typed by hand, and what is wrong in their cells. One
row is what assessors found of one person; besides the columns below it has one for each competency.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.competency.rules.figures import LEVELS
from kinerja.competency.rules.jpm import OfficialPurpose
from kinerja.competency.rules.standard_files import day_of, folded


class OfficialColumn(StrEnum):
    """A column of the file; its value is the heading, whatever the visitor's language."""

    NIP = "NIP"
    NAME = "Nama"
    DAY = "Tanggal"
    PROVIDER = "Penyelenggara"
    REPORT = "Nomor laporan"
    PURPOSE = "Tujuan"
    POSITION = "Jabatan yang dinilai"
    UNTIL = "Berlaku sampai"
    PRINTED = "JPM laporan"


C = OfficialColumn
NEEDED = (C.NIP, C.DAY, C.PROVIDER, C.REPORT)
LONGEST = {C.PROVIDER: 200, C.REPORT: 100}
PURPOSES = {
    "pengisian jabatan": OfficialPurpose.SELECTION,
    "pemetaan": OfficialPurpose.MAPPING,
}
PURPOSE_WORDS = {purpose: word.capitalize() for word, purpose in PURPOSES.items()}
NUMERIC = "#"  # stands before a NIP that came as a number: its last digits are lost
LOWEST_PRINTED, HIGHEST_PRINTED = Decimal(20), Decimal(500)  # all levels 1 of 5, all 5 of 1
PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d+))? ?%?")
WORD = re.compile(r"[^\W\d_]+")
# Number of the row; its cells by heading, levels under the competency's code in capitals.
OfficialLine = tuple[int, Mapping[str, str]]


@dataclass(frozen=True)
class OfficialFault:
    """What is wrong in one cell: the row as in the file, and the column's heading."""

    row: int
    column: str
    message: LazyString


@dataclass(frozen=True)
class KnownPerson:
    """Somebody of whom results may be kept: the names, and the positions held with their first
    and last days.
    """

    id: int
    names: tuple[str, ...]
    posts: tuple[tuple[int, date, date | None], ...]

    def position_on(self, day: date) -> int | None:
        """The position held on the day."""
        held = (
            position
            for position, first, last in self.posts
            if first <= day and (last is None or day <= last)
        )
        return next(held, None)


@dataclass(frozen=True)
class KnownOfficial:
    """A result that there is, and counts."""

    on: date
    provider: str
    purpose: OfficialPurpose
    position_id: int
    valid_until: date
    printed: str
    levels: Mapping[int, int]


@dataclass(frozen=True)
class KnownOfficials:
    """What the agency knows: people by NIP, positions by folded title; by day the competencies by
    code and the last day of validity; by day and position the standard's levels; results by
    person and folded report number. `own_nip` is the keeper's.
    """

    people: Mapping[str, KnownPerson]
    positions: Mapping[str, int]
    titles: Mapping[int, str]
    competencies: Mapping[date, Mapping[str, int]]
    validity: Mapping[date, date]
    standards: Mapping[tuple[date, int], Mapping[int, int]]
    results: Mapping[tuple[int, str], KnownOfficial]
    own_nip: str
    today: date


def nip_of(cells: Mapping[str, str]) -> str:
    """The NIP without what stands between its digits; empty where it came as a number."""
    text = cells.get(C.NIP, "")
    return "" if text.startswith(NUMERIC) else re.sub(r"[\s.'-]", "", text)


def fact_faults(
    row: int, cells: Mapping[str, str], known: KnownOfficials
) -> Iterator[OfficialFault]:
    """What is wrong in the columns that every row has."""
    for column in OfficialColumn:
        message = _fault(column, cells, known)
        if message:
            yield OfficialFault(row, column, message)


def _fault(
    column: OfficialColumn, cells: Mapping[str, str], known: KnownOfficials
) -> LazyString | None:
    text = cells.get(column, "")
    if not text and column is not C.POSITION:
        return _("Isi kolom ini.") if column in NEEDED else None
    if len(text) > LONGEST.get(column, len(text)):
        return _("Paling panjang %(count)s huruf.", count=LONGEST[column])
    check = _CHECKS.get(column)
    return check(cells, known) if check else None


def _nip_fault(cells: Mapping[str, str], known: KnownOfficials) -> LazyString | None:
    if cells[C.NIP].startswith(NUMERIC):
        return _(
            "NIP ini tersimpan sebagai angka, jadi digit terakhirnya hilang. Ubah kolomnya menjadi "
            "Teks, lalu ketik ulang NIP-nya."
        )
    nip = nip_of(cells)
    if nip == known.own_nip:
        return _("Hasil tentang Anda sendiri dicatat pengelola lain.")
    if nip not in known.people:
        return _("Tidak ada pegawai dengan NIP ini di unit yang Anda kelola.")
    return None


def _name_fault(cells: Mapping[str, str], known: KnownOfficials) -> LazyString | None:
    person = known.people.get(nip_of(cells))
    written = _words(cells[C.NAME])
    if person is None or any(_words(name) <= written for name in person.names):
        return None
    return _(
        "NIP ini milik %(name)s. Perbaiki NIP atau namanya.",
        name=person.names[0],
    )


def _day_fault(cells: Mapping[str, str], known: KnownOfficials) -> LazyString | None:
    day = day_of(cells[C.DAY])
    if day is None:
        return _("Tulis hari seperti 2026-01-31.")
    if day > known.today:
        return _("Tanggalnya belum tiba. Isi hari ini atau sebelumnya.")
    if day not in known.validity:
        return _("Pada hari itu belum ada aturan penilaian kompetensi. Periksa tahunnya.")
    return None


def _purpose_fault(cells: Mapping[str, str], _known: KnownOfficials) -> LazyString | None:
    if folded(cells[C.PURPOSE]) in PURPOSES:
        return None
    return _("Isi Pengisian jabatan atau Pemetaan.")


def _position_fault(cells: Mapping[str, str], known: KnownOfficials) -> LazyString | None:
    person, day = known.people.get(nip_of(cells)), day_of(cells.get(C.DAY, ""))
    if cells.get(C.POSITION):
        is_there = folded(cells[C.POSITION]) in known.positions
        return None if is_there else _("Jabatan ini tidak ada. Samakan ejaannya.")
    if person is None or day is None or person.position_on(day) is not None:
        return None
    return _("Tidak ada jabatan yang tercatat pada hari itu. Isi jabatan yang dinilai.")


def _until_fault(cells: Mapping[str, str], _known: KnownOfficials) -> LazyString | None:
    until, day = day_of(cells[C.UNTIL]), day_of(cells.get(C.DAY, ""))
    if until is None:
        return _("Tulis hari seperti 2026-01-31.")
    if day is not None and until < day:
        return _("Akhir masa berlaku mendahului tanggalnya. Perbaiki salah satunya.")
    return None


def _printed_fault(cells: Mapping[str, str], _known: KnownOfficials) -> LazyString | None:
    found = printed_of(cells[C.PRINTED])
    if found and LOWEST_PRINTED <= Decimal(found) <= HIGHEST_PRINTED:
        return None
    return _("Tulis sebagai persen, contoh 88,89.")


_CHECKS = {
    C.NIP: _nip_fault,
    C.NAME: _name_fault,
    C.DAY: _day_fault,
    C.PURPOSE: _purpose_fault,
    C.POSITION: _position_fault,
    C.UNTIL: _until_fault,
    C.PRINTED: _printed_fault,
}


def printed_of(text: str) -> str | None:
    """A percent with at most two decimals, and a point before them; none where it is no percent."""
    match = PERCENT.fullmatch(text)
    if match is None:
        return None
    whole, part = match[1], match[2] or ""
    if len(part) > len("00"):
        return str(Decimal(f"{whole}.{part}").quantize(Decimal("0.01"), ROUND_HALF_UP))
    return f"{int(whole)}.{part}" if part else str(int(whole))


def level_of(text: str) -> int | None:
    """The level; none where it is none of the five."""
    number = text.removesuffix(".0")
    is_one = len(number) == 1 and number.isascii() and number.isdecimal()
    return int(number) if is_one and int(number) in LEVELS else None


def levels_in(cells: Mapping[str, str]) -> dict[str, str]:
    """What stands in the columns of competencies, by code."""
    columns = set(OfficialColumn)
    return {code: text for code, text in cells.items() if code not in columns and text}


def level_faults(
    row: int, cells: Mapping[str, str], known: KnownOfficials
) -> Iterator[OfficialFault]:
    """What is wrong in the columns of competencies."""
    given, day = levels_in(cells), day_of(cells.get(C.DAY, ""))
    if not given:
        yield OfficialFault(row, C.REPORT, _("Isi tingkat paling sedikit satu kompetensi."))
    codes = known.competencies.get(day) if day else None
    for code, text in given.items():
        if level_of(text) is None:
            yield OfficialFault(row, code, _("Isi angka 1 sampai 5, atau kosongkan."))
        elif codes is not None and code not in codes:
            yield OfficialFault(
                row, code, _("Kompetensi ini tidak ada di kamus yang berlaku pada hari itu.")
            )


def _words(name: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(name)}
