"""How units come, change, merge and close, and what must never be so on any day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.permissions import Permission

FOREVER = date.max
ONE_DAY = timedelta(days=1)


class UnitState(StrEnum):
    """What a unit is on a day, by what is known then of its past and its future."""

    PLANNED = "planned"
    OPEN = "open"
    CHANGING = "changing"
    ENDING = "ending"
    CLOSED = "closed"
    MERGED = "merged"

    @property
    def label(self) -> LazyString:
        """The state's name for people."""
        return _STATE_LABELS[self]


class UnitMove(StrEnum):
    """What can be done with a unit: a new name or place, a merger, an end, taking a plan back."""

    CHANGE = "change"
    MERGE = "merge"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class UnitChange(StrEnum):
    """What happened to a unit on a day."""

    FOUNDED = "founded"
    RENAMED = "renamed"
    MOVED = "moved"
    MERGED = "merged"
    CLOSED = "closed"


class FaultKind(StrEnum):
    """What must not be: two open units of one name, an upper unit that is closed, a circle."""

    NAME = "name"
    PARENT = "parent"
    CIRCLE = "circle"


_STATE_LABELS = {
    UnitState.PLANNED: _("Belum mulai"),
    UnitState.OPEN: _("Buka"),
    UnitState.CHANGING: _("Akan berubah"),
    UnitState.ENDING: _("Akan ditutup"),
    UnitState.CLOSED: _("Ditutup"),
    UnitState.MERGED: _("Digabung"),
}
# What is over stays as it was; a plan is taken back before another takes its place.
ALLOWED: Mapping[UnitState, frozenset[UnitMove]] = {
    UnitState.PLANNED: frozenset({UnitMove.CHANGE, UnitMove.WITHDRAW}),
    UnitState.OPEN: frozenset({UnitMove.CHANGE, UnitMove.MERGE, UnitMove.CLOSE}),
    UnitState.CHANGING: frozenset(UnitMove),
    UnitState.ENDING: frozenset({UnitMove.CHANGE, UnitMove.WITHDRAW}),
    UnitState.CLOSED: frozenset(),
    UnitState.MERGED: frozenset(),
}
# The agency itself never goes.
FOR_THE_AGENCY = frozenset({UnitMove.CHANGE, UnitMove.WITHDRAW})


@dataclass(frozen=True)
class Span:
    """What a unit was called and where it belonged, from `first` to `last`, both included."""

    unit_id: int
    name: str
    parent_id: int | None
    first: date
    last: date = FOREVER
    reason: str | None = field(default=None, compare=False)
    end_reason: str | None = field(default=None, compare=False)

    def holds(self, day: date) -> bool:
        """Whether it is so on the day."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class UnitEvent:
    """What happened on a day: `before` and `after` are None where a unit begins or ends."""

    change: UnitChange
    day: date
    before: Span | None
    after: Span | None
    reason: str | None


@dataclass(frozen=True)
class Fault:
    """What would be wrong: with which unit, and because of which other one."""

    kind: FaultKind
    unit_id: int
    other_id: int | None = None


@dataclass(frozen=True)
class Holding:
    """What stands in a unit and keeps it open, in words, and the page where it is settled.

    The page is an endpoint with the values of its address, for holders of the permission.
    """

    text: str
    endpoint: str
    values: Mapping[str, str | int]
    permission: Permission


def unit_state(spans: Sequence[Span], *, is_merged: bool, on: date) -> UnitState:
    """The state on the day of a unit whose spans are given in their order."""
    if not spans or spans[-1].last < on:
        return UnitState.MERGED if is_merged else UnitState.CLOSED
    if spans[0].first > on:
        return UnitState.PLANNED
    if spans[-1].last < FOREVER:
        return UnitState.ENDING
    return UnitState.CHANGING if spans[-1].first > on else UnitState.OPEN


def unit_moves(state: UnitState, *, is_agency: bool) -> frozenset[UnitMove]:
    """What can be done with a unit in the state."""
    return ALLOWED[state] & FOR_THE_AGENCY if is_agency else ALLOWED[state]


def unit_events(spans: Sequence[Span], *, is_merged: bool) -> Iterator[UnitEvent]:
    """What happened to a unit, the oldest first; a new name and a new place are two events."""
    before: Span | None = None
    for span in spans:
        for change in _changes(before, span):
            yield UnitEvent(change, span.first, before, span, span.reason)
        before = span
    if before is not None and before.last < FOREVER:
        change = UnitChange.MERGED if is_merged else UnitChange.CLOSED
        yield UnitEvent(change, before.last + ONE_DAY, before, None, before.end_reason)


def _changes(before: Span | None, after: Span) -> Iterator[UnitChange]:
    if before is None:
        yield UnitChange.FOUNDED
        return
    if before.name != after.name:
        yield UnitChange.RENAMED
    if before.parent_id != after.parent_id:
        yield UnitChange.MOVED


def held_span(spans: Iterable[Span], unit_id: int, day: date) -> Span | None:
    """The unit's span on the day; None when it was not open."""
    return next((span for span in spans if span.unit_id == unit_id and span.holds(day)), None)


