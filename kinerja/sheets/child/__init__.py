"""Reads one XLSX file from standard input; run as a process of its own, imports nothing else.

What is wrong with the file is answered as a code. Memory, time and the size of what may be
answered are limited, so a hostile file harms this process only.
"""

import gc
import json
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import python_calamine

from .archive import MEGABYTE, UNPACKED, Refusal, check_parts, look
from .markup import MARKS, formulas, part_of

MEMORY = 768 * MEGABYTE
CPU_SECONDS = 20
ROWS = 50_000
COLUMNS = 100
CELL = 2000  # letters of a cell that are kept
HEADING_ROWS = 20


def day(value: object) -> list[str]:
    """A day as JSON carries it, see `sheet.py`."""
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        raise TypeError(type(value))
    return [value.isoformat()]


def limit() -> None:
    """Bound what this process may use; it may write no file at all."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def is_plain(cells: list[Any]) -> bool:
    """Whether all of the row's cells are texts that need no shortening."""
    return set(map(type, cells)) == {str} and len(max(cells, key=len)) <= CELL


def plain(value: Any) -> Any:
    """The cell as JSON carries it."""
    kind = type(value)
    if kind is str:
        return value[:CELL]
    if kind is float:
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if kind in (int, date, datetime):
        return value
    return str(value) if isinstance(value, (bool, time, timedelta)) else value


def choose(
    book: python_calamine.CalamineWorkbook, headings: frozenset[str]
) -> tuple[str, list[tuple[int, list[Any]]], python_calamine.CalamineSheet]:
    """The first visible sheet that has one of the headings near its top, else the first filled."""
    fallback = None
    for title in visible(book):
        sheet = book.get_sheet_by_name(title)
        rows = filled(sheet)
        if not rows:
            continue
        if any(has_heading(cells, headings) for _number, cells in rows[:HEADING_ROWS]):
            return title, rows, sheet
        fallback = fallback or (title, rows, sheet)
    if fallback is None:
        raise Refusal("empty")
    return fallback


def visible(book: python_calamine.CalamineWorkbook) -> list[str]:
    """The titles of the sheets that people see."""
    seen = python_calamine.SheetVisibleEnum.Visible
    kind = python_calamine.SheetTypeEnum.WorkSheet
    return [s.name for s in book.sheets_metadata if s.visible == seen and s.typ == kind]


def filled(sheet: python_calamine.CalamineSheet) -> list[tuple[int, list[Any]]]:
    """The rows that hold anything, with their numbers."""
    rows: list[tuple[int, list[Any]]] = []
    if sheet.end is None:
        return rows
    if sheet.end[1] >= COLUMNS:
        raise Refusal("columns", most=COLUMNS)
    if sheet.height > 4 * ROWS:
        raise Refusal("rows")
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        if any(cells) or any(cell not in ("", None) for cell in cells):
            rows.append((number, cells if is_plain(cells) else list(map(plain, cells))))
    if len(rows) > ROWS:
        raise Refusal("rows")
    return rows


def has_heading(cells: list[Any], headings: frozenset[str]) -> bool:
    """Whether one of the cells is a heading that is looked for."""
    return any(
        isinstance(cell, str) and " ".join(cell.casefold().split()) in headings for cell in cells
    )


def read(content: bytes, headings: frozenset[str]) -> dict[str, Any]:
    """The workbook's sheet."""
    archive = zipfile.ZipFile(BytesIO(content))
    look(archive)
    parts = check_parts(content, archive)
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    title, rows, sheet = choose(book, headings)
    areas = sheet.merged_cell_ranges or []
    return {
        "name": title,
        "rows": rows,
        "formulas": formulas(part_of(parts, title)),
        "merged": [(a[0] + 1, a[1], b[0] + 1, b[1]) for a, b in areas[:MARKS]],
    }


def answered(content: bytes, headings: frozenset[str]) -> dict[str, Any]:
    """The sheet, or the code of what is wrong with the file."""
    try:
        return read(content, headings)
    except Refusal as refusal:
        return refusal.answer
    except python_calamine.PasswordError:
        return Refusal("encrypted").answer
    except MemoryError:
        return Refusal("bomb", most=UNPACKED // MEGABYTE).answer
    except Exception:  # whatever a hostile file breaks, it is not readable
        return Refusal("damaged").answer


def main() -> None:
    """Answer what standard input holds."""
    limit()
    gc.disable()  # nothing lives long enough here
    found = answered(sys.stdin.buffer.read(), frozenset(json.loads(sys.argv[1])))
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=day)
    sys.stdout.buffer.write(text.encode(errors="replace"))
