"""What a setting may hold: a number, a choice, a time, or a table of such cells.

Whole numbers are kept as numbers, decimal fractions as text, so that nothing is lost in between.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, TypeAlias

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

Label: TypeAlias = LazyString | str
Path: TypeAlias = tuple[str, ...]
Faults: TypeAlias = list[tuple[Path, LazyString]]
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Whole:
    """A whole number from `lowest` to `highest`, counted in `unit`."""

    lowest: int = 0
    highest: int = 100_000
    unit: Label = ""
    optional: bool = False

    def fault(self, value: Any) -> LazyString | None:
        """Why the value cannot be, or nothing."""
        if value is None and self.optional:
            return None
        if type(value) is not int:
            return _("Isi bilangan bulat.")
        return _out_of(value, self.lowest, self.highest)


@dataclass(frozen=True)
class Number:
    """A decimal fraction, kept as text; `padded` ones always show all their `places`."""

    places: int
    lowest: str = "0"
    highest: str = "1000"
    unit: Label = ""
    padded: bool = False

    def fault(self, value: Any) -> LazyString | None:
        """Why the value cannot be, or nothing."""
        number = _decimal(value)
        if number is None:
            return _("Isi angka.")
        if number != round(number, self.places):
            return _("Paling banyak %(count)s angka di belakang koma.", count=self.places)
        return _out_of(number, Decimal(self.lowest), Decimal(self.highest))

    def text(self, number: Decimal) -> str:
        """How the number is kept."""
        if self.padded:
            return f"{number:.{self.places}f}"
        plain = f"{number:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain


@dataclass(frozen=True)
class Choice:
    """One of a few codes."""

    options: Mapping[str, Label]

    def fault(self, value: Any) -> LazyString | None:
        """Why the value cannot be, or nothing."""
        known = isinstance(value, str) and value in self.options
        return None if known else _("Pilih salah satu dari daftar.")


@dataclass(frozen=True)
class Clock:
    """A time of day, as 08:00."""

    def fault(self, value: Any) -> LazyString | None:
        """Why the value cannot be, or nothing."""
        known = isinstance(value, str) and TIME.fullmatch(value)
        return None if known else _("Isi jam seperti 08:00.")


CellKind: TypeAlias = Whole | Number | Choice | Clock


@dataclass(frozen=True)
class Field:
    """One named cell of a record, or one column of a grid."""

    label: Label
    kind: CellKind


@dataclass(frozen=True)
class Record:
    """Named cells. `descending` ones fall from the first to the last; others add up to `total`."""

    fields: Mapping[str, Field]
    descending: bool = False
    total: int | None = None


@dataclass(frozen=True)
class Grid:
    """Rows of the same cells."""

    heading: Label
    rows: Mapping[str, Label]
    columns: Mapping[str, Field]


Kind: TypeAlias = CellKind | Record | Grid


@dataclass(frozen=True)
class Cell:
    """One place of a value: where it stands, what it is called, and what it may hold."""

    path: Path
    label: Label
    kind: CellKind


def cells(kind: Kind) -> Iterator[Cell]:
    """The places of such a value, in reading order; a plain value is its only place."""
    if isinstance(kind, Record):
        for name, field in kind.fields.items():
            yield Cell((name,), field.label, field.kind)
    elif isinstance(kind, Grid):
        for row, row_label in kind.rows.items():
            for name, field in kind.columns.items():
                yield Cell((row, name), f"{row_label}, {field.label}", field.kind)
    else:
        yield Cell((), "", kind)


def at(value: Any, path: Path) -> Any:
    """What stands in the place; None where there is no such place."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def built(found: Mapping[Path, Any]) -> Any:
    """The value whose places hold these things."""
    if () in found:
        return found[()]
    value: dict[str, Any] = {}
    for path, thing in found.items():
        place = value
        for name in path[:-1]:
            place = place.setdefault(name, {})
        place[path[-1]] = thing
    return value


def faults(kind: Kind, value: Any) -> Faults:
    """What is wrong with the value, place by place; () is the value as a whole."""
    places = list(cells(kind))
    if built({cell.path: at(value, cell.path) for cell in places}) != value:
        return [((), _("Isi setiap kotak, tidak lebih."))]
    found = [
        (cell.path, fault) for cell in places if (fault := cell.kind.fault(at(value, cell.path)))
    ]
    return found or (_record_faults(kind, value) if isinstance(kind, Record) else [])


def _record_faults(kind: Record, value: Mapping[str, Any]) -> Faults:
    numbers = [Decimal(str(value[name])) for name in kind.fields] if _counts(kind) else []
    if kind.descending and any(low >= high for high, low in pairwise(numbers)):
        return [((), _("Angkanya harus menurun dari atas ke bawah."))]
    if kind.total is not None and sum(numbers) != kind.total:
        return [((), _("Jumlahnya harus %(total)s.", total=kind.total))]
    return []


def _counts(kind: Record) -> bool:
    return kind.descending or kind.total is not None


def _decimal(value: Any) -> Decimal | None:
    if not isinstance(value, str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _out_of(value: Any, lowest: Any, highest: Any) -> LazyString | None:
    if value < lowest:
        return _("Paling kecil %(limit)s.", limit=_shown(lowest))
    return _("Paling besar %(limit)s.", limit=_shown(highest)) if value > highest else None


def _shown(limit: Any) -> str:
    return str(limit).replace(".", ",")