def begun(
    spans: Iterable[Span], unit_id: int, *, first: date, name: str, parent_id: int | None
) -> list[Span]:
    """The spans once the unit has the name and the place from the day on.

    A known end stays; what began on the same day is corrected.
    """
    spans = list(spans)
    held = held_span(spans, unit_id, first)
    kept = [span for span in spans if (span.unit_id, span.first) != (unit_id, first)]
    added = Span(unit_id, name, parent_id, first, held.last if held else FOREVER)
    return [*ended(kept, unit_id, last=first - ONE_DAY), added]


def ended(spans: Iterable[Span], unit_id: int, *, last: date) -> list[Span]:
    """The spans once the day is the unit's last one."""
    return [
        replace(span, last=last) if span.unit_id == unit_id and span.holds(last) else span
        for span in spans
    ]


def withdrawn(spans: Iterable[Span], unit_id: int) -> list[Span]:
    """The spans once the newest plan for the unit is taken back: its end, else its last span."""
    spans = list(spans)
    own = sorted((span for span in spans if span.unit_id == unit_id), key=lambda span: span.first)
    others = [span for span in spans if span.unit_id != unit_id]
    if own[-1].last == FOREVER:
        own.pop()
    return others + own[:-1] + [replace(span, last=FOREVER) for span in own[-1:]]


def faults(spans: Iterable[Span], *, since: date) -> frozenset[Fault]:
    """All that is wrong on any day from `since` on."""
    late = [span for span in spans if span.last >= since]
    return frozenset([*_same_names(late), *_closed_above(late, since), *_circles(late, since)])


def _same_names(spans: Iterable[Span]) -> Iterator[Fault]:
    named: dict[str, list[Span]] = {}
    for span in spans:
        others = named.setdefault(span.name.casefold(), [])
        for other in others:
            apart = span.last < other.first or other.last < span.first
            if other.unit_id != span.unit_id and not apart:
                yield Fault(FaultKind.NAME, span.unit_id, other.unit_id)
                yield Fault(FaultKind.NAME, other.unit_id, span.unit_id)
        others.append(span)


def _closed_above(spans: Sequence[Span], since: date) -> Iterator[Fault]:
    """Units whose upper one is not open as long as they belong to it (a unit opens only once)."""
    opened: dict[int, tuple[date, date]] = {}
    for span in spans:
        first, last = opened.get(span.unit_id, (span.first, span.last))
        opened[span.unit_id] = min(first, span.first), max(last, span.last)
    for span in spans:
        if span.parent_id is not None:
            first, last = opened.get(span.parent_id, (FOREVER, date.min))
            if max(span.first, since) < first or span.last > last:
                yield Fault(FaultKind.PARENT, span.unit_id, span.parent_id)


def _circles(spans: Sequence[Span], since: date) -> Iterator[Fault]:
    for day in {since, *(span.first for span in spans if span.first > since)}:
        parents = {span.unit_id: span.parent_id for span in spans if span.holds(day)}
        settled = set[int]()
        for start in parents:
            line: list[int] = []
            unit: int | None = start
            while unit is not None and unit not in settled:
                settled.add(unit)
                line.append(unit)
                unit = parents.get(unit)
            if unit in line:
                yield from (Fault(FaultKind.CIRCLE, one) for one in line[line.index(unit) :])


def open_depth(depths: Iterable[int], *, most: int) -> int:
    """How deep a list of units is opened: as many levels as fit into `most` rows, at least two.

    `depths` are counted from 0, the top.
    """
    rows: dict[int, int] = {}
    for depth in depths:
        rows[depth] = rows.get(depth, 0) + 1
    deepest = 1
    while deepest + 1 in rows and sum(rows[depth] for depth in range(deepest + 2)) <= most:
        deepest += 1
    return deepest
