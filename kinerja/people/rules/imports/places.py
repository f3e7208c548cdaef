"""What a row does to somebody's postings and set supervisors: pure, as lists of entries."""

from dataclasses import dataclass, field
from datetime import date

from kinerja.people.rules.imports.faults import FaultKind
from kinerja.people.rules.imports.known import (
    NEW,
    ONE_DAY,
    Place,
    SetLine,
    cut,
    held,
    remembered_end,
    restored,
)


@dataclass(slots=True)
class PlaceMove:
    """What happens to the postings: each pair is (before, after); before None: it is new.

    `since` is the day from which the place holds; `fault` why it cannot be, with a day.
    """

    since: date
    writes: list[tuple[Place | None, Place]] = field(default_factory=list)
    fault: tuple[FaultKind, date] | None = None


@dataclass(slots=True)
class LineMove:
    """What happens to the set supervisors: (before, after); after None: it is taken away."""

    writes: list[tuple[SetLine | None, SetLine | None]] = field(default_factory=list)
    fault: tuple[FaultKind, date] | None = None


def move_place(
    entries: list[Place], unit_id: int, position_id: int, *, told: date | None, on: date
) -> PlaceMove:
    """Bring somebody to the place, since `told` or, where nothing is told, since `on`.

    Somebody who is there already only gets the told day as the beginning.
    """
    if told is None:
        current = held(entries, on)
        if current is not None and current[1:3] == (unit_id, position_id):
            return PlaceMove(current.valid_from)
        return _begin(entries, unit_id, position_id, start=on)
    for entry in entries:
        over = entry.valid_to is not None and entry.valid_to < on
        if entry.valid_from == told and entry[1:3] == (unit_id, position_id) and not over:
            return PlaceMove(told)
    latest = entries[-1] if entries else None
    if latest is not None and latest[1:3] == (unit_id, position_id) and latest.valid_to is None:
        return _shift(entries, told, on=on)
    return _begin(entries, unit_id, position_id, start=told)


def _begin(entries: list[Place], unit_id: int, position_id: int, *, start: date) -> PlaceMove:
    latest = entries[-1] if entries else None
    if latest is not None and latest.valid_from > start:
        return PlaceMove(start, fault=(FaultKind.DAY_LATER, latest.valid_from))
    if latest is not None and latest.valid_from == start:
        corrected = latest._replace(unit_id=unit_id, position_id=position_id, valid_to=None)
        return PlaceMove(start, [(latest, corrected)])
    begun = Place(NEW, unit_id, position_id, start, None, remembered_end(latest, start))
    writes: list[tuple[Place | None, Place]] = [(None, begun)]
    if latest is not None and cut(latest, start) != latest:
        writes.insert(0, (latest, cut(latest, start)))
    return PlaceMove(start, writes)


def _shift(entries: list[Place], start: date, *, on: date) -> PlaceMove:
    """The newest posting began on another day than was known."""
    latest = entries[-1]
    before = entries[-2] if len(entries) > 1 else None
    if start > on >= latest.valid_from:
        return PlaceMove(start, fault=(FaultKind.DAY_FUTURE, latest.valid_from))
    if before is None:
        return PlaceMove(start, [(latest, latest._replace(valid_from=start))])
    if start <= before.valid_from:
        return PlaceMove(start, fault=(FaultKind.DAY_LATER, before.valid_from))
    whole = restored(before, latest.cut_until)
    shifted = latest._replace(valid_from=start, cut_until=remembered_end(whole, start))
    writes: list[tuple[Place | None, Place]] = [(latest, shifted)]
    if cut(whole, start) != before:
        writes.insert(0, (before, cut(whole, start)))
    return PlaceMove(start, writes)


def move_line(
    entries: list[SetLine], superior_id: int | None, *, moved: bool, since: date, on: date
) -> LineMove:
    """Let the supervisor lead from the day on; None: whoever heads the unit does.

    The day is that of the place where it is `moved` to or lies ahead, else `on`; a supervisor who
    was set in between is corrected in place.
    """
    start = since if moved or since > on else on
    current = held(entries, max(start, on))
    if (current.superior_id if current else None) == superior_id:
        return LineMove()
    latest = entries[-1] if entries else None
    if latest is not None and latest.valid_from > start:
        if latest.valid_from > on:
            return LineMove(fault=(FaultKind.SUPERVISOR_LATER, latest.valid_from))
        start = latest.valid_from
    if superior_id is None:
        return _end_line(current, start=start)
    return _begin_line(latest, superior_id, start=start)


def _end_line(current: SetLine | None, *, start: date) -> LineMove:
    return LineMove([] if current is None else [ended(current, start=start)])


def ended(line: SetLine, *, start: date) -> tuple[SetLine, SetLine | None]:
    """The line, and what is left of it when nobody is set any more from the day on."""
    if line.valid_from >= start:
        return line, None
    return line, line._replace(valid_to=start - ONE_DAY)


def _begin_line(latest: SetLine | None, superior_id: int, *, start: date) -> LineMove:
    if latest is not None and latest.valid_from == start:
        return LineMove([(latest, latest._replace(superior_id=superior_id, valid_to=None))])
    begun = SetLine(NEW, superior_id, start, None, remembered_end(latest, start))
    writes: list[tuple[SetLine | None, SetLine | None]] = [(None, begun)]
    if latest is not None and cut(latest, start) != latest:
        writes.insert(0, (latest, cut(latest, start)))
    return LineMove(writes)
