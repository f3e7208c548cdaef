"""Everything that is known of somebody with its days, and one day of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import (
    ActingLeader,
    Employee,
    Posting,
    ReportingLine,
    StandingPeriod,
    Unit,
    UnitVersion,
)
from kinerja.people.queries.lines import held_on, led_by
from kinerja.people.queries.staff import direct_reports, editable_employee
from kinerja.people.queries.superiors import Superior, superiors_on, unit_names
from kinerja.people.rules import LineKind
from kinerja.permissions import Viewer

# How many of the people led on a past day are named.
MOST_LED = 60


@dataclass(frozen=True)
class Event:
    """One entry of the histories. `kind` names its history: posting, line, standing, acting, or
    absence (somebody else stood in). `is_newest`: nothing of the same history begins later.
    """

    kind: str
    entry: Any
    is_newest: bool
    unit: str = ""

    @property
    def valid_from(self) -> date:
        """The first day."""
        first: date = self.entry.valid_from
        return first

    @property
    def valid_to(self) -> date | None:
        """The last day; None: until further notice."""
        last: date | None = self.entry.valid_to
        return last

    def holds(self, day: date) -> bool:
        """Whether it holds on the day."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


@dataclass(frozen=True)
class Record:
    """Somebody today: superiors and direct reports, and all that is known with its days."""

    on: date
    superiors: dict[LineKind, Superior]
    reports: list[Employee]
    events: list[Event]

    def held(self, kind: str) -> list[Event]:
        """What of the kind holds today."""
        return [event for event in self.events if event.kind == kind and event.holds(self.on)]

    @property
    def since(self) -> date | None:
        """Since when the person works here in this position."""
        return next((event.valid_from for event in self.held("posting")), None)

    @property
    def standing(self) -> Event | None:
        """Why the person is not counted today."""
        return next(iter(self.held("standing")), None)

    @property
    def coming(self) -> list[Event]:
        """What begins later, the soonest first."""
        return [event for event in reversed(self.events) if event.valid_from > self.on]


@dataclass(frozen=True)
class Day:
    """Somebody on one day; `posting` is None before the first and `standing` when working."""

    on: date
    posting: Posting | None
    unit: str
    standing: StandingPeriod | None
    superiors: dict[LineKind, Superior]
    led: list[Employee]
    led_count: int


def record(employee_id: int, *, on: date) -> Record:
    """The person as of today. Fourteen queries."""
    return Record(
        on=on,
        superiors=superiors_on(on, [employee_id])[employee_id],
        reports=direct_reports(employee_id),
        events=timeline(employee_id),
    )


def left_behind(employee_id: int, *, on: date) -> list[Employee]:
    """Active people for whom somebody who has left is still set as a superior, by name."""
    statement = (
        select(Employee)
        .options(joinedload(Employee.position), joinedload(Employee.supervisor))
        .join(ReportingLine, ReportingLine.employee_id == Employee.id)
        .where(
            ReportingLine.superior_id == employee_id, held_on(ReportingLine, on), Employee.is_active
        )
        .order_by(Employee.name, Employee.id)
        .distinct()
    )
    return list(db.session.scalars(statement))


def timeline(employee_id: int) -> list[Event]:
    """The person's postings, lines, standings and acting leaderships, the latest first."""
    events = [
        *_postings(employee_id),
        *_lines(employee_id),
        *_standings(employee_id),
        *_leaderships(employee_id),
    ]
    return sorted(events, key=lambda event: (event.valid_from, event.kind), reverse=True)


def _postings(employee_id: int) -> Iterator[Event]:
    called = and_(
        UnitVersion.unit_id == Posting.unit_id,
        UnitVersion.valid_from <= Posting.valid_from,
        or_(UnitVersion.valid_to.is_(None), UnitVersion.valid_to >= Posting.valid_from),
    )
    rows = db.session.execute(
        select(Posting, func.coalesce(UnitVersion.name, Unit.name))
        .join(Posting.unit)
        .outerjoin(UnitVersion, called)
        .options(joinedload(Posting.position))
        .where(Posting.employee_id == employee_id)
        .order_by(Posting.valid_from.desc())
    ).all()
    for index, (posting, name) in enumerate(rows):
        # The first posting of all stays: there is nothing to go back to.
        yield Event("posting", posting, index == 0 and len(rows) > 1, name)


