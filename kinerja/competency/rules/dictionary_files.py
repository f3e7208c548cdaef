"""The columns of a dictionary's file, and how its sheet is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.competency.rules.dictionary import INDICATORS_MOST
from kinerja.competency.rules.states import Cluster
from kinerja.sheets import Sheet, tidy

# What each column is called in a file: by its plain name, or as our own template names it.
HEADINGS = {
    "code": "Kode",
    "name_id": "Nama",
    "name_en": "Nama (Inggris)",
    "cluster": "Kelompok",
    "definition_id": "Definisi",
    "definition_en": "Definisi (Inggris)",
    "level": "Tingkat",
    "level_name": "Nama tingkat",
    "description_id": "Uraian",
    "description_en": "Uraian (Inggris)",
} | {
    f"indicator_{number}_{language}": f"Indikator {number}{ending}"
    for number in range(1, INDICATORS_MOST + 1)
    for language, ending in (("id", ""), ("en", " (Inggris)"))
}
COLUMNS = tuple(HEADINGS)
NEEDED = ("code", "name_id", "cluster", "level", "level_name", "description_id")
SAME_IN_ALL_LEVELS = ("name_id", "name_en", "cluster", "definition_id", "definition_en")
CLUSTERS = {
    "manajerial": Cluster.MANAGERIAL,
    "sosial_kultural": Cluster.SOCIO_CULTURAL,
    "teknis": Cluster.TECHNICAL,
}
# How the dictionary's sheet is found among others in a workbook.
SHEET_HEADINGS = frozenset({"kode", "code"})
HEADER_ROWS = 20
EXAMPLE = "contoh"
SPACING = re.compile(r"[\s_.:*/()-]+")
Row = tuple[int, dict[str, str]]


def heading_key(text: str) -> str:
    """The heading as two spellings of it are compared."""
    return SPACING.sub(" ", text.casefold()).strip()


KEYS = {heading_key(name): column for column, name in HEADINGS.items()} | {
    heading_key(column): column for column in HEADINGS
}


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell; `column` is the heading as it stands in the file."""

    row: int
    column: str
    message: LazyString
    value: str = ""

    def __str__(self) -> str:
        place = _("baris %(row)s, kolom %(column)s", row=self.row, column=self.column)
        return f"{place}: {self.message}"


@dataclass(frozen=True)
class Content:
    """What a file says: its rows by column, the headings as written and where they stand, and
    cells that are not read because they hold a formula or are merged, by (row, column).
    """

    header: int
    headings: dict[str, str]
    places: dict[str, int]
    rows: list[Row]
    blocked: dict[tuple[int, str], str] = field(default_factory=dict)

    def heading(self, column: str) -> str:
        """What the file calls the column, else what its other headings suggest."""
        if column in self.headings:
            return self.headings[column]
        is_plain = not self.headings or any(name in COLUMNS for name in self.headings.values())
        return column if is_plain else HEADINGS[column]

    def fault(self, row: int, column: str, message: LazyString) -> Fault:
        """A fault in the cell, with what it holds."""
        value = next((cells.get(column, "") for number, cells in self.rows if number == row), "")
        return Fault(row, self.heading(column), message, value)

    def as_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "header": self.header,
            "headings": self.headings,
            "places": self.places,
            "rows": [[number, cells] for number, cells in self.rows],
            "blocked": [[row, column, kind] for (row, column), kind in self.blocked.items()],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Content":
        """What was stored."""
        return cls(
            stored["header"],
            stored["headings"],
            stored["places"],
            [(number, cells) for number, cells in stored["rows"]],
            {(row, column): kind for row, column, kind in stored["blocked"]},
        )


def read_content(sheet: Sheet) -> Content:
    """The sheet's rows under the row with most known headings; rows of the template's example
    are left out.
    """
    tops = [[tidy(cell) for cell in cells] for _number, cells in sheet.rows[:HEADER_ROWS]]
    counts = [len({KEYS[key] for key in map(heading_key, row) if key in KEYS}) for row in tops]
    if not any(counts):
        return Content(1, {}, {}, [])
    at = counts.index(max(counts))
    places: dict[str, int] = {}
    for place, heading in enumerate(tops[at]):
        column = KEYS.get(heading_key(heading))
        if column:
            places.setdefault(column, place)
    rows = []
    for number, cells in sheet.rows[at + 1 :]:
        row = {name: tidy(cells[p]) if p < len(cells) else "" for name, p in places.items()}
        if "level" in row:
            row["level"] = row["level"].removesuffix(".0")
        is_example = row.get("code", "").casefold().startswith(EXAMPLE)
        if any(row.values()) and not is_example:
            rows.append((number, row))
    headings = {column: tops[at][place] for column, place in places.items()}
    return Content(sheet.rows[at][0], headings, places, rows, _blocked(sheet, places))


def _blocked(sheet: Sheet, places: Mapping[str, int]) -> dict[tuple[int, str], str]:
    columns = {place: column for column, place in places.items()}
    found = {(row, columns[at]): "formula" for row, at in sheet.formulas if at in columns}
    rows = [number for number, _cells in sheet.rows]
    for first, left, last, right in sheet.merged:
        for row in rows:
            for at in columns if first <= row <= last else ():
                if left <= at <= right:
                    found[row, columns[at]] = "merged"
    return found


BLOCKED = {
    "formula": _("Sel ini berisi rumus. Salin lalu tempel sebagai nilai."),
    "merged": _("Sel ini digabung. Pisahkan, lalu isi di setiap baris."),
}


def missing_columns(content: Content) -> list[Fault]:
    """A fault for each needed column that the file does not have."""
    message = _("Kolom ini tidak ada. Tambahkan ke baris judul.")
    return [
        Fault(content.header, content.heading(column), message)
        for column in NEEDED
        if column not in content.places
    ]
