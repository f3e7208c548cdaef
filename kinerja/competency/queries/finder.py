"""Who has a competency at a level: mentors who agreed to be found, and people of one's scope."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, select

from kinerja.competency.models import Competency, Present
from kinerja.competency.queries.people import is_visible
from kinerja.competency.queries.present import in_force
from kinerja.competency.rules import RecordKind
from kinerja.database import Page, paged
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.people.models import Employee, Position, Unit
from kinerja.people.rules import MENTOR_LEVEL, Purpose
from kinerja.permissions import Viewer


@dataclass(frozen=True)
class Search:
    """What is looked for; what is left out narrows nothing."""

    competency_id: int | None = None
    unit_id: int | None = None
    level: int = MENTOR_LEVEL
    name: str = ""


@dataclass(frozen=True)
class Mentor:
    """Somebody who agreed to be found: never how high a level is, only that it suffices. `phone`
    where that was agreed to as well.
    """

    employee_id: int
    name: str
    unit: str
    competencies: Sequence[Competency]
    phone: str | None


@dataclass(frozen=True)
class Holder:
    """Somebody's level in a competency, where it comes from and since which day."""

    name: str
    nip: str
    unit: str
    title: str
    competency: Competency
    level: int
    source: RecordKind
    on: date


def confirmed(level: int, *, on: date) -> ColumnElement[bool]:
    """The condition on present levels that somebody else found at least this one, in a competency
    in force.
    """
    return and_(
        Present.level >= level,
        Present.kind != RecordKind.SELF,
        Present.competency_id.in_(in_force(on=on)),
    )


def mentors(search: Search, *, on: date, page: int) -> Page[Mentor]:
    """One page of the people whose consent to be found as mentors holds now, by name. Four
    queries.
    """
    rows = paged(_consenting(search, on=on), page=page)
    ids = [row.Employee.id for row in rows.items]
    strong, callable_ = _strengths(ids, on=on), _may_be_called(ids, on=on)
    found = [
        Mentor(
            employee_id=row.Employee.id,
            name=row.Employee.full_name,
            unit=row.unit,
            competencies=strong.get(row.Employee.id, ()),
            phone=row.Employee.phone if row.Employee.id in callable_ else None,
        )
        for row in rows.items
    ]
    return replace(rows, items=found)


def _consenting(search: Search, *, on: date) -> Select[*tuple[Any, ...]]:
    strong = select(Present.employee_id).where(confirmed(MENTOR_LEVEL, on=on))
    if search.competency_id is not None:
        strong = strong.where(Present.competency_id == search.competency_id)
    statement = (
        select(Employee, Unit.name.label("unit"))
        .join(Unit, Unit.id == Employee.unit_id)
        .where(
            Employee.is_active,
            Employee.id.in_(people.consenting(Purpose.MENTOR, on=on)),
            Employee.id.in_(strong),
            *_in_unit(search),
        )
    )
    return statement.order_by(Employee.name, Employee.id)


def _in_unit(search: Search) -> Iterator[ColumnElement[bool]]:
    if search.unit_id is not None:
        yield Employee.unit_id.in_(people.subtree(search.unit_id))


def _strengths(employee_ids: Iterable[int], *, on: date) -> Mapping[int, Sequence[Competency]]:
    rows = db.session.execute(
        select(Present.employee_id, Competency)
        .join(Competency, Competency.id == Present.competency_id)
        .where(Present.employee_id.in_(list(employee_ids)), confirmed(MENTOR_LEVEL, on=on))
        .order_by(Competency.rank, Competency.id)
    )
    found: dict[int, list[Competency]] = {}
    for employee_id, competency in rows:
        found.setdefault(employee_id, []).append(competency)
    return found


def _may_be_called(employee_ids: Iterable[int], *, on: date) -> set[int]:
    return people.consenting_among(employee_ids, Purpose.CONTACT, on=on)


def holders_page(search: Search, *, to: Viewer, on: date, page: int) -> Page[Holder]:
    """One page of the people whose results the viewer may see, who have the level: the highest
    first. Two queries.
    """
    rows = paged(_holding(search, to, on), page=page)
    return replace(rows, items=[_holder(row) for row in rows.items])


def all_holders(search: Search, *, to: Viewer, on: date) -> Iterator[Holder]:
    """All of them, for a spreadsheet. One query."""
    return map(_holder, db.session.execute(_holding(search, to, on)))


def _holding(search: Search, to: Viewer, on: date) -> Select[*tuple[Any, ...]]:
    statement = (
        select(
            Employee,
            Unit.name.label("unit"),
            Position.title.label("title"),
            Competency,
            Present.level,
            Present.kind,
            Present.on,
        )
        .join(Present, Present.employee_id == Employee.id)
        .join(Competency, Competency.id == Present.competency_id)
        .join(Unit, Unit.id == Employee.unit_id)
        .join(Position, Position.id == Employee.position_id)
        .where(Employee.is_active, is_visible(to), confirmed(search.level, on=on))
        .where(*_in_unit(search))
        .order_by(Present.level.desc(), Employee.name, Employee.id, Competency.rank, Competency.id)
    )
    if search.competency_id is not None:
        statement = statement.where(Present.competency_id == search.competency_id)
    return statement.where(people.named(search.name)) if search.name else statement


def _holder(row: Row[*tuple[Any, ...]]) -> Holder:
    return Holder(
        name=row.Employee.full_name,
        nip=row.Employee.nip,
        unit=row.unit,
        title=row.title,
        competency=row.Competency,
        level=row.level,
        source=row.kind,
        on=row.on,
    )
