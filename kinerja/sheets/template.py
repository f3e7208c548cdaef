"""Workbooks that people fill in and send back: headings, drop-downs, guidance."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

LISTS = "Daftar"
LAST_ROW = 50_000
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class TemplateColumn:
    """A column: what it is called, what may be chosen in it, and what the guidance says of it.

    All cells are text, so that long numbers keep their digits, but in a column of days.
    """

    heading: str
    guidance: str
    width: int = 18
    choices: Sequence[str] = field(default=())
    is_day: bool = False
    is_needed: bool = False


def template(
    title: str,
    columns: Sequence[TemplateColumn],
    rows: Iterable[Sequence[object]],
    *,
    guidance_title: str,
    guidance: Sequence[str],
    example: bool = False,
) -> bytes:
    """The workbook as XLSX: a sheet to fill, one that explains it, one hidden with the choices.

    With `example` the first row is shown as one.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet(title)
        _head(sheet, columns, book.add_format({"bold": True, "bg_color": "#dfeeea", "border": 1}))
        kinds = {
            False: book.add_format({"num_format": "@"}),
            True: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        pale = {
            is_day: book.add_format(
                {"num_format": kind.num_format, "italic": True, "font_color": "#6b6b6b"}
            )
            for is_day, kind in kinds.items()
        }
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width, kinds[column.is_day])
        _fill(sheet, columns, rows, kinds, pale if example else kinds)
        _explain(book.add_worksheet(guidance_title), columns, guidance, book)
        _offer(sheet, book.add_worksheet(LISTS), columns)
    return file.getvalue()


def _head(sheet: Worksheet, columns: Sequence[TemplateColumn], bold: Format) -> None:
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.write_string(0, index, column.heading, bold)


def _fill(
    sheet: Worksheet,
    columns: Sequence[TemplateColumn],
    rows: Iterable[Sequence[object]],
    kinds: dict[bool, Format],
    first: dict[bool, Format],
) -> None:
    for number, row in enumerate(rows, start=1):
        formats = first if number == 1 else kinds
        for index, (column, value) in enumerate(zip(columns, row, strict=True)):
            if value in (None, ""):
                continue
            if column.is_day and not isinstance(value, str):
                sheet.write_datetime(number, index, value, formats[True])
            else:
                sheet.write_string(number, index, str(value), formats[False])


def _explain(
    sheet: Worksheet,
    columns: Sequence[TemplateColumn],
    guidance: Sequence[str],
    book: xlsxwriter.Workbook,
) -> None:
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90, wrapped)
    for number, sentence in enumerate(guidance):
        sheet.write_string(number, 0, f"{number + 1}.")
        sheet.write_string(number, 1, sentence, wrapped)
    for number, column in enumerate(columns, start=len(guidance) + 1):
        sheet.write_string(number, 0, column.heading, bold)
        sheet.write_string(number, 1, column.guidance, wrapped)


def _offer(sheet: Worksheet, lists: Worksheet, columns: Sequence[TemplateColumn]) -> None:
    """Put the choices into the hidden sheet, row by row, and drop-downs over them."""
    lists.hide()
    offered = [(index, column) for index, column in enumerate(columns) if column.choices]
    longest = max((len(column.choices) for _index, column in offered), default=0)
    for number in range(longest):
        for place, (_index, column) in enumerate(offered):
            if number < len(column.choices):
                lists.write_string(number, place, column.choices[number])
    for place, (index, column) in enumerate(offered):
        letter = chr(ord("A") + place)
        source = f"={LISTS}!${letter}$1:${letter}${len(column.choices)}"
        sheet.data_validation(
            1,
            index,
            LAST_ROW,
            index,
            {"validate": "list", "source": source, "error_type": "warning"},
        )
