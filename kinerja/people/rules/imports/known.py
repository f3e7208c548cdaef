"""What an import is compared with: people, places and superiors as they are known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from kinerja.people.rules.employment import EmployeeKind, Standing
from kinerja.people.rules.lines import LineKind

ONE_DAY = timedelta(days=1)
FOREVER = date.max  # in `cut_until`: the entry before had no last day
NEW = 0  # the id of a row that is not stored yet


class Person(NamedTuple):
    """An employee. `unit_id`, `position_id` and `standing` are what holds today."""

    id: int
    nip: str
    kind: EmployeeKind
    grade: str | None
    name: str
    title_before: str | None
    title_after: str | None
    email: str | None
    phone: str | None
    unit_id: int
    position_id: int
    standing: Standing


class Place(NamedTuple):
    """A posting."""

    id: int
    unit_id: int
    position_id: int
    valid_from: date
    valid_to: date | None = None
    cut_until: date | None = None


class SetLine(NamedTuple):
    """A superior that was set."""

    id: int
    superior_id: int
    valid_from: date
    valid_to: date | None = None
    cut_until: date | None = None
    kind: LineKind = LineKind.SUPERVISOR


class Post(NamedTuple):
    """A position; `rank` 0 the highest."""

    title: str
    leads_unit: bool
    rank: int
    is_active: bool


Entry = TypeVar("Entry", Place, SetLine)


@dataclass(frozen=True)
class Known:
    """Everything that one day's import is compared with. Entries stand oldest first.

    `units` are the open ones by id, `scope` those whose staff the importer keeps, `lines` the set
    supervisors, `other_lines` the set raters, `acting` the heads by appointment.
    """

    people: Mapping[str, Person]
    units: Mapping[int, str]
    posts: Mapping[int, Post]
    places: Mapping[int, list[Place]]
    lines: Mapping[int, list[SetLine]]
    other_lines: Mapping[int, list[SetLine]]
    parents: Mapping[int, int | None]
    acting: Mapping[int, int]
    scope: frozenset[int] = field(default=frozenset())


def held(entries: list[Entry], on: date) -> Entry | None:
    """The entry that holds on the day."""
    for entry in reversed(entries):
        if entry.valid_from <= on:
            return entry if entry.valid_to is None or entry.valid_to >= on else None
    return None


def cut(before: Entry, start: date) -> Entry:
    """The entry as it is once another begins on `start`."""
    if before.valid_to is None or before.valid_to >= start:
        return before._replace(valid_to=start - ONE_DAY)
    return before


def remembered_end(before: Entry | None, start: date) -> date | None:
    """What an entry that begins on `start` remembers of the one it cuts short."""
    if before is None or (before.valid_to is not None and before.valid_to < start):
        return None
    return before.valid_to or FOREVER


def restored(before: Entry, cut_until: date | None) -> Entry:
    """The entry as it was before another cut it short."""
    if cut_until is None:
        return before
    return before._replace(valid_to=None if cut_until == FOREVER else cut_until)
