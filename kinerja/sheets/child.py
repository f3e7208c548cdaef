"""Reads one XLSX file from standard input; run as a process of its own, imports nothing of ours.

What is wrong with the file is answered as a code. Memory, time and the size of what may be
answered are limited, so a hostile file harms this process only.
"""

import gc
import json
import re
import resource
import sys
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from xml.parsers import expat

import python_calamine

MEGABYTE = 1024 * 1024
MEMORY = 768 * MEGABYTE
CPU_SECONDS = 20
UNPACKED = 50 * MEGABYTE
RATIO = 100
ENTRIES = 2000
ROWS = 50_000
COLUMNS = 100
CELL = 2000  # letters of a cell that are kept
MARKS = 5000  # formulas that are told
HEADING_ROWS = 20
STORED, DEFLATED = 0, 8
LOCAL_HEADER = 30
CHUNK = 256 * 1024
# Parts that run, or that fetch something from elsewhere.
MACROS = re.compile(r"vbaproject|macrosheets/|activex/", re.IGNORECASE)
LINKED = re.compile(r"externallinks/|embeddings/|connections\.xml|querytables/", re.IGNORECASE)
WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Refusal(Exception):  # noqa: N818  # not an error of ours: an answer
    """Why the file is not read: a code and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.answer = {"refused": code, "facts": facts}


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


def look(archive: zipfile.ZipFile) -> None:
    """Refuse by the directory alone, before anything is unpacked."""
    entries = archive.infolist()
    if len(entries) > ENTRIES:
        raise Refusal("entries", most=ENTRIES)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refusal("encrypted")
    code = foreign(frozenset(entry.filename for entry in entries))
    if code:
        raise Refusal(code)
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if declared > UNPACKED or declared > max(RATIO * packed, MEGABYTE):
        raise Refusal("bomb", most=UNPACKED // MEGABYTE)


def foreign(names: frozenset[str]) -> str | None:
    """The code for a package that is no XLSX of plain data."""
    if {"mimetype", "content.xml"} <= names:
        return "ods"
    if "xl/workbook.xml" not in names:
        return "xlsb" if "xl/workbook.bin" in names else "other"
    if any(MACROS.search(name) for name in names):
        return "macros"
    return "links" if any(LINKED.search(name) for name in names) else None


def unpack(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    """What the entry really holds; never more than it declares."""
    start = entry.header_offset
    name, extra = (
        int.from_bytes(content[start + at : start + at + 2], "little") for at in (26, 28)
    )
    begin = start + LOCAL_HEADER + name + extra
    packed = content[begin : begin + entry.compress_size]
    if entry.compress_type == STORED:
        found = packed
    elif entry.compress_type == DEFLATED:
        inflater = zlib.decompressobj(-15)
        found = inflater.decompress(packed, entry.file_size + 1)
        if not inflater.eof and inflater.decompress(inflater.unconsumed_tail, 1):
            raise Refusal("bomb", most=UNPACKED // MEGABYTE)
    else:
        raise Refusal("damaged")
    if len(found) != entry.file_size:
        code = "bomb" if len(found) > entry.file_size else "damaged"
        raise Refusal(code, most=UNPACKED // MEGABYTE)
    return found


def check_parts(content: bytes, archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Unpack each part once, under its declared size; returns the worksheets' XML."""
    sheets = {}
    for entry in archive.infolist():
        found = unpack(content, entry)
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            if is_wide(found):
                found = found.decode("utf-16", errors="replace").encode()
            if b"<!" in found and DOCTYPE.search(found):
                raise Refusal("entities")
        if entry.filename == "[Content_Types].xml" and b"macroEnabled" in found:
            raise Refusal("macros")
        if WORKSHEET.fullmatch(entry.filename) or entry.filename in (
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
        ):
            sheets[entry.filename] = found
    return sheets


def is_wide(part: bytes) -> bool:
    """Whether the XML is in UTF-16."""
    return part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part[:4]


def elements(part: bytes, wanted: dict[str, Any]) -> None:
    """Call for each element with one of the names, namespaces left aside; no entities."""
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        heard = wanted.get(name.rpartition(":")[2])
        if heard:
            heard(attributes)

    def declared(*_facts: object) -> None:
        raise Refusal("entities")

    parser.StartElementHandler = start
    parser.EntityDeclHandler = parser.StartDoctypeDeclHandler = declared
    text = re.sub(rb"^(\xef\xbb\xbf)?<\?xml[^>]*\?>", b"", part[:500]) + part[500:]
    parser.Parse(text, True)  # noqa: FBT003  # that it is all of it


def part_of(parts: dict[str, bytes], title: str) -> bytes:
    """The XML of the sheet with this title."""
    wanted: list[str] = []
    targets: dict[str, str] = {}

    def sheet(attributes: dict[str, str]) -> None:
        if attributes.get("name") == title:
            wanted.extend(v for k, v in attributes.items() if k.rpartition(":")[2] == "id")

    def relation(attributes: dict[str, str]) -> None:
        targets[attributes.get("Id", "")] = attributes.get("Target", "")

    elements(parts.get("xl/workbook.xml", b""), {"sheet": sheet})
    elements(parts.get("xl/_rels/workbook.xml.rels", b""), {"Relationship": relation})
    target = targets.get(wanted[0], "") if wanted else ""
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts.get(path, b"")


def may_hold_formula(part: bytes) -> bool:
    """Whether an element named f may begin somewhere; asked first, for the parser is slow."""
    for beginning in (b"<f", b":f"):
        at = part.find(beginning)
        while at >= 0:
            if part[at + 2 : at + 3] in (b">", b"/", b" ", b"\t", b"\r", b"\n"):
                return True
            at = part.find(beginning, at + 2)
    return False


def formulas(part: bytes) -> list[tuple[int, int]]:
    """Where formulas stand, as (row from 1, column from 0)."""
    if not may_hold_formula(part):
        return []
    found: list[tuple[int, int]] = []
    row, column = 0, -1

    def in_row(attributes: dict[str, str]) -> None:
        nonlocal row, column
        row, column = int(attributes.get("r") or row + 1), -1

    def in_cell(attributes: dict[str, str]) -> None:
        nonlocal column
        address = ADDRESS.fullmatch(attributes.get("r", ""))
        column = column_index(address[1]) if address else column + 1

    def formula(_attributes: dict[str, str]) -> None:
        if len(found) < MARKS:
            found.append((row, column))

    elements(part, {"row": in_row, "c": in_cell, "f": formula})
    return found


def column_index(letters: str) -> int:
    """A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


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


if __name__ == "__main__":  # pragma: no cover  # its limits would bind the tests as well
    main()
