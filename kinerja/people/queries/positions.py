"""Positions: the list with who holds them today, and what forms offer."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee, Position, Posting, StandingPeriod
from kinerja.people.queries.lines import held_on
from kinerja.people.rules import GONE, JobClass, JobLevel


@dataclass(frozen=True)
class PositionFilter:
    """What the list of positions is narrowed to; None and empty narrow nothing."""

    search: str = ""
    job_class: JobClass | None = None
    job_level: JobLevel | None = None
    leads_unit: bool | None = None
    is_active: bool | None = None


def positions(chosen: PositionFilter) -> Select[Position, int]:
    """Positions by title, each with how many hold it today (`holders`, without who has left)."""
    holders = (
        select(func.count(Employee.id))
        .where(Employee.position_id == Position.id, Employee.standing.not_in(GONE))
        .correlate(Position)
        .scalar_subquery()
    )
    statement = select(Position, holders.label("holders")).order_by(Position.title, Position.id)
    if chosen.search:
        word = " ".join(chosen.search.split())
        fits = [
            column.icontains(word, autoescape=True) for column in (Position.title, Position.code)
        ]
        statement = statement.where(or_(*fits))
    if chosen.job_class is not None:
        levels = [level for level in JobLevel if level.job_class is chosen.job_class]
        statement = statement.where(Position.job_level.in_(levels))
    for name in ("job_level", "leads_unit", "is_active"):
        value = getattr(chosen, name)
        if value is not None:
            statement = statement.where(getattr(Position, name) == value)
    return statement


def position(position_id: int) -> Position:
    """The position; positions are the agency's.

    :raises MissingError: there is none.
    """
    found = db.session.get(Position, position_id)
    if found is None:
        raise MissingError()
    return found


def position_taken(*, title: str | None = None, code: str | None = None) -> Position | None:
    """The position that has this title, whatever its capitals, or this code."""
    column, value = (Position.code, code) if title is None else (Position.title, title)
    return db.session.scalar(select(Position).where(func.lower(column) == func.lower(value)))


def position_holders(position_id: int, *, since: date) -> list[str]:
    """Names of those who hold the position on the day or will later, without who has left."""
    left = select(StandingPeriod.employee_id).where(
        held_on(StandingPeriod, since), StandingPeriod.standing.in_(GONE)
    )
    statement = (
        select(Employee.name)
        .join(Posting, Posting.employee_id == Employee.id)
        .where(
            Posting.position_id == position_id,
            or_(Posting.valid_to.is_(None), Posting.valid_to >= since),
            Employee.id.not_in(left),
        )
        .distinct()
        .order_by(Employee.name)
    )
    return list(db.session.scalars(statement))


def positions_by_title(held: int | None = None) -> list[Position]:
    """What forms offer: the positions in use by title, and the one that is held already."""
    offered = or_(Position.is_active, Position.id == held) if held else Position.is_active
    return list(db.session.scalars(select(Position).where(offered).order_by(Position.title)))
