"""How single cells are read: kinds of employment, days, numbers that a spreadsheet has spoilt."""

import re
from collections.abc import Mapping
from datetime import date

from kinerja.people.rules.employment import EmployeeKind
from kinerja.people.rules.imports.columns import heading_key
from kinerja.people.rules.imports.faults import FaultKind
from kinerja.sheets import Cell, fold, tidy, tidy_row

__all__ = [
    "EMAIL",
    "EXAMPLE",
    "GARBLED",
    "KIND_NAMES",
    "PHONE",
    "SHORTENED",
    "Cell",
    "fold",
    "number_text",
    "read_day",
    "read_kind",
    "read_phone",
    "tidy",
    "tidy_row",
]
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
PHONE = re.compile(r"\+?[0-9 ()-]{8,20}")
EXAMPLE = re.compile("contoh", re.IGNORECASE)
# UTF-8 that was read as Windows-1252 somewhere on its way, and letters that were lost already.
GARBLED = re.compile("[ÃÂâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\ufffd")
# How a spreadsheet saves a long number as CSV: 1,98800002011E+17.
SHORTENED = re.compile(r"\d[.,]?\d*[eE]\+?\d{1,3}|\d{15,}[.,]0+")
EARLIEST = date(1950, 1, 1)
LATEST_YEARS = 2
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
LOCAL_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
NAMED_DAY = re.compile(r"(\d{1,2})[ -]([A-Za-z]+)[ -](\d{4})")
MONTHS = {
    name[:3]: number
    for number, names in enumerate(
        (
            ("januari",),
            ("februari", "pebruari"),
            ("maret",),
            ("april",),
            ("mei", "may"),
            ("juni",),
            ("juli",),
            ("agustus", "august"),
            ("september",),
            ("oktober", "october"),
            ("november", "nopember"),
            ("desember", "december"),
        ),
        start=1,
    )
    for name in names
}
KIND_NAMES = (
    (EmployeeKind.PNS.value, "PNS"),
    (EmployeeKind.CPNS.value, "CPNS"),
    (EmployeeKind.PPPK.value, "PPPK"),
    (EmployeeKind.PPPK_PART_TIME.value, "PPPK paruh waktu"),
)
KINDS = {
    "pns": EmployeeKind.PNS,
    "p": EmployeeKind.PNS,
    "pns pusat": EmployeeKind.PNS,
    "pns daerah": EmployeeKind.PNS,
    "pns daerah kab kota": EmployeeKind.PNS,
    "pns daerah provinsi": EmployeeKind.PNS,
    "cpns": EmployeeKind.CPNS,
    "c": EmployeeKind.CPNS,
    "calon pns": EmployeeKind.CPNS,
    "pppk": EmployeeKind.PPPK,
    "p3k": EmployeeKind.PPPK,
    "pppk aktif": EmployeeKind.PPPK,
    "pppk penuh waktu": EmployeeKind.PPPK,
    "pppk paruh waktu": EmployeeKind.PPPK_PART_TIME,
    "p3k paruh waktu": EmployeeKind.PPPK_PART_TIME,
    "pppk part time": EmployeeKind.PPPK_PART_TIME,
}


def read_kind(text: str, matched: Mapping[str, EmployeeKind]) -> EmployeeKind | None:
    """How somebody is employed; `matched` are folded spellings that somebody has settled."""
    kind = KINDS.get(text.lower())
    if kind is None and text:
        kind = matched.get(fold(text)) or KINDS.get(heading_key(text))
    return kind


def read_day(cell: Cell, text: str, *, on: date) -> date | FaultKind:
    """The day, or what is wrong with it. Written days are read day first, as people write here."""
    if isinstance(cell, int | float):
        return FaultKind.DAY_NUMBER
    found = cell if isinstance(cell, date) else _written(text)
    if found is None:
        return FaultKind.DAY_WRONG
    if found < EARLIEST or found.year > on.year + LATEST_YEARS:
        return FaultKind.DAY_RANGE
    return found


def _written(text: str) -> date | None:
    parts: tuple[int, int, int] | None = None
    if match := ISO_DAY.fullmatch(text):
        parts = int(match[1]), int(match[2]), int(match[3])
    elif match := LOCAL_DAY.fullmatch(text):
        parts = int(match[3]), int(match[2]), int(match[1])
    elif match := NAMED_DAY.fullmatch(text):
        parts = int(match[3]), MONTHS.get(match[2].lower()[:3], 0), int(match[1])
    try:
        return date(*parts) if parts else None
    except ValueError:
        return None


def read_phone(cell: Cell, text: str) -> str:
    """The number as text, with the zero that a numeric cell has dropped from its beginning."""
    if isinstance(cell, int) and text.startswith("8"):
        return f"0{text}"
    return text.lstrip("'")


def number_text(cell: Cell) -> str:
    """A number as a spreadsheet shows it: 1,98800002011E+17."""
    if not isinstance(cell, int | float):
        return tidy(cell)
    if abs(cell) < 10**11:
        return str(cell).replace(".", ",")
    return f"{cell:.11E}".replace(".", ",")
