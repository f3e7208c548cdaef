"""Ready for another job? Somebody's present levels against what a position asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, or_, select

from kinerja.competency.models import Competency, JobStandard, Present
from kinerja.competency.queries.job_standards import job_standard, place
from kinerja.competency.queries.required import required_levels
from kinerja.competency.rules import Necessity, RecordKind, gap
from kinerja.competency.rules.careers import next_job_levels
from kinerja.extensions import db
from kinerja.people.models import Employee, Position
from kinerja.people.rules import GONE

IN_UNIT, NEXT, OTHER = 0, 1, 2


@dataclass(frozen=True)
class MatchRow:
    """One competency that the job asks for: the level asked, and the present one with the kind of
    record and the day it comes from; none where no record holds.
    """

    competency: Competency
    asked: int
    max_level: int | None
    relevance: int
    necessity: Necessity
    level: int | None
    source: RecordKind | None
    on: date | None

    @property
    def gap(self) -> int | None:
        """Levels missing; below 0 more than asked."""
        return None if self.level is None else gap(self.level, self.asked)

    @property
    def is_met(self) -> bool:
        """Whether the present level reaches what is asked."""
        return self.level is not None and self.level >= self.asked


@dataclass(frozen=True)
class JobMatch:
    """Somebody against a position: rows by cluster, and the position's own edition if any."""

    position: Position
    standard: JobStandard | None
    rows: Sequence[MatchRow]

    @property
    def met(self) -> int:
        """How many competencies reach what is asked."""
        return sum(row.is_met for row in self.rows)

    @property
    def missing(self) -> list[MatchRow]:
        """What is not reached, the strictest first, then the widest gap."""
        below = [row for row in self.rows if not row.is_met]
        return sorted(below, key=lambda row: (row.necessity, -row.relevance, -(row.gap or 0)))

    @property
    def absolute(self) -> list[MatchRow]:
        """What is not reached and without which the job cannot be had."""
        return [row for row in self.missing if row.necessity is Necessity.ABSOLUTE]

    @property
    def unknown(self) -> int:
        """How many of them have no level that holds today."""
        return sum(row.level is None for row in self.rows)

    @property
    def unconfirmed(self) -> int:
        """How many levels are the person's own view alone."""
        return sum(row.source is RecordKind.SELF for row in self.rows)


def job_match(employee_id: int, position: Position, *, on: date) -> JobMatch:
    """The person's present levels against what the position asks for on the day. At most four
    queries.
    """
    need = required_levels(on, [position.id]).subquery()
    rows = db.session.execute(
        select(Competency, need, Present.level.label("has"), Present.kind, Present.on)
        .join(need, need.c.competency_id == Competency.id)
        .outerjoin(
            Present,
            and_(Present.employee_id == employee_id, Present.competency_id == Competency.id),
        )
        .where(need.c.level.is_not(None))
    )
    found = sorted((_row(row) for row in rows), key=lambda row: place(row.competency))
    return JobMatch(position, job_standard(position.id, on), found)


def _row(row: Any) -> MatchRow:
    return MatchRow(
        competency=row.Competency,
        asked=row.level,
        max_level=row.max_level,
        relevance=row.relevance,
        necessity=Necessity(row.necessity),
        level=row.has,
        source=row.kind,
        on=row.on,
    )


def positions_to_compare(person: Employee, search: str = "") -> Select[*tuple[Any, ...]]:
    """Positions in use but the person's own, each with `near`: held in the same unit first, then
    those of the job levels that usually follow, then all others; by title.
    """
    held = select(Employee.position_id).where(
        Employee.unit_id == person.unit_id, Employee.standing.not_in(GONE)
    )
    following = next_job_levels(person.position.job_level)
    near = case(
        (Position.id.in_(held), IN_UNIT), (Position.job_level.in_(following), NEXT), else_=OTHER
    )
    statement = (
        select(Position, near.label("near"))
        .where(Position.is_active, Position.id != person.position_id)
        .order_by(near, Position.title, Position.id)
    )
    if search:
        fits = (
            column.icontains(search, autoescape=True) for column in (Position.title, Position.code)
        )
        statement = statement.where(or_(*fits))
    return statement