def _lines(employee_id: int) -> Iterator[Event]:
    rows = db.session.scalars(
        select(ReportingLine)
        .options(joinedload(ReportingLine.superior))
        .where(ReportingLine.employee_id == employee_id)
        .order_by(ReportingLine.kind, ReportingLine.valid_from.desc())
    )
    for _kind, lines in groupby(rows, key=lambda row: row.kind):
        for index, row in enumerate(lines):
            yield Event("line", row, is_newest=index == 0)


def _standings(employee_id: int) -> Iterator[Event]:
    rows = db.session.scalars(
        select(StandingPeriod)
        .where(StandingPeriod.employee_id == employee_id)
        .order_by(StandingPeriod.valid_from.desc())
    )
    for index, row in enumerate(rows):
        yield Event("standing", row, is_newest=index == 0)


def _leaderships(employee_id: int) -> Iterator[Event]:
    rows = db.session.scalars(
        select(ActingLeader)
        .options(
            joinedload(ActingLeader.employee),
            joinedload(ActingLeader.absent),
            joinedload(ActingLeader.unit),
        )
        .where((ActingLeader.employee_id == employee_id) | (ActingLeader.absent_id == employee_id))
    )
    for row in rows:
        yield Event("acting" if row.employee_id == employee_id else "absence", row, is_newest=False)


def day_of(employee_id: int, *, on: date, most_led: int | None = MOST_LED) -> Day:
    """Where somebody worked on the day, under whom, and whom they led: the first of them."""
    posting = db.session.scalar(
        select(Posting)
        .options(joinedload(Posting.unit), joinedload(Posting.position))
        .where(Posting.employee_id == employee_id, held_on(Posting, on))
    )
    standing = db.session.scalar(
        select(StandingPeriod).where(
            StandingPeriod.employee_id == employee_id, held_on(StandingPeriod, on)
        )
    )
    led = led_by(employee_id, on=on)
    names = unit_names([posting.unit_id], on=on) if posting else {}
    return Day(
        on=on,
        posting=posting,
        unit=names.get(posting.unit_id, "") if posting else "",
        standing=standing,
        superiors=superiors_on(on, [employee_id])[employee_id],
        led=named_people(led[:most_led]),
        led_count=len(led),
    )


def named_people(employee_ids: Sequence[int]) -> list[Employee]:
    """These people with their positions, by name."""
    statement = select(Employee).options(joinedload(Employee.position))
    return list(
        db.session.scalars(statement.where(Employee.id.in_(employee_ids)).order_by(Employee.name))
    )


def editable_posting(posting_id: int, *, to: Viewer) -> tuple[Posting, Employee]:
    """A posting and whose it is, for whoever may change the person's data.

    :raises MissingError: there is none, or not for this viewer.
    """
    return _owned(db.session.get(Posting, posting_id), to)


def editable_line(line_id: int, *, to: Viewer) -> tuple[ReportingLine, Employee]:
    """A superior that was set and for whom, for whoever may change the person's data.

    :raises MissingError: there is none, or not for this viewer.
    """
    return _owned(db.session.get(ReportingLine, line_id), to)


def editable_standing(period_id: int, *, to: Viewer) -> tuple[StandingPeriod, Employee]:
    """A period in which somebody is not counted, for whoever may change the person's data.

    :raises MissingError: there is none, or not for this viewer.
    """
    return _owned(db.session.get(StandingPeriod, period_id), to)


def _owned(entry: Any, to: Viewer) -> tuple[Any, Employee]:
    if entry is None:
        raise MissingError()
    return entry, editable_employee(entry.employee_id, to=to)
