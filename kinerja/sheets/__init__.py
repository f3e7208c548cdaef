"""Tables that people upload, read as data only: XLSX in a guarded process, CSV, and templates."""

from kinerja.sheets.outcome import Outcome
from kinerja.sheets.reading import LARGEST, read_sheet
from kinerja.sheets.sheet import Cell, Sheet, SheetRefusedError, column_letter, fold, tidy, tidy_row
from kinerja.sheets.template import TemplateColumn, template

__all__ = [
    "LARGEST",
    "Cell",
    "Outcome",
    "Sheet",
    "SheetRefusedError",
    "TemplateColumn",
    "column_letter",
    "fold",
    "read_sheet",
    "template",
    "tidy",
    "tidy_row",
]
