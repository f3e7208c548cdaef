"""Workbooks to take out: what their cells hold, and large ones written outside of memory."""

import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

import xlsxwriter
from flask_babel.speaklater import LazyString

from kinerja import clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Texts stay texts: nothing becomes a formula or a link.
SPREADSHEET = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "d mmmm yyyy",
}
CHUNK = 64 * 1024  # bytes that are read at once


@dataclass(frozen=True)
class Part:
    """One sheet of a workbook; its rows are asked for once, while it is written."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[object]]


def cell(value: object) -> object:
    """What a spreadsheet's cell holds: words ready to read, moments on the agency's clocks."""
    if isinstance(value, datetime) and value.tzinfo:
        return clock.local(value).replace(tzinfo=None)
    return str(value) if isinstance(value, LazyString) else value


def written(parts: Iterable[Part]) -> tuple[int, Iterator[bytes]]:
    """The sheets as one XLSX file: its size in bytes, and its content piece by piece. It is
    written row by row into a file, so that memory does not grow with the rows.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115  # `pieces` closes it
    with xlsxwriter.Workbook(file, {**SPREADSHEET, "constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for part in parts:
            sheet = book.add_worksheet(part.title)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(part.headings), 22)
            sheet.write_row(0, 0, map(cell, part.headings), bold)
            for index, row in enumerate(part.rows, start=1):
                sheet.write_row(index, 0, map(cell, row))
    return file.seek(0, io.SEEK_END), pieces(file)


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The file from its beginning; it is closed after the last piece."""
    with file:
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece
