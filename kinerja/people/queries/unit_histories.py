"""What units were called and where they belonged, and what is planned for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Unit, UnitVersion
from kinerja.people.queries.organisation import (
    Branch,
    UnitCount,
    branch_of,
    job_level_counts,
    unit_tree,
)
from kinerja.people.queries.units import known_unit
from kinerja.people.rules import (
    FOREVER,
    JobLevel,
    Span,
    UnitEvent,
    UnitMove,
    UnitState,
    unit_events,
    unit_moves,
    unit_state,
    upward,
)
from kinerja.permissions import Permission, Viewer


def unit_spans(unit_ids: Iterable[int] | None = None) -> list[Span]:
    """What all units, or these, were called and where they belonged, each unit's oldest first."""
    statement = select(UnitVersion).order_by(UnitVersion.unit_id, UnitVersion.valid_from)
    if unit_ids is not None:
        statement = statement.where(UnitVersion.unit_id.in_(list(unit_ids)))
    return [
        Span(
            unit_id=row.unit_id,
            name=row.name,
            parent_id=row.parent_id,
            first=row.valid_from,
            last=row.valid_to or FOREVER,
            reason=row.reason,
            end_reason=row.end_reason,
        )
        for row in db.session.scalars(statement)
    ]


class UnitNames:
    """What every unit was called on any day."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans: dict[int, list[Span]] = {}
        for span in spans:
            self.spans.setdefault(span.unit_id, []).append(span)

    def on(self, unit_id: int | None, day: date) -> str:
        """The unit's name on the day, its nearest one where it was not open; empty for none."""
        own = self.spans.get(unit_id or 0)
        if not own:
            return ""
        return next((span.name for span in reversed(own) if span.first <= day), own[0].name)

    def former(self, unit_id: int, day: date) -> list[str]:
        """What the unit had been called otherwise before the day, the oldest first."""
        past = dict.fromkeys(span.name for span in self.spans.get(unit_id, ()) if span.last < day)
        return [name for name in past if name != self.on(unit_id, day)]


def last_day(unit_id: int) -> date | None:
    """The unit's last day, once that is known."""
    spans = unit_spans([unit_id])
    return None if not spans or spans[-1].last == FOREVER else spans[-1].last


@dataclass(frozen=True)
class UnitRecord:
    """A unit on a day, with all that is known of its past and its future.

    `branch` is None when the unit was not open that day; `moves` are those of today; `joined`
    are the units that were merged into it.
    """

    unit: Unit
    day: date
    state: UnitState
    moves: frozenset[UnitMove]
    spans: Sequence[Span]
    branch: Branch | None
    job_levels: list[tuple[JobLevel, int]]
    events: list[UnitEvent]
    names: UnitNames
    joined: list[Unit]

    @property
    def name(self) -> str:
        """What it was called on the day."""
        return self.names.on(self.unit.id, self.day)

    @property
    def last(self) -> date | None:
        """The last day on which it is open, once that is known."""
        last = self.spans[-1].last
        return None if last == FOREVER else last

    def is_plan(self, event: UnitEvent) -> bool:
        """Whether taking the newest plan back would undo the event."""
        return UnitMove.WITHDRAW in self.moves and event.day == self.events[-1].day


def unit_record(unit_id: int, *, to: Viewer, on: date, today: date) -> UnitRecord:
    """The unit as it was on the day, for whoever looks after it. Five queries.

    :raises MissingError: there is none, or not for this viewer, or its founding was taken back.
    """
    unit = known_unit(unit_id, to=to)
    spans = unit_spans()
    own = [span for span in spans if span.unit_id == unit_id]
    if not own:
        raise MissingError()
    merged = unit.merged_into_id is not None
    state = unit_state(own, is_merged=merged, on=today)
    branch = branch_of(unit_tree(to=to, on=on), unit_id)
    may_edit = unit_id in to.units(Permission.EDIT_UNITS)
    return UnitRecord(
        unit=unit,
        day=on,
        state=state,
        moves=unit_moves(state, is_agency=own[-1].parent_id is None) if may_edit else frozenset(),
        spans=own,
        branch=branch,
        job_levels=job_level_counts(branch.unit_ids, on=on) if branch else [],
        events=list(unit_events(own, is_merged=merged)),
        names=UnitNames(spans),
        joined=_joined(unit_id),
    )


def _joined(unit_id: int) -> list[Unit]:
    statement = select(Unit).where(Unit.merged_into_id == unit_id).order_by(Unit.name)
    return list(db.session.scalars(statement))


@dataclass(frozen=True)
class FoundUnit:
    """A unit that was searched for: `was` is the older name that fits, `count` its place that day.

    `count` is None when it was not open that day; `state` is today's.
    """

    id: int
    name: str
    was: str
    state: UnitState
    count: UnitCount | None


def found_units(
    search: str, *, among: Sequence[UnitCount], to: Viewer, on: date, today: date
) -> list[FoundUnit]:
    """The units that the viewer looks after and that were ever called like this, by name.

    `among` is the day's tree; units that were not open that day come last. Two queries.
    """
    counts = {unit.id: unit for unit in among}
    names = UnitNames(unit_spans(to.units(Permission.VIEW_UNITS)))
    merged = set(db.session.scalars(select(Unit.id).where(Unit.merged_into_id.is_not(None))))
    wanted, found = " ".join(search.split()).casefold(), []
    for unit_id, spans in names.spans.items():
        fitting = [span.name for span in spans if wanted in span.name.casefold()]
        if fitting:
            name = names.on(unit_id, on)
            was = "" if wanted in name.casefold() else fitting[-1]
            state = unit_state(spans, is_merged=unit_id in merged, on=today)
            found.append(FoundUnit(unit_id, name, was, state, counts.get(unit_id)))
    return sorted(found, key=lambda unit: (unit.count is None, unit.name.casefold(), unit.id))


@dataclass(frozen=True)
class LastingUnit:
    """A unit that is open without a known end: `since` where it begins only later."""

    id: int
    name: str
    since: date | None


def planned_units(unit_ids: Iterable[int], *, today: date) -> list[LastingUnit]:
    """Those of the units that begin only later, by name. One query."""
    found = [
        LastingUnit(unit_id, spans[0].name, spans[0].first)
        for unit_id, spans in UnitNames(unit_spans(unit_ids)).spans.items()
        if spans[0].first > today
    ]
    return sorted(found, key=lambda unit: (unit.name.casefold(), unit.id))


def offered_units(
    *, to: Viewer, today: date, without: int | None = None, also: int | None = None
) -> list[LastingUnit]:
    """The units that the viewer may change and that stay open, planned ones too, by name.

    Those are left out that lie today under the unit `without`, and itself; `also` is always in.
    One query.
    """
    names = UnitNames(unit_spans())
    parents = {
        span.unit_id: span.parent_id
        for spans in names.spans.values()
        for span in spans
        if span.holds(today)
    }
    allowed = to.units(Permission.EDIT_UNITS)
    found = []
    for unit_id, spans in names.spans.items():
        under = without is not None and without in upward(unit_id, parents)
        lasting = unit_id in allowed and spans[-1].last == FOREVER and not under
        if lasting or unit_id == also:
            since = spans[0].first if spans[0].first > today else None
            found.append(LastingUnit(unit_id, names.on(unit_id, today), since))
    return sorted(found, key=lambda unit: (unit.name.casefold(), unit.id))
