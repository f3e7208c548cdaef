"""Who led whom on any day: the structure of that day, and one person's superiors."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, or_, select, union

from kinerja.extensions import db
from kinerja.people.models import (
    ActingLeader,
    Employee,
    Position,
    Posting,
    ReportingLine,
    StandingPeriod,
    UnitVersion,
)
from kinerja.people.rules import (
    GONE,
    ActingKind,
    Line,
    LineKind,
    LineSource,
    Seat,
    Standing,
    circles,
    heads,
    leading_unit,
    upward,
)


def held_on(model: Any, day: date) -> ColumnElement[bool]:
    """The condition on a history's rows that they hold on the day."""
    return and_(model.valid_from <= day, or_(model.valid_to.is_(None), model.valid_to >= day))


def stood_in_for(employee_id: int, *, on: date) -> Select[int | None]:
    """Ids of the absent leaders for whom the employee is Plh. on the day, for IN (…)."""
    return select(ActingLeader.absent_id).where(
        ActingLeader.employee_id == employee_id,
        ActingLeader.kind == ActingKind.PLH,
        held_on(ActingLeader, on),
    )


@dataclass(frozen=True)
class Structure:
    """A day's units and lines: who heads each unit, what lies above it, which lines were set.

    `acting` are the heads by appointment (Plt.), `places` where people worked that day, `gone`
    who had left by then.
    """

    heads: Mapping[int, int]
    acting: Mapping[int, int]
    parents: Mapping[int, int | None]
    lines: Mapping[tuple[int, LineKind], int]
    places: Mapping[int, int]
    gone: frozenset[int]

    def line(self, employee_id: int, kind: LineKind) -> Line | None:
        """The superior of one kind; None for who has left, where nobody is set and no unit above
        is headed, and where it would be the person again.

        Rater: who was set, else the supervisor. The rater's superior: who was set, else the
        rater's own supervisor (PP 30/2019 on pejabat penilai kinerja and its superior). A set
        superior who has left counts as not set; one who is only away stays, a Plh. stands in.
        """
        if employee_id in self.gone:
            return None
        found = self._set(employee_id, kind) or self._following(employee_id, kind)
        return None if found is None or found.superior_id == employee_id else found

    def _set(self, employee_id: int, kind: LineKind) -> Line | None:
        superior = self.lines.get((employee_id, kind))
        if superior is None or superior in self.gone:
            return None
        return Line(superior, LineSource.SET)

    def _following(self, employee_id: int, kind: LineKind) -> Line | None:
        if kind is LineKind.SUPERVISOR:
            return self._derived(employee_id)
        first = LineKind.SUPERVISOR if kind is LineKind.RATER else LineKind.RATER
        above = self.line(employee_id, first)
        if above is not None and kind is LineKind.RATER_SUPERIOR:
            above = self.line(above.superior_id, LineKind.SUPERVISOR)
        return above and Line(above.superior_id, LineSource.FOLLOWED, above.unit_id)

    def _derived(self, employee_id: int) -> Line | None:
        place = self.places.get(employee_id)
        if place is None:
            return None
        unit = leading_unit(employee_id, place, heads=self.heads, parents=self.parents)
        if unit is None:
            return None
        acting = self.acting.get(unit) == self.heads[unit]
        return Line(self.heads[unit], LineSource.ACTING if acting else LineSource.DERIVED, unit)

    def above(self, kind: LineKind) -> dict[int, int | None]:
        """Everybody known here with the superior of one kind."""
        people = {*self.places, *(employee_id for employee_id, _kind in self.lines)}
        lines = ((person, self.line(person, kind)) for person in sorted(people))
        return {person: line.superior_id if line else None for person, line in lines}


def structure(*, on: date, employee_ids: Iterable[int] | None = None) -> Structure:
    """The structure of the day, in five queries.

    With `employee_ids` the places and lines are those of these people and of everybody who
    leads, so that the lines of their superiors can be asked too.
    """
    away = dict(
        _pairs(
            StandingPeriod.employee_id,
            StandingPeriod.standing,
            held_on(StandingPeriod, on) & (StandingPeriod.standing != Standing.ACTIVE),
        )
    )
    acting = {
        unit_id: holder_id
        for unit_id, holder_id in _pairs(
            ActingLeader.unit_id,
            ActingLeader.employee_id,
            held_on(ActingLeader, on) & (ActingLeader.kind == ActingKind.PLT),
        )
        if holder_id not in away
    }
    wanted = None if employee_ids is None else _with_leaders(employee_ids)
    seats = list(_seats(wanted, on=on))
    return Structure(
        heads=heads((seat for seat in seats if seat.employee_id not in away), acting),
        acting=acting,
        parents=dict(_pairs(UnitVersion.unit_id, UnitVersion.parent_id, held_on(UnitVersion, on))),
        lines=_lines(wanted, on=on),
        places={seat.employee_id: seat.unit_id for seat in seats},
        gone=frozenset(employee for employee, standing in away.items() if standing in GONE),
    )


