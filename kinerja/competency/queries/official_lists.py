"""Lists of official results: one's own, those that somebody keeps, what a file of them holds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from kinerja.competency.models import Competency, Official, OfficialItem, Record
from kinerja.competency.queries.official import OfficialResult, judged, sees_official
from kinerja.competency.rules.jpm import FULL, MappingCategory, SelectionCategory, limits
from kinerja.database import Page, paged
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.people.models import Employee, Unit
from kinerja.permissions import Permission, Viewer
from kinerja.rulebook.queries import periods


@dataclass(frozen=True)
class OfficialFilter:
    """What the list is narrowed to; `voided`: those taken back in place of those that count."""

    search: str = ""
    unit_id: int | None = None
    year: int | None = None
    selection: SelectionCategory | None = None
    mapping: MappingCategory | None = None
    voided: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves anything out."""
        return self != OfficialFilter()


def officials_page(chosen: OfficialFilter, *, to: Viewer, page: int) -> Page[OfficialResult]:
    """One page of the results that the viewer keeps, the latest first. Two queries."""
    rows = paged(_kept(chosen, to), page=page)
    return replace(rows, items=[judged(one) for one in rows.items])


def all_officials(chosen: OfficialFilter, *, to: Viewer) -> list[OfficialResult]:
    """All of them, for a spreadsheet."""
    return [judged(one) for one in db.session.scalars(_kept(chosen, to))]


def levels_by_code(chosen: OfficialFilter, *, to: Viewer) -> Mapping[int, Mapping[str, int]]:
    """What each of them found: its levels by the competency's code, under its number."""
    kept = _kept(chosen, to).order_by(None).with_only_columns(Official.id)
    rows = db.session.execute(
        select(OfficialItem.official_id, Competency.code, Record.level)
        .join(Record, Record.id == OfficialItem.record_id)
        .join(Competency, Competency.id == Record.competency_id)
        .where(OfficialItem.official_id.in_(kept))
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for official_id, code, level in rows:
        found[official_id][code.upper()] = level
    return found


def years(*, to: Viewer) -> list[int]:
    """The years in which there are results that the viewer keeps, the latest first."""
    span = (
        _in_reach(to).order_by(None).with_only_columns(func.min(Official.on), func.max(Official.on))
    )
    first, last = db.session.execute(span).one()
    return list(range(last.year, first.year - 1, -1)) if first and last else []


def own_officials(employee_id: int) -> list[OfficialResult]:
    """Somebody's results, voided ones too, the latest first."""
    rows = db.session.scalars(
        select(Official)
        .where(Official.employee_id == employee_id)
        .order_by(Official.on.desc(), Official.id.desc())
    )
    return [judged(one) for one in rows]


def visible_official(official_id: int, *, to: Viewer) -> OfficialResult:
    """A result with its items: one's own, a direct report's, or of somebody whose records the
    viewer keeps.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = db.session.scalar(
        select(Official)
        .where(Official.id == official_id)
        .options(
            joinedload(Official.employee),
            joinedload(Official.voided_by),
            joinedload(Official.entered_by),
            selectinload(Official.items)
            .joinedload(OfficialItem.record)
            .joinedload(Record.competency),
        )
    )
    if found is None or not sees_official(found.employee, to):
        raise MissingError()
    return judged(found)


def kept_official(official_id: int, *, to: Viewer) -> Official:
    """A result of somebody else whose records the viewer keeps.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = db.session.scalar(_in_reach(to).where(Official.id == official_id))
    if found is None:
        raise MissingError()
    return found


def officials_of_records(person: Employee, *, to: Viewer) -> Mapping[int, int]:
    """The number of the official result to which each of somebody's records belongs; nothing
    where they are not for this viewer.
    """
    if not sees_official(person, to):
        return {}
    rows = db.session.execute(
        select(OfficialItem.record_id, OfficialItem.official_id)
        .join(Official, Official.id == OfficialItem.official_id)
        .where(Official.employee_id == person.id)
    )
    return dict(iter(rows))


def _in_reach(to: Viewer) -> Select[Official]:
    return (
        select(Official)
        .join(Official.employee)
        .join(Unit, Unit.id == Employee.unit_id)
        .options(contains_eager(Official.employee).contains_eager(Employee.unit))
        .where(
            Employee.unit_id.in_(to.units(Permission.KEEP_RECORDS)),
            Employee.id != to.employee_id,
        )
    )


def _kept(chosen: OfficialFilter, to: Viewer) -> Select[Official]:
    statement = _in_reach(to).where(*_narrowed(chosen))
    return statement.order_by(Official.on.desc(), Employee.name, Official.id)


def _narrowed(chosen: OfficialFilter) -> Iterator[ColumnElement[bool]]:
    voided = Official.voided_at.is_not(None)
    yield voided if chosen.voided else ~voided
    if chosen.search:
        number = Official.report_number.icontains(chosen.search, autoescape=True)
        yield or_(people.named(chosen.search), number)
    if chosen.unit_id is not None:
        yield Employee.unit_id.in_(people.subtree(chosen.unit_id))
    if chosen.year is not None:
        yield Official.on.between(date(chosen.year, 1, 1), date(chosen.year, 12, 31))
    if chosen.selection is not None:
        yield _falls(chosen.selection, list(SelectionCategory), "competency.selection_bands")
    if chosen.mapping is not None:
        yield _falls(chosen.mapping, list(MappingCategory), "competency.mapping_bands")


def _falls(category: Any, categories: list[Any], key: str) -> ColumnElement[bool]:
    """The condition that the exact figure falls into the category by the bounds of its day."""
    conditions = []
    for first, end, bounds in periods(key):
        held = next(one for one in limits(categories, bounds) if one.category is category)
        parts = [Official.required > 0, Official.on >= first]
        if end is not None:
            parts.append(Official.on < end)
        if held.lower is not None:
            parts.append(_excess(Fraction(held.lower)) >= 0)
        if held.upper is not None:
            parts.append(_excess(Fraction(held.upper)) < 0)
        conditions.append(and_(*parts))
    return or_(*conditions)


def _excess(bound: Fraction) -> ColumnElement[int]:
    """By how much the figure exceeds the bound, times a whole number: nothing is rounded."""
    reached = Official.achieved * (FULL * bound.denominator)
    return reached - Official.required * bound.numerator
