"""How many people stand where in each competency: as it follows from the rows, and as kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    select,
    true,
    union,
)
from sqlalchemy.sql.elements import ColumnElement

from kinerja.competency.models import Present, Tally, TallySum
from kinerja.competency.queries.present import in_force
from kinerja.competency.queries.required import required_levels
from kinerja.competency.rules import HIGHEST_LEVEL, RecordKind
from kinerja.extensions import db
from kinerja.people.models import Employee

# The columns of the summary, in the order in which `derived` gives them.
COLUMNS = ("unit_id", "competency_id", "required", "relevance", "level", "people")
SUMS = tuple(TallySum.__table__.columns.keys())
FIGURES = SUMS[2:-1]  # what adds up over units
Rows = Select[*tuple[Any, ...]]
Units = Collection[int] | Select[Any]


@dataclass(frozen=True)
class Alike:
    """So many people alike in a competency: what is asked of them (0: no level), how much it
    counts (1 to 3), and the level that somebody else has confirmed (0: none).
    """

    competency_id: int
    required: int
    relevance: int
    level: int
    people: int


def standings(units: Units) -> list[Alike]:
    """The people of these units, all units together. One query."""
    key = (Tally.competency_id, Tally.required, Tally.relevance, Tally.level)
    rows = db.session.execute(
        select(*key, func.sum(Tally.people))
        .where(Tally.unit_id.in_(units))
        .group_by(*key)
        .order_by(*key)
    )
    return [Alike(*row) for row in rows]


def derived(*, on: date, units: Units | None = None) -> Rows:
    """Rows of COLUMNS as they follow from staff, standards and present levels on the day; of
    these units, or of all.
    """
    counted = and_(Employee.is_active, true() if units is None else Employee.unit_id.in_(units))
    positions = select(Employee.position_id).where(counted)
    need = required_levels(on, positions).subquery()
    stands = _asked(need, on, counted).union_all(_beyond(need, on, counted)).subquery()
    key = [stands.c[name] for name in COLUMNS[:-1]]
    return select(*key, func.count().label("people")).group_by(*key)


def summed(units: Units | None = None) -> Rows:
    """Rows of SUMS as they follow from the tallies; of these units, or of all."""
    is_rated = and_(Tally.required > 0, Tally.level > 0)
    gap, people = Tally.required - Tally.level, Tally.people
    short = and_(is_rated, gap > 0)
    figures: dict[str, ColumnElement[int]] = {
        "people": people.expression,
        "asked": case((Tally.required > 0, people), else_=0),
        "rated": case((is_rated, people), else_=0),
        "met": case((and_(is_rated, gap <= 0), people), else_=0),
        "shift": case((is_rated, -gap * people), else_=0),
        "missing": case((short, gap * people), else_=0),
        "weighted": case((short, gap * people * Tally.relevance), else_=0),
    }
    for level in range(HIGHEST_LEVEL + 1):
        figures[f"level_{level}"] = case((Tally.level == level, people), else_=0)
    whose = true() if units is None else Tally.unit_id.in_(units)
    key = (Tally.unit_id, Tally.competency_id)
    sums = (func.sum(figures[name]).label(name) for name in FIGURES)
    staff = (
        select(func.count())
        .where(Employee.unit_id == Tally.unit_id, Employee.is_active)
        .correlate(Tally)
        .scalar_subquery()
    )
    return select(*key, *sums, staff.label("staff")).where(whose).group_by(*key)


def _asked(need: Subquery, on: date, counted: ColumnElement[bool]) -> Rows:
    """Each person in each competency that the job names."""
    has = and_(
        Present.employee_id == Employee.id,
        Present.competency_id == need.c.competency_id,
        Present.kind != RecordKind.SELF,
    )
    return (
        select(
            Employee.unit_id,
            need.c.competency_id,
            func.coalesce(need.c.level, 0).label("required"),
            case((need.c.level.is_(None), 0), else_=need.c.relevance).label("relevance"),
            func.coalesce(Present.level, 0).label("level"),
        )
        .join(need, need.c.position_id == Employee.position_id)
        .outerjoin(Present, has)
        .where(need.c.competency_id.in_(in_force(on=on)), counted)
    )


def _beyond(need: Subquery, on: date, counted: ColumnElement[bool]) -> Rows:
    """Each person in what the job does not name, where somebody else has confirmed a level."""
    names = and_(
        need.c.position_id == Employee.position_id, need.c.competency_id == Present.competency_id
    )
    return (
        select(
            Employee.unit_id,
            Present.competency_id,
            literal(0).label("required"),
            literal(0).label("relevance"),
            Present.level,
        )
        .join(Present, Present.employee_id == Employee.id)
        .outerjoin(need, names)
        .where(
            Present.kind != RecordKind.SELF,
            Present.competency_id.in_(in_force(on=on)),
            need.c.position_id.is_(None),
            counted,
        )
    )


def strayed_units(*, on: date) -> Sequence[int]:
    """The units whose summary is not what follows from the rows on the day: an edition or a
    standard has begun. One statement.
    """
    right = derived(on=on).subquery()
    same = and_(*(right.c[name] == getattr(Tally, name) for name in COLUMNS))
    lacking = select(right.c.unit_id).outerjoin(Tally, same).where(Tally.people.is_(None))
    beyond = select(Tally.unit_id).outerjoin(right, same).where(right.c.people.is_(None))
    wrong: CompoundSelect[Any] = union(lacking, beyond)
    found = wrong.subquery()
    return db.session.scalars(select(found.c.unit_id).order_by(found.c.unit_id)).all()
