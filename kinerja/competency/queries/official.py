"""Official results: the newest valid one of somebody and of everybody, with its categories."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from kinerja.competency.models import Official
from kinerja.competency.rules.jpm import (
    Jpm,
    Judged,
    MappingCategory,
    SelectionCategory,
    mapping,
    selection,
)
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Permission, Viewer
from kinerja.rulebook.queries import rule


@dataclass(frozen=True)
class OfficialResult:
    """A result with its figure and the categories on both scales, by the rules of its day; no
    category where the position had no standard.
    """

    official: Official
    jpm: Jpm
    selection: Judged[SelectionCategory] | None
    mapping: Judged[MappingCategory] | None


def judged(official: Official) -> OfficialResult:
    """The result with its categories."""
    return OfficialResult(official, official.jpm, *categories(official.jpm, on=official.on))


def categories(
    figure: Jpm, *, on: date
) -> tuple[Judged[SelectionCategory] | None, Judged[MappingCategory] | None]:
    """The categories for filling a position and for mapping, by the rules of the day."""
    return (
        selection(figure, rule("competency.selection_bands", on=on)),
        mapping(figure, rule("competency.mapping_bands", on=on)),
    )


def is_valid(on: date) -> ColumnElement[bool]:
    """The condition on results that they hold on the day."""
    return and_(Official.voided_at.is_(None), Official.on <= on, Official.valid_until >= on)


def latest_official(employee_id: int, on: date) -> OfficialResult | None:
    """Somebody's newest result that holds on the day; none without any."""
    newest = (
        select(Official)
        .where(Official.employee_id == employee_id, is_valid(on))
        .order_by(Official.on.desc(), Official.id.desc())
        .limit(1)
    )
    found = db.session.scalar(newest)
    return judged(found) if found else None


def official_for(person: Employee, *, on: date, to: Viewer) -> OfficialResult | None:
    """The same for a page that others open too; none where it is not for this viewer."""
    return latest_official(person.id, on) if sees_official(person, to) else None


def sees_official(person: Employee, to: Viewer) -> bool:
    """Whether the viewer may read the person's official results: one's own, as the superior, and
    where the viewer keeps records.
    """
    is_near = person.id == to.employee_id or person.id in to.direct_reports
    return is_near or person.unit_id in to.units(Permission.KEEP_RECORDS)


def official_select(on: date) -> Select[*tuple[Any, ...]]:
    """Rows (employee_id, achieved, capped, required, on, official_id) of everybody's newest
    result that holds on the day; `required` is 0 where its position had no standard.
    """
    place = func.row_number().over(
        partition_by=Official.employee_id, order_by=(Official.on.desc(), Official.id.desc())
    )
    columns = (
        Official.employee_id,
        Official.achieved,
        Official.capped,
        Official.required,
        Official.on,
        Official.id.label("official_id"),
    )
    ranked = select(*columns, place.label("place")).where(is_valid(on)).subquery()
    return select(*(ranked.c[one.key] for one in columns)).where(ranked.c.place == 1)


def kept_of_import(import_id: int) -> int:
    """How many results of the file still count."""
    theirs = (Official.import_id == import_id, Official.voided_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(Official).where(*theirs)) or 0
