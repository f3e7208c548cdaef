"""Who leads whom: the head of a unit, the line upward, and lines that differ from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class LineKind(StrEnum):
    """What somebody is to an employee. The last two follow from the first where not set."""

    SUPERVISOR = "supervisor"
    RATER = "rater"
    RATER_SUPERIOR = "rater_superior"

    @property
    def label(self) -> LazyString:
        """The kind's name for people."""
        return _LINE_LABELS[self]


class LineSource(StrEnum):
    """Where a line comes from."""

    SET = "set"
    DERIVED = "derived"
    ACTING = "acting"
    FOLLOWED = "followed"

    @property
    def label(self) -> LazyString:
        """The source's name for people."""
        return _SOURCE_LABELS[self]


class ActingKind(StrEnum):
    """Plt. leads a unit that has no head; Plh. stands in for a leader who is absent."""

    PLT = "plt"
    PLH = "plh"

    @property
    def label(self) -> LazyString:
        """The kind as it is written before a title."""
        return _ACTING_LABELS[self]


_LINE_LABELS = {
    LineKind.SUPERVISOR: _("Atasan langsung"),
    LineKind.RATER: _("Pejabat penilai kinerja"),
    LineKind.RATER_SUPERIOR: _("Atasan pejabat penilai"),
}
_SOURCE_LABELS = {
    LineSource.SET: _("Ditetapkan"),
    LineSource.DERIVED: _("Menurut susunan unit"),
    LineSource.ACTING: _("Pelaksana tugas"),
    LineSource.FOLLOWED: _("Mengikuti atasan langsung"),
}
_ACTING_LABELS = {ActingKind.PLT: _("Plt."), ActingKind.PLH: _("Plh.")}


@dataclass(frozen=True)
class Seat:
    """Somebody's place on a day; `leads` when the position heads its unit, `rank` 0 the highest."""

    employee_id: int
    unit_id: int
    leads: bool
    rank: int
    since: date


@dataclass(frozen=True)
class Line:
    """The superior of one kind, and why that one; `unit_id` is the unit that the superior heads
    where the line follows from it.
    """

    superior_id: int
    source: LineSource
    unit_id: int | None = None


def heads(seats: Iterable[Seat], acting: Mapping[int, int]) -> dict[int, int]:
    """Who heads each unit: unit id to employee id.

    The highest of those whose position heads the unit, among equals whoever has sat there
    longest; an acting head (Plt.: unit to employee) only where nobody has such a position.
    """
    leading = [seat for seat in seats if seat.leads]
    leading.sort(key=lambda seat: (seat.rank, seat.since, seat.employee_id), reverse=True)
    return dict(acting) | {seat.unit_id: seat.employee_id for seat in leading}


def leading_unit(
    employee_id: int,
    unit_id: int,
    *,
    heads: Mapping[int, int],
    parents: Mapping[int, int | None],
) -> int | None:
    """The unit, or the nearest one above it, that is headed by somebody else."""
    above: int | None = unit_id
    passed = set[int]()
    while above is not None and above not in passed:
        passed.add(above)
        if heads.get(above, employee_id) != employee_id:
            return above
        above = parents.get(above)
    return None


def closes_circle(employee_id: int, superiors_of_supervisor: Iterable[int]) -> bool:
    """Whether a supervisor whose own line upward is given would make the line a circle."""
    return employee_id in superiors_of_supervisor


def upward(employee_id: int, above: Mapping[int, int | None]) -> Iterator[int]:
    """The person, then the line upward (`above`: person to superior); each once."""
    person: int | None = employee_id
    passed = set[int]()
    while person is not None and person not in passed:
        passed.add(person)
        yield person
        person = above.get(person)


def circles(above: Mapping[int, int | None]) -> set[frozenset[int]]:
    """The groups of people who would be their own superiors (`above`: person to superior)."""
    found = set[frozenset[int]]()
    settled = set[int]()
    for start in above:
        line: list[int] = []
        person: int | None = start
        while person is not None and person not in settled:
            settled.add(person)
            line.append(person)
            person = above.get(person)
        if person in line:
            found.add(frozenset(line[line.index(person) :]))
    return found