def _pairs(first: Any, second: Any, condition: ColumnElement[bool]) -> list[tuple[Any, Any]]:
    rows = db.session.execute(
        select(first, second).where(condition).order_by(first.class_.valid_from, first.class_.id)
    )
    return [(one, other) for one, other in rows]


def _with_leaders(employee_ids: Iterable[int]) -> CompoundSelect[int]:
    leading = select(Posting.employee_id).join(Posting.position).where(Position.leads_unit)
    return union(
        select(Employee.id).where(Employee.id.in_(list(employee_ids))),
        select(ReportingLine.superior_id),
        select(ActingLeader.employee_id),
        leading,
    )


def _seats(wanted: CompoundSelect[int] | None, *, on: date) -> Iterator[Seat]:
    statement = (
        select(
            Posting.employee_id,
            Posting.unit_id,
            Posting.valid_from,
            Position.leads_unit,
            Position.job_level,
        )
        .join(Posting.position)
        .where(held_on(Posting, on))
    )
    if wanted is not None:
        statement = statement.where(Posting.employee_id.in_(wanted))
    for row in db.session.execute(statement):
        yield Seat(row.employee_id, row.unit_id, row.leads_unit, row.job_level.rank, row.valid_from)


def _lines(wanted: CompoundSelect[int] | None, *, on: date) -> dict[tuple[int, LineKind], int]:
    statement = select(
        ReportingLine.employee_id, ReportingLine.kind, ReportingLine.superior_id
    ).where(held_on(ReportingLine, on))
    if wanted is not None:
        statement = statement.where(ReportingLine.employee_id.in_(wanted))
    return {(row.employee_id, row.kind): row.superior_id for row in db.session.execute(statement)}


def lines_of(employee_id: int, *, on: date) -> dict[LineKind, Line]:
    """The employee's superiors on the day, whoever asks; a kind without one is left out."""
    found = structure(on=on, employee_ids=[employee_id])
    lines = {kind: found.line(employee_id, kind) for kind in LineKind}
    return {kind: line for kind, line in lines.items() if line is not None}


def led_by(employee_id: int, *, on: date) -> list[int]:
    """Ids of everybody whose supervisor this was on the day, in ascending order.

    Eleven queries: only people who can be meant are looked at, not the whole agency.
    """
    leaders = structure(on=on, employee_ids=[employee_id])
    near = db.session.scalars(_near(employee_id, leaders, on=on))
    above = structure(on=on, employee_ids=near).above(LineKind.SUPERVISOR)
    return [person for person, superior in above.items() if superior == employee_id]


def _near(employee_id: int, leaders: Structure, *, on: date) -> CompoundSelect[int]:
    """For whom the employee was set, and who works in units that the employee leads."""
    headed = leaders.heads
    tops = {
        unit: leading_unit(0, unit, heads=headed, parents=leaders.parents)
        for unit in {*leaders.parents, *headed}
    }
    units = [unit for unit, top in tops.items() if top and headed[top] == employee_id]
    return union(
        select(ReportingLine.employee_id).where(
            ReportingLine.superior_id == employee_id, held_on(ReportingLine, on)
        ),
        select(Posting.employee_id).where(Posting.unit_id.in_(units), held_on(Posting, on)),
    )


def leads_others(employee_id: int) -> bool:
    """Whether anybody's superior may ever follow from this person's place or standing."""
    heading = select(Posting.id).join(Posting.position)
    found = select(
        heading.where(Posting.employee_id == employee_id, Position.leads_unit).exists()
        | select(ActingLeader.id).where(ActingLeader.employee_id == employee_id).exists()
        | select(ReportingLine.id).where(ReportingLine.superior_id == employee_id).exists()
    )
    return bool(db.session.scalar(found))


def line_upward(employee_id: int, kind: LineKind, *, on: date) -> list[int]:
    """Ids upward along the day's superiors of the kind, the employee's own first."""
    found = structure(on=on, employee_ids=[employee_id])
    return list(upward(employee_id, found.above(kind)))


def circles_on(day: date, *, employee_ids: Iterable[int]) -> set[frozenset[int]]:
    """The groups who are their own superiors that day, among these people and all who lead."""
    found = structure(on=day, employee_ids=employee_ids)
    return circles(found.above(LineKind.SUPERVISOR)) | circles(found.above(LineKind.RATER))


def set_supervisor_nip(employee_id: int, *, on: date) -> str:
    """The number of the supervisor that was set; empty when it follows from the unit."""
    statement = (
        select(Employee.nip)
        .join(ReportingLine, ReportingLine.superior_id == Employee.id)
        .where(
            ReportingLine.employee_id == employee_id,
            ReportingLine.kind == LineKind.SUPERVISOR,
            held_on(ReportingLine, on),
        )
    )
    return db.session.scalar(statement) or ""
