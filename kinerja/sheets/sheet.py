"""What was read: numbered rows of plain cells, and where formulas and merged cells stand."""

import json
import re
import unicodedata
import zlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kinerja.errors import DomainError

Cell = str | int | float | date | None
# Characters that turn the reading direction around or cannot be seen; they help to deceive.
UNSEEN = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xAD]
)


class SheetRefusedError(DomainError):
    """The file cannot be read; the sentence says what to do about it."""

    status = 422
    field = "file"


UNTIDY = re.compile(r"  |\| | \|")


@dataclass(frozen=True)
class Sheet:
    """The rows that hold anything, each with its number in the file (from 1).

    `name` is the sheet's, empty for CSV. `formulas` are (row, column) with the column from 0,
    `merged` are areas (first row, first column, last row, last column).
    """

    name: str
    rows: list[tuple[int, list[Cell]]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = field(default=())

    def packed(self) -> bytes:
        """The sheet in a few bytes, to be kept until it has been dealt with."""
        facts = [self.name, self.rows, sorted(self.formulas), self.merged]
        text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"), default=_day)
        return zlib.compress(text.encode(), 1)

    @classmethod
    def unpacked(cls, content: bytes) -> "Sheet":
        """The sheet again."""
        name, rows, formulas, merged = json.loads(zlib.decompress(content))
        return cls(
            name,
            [(number, revived(cells)) for number, cells in rows],
            frozenset((row, column) for row, column in formulas),
            tuple(tuple(area) for area in merged),
        )


def _day(value: object) -> list[str]:
    """How JSON carries a day: as a list, which no other cell is."""
    if not isinstance(value, date):
        raise TypeError(type(value))
    return [value.isoformat()]


def revived(cells: list[Any]) -> list[Cell]:
    """The cells of a row that came as JSON."""
    if list not in map(type, cells):
        return cells
    return [date.fromisoformat(cell[0]) if isinstance(cell, list) else cell for cell in cells]


def tidy(cell: Cell) -> str:
    """The cell as one line of text: one Unicode form, nothing invisible, single blanks."""
    if type(cell) is str:
        if cell.isascii() and cell.isprintable():
            return " ".join(cell.split()) if "  " in cell else cell.strip()
        composed = unicodedata.normalize("NFC", cell).translate(UNSEEN)
        kept = (c if unicodedata.category(c) != "Cc" else " " for c in composed)
        return " ".join("".join(kept).split())
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def tidy_row(cells: list[Cell]) -> tuple[list[str], bool]:
    """The row's cells as texts, and whether all letters are plain ones.

    Most rows are tidy already, which is seen at once: nothing is done cell by cell then.
    """
    try:
        joined = "|".join(cells)  # type: ignore[arg-type]  # anything but texts raises
    except TypeError:
        joined = "\n"
    if joined.isascii() and joined.isprintable() and not UNTIDY.search(f"|{joined}|"):
        return cells, True  # type: ignore[return-value]  # texts only, or joining had failed
    texts = [tidy(cell) for cell in cells]
    return texts, "".join(texts).isascii()


def fold(text: str) -> str:
    """The text as two spellings of it are compared: without case and doubled blanks."""
    return " ".join(text.casefold().split())


def column_letter(index: int) -> str:
    """The column as a spreadsheet names it: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
