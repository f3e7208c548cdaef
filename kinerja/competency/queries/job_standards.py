"""Reads over positions' own standards: the list, one record, what a new edition begins with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from kinerja.competency.models import (
    Competency,
    Edition,
    JobStandard,
    JobStandardItem,
    Level,
    Standard,
)
from kinerja.competency.queries.editions import in_force
from kinerja.competency.queries.required import held_standards
from kinerja.competency.rules import Cluster, Need, in_order
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee, Position
from kinerja.people.rules import GONE, JobLevel


@dataclass(frozen=True)
class StandardFilter:
    """What the list of positions is narrowed to; None, False and empty narrow nothing."""

    search: str = ""
    job_level: JobLevel | None = None
    without_own: bool = False


def standard_positions(chosen: StandardFilter, *, on: date) -> Select[Any]:
    """Positions in use by title, each with `holders` (without who has left), `valid_from` of its
    edition in force and `coming` of the next one; empty where there is none.
    """
    held, holders, coming = held_standards(on), _holders(), _coming(on)
    statement = (
        select(
            Position,
            holders.label("holders"),
            JobStandard.valid_from.label("valid_from"),
            coming.label("coming"),
        )
        .outerjoin(held, held.c.position_id == Position.id)
        .outerjoin(JobStandard, JobStandard.id == held.c.job_standard_id)
        .where(or_(Position.is_active, JobStandard.id.is_not(None)))
        .order_by(Position.title, Position.id)
    )
    if chosen.search:
        word = " ".join(chosen.search.split())
        fits = (
            column.icontains(word, autoescape=True) for column in (Position.title, Position.code)
        )
        statement = statement.where(or_(*fits))
    if chosen.job_level is not None:
        statement = statement.where(Position.job_level == chosen.job_level)
    if chosen.without_own:
        statement = statement.where(JobStandard.id.is_(None))
    return statement


def _holders() -> Any:
    return (
        select(func.count(Employee.id))
        .where(Employee.position_id == Position.id, Employee.standing.not_in(GONE))
        .correlate(Position)
        .scalar_subquery()
    )


def _coming(on: date) -> Any:
    return (
        select(func.min(JobStandard.valid_from))
        .where(JobStandard.position_id == Position.id, JobStandard.valid_from > on)
        .correlate(Position)
        .scalar_subquery()
    )


def _whole() -> Select[JobStandard]:
    return select(JobStandard).options(
        joinedload(JobStandard.position),
        selectinload(JobStandard.items).joinedload(JobStandardItem.competency),
        selectinload(JobStandard.requirements),
    )


def job_standard(position_id: int, on: date) -> JobStandard | None:
    """The position's own edition in force on the day, with all that it says; none before one."""
    return db.session.scalar(
        _whole()
        .where(JobStandard.position_id == position_id, JobStandard.valid_from <= on)
        .order_by(JobStandard.valid_from.desc())
        .limit(1)
    )


def job_standard_by_id(standard_id: int, *, position_id: int | None = None) -> JobStandard:
    """The edition with all that it says; standards are the agency's.

    :raises MissingError: there is none, or it is another position's.
    """
    found = db.session.scalar(_whole().where(JobStandard.id == standard_id))
    if found is None or position_id not in (None, found.position_id):
        raise MissingError()
    return found


def standard_editions(position_id: int) -> list[JobStandard]:
    """All editions of the position, the latest first, without what they say."""
    return list(
        db.session.scalars(
            select(JobStandard)
            .where(JobStandard.position_id == position_id)
            .order_by(JobStandard.valid_from.desc())
        )
    )


def needs_of(standard: JobStandard) -> dict[int, Need]:
    """What the edition asks for by competency, in the order of its record."""
    return {
        item.competency_id: Need(item.level, item.max_level, item.relevance, item.necessity)
        for item in standard.ordered
    }


def default_needs(job_level: JobLevel, *, on: date) -> dict[int, Need]:
    """What the job level's default asks for by competency of the dictionaries of the day."""
    rows = db.session.execute(
        select(Standard.competency_id, Standard.level)
        .join(Competency, Competency.id == Standard.competency_id)
        .where(Standard.job_level == job_level, Competency.edition_id.in_(in_force(on)))
    )
    return {competency_id: Need(level) for competency_id, level in rows}


def offered_competencies(
    *, on: date, urusan: str = "", named: Iterable[int] = ()
) -> list[Competency]:
    """What a standard can name: the managerial and socio-cultural competencies of the day, the
    technical ones of the urusan where one is given, and those named already.
    """
    current = Competency.edition_id.in_(in_force(on))
    technical = and_(Competency.cluster == Cluster.TECHNICAL, Edition.urusan == urusan)
    general = Competency.cluster != Cluster.TECHNICAL
    found = db.session.scalars(
        select(Competency)
        .join(Competency.edition)
        .where(
            or_(
                and_(current, or_(general, technical) if urusan else general),
                Competency.id.in_(list(named)),
            )
        )
    )
    return sorted(found, key=place)


def technical_fields(*, on: date) -> list[str]:
    """The urusan whose technical dictionary holds on the day, by name."""
    return list(
        db.session.scalars(
            select(Edition.urusan)
            .where(Edition.id.in_(in_force(on)), Edition.urusan != "")
            .order_by(Edition.urusan)
        )
    )


def described(needs: Mapping[int, Need]) -> dict[int, Level]:
    """The description, with its indicators, of each level that is asked for, by competency."""
    pairs = [(number, need.level) for number, need in needs.items()]
    rows = db.session.scalars(
        select(Level)
        .where(tuple_(Level.competency_id, Level.level).in_(pairs))
        .options(selectinload(Level.indicators))
    )
    return {row.competency_id: row for row in rows}


def place(competency: Competency) -> tuple[int, int, int]:
    """By what competencies are sorted in a record."""
    return in_order(competency.cluster, competency.rank, competency.id)


def in_record_order(numbers: Iterable[int]) -> list[Competency]:
    """These competencies in a record's order."""
    return sorted(named_competencies(numbers).values(), key=place)


def named_competencies(numbers: Iterable[int]) -> dict[int, Competency]:
    """These competencies by their ids."""
    rows = db.session.scalars(select(Competency).where(Competency.id.in_(list(numbers))))
    return {row.id: row for row in rows}


def positions_with_standard(*, on: date, but: int) -> list[Position]:
    """The other positions with an own standard in force, by title: what can be copied."""
    held = held_standards(on)
    return list(
        db.session.scalars(
            select(Position)
            .join(held, held.c.position_id == Position.id)
            .where(Position.id != but)
            .order_by(Position.title)
        )
    )
