"""Reading a spreadsheet of raw answers that an office already has: CSV in, tallies out."""

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from flask_babel import gettext as _

from kinerja.errors import DomainError
from kinerja.satisfaction.rules import VALUES, Element, Order, Tally

MOST_ERRORS = 1000
ACCEPTED = {str(value): value for value in VALUES}


@dataclass(frozen=True)
class CellError:
    """What is wrong and where: `row` as a spreadsheet counts, `column` as its header names it."""

    row: int
    column: str | None
    value: str | None
    message: str


class UnreadableAnswersError(DomainError):
    """The file gives no figure; `errors` name what has to be put right, cell by cell."""

    status = 422

    def __init__(self, errors: Sequence[CellError]) -> None:
        super().__init__(_("Berkas jawaban belum dapat dihitung."))
        self.errors = errors


@dataclass(frozen=True)
class RawAnswers:
    """What a file holds: the respondents with an answer, and a tally for each element column."""

    respondents: int
    tallies: dict[Element, Tally]


@dataclass
class _Sheet:
    """What has been read so far."""

    header: int = 0
    names: list[str] = field(default_factory=list)
    columns: dict[int, Element] = field(default_factory=dict)
    passed_over: set[int] = field(default_factory=set)
    respondents: int = 0
    counts: dict[Element, int] = field(default_factory=dict)
    sums: dict[Element, int] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)

    def fault(self, row: int, column: str | None, value: str | None, message: str) -> None:
        """Note what is wrong in a cell."""
        self.errors.append(CellError(row, column, value, message))


def read_answers(path: Path, *, order: Order, ignored: Collection[str] = ()) -> RawAnswers:
    """Count the answers in a CSV file with one respondent per row, read as a stream.

    :param ignored: names of columns to pass over, in any case
    :raises UnreadableAnswersError: naming every wrong cell, up to a thousand
    """
    sheet = _Sheet()
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            _read(sheet, lines, order, {name.strip().casefold() for name in ignored})
    except OSError as error:
        sheet.fault(1, None, str(path), _file_message(error))
    if not sheet.errors:
        _check_answered(sheet)
    if sheet.errors:
        raise UnreadableAnswersError(sheet.errors[:MOST_ERRORS])
    tallies = {element: Tally(n, sheet.sums[element]) for element, n in sheet.counts.items()}
    return RawAnswers(sheet.respondents, tallies)


def _file_message(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return str(_("berkas tidak ditemukan"))
    return str(_("berkas tidak dapat dibaca (%(why)s)", why=error.strerror))


def _read(sheet: _Sheet, lines: Iterator[str], order: Order, ignored: Collection[str]) -> None:
    row = 0
    try:
        for row, cells in enumerate(_table(lines), 1):
            if not any(cell.strip() for cell in cells):
                continue
            if sheet.header:
                _read_respondent(sheet, row, cells)
            else:
                sheet.header = row
                _read_header(sheet, cells, order, ignored)
            if len(sheet.errors) >= MOST_ERRORS:
                return
    except UnicodeError:
        message = _("bukan teks UTF-8. Simpan sebagai “CSV UTF-8”, lalu ulangi")
        sheet.fault(row + 1, None, None, message)
    except csv.Error:
        message = _("tanda kutip tidak ditutup, atau isi sel terlalu panjang")
        sheet.fault(row + 1, None, None, message)


def _table(lines: Iterator[str]) -> Iterable[list[str]]:
    """The cells of each row, blank rows included; the header says what separates them."""
    opening: list[str] = []
    for line in lines:
        opening.append(line)
        if line.strip():
            break
    header = opening[-1] if opening else ""
    separator = ";" if header.count(";") > header.count(",") else ","
    return csv.reader(
        chain(opening, lines), delimiter=separator, strict=True, skipinitialspace=True
    )


def _read_header(sheet: _Sheet, cells: list[str], order: Order, ignored: Collection[str]) -> None:
    sheet.names = [cell.strip() for cell in cells]
    for at, name in enumerate(sheet.names):
        if not name:
            continue
        element = None if name.casefold() in ignored else _element(name.casefold(), order)
        if element and element not in sheet.counts:
            sheet.columns[at] = element
            sheet.counts[element] = sheet.sums[element] = 0
            continue
        sheet.passed_over.add(at)
        if element:
            message = _("unsur %(code)s ada di dua kolom", code=element.value)
            sheet.fault(sheet.header, name, name, message)
        elif name.casefold() not in ignored:
            message = _("kolom tidak dikenal. Pakai kode unsur atau U1–U9, atau lewati: --ignore")
            sheet.fault(sheet.header, name, name, message)
    if not sheet.columns and not sheet.errors:
        sheet.fault(sheet.header, None, None, _("tidak ada kolom unsur"))


def _element(name: str, order: Order) -> Element | None:
    if len(name) == 2 and name[0] == "u" and name[1] in "123456789":
        return order.elements[int(name[1]) - 1]
    return next((element for element in Element if element == name), None)


def _read_respondent(sheet: _Sheet, row: int, cells: list[str]) -> None:
    answered = False
    for at, cell in enumerate(cells):
        text = cell.strip()
        if not text or at in sheet.passed_over:
            continue
        element, value = sheet.columns.get(at), ACCEPTED.get(text)
        if element is None:
            sheet.fault(row, str(at + 1), text, _("isi di luar kolom bernama"))
        elif value is None:
            name = sheet.names[at]
            sheet.fault(row, name, text, _("“%(value)s” bukan 1, 2, 3, atau 4", value=text[:40]))
        else:
            sheet.counts[element] += 1
            sheet.sums[element] += value
            answered = True
    sheet.respondents += answered


def _check_answered(sheet: _Sheet) -> None:
    if not sheet.respondents:
        message = _("tidak ada baris jawaban")
        sheet.fault(sheet.header + 1, None, None, message)
        return
    for at, element in sheet.columns.items():
        if not sheet.counts[element]:
            sheet.fault(sheet.header, sheet.names[at], None, _("unsur ini tidak punya jawaban"))
