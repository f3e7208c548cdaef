"""Which of somebody's records in one competency gives the present level, and why."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeAlias, TypeVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class RecordKind(StrEnum):
    """Who or what says that somebody has a level."""

    ASSESSOR = "assessor"
    SUPERVISOR = "supervisor"
    PEER = "peer"
    TRAINING = "training"
    PRIOR = "prior"
    SELF = "self"

    @property
    def label(self) -> LazyString:
        """The kind's name, as it stands within a sentence."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    RecordKind.ASSESSOR: _("hasil asesor"),
    RecordKind.SUPERVISOR: _("verifikasi atasan"),
    RecordKind.PEER: _("penilaian rekan"),
    RecordKind.TRAINING: _("hasil pelatihan"),
    RecordKind.PRIOR: _("pengakuan pembelajaran lampau"),
    RecordKind.SELF: _("penilaian mandiri"),
}


class Why(StrEnum):
    """Why a record does not give the present level."""

    OUTRANKED = "outranked"
    OLDER = "older"
    EXPIRED = "expired"


# A record, in whatever shape: with `id` (of one day's records the later one has the higher),
# `kind`, `level`, `on` (the day from which it holds), `valid_until` (the last day; None: for
# ever) and `voided_at` (when it was taken back, if it was).
Recorded: TypeAlias = Any
Some = TypeVar("Some")


@dataclass(frozen=True)
class Weighed(Generic[Some]):
    """The record that gives the present level (none: no record holds), the newest of each other
    kind with why it does not, and the last one that held where none holds any more.
    """

    chosen: Some | None
    passed: Sequence[tuple[Some, Why]]
    last: Some | None


def present(records: Iterable[Some], ranks: Mapping[str, int], on: date) -> Some | None:
    """The record that gives the level on the day: among those that hold, of the kind with the
    lowest rank the latest. Kinds of one rank are alike. Expired ones count for nothing.
    """
    held = [one for one in records if holds(one, on)]
    return min(held, key=lambda one: order(one, ranks), default=None)


def weigh(records: Iterable[Some], ranks: Mapping[str, int], on: date) -> Weighed[Some]:
    """The present record and what was passed over for it; voided records are not weighed."""
    known: list[Recorded] = [one for one in records if began(one, on)]
    chosen = present(known, ranks, on)
    newest: dict[RecordKind, Recorded] = {}
    for one in sorted(known, key=lambda one: (one.on, one.id)):
        if one is not chosen:
            newest[one.kind] = one
    passed = sorted(newest.values(), key=lambda one: order(one, ranks))
    last = None if chosen else max(known, key=lambda one: (one.on, one.id), default=None)
    return Weighed(chosen, [(one, _why(one, chosen, on)) for one in passed], last)


def began(record: Recorded, on: date) -> bool:
    """Whether the record held on the day or before: begun and not voided."""
    return bool(record.voided_at is None and record.on <= on)


def holds(record: Recorded, on: date) -> bool:
    """Whether the record counts on the day: begun, not expired, not voided."""
    ended = record.valid_until is not None and record.valid_until < on
    return began(record, on) and not ended


def order(record: Recorded, ranks: Mapping[str, int]) -> tuple[int, int, int]:
    """The place of a record among others: the kind's rank, then the latest day, then number."""
    return ranks[record.kind], -record.on.toordinal(), -record.id


def valid_until(on: date, months: int) -> date:
    """The last day of so many months that begin on the day: 12 March 2026 and 12 months end on
    11 March 2027. Where a month is too short its last day takes the place.
    """
    year, month = divmod(on.month - 1 + months, 12)
    year, month = on.year + year, month + 1
    same = date(year, month, min(on.day, monthrange(year, month)[1]))
    return same - timedelta(days=1)


def _why(record: Recorded, chosen: Recorded | None, on: date) -> Why:
    if not holds(record, on):
        return Why.EXPIRED
    same = chosen is not None and chosen.kind is record.kind
    return Why.OLDER if same else Why.OUTRANKED
