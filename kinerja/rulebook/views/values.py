"""How a setting's value is shown: a sentence's worth of text, pairs, or a table."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from kinerja.rulebook.models import Rule
from kinerja.rulebook.queries import History
from kinerja.rulebook.rules import (
    CellKind,
    Choice,
    Grid,
    Number,
    Record,
    Setting,
    Whole,
    at,
    cells,
)

NOTHING = "–"


@dataclass(frozen=True)
class Shown:
    """A value for people: `text` in a line; `pairs` of a record; `head` and `rows` of a grid."""

    text: str
    pairs: list[tuple[str, str]]
    head: list[str]
    rows: list[list[str]]

    @property
    def long(self) -> str:
        """Everything in one text, for a spreadsheet's cell."""
        if self.rows:
            return "; ".join(f"{row[0]}: {', '.join(row[1:])}" for row in self.rows)
        return "; ".join(f"{label}: {text}" for label, text in self.pairs) or self.text


def shown(setting: Setting | None, value: Any) -> Shown:
    """The value in words and in the visitor's notation."""
    if setting is None:
        return Shown(json.dumps(value, ensure_ascii=False), [], [], [])
    kind = setting.kind
    if isinstance(kind, Record):
        texts = {
            name: cell_text(field.kind, at(value, (name,))) for name, field in kind.fields.items()
        }
        pairs = [(str(field.label), texts[name]) for name, field in kind.fields.items()]
        return Shown(" · ".join(texts.values()), pairs, [], [])
    if isinstance(kind, Grid):
        return _grid(kind, value)
    return Shown(cell_text(kind, value), [], [], [])


def _grid(kind: Grid, value: Any) -> Shown:
    head = [str(kind.heading), *(str(field.label) for field in kind.columns.values())]
    rows = [
        [
            str(label),
            *(cell_text(f.kind, at(value, (row, name))) for name, f in kind.columns.items()),
        ]
        for row, label in kind.rows.items()
    ]
    count = len(rows)
    return Shown(ngettext("tabel %(num)s baris", "tabel %(num)s baris", count), [], head, rows)


def cell_text(kind: CellKind, value: Any) -> str:
    """One cell: a number with its unit, or the choice's words."""
    if value is None:
        return NOTHING
    if isinstance(kind, Choice):
        return str(kind.options.get(value, value))
    if isinstance(kind, Whole | Number):
        return with_unit(number_text(kind, value), str(kind.unit))
    return str(value).replace(":", ".")


def number_text(kind: Whole | Number, value: Any) -> str:
    """The number with the visitor's decimal sign."""
    places = "0" * kind.places if isinstance(kind, Number) and kind.padded else "#" * 6
    return str(format_decimal(Decimal(str(value)), f"#,##0.{places}"))


def with_unit(text: str, unit: str) -> str:
    """The number and what it counts."""
    return f"{text}{'' if unit == '%' else ' '}{unit}" if unit else text


def differences(
    setting: Setting | None, before: Rule | None, value: Any
) -> list[tuple[str, str, str]]:
    """What changes: each cell's name with its text before and after."""
    places = cells(setting.kind) if setting else ()
    old = before.value if before else None
    return [
        (str(cell.label), cell_text(cell.kind, at(old, cell.path)), cell_text(cell.kind, new))
        for cell in places
        if (new := at(value, cell.path)) != at(old, cell.path)
    ]


def sheet(found: list[History]) -> tuple[list[str], list[list[object]]]:
    """Headings and rows of the whole book, one row for each dated value."""
    headings = [_("Kunci"), _("Bagian"), _("Nama"), _("Nilai"), _("Berlaku mulai")]
    headings += [_("Berlaku sebelum"), _("Dasar hukum"), _("Keyakinan"), _("Ditetapkan oleh")]
    headings += [_("Ditetapkan pada"), _("Alasan")]
    rows: list[list[object]] = [
        [
            history.key,
            str(history.group.label),
            str(history.title),
            shown(history.setting, rule.value).long,
            rule.valid_from,
            history.until(rule),
            rule.legal_basis,
            str(rule.confidence.label),
            rule.set_by,
            rule.set_at,
            rule.reason,
        ]
        for history in found
        for rule in history.rules
    ]
    return headings, rows
