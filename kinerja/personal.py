"""What each feature says of the personal data it keeps: sections to show, duties to forget.

A feature offers `queries.personal` (what is held on somebody) and `services.retention` (what is
due, and how it is forgotten); `home` gathers them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from flask_babel import LazyString, lazy_ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

Rows: TypeAlias = Select[*tuple[Any, ...]]
Column: TypeAlias = ColumnElement[Any] | InstrumentedAttribute[Any]
Columns: TypeAlias = Mapping[str, tuple[Column, LazyString]]


class Group(StrEnum):
    """The kinds of data, in the order in which they are shown."""

    IDENTITY = "identity"
    PLACE = "place"
    ACCOUNT = "account"
    COMPETENCY = "competency"
    DEVELOPMENT = "development"
    APPRAISAL = "appraisal"
    MESSAGES = "messages"
    RIGHTS = "rights"
    TRAIL = "trail"

    @property
    def label(self) -> LazyString:
        """The kind's name for people."""
        return _GROUP_LABELS[self]


_GROUP_LABELS = {
    Group.IDENTITY: _("Identitas dan kontak"),
    Group.PLACE: _("Penempatan dan atasan"),
    Group.ACCOUNT: _("Akun, sesi, dan peran"),
    Group.COMPETENCY: _("Penilaian kompetensi"),
    Group.DEVELOPMENT: _("Rencana pengembangan"),
    Group.APPRAISAL: _("Penilaian kinerja"),
    Group.MESSAGES: _("Pemberitahuan dan surel"),
    Group.RIGHTS: _("Hak Anda atas data"),
    Group.TRAIL: _("Siapa membaca dan mengubah"),
}


class Basis(StrEnum):
    """On which legal basis data are processed (UU 27/2022 Pasal 20 ayat (2))."""

    LEGAL_OBLIGATION = "legal_obligation"
    PUBLIC_TASK = "public_task"
    CONSENT = "consent"

    @property
    def label(self) -> LazyString:
        """The basis for people."""
        return _BASIS_LABELS[self]


_BASIS_LABELS = {
    Basis.LEGAL_OBLIGATION: _(
        "Kewajiban hukum instansi (UU 27/2022 Pasal 20 ayat (2) huruf c; UU 20/2023)"
    ),
    Basis.PUBLIC_TASK: _(
        "Tugas untuk kepentingan umum dan pelayanan publik (UU 27/2022 Pasal 20 ayat (2) huruf e)"
    ),
    Basis.CONSENT: _("Persetujuan Anda (UU 27/2022 Pasal 20 ayat (2) huruf a)"),
}


@dataclass(frozen=True)
class Section:
    """One kind of data held on a person; nothing is read before its rows are asked for.

    `columns` are what is read and what people call it; `rows` selects them (see `picked`), the
    newest first; `brief` names those that a summary shows. `kept` is the rulebook's key of how
    long. `covers` are the columns that refer to the person. `correctable`: whether a correction
    can be asked for. `shaped` makes a record readable where its columns alone are not.
    """

    key: str
    group: Group
    title: LazyString
    source: LazyString
    kept: str
    rows: Rows
    columns: Columns
    covers: Sequence[InstrumentedAttribute[Any]]
    brief: Sequence[str] = ()
    basis: Basis = Basis.LEGAL_OBLIGATION
    correctable: bool = False
    shaped: Callable[[dict[str, Any]], dict[str, Any]] | None = None

    @property
    def labels(self) -> dict[str, LazyString]:
        """What people call each column."""
        return {key: label for key, (_column, label) in self.columns.items()}

    @property
    def brief_labels(self) -> dict[str, LazyString]:
        """The same for the columns of a summary."""
        return {key: self.labels[key] for key in self.brief or self.columns}


def picked(columns: Columns) -> Rows:
    """A select of the columns, each under its key."""
    return select(*(column.label(key) for key, (column, _label) in columns.items()))


@dataclass(frozen=True)
class Duty:
    """One class of data that is forgotten when its time is over.

    `due` selects `id`, `since` (a day or a moment) and `employee_id` (or NULL) of what is older
    than the moment; `forget` does away with the rows of these ids. Without `forget` the
    application never does it.
    """

    key: str
    title: LazyString
    effect: LazyString
    due: Callable[[datetime], Rows]
    forget: Callable[[Sequence[Any]], None] | None = field(default=None)


def span(key: str, amount: int) -> LazyString:
    """How long the class is kept, in words: 5 tahun."""
    return _SPANS[key.rpartition("_")[2]](amount)


def due_before(key: str, amount: int, *, now: datetime) -> datetime:
    """The moment before which the class is due; the key's end says hours, days or years.

    A year that has no 29 February ends on the 28th.
    """
    match key.rpartition("_")[2]:
        case "hours":
            return now - timedelta(hours=amount)
        case "days":
            return now - timedelta(days=amount)
    try:
        return now.replace(year=now.year - amount)
    except ValueError:
        return now.replace(year=now.year - amount, day=28)


_SPANS: dict[str, Callable[[int], LazyString]] = {
    "hours": lambda amount: lazy_ngettext("%(num)s jam", "%(num)s jam", amount),
    "days": lambda amount: lazy_ngettext("%(num)s hari", "%(num)s hari", amount),
    "years": lambda amount: lazy_ngettext("%(num)s tahun", "%(num)s tahun", amount),
}
