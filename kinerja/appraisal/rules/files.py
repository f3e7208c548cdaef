"""Files of predicates: one row for one person and year. What a file holds is kept as people and
places of faults only, never as numbers and names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.appraisal.rules.predicates import Predicate, predicate_of
from kinerja.sheets import Outcome

FIRST_YEAR = 2000


class PredicateColumn(StrEnum):
    """A column of the file; its value is the heading, whatever the visitor's language."""

    NIP = "NIP"
    NAME = "Nama"
    YEAR = "Tahun"
    PREDICATE = "Predikat"


C = PredicateColumn
COLUMNS = (C.NIP, C.YEAR, C.PREDICATE)


class FaultKind(StrEnum):
    """What is wrong with a cell."""

    EMPTY = "empty"
    NUMERIC = "numeric"
    UNKNOWN_PERSON = "unknown_person"
    YEAR = "year"
    PREDICATE = "predicate"
    TWICE = "twice"
    MOVED = "moved"

    @property
    def message(self) -> LazyString:
        """What to do about it."""
        return _FAULTS[self]


_FAULTS = {
    FaultKind.EMPTY: _("Isi kolom ini."),
    FaultKind.NUMERIC: _("NIP tersimpan sebagai angka. Jadikan teks, lalu ketik ulang."),
    FaultKind.UNKNOWN_PERSON: _("NIP ini tidak ada di unit yang Anda kelola."),
    FaultKind.YEAR: _("Isi tahun yang sudah dimulai, contoh 2025."),
    FaultKind.PREDICATE: _("Isi Sangat Baik, Baik, Butuh Perbaikan, Kurang, atau Sangat Kurang."),
    FaultKind.TWICE: _("Orang dan tahun ini sudah ada di baris lain. Hapus salah satu."),
    FaultKind.MOVED: _("Orangnya sudah tidak di unit yang Anda kelola. Hapus barisnya."),
}


@dataclass(frozen=True)
class Line:
    """A row that can be used: its number in the file, whom and which year it is about."""

    row: int
    employee_id: int
    year: int
    predicate: Predicate


@dataclass(frozen=True)
class CellFault:
    """What is wrong in one cell."""

    row: int
    column: PredicateColumn
    kind: FaultKind


@dataclass
class FilePlan:
    """What applying a file would do today, by outcome; nothing is written while anything is at
    fault.
    """

    lines: list[tuple[Line, Outcome]] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)

    @property
    def written(self) -> list[Line]:
        """The rows that change something."""
        return [line for line, outcome in self.lines if outcome is not Outcome.SAME]


Cells: TypeAlias = Mapping[PredicateColumn, object]


def read_line(
    row: int, cells: Cells, *, people: Mapping[str, int], this_year: int
) -> Line | list[CellFault]:
    """The row as a line, or everything that is wrong in it. `people` are those whom the reader
    keeps, by NIP without blanks; `cells` hold texts, numbers where the file has numbers.
    """
    texts = {column: str(cells.get(column, "") or "").strip() for column in COLUMNS}
    number = "".join(texts[C.NIP].split())
    predicate, year = predicate_of(texts[C.PREDICATE]), _year(texts[C.YEAR], this_year)
    wrong = {
        C.NIP: _nip_fault(cells.get(C.NIP), number, people),
        C.YEAR: None if year else FaultKind.YEAR,
        C.PREDICATE: None if predicate else FaultKind.PREDICATE,
    }
    found = [
        CellFault(row, column, kind if texts[column] else FaultKind.EMPTY)
        for column, kind in wrong.items()
        if kind is not None
    ]
    if found or year is None or predicate is None:
        return found
    return Line(row, people[number], year, predicate)


def _nip_fault(cell: object, number: str, people: Mapping[str, int]) -> FaultKind | None:
    if isinstance(cell, int | float):
        return FaultKind.NUMERIC
    return None if number in people else FaultKind.UNKNOWN_PERSON


def _year(text: str, this_year: int) -> int | None:
    digits = text.removesuffix(".0")
    if not (digits.isascii() and digits.isdecimal() and len(digits) == len("2026")):
        return None
    year = int(digits)
    return year if FIRST_YEAR <= year <= this_year else None


def doubled(lines: Sequence[Line]) -> list[CellFault]:
    """The rows about a person and a year of which an earlier row is already."""
    seen: set[tuple[int, int]] = set()
    found = []
    for line in lines:
        if (line.employee_id, line.year) in seen:
            found.append(CellFault(line.row, C.NIP, FaultKind.TWICE))
        seen.add((line.employee_id, line.year))
    return found


def planned(
    lines: Iterable[Line],
    faults: Iterable[CellFault],
    *,
    known: Mapping[tuple[int, int], Predicate],
    kept: Iterable[int],
) -> FilePlan:
    """What applying would do, beside what is `known` by person and year; who is no longer among
    the people `kept` is a fault.
    """
    mine, plan = set(kept), FilePlan(faults=list(faults))
    for line in lines:
        if line.employee_id not in mine:
            plan.faults.append(CellFault(line.row, C.NIP, FaultKind.MOVED))
            continue
        before = known.get((line.employee_id, line.year))
        if before is None:
            outcome = Outcome.NEW
        else:
            outcome = Outcome.SAME if before is line.predicate else Outcome.CHANGED
        plan.lines.append((line, outcome))
    plan.faults.sort(key=lambda fault: (fault.row, fault.column))
    order = [Outcome.CHANGED, Outcome.NEW, Outcome.SAME]
    plan.lines.sort(key=lambda one: (order.index(one[1]), one[0].row))
    return plan
