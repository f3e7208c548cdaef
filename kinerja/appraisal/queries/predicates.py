"""Predicates of the people whom somebody keeps, and what a file of them would change."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import contains_eager

from kinerja.appraisal.models import PredicateImport, PredicateRow
from kinerja.appraisal.rules import (
    CellFault,
    FaultKind,
    FilePlan,
    Line,
    Predicate,
    PredicateColumn,
    planned,
)
from kinerja.database import Page, paged
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.people.models import Employee, Unit
from kinerja.permissions import Permission, Viewer

PREDICATE_SHEET = tuple(PredicateColumn)


@dataclass(frozen=True)
class PredicateFilter:
    """What the list is narrowed to."""

    year: int | None = None
    unit_id: int | None = None
    name: str = ""


def is_kept(to: Viewer) -> ColumnElement[bool]:
    """Employees whose predicates the viewer keeps."""
    units = to.units(Permission.KEEP_PREDICATES)
    return and_(Employee.unit_id.in_(units), Employee.forgotten_at.is_(None))


def years(units: Collection[int]) -> list[int]:
    """The years of which people of the units have predicates, the latest first."""
    found = (
        select(PredicateRow.year)
        .join(PredicateRow.employee)
        .where(Employee.unit_id.in_(units))
        .distinct()
    )
    return list(db.session.scalars(found.order_by(PredicateRow.year.desc())))


def predicates_page(chosen: PredicateFilter, *, to: Viewer, page: int) -> Page[PredicateRow]:
    """One page of the predicates that the viewer keeps: the latest year first, by name. Two
    queries.
    """
    return paged(_predicates(chosen, to), page=page)


def _predicates(chosen: PredicateFilter, to: Viewer) -> Select[PredicateRow]:
    statement = (
        select(PredicateRow)
        .join(PredicateRow.employee)
        .join(Employee.unit)
        .options(contains_eager(PredicateRow.employee).contains_eager(Employee.unit))
        .where(is_kept(to))
        .order_by(PredicateRow.year.desc(), Employee.name, PredicateRow.id)
    )
    if chosen.year is not None:
        statement = statement.where(PredicateRow.year == chosen.year)
    if chosen.unit_id is not None:
        statement = statement.where(Employee.unit_id.in_(people.subtree(chosen.unit_id)))
    return statement.where(people.named(chosen.name)) if chosen.name else statement


def predicate_rows(chosen: PredicateFilter, *, to: Viewer) -> Iterator[tuple[str, ...]]:
    """The same in the columns of a file, so that sending it again changes nothing. One query."""
    columns = (Employee.nip, Employee.name, PredicateRow.year, PredicateRow.predicate)
    found = _predicates(chosen, to).with_only_columns(*columns)
    for nip, name, year, predicate in db.session.execute(found):
        yield nip, name, str(year), predicate.written


def missing_rows(chosen: PredicateFilter, *, to: Viewer) -> Iterator[tuple[str, ...]]:
    """Who works here and has no predicate of the filter's year, as rows to be completed."""
    has = select(PredicateRow.employee_id).where(PredicateRow.year == chosen.year)
    statement = (
        select(Employee.nip, Employee.name)
        .where(is_kept(to), Employee.is_active, Employee.id.not_in(has))
        .order_by(Employee.name, Employee.id)
    )
    if chosen.unit_id is not None:
        statement = statement.where(Employee.unit_id.in_(people.subtree(chosen.unit_id)))
    for nip, name in db.session.execute(statement):
        yield nip, name, str(chosen.year or ""), ""


def people_by_nip(*, to: Viewer) -> dict[str, int]:
    """Everybody whose predicates the viewer keeps. One query."""
    rows = db.session.execute(select(Employee.nip, Employee.id).where(is_kept(to)))
    return dict(iter(rows))


def own_import(file_id: int, *, to: Viewer) -> PredicateImport:
    """A file that the viewer has sent in.

    :raises MissingError: there is none, or it is another's.
    """
    found = db.session.get(PredicateImport, file_id)
    if found is None or found.by_id != to.employee_id:
        raise MissingError()
    return found


def applied_plan(imported: PredicateImport, *, to: Viewer) -> FilePlan:
    """What applying the file would do now. Three queries."""
    lines = [Line(row, person, year, Predicate(code)) for row, person, year, code in imported.lines]
    faults = [
        CellFault(row, PredicateColumn(column), FaultKind(kind))
        for row, column, kind in imported.faults
    ]
    return planned(lines, faults, known=_known(lines), kept=_kept(to))


def _kept(to: Viewer) -> list[int]:
    return list(db.session.scalars(select(Employee.id).where(is_kept(to))))


def _known(lines: Collection[Line]) -> dict[tuple[int, int], Predicate]:
    among = {line.year for line in lines}
    rows: Any = db.session.execute(
        select(PredicateRow.employee_id, PredicateRow.year, PredicateRow.predicate).where(
            PredicateRow.year.in_(among)
        )
    )
    return {(person, year): predicate for person, year, predicate in rows}


def named_people(ids: Collection[int]) -> dict[int, Employee]:
    """These people with their units, for one page of a preview. One query."""
    statement = (
        select(Employee)
        .join(Unit, Unit.id == Employee.unit_id)
        .options(contains_eager(Employee.unit))
        .where(Employee.id.in_(ids))
    )
    return {one.id: one for one in db.session.scalars(statement)}
