"""The talent grid: how many people are in each box, who they are, and of whom data is missing."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    case,
    func,
    null,
    or_,
    select,
)

from kinerja.appraisal.models import PredicateRow
from kinerja.appraisal.rules import (
    CLAMP,
    Performance,
    Potential,
    Predicate,
    TalentRule,
    told_counts,
)
from kinerja.competency.queries.official import official_select
from kinerja.competency.rules import percent
from kinerja.database import Page, paged
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.people.models import Employee, Position, Unit
from kinerja.permissions import Permission, Viewer
from kinerja.rulebook.queries import rule

MISSING = 0  # stands for a box where people without one are asked for


@dataclass(frozen=True)
class TalentFilter:
    """Which year's predicates, and whom: of one box, or those who have none (MISSING)."""

    year: int
    box: int | None = None
    unit_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Grid:
    """People in each box by its number, none where that is not told; who is in none: without an
    official result, without a predicate, without both. `is_told_whole`: nothing had to be hidden
    because this visitor may see the people themselves.
    """

    rule: TalentRule
    boxes: Mapping[int, int | None]
    placed: int | None
    no_official: int | None
    no_predicate: int | None
    neither: int | None
    is_told_whole: bool


@dataclass(frozen=True)
class Talent:
    """Somebody with what decides about the box; `box` is none where something is missing."""

    employee_id: int
    name: str
    nip: str
    unit: str
    title: str
    predicate: Predicate | None
    jpm: Decimal | None
    box: int | None

    @property
    def is_clamped(self) -> bool:
        """Whether the JPM exceeds what the axis shows."""
        return self.jpm is not None and self.jpm > CLAMP


def talent_rule(*, on: date) -> TalentRule:
    """The grid's rule on the day."""
    return TalentRule(
        boxes=rule("talent.boxes", on=on),
        cuts=rule("talent.cut_points", on=on),
        scores=rule("talent.predicate_scores", on=on),
    )


def scope(to: Viewer) -> tuple[frozenset[int], bool]:
    """The units whose people the viewer's grid counts, and whether the viewer may see them: who
    sees people anywhere counts those only, so that no two grids can be subtracted.
    """
    seen = to.units(Permission.VIEW_TALENT)
    return (seen, True) if seen else (to.units(Permission.COUNT_TALENT), False)


def grid(year: int, *, to: Viewer, on: date) -> Grid:
    """The counts over the viewer's whole scope. A few queries, whatever the number of people."""
    units, sees = scope(to)
    known = talent_rule(on=on)
    placed = _placed(known, year, on, Employee.unit_id.in_(units))
    key = (placed.c.performance, placed.c.potential)
    found = {
        (row.performance, row.potential): row.people
        for row in db.session.execute(select(*key, func.count().label("people")).group_by(*key))
    }
    boxes = dict.fromkeys(range(1, 10), 0)
    for performance in Performance:
        for potential in Potential:
            boxes[known.box(performance, potential)] += found.get((performance, potential), 0)
    missing = {
        "no_official": sum(found.get((one, None), 0) for one in Performance),
        "no_predicate": sum(found.get((None, one), 0) for one in Potential),
        "neither": found.get((None, None), 0),
    }
    if sees:
        return Grid(known, boxes, sum(boxes.values()), **missing, is_told_whole=True)
    floor, unit_floor = rule("privacy.staff_floor", on=on), rule("privacy.staff_unit_floor", on=on)
    everybody = sum(boxes.values())
    return Grid(
        rule=known,
        boxes=told_counts(boxes, floor=floor, unit_floor=unit_floor),
        placed=everybody if everybody >= floor else None,
        **{name: count if count >= floor else None for name, count in missing.items()},
        is_told_whole=False,
    )


def _placed(known: TalentRule, year: int, on: date, whose: ColumnElement[bool]) -> Subquery:
    """Rows (employee_id, performance, potential, predicate, achieved, required) of everybody who
    works and is meant; nothing where data is missing.
    """
    official = official_select(on).subquery()
    result = and_(official.c.employee_id == Employee.id, official.c.required > 0)
    predicate = and_(PredicateRow.employee_id == Employee.id, PredicateRow.year == year)
    return (
        select(
            Employee.id.label("employee_id"),
            _performance(known).label("performance"),
            _potential(known, official).label("potential"),
            PredicateRow.predicate,
            official.c.achieved,
            official.c.required,
        )
        .outerjoin(official, result)
        .outerjoin(PredicateRow, predicate)
        .where(Employee.is_active, whose)
        .subquery()
    )


def _performance(known: TalentRule) -> ColumnElement[str]:
    rows = {one: known.performance(one).value for one in Predicate}
    return case(
        *((PredicateRow.predicate == one, name) for one, name in rows.items()), else_=null()
    )


def _potential(known: TalentRule, official: Subquery) -> ColumnElement[str]:
    """The same comparison as `TalentRule.potential`, in the database."""
    reached, whole = official.c.achieved * 100, official.c.required
    beyond = reached > whole * CLAMP
    clamped = case((beyond, whole * CLAMP), else_=reached)
    return case(
        (whole.is_(None), null()),
        (clamped >= whole * known.cuts["high"], Potential.HIGH.value),
        (clamped >= whole * known.cuts["medium"], Potential.MEDIUM.value),
        else_=Potential.LOW.value,
    )


def talents_page(chosen: TalentFilter, *, to: Viewer, on: date, page: int) -> Page[Talent]:
    """One page of the people whose box the viewer may see, by name."""
    known = talent_rule(on=on)
    rows = paged(_talents(chosen, known, to, on), page=page)
    return replace(rows, items=[_talent(row, known) for row in rows.items])


def all_talents(chosen: TalentFilter, *, to: Viewer, on: date) -> Iterator[Talent]:
    """All of them, for a spreadsheet."""
    known = talent_rule(on=on)
    return (_talent(row, known) for row in db.session.execute(_talents(chosen, known, to, on)))


def _talents(
    chosen: TalentFilter, known: TalentRule, to: Viewer, on: date
) -> Select[*tuple[Any, ...]]:
    seen = Employee.unit_id.in_(to.units(Permission.VIEW_TALENT))
    placed = _placed(known, chosen.year, on, seen)
    statement = (
        select(Employee, Unit.name.label("unit"), Position.title.label("title"), placed)
        .join(placed, placed.c.employee_id == Employee.id)
        .join(Unit, Unit.id == Employee.unit_id)
        .join(Position, Position.id == Employee.position_id)
        .order_by(Employee.name, Employee.id)
    )
    if chosen.unit_id is not None:
        statement = statement.where(Employee.unit_id.in_(people.subtree(chosen.unit_id)))
    if chosen.name:
        statement = statement.where(people.named(chosen.name))
    if chosen.box is None:
        return statement
    return statement.where(_in_box(chosen.box, known, placed))


def _in_box(box: int, known: TalentRule, placed: Subquery) -> ColumnElement[bool]:
    if box == MISSING:
        return or_(placed.c.performance.is_(None), placed.c.potential.is_(None))
    return or_(
        *(
            and_(placed.c.performance == performance.value, placed.c.potential == potential.value)
            for performance, potential in known.places(box)
        )
    )


def _talent(row: Row[*tuple[Any, ...]], known: TalentRule) -> Talent:
    whole = row.performance is not None and row.potential is not None
    places = (Performance(row.performance), Potential(row.potential)) if whole else None
    return Talent(
        employee_id=row.Employee.id,
        name=row.Employee.full_name,
        nip=row.Employee.nip,
        unit=row.unit,
        title=row.title,
        predicate=row.predicate,
        jpm=percent(row.achieved, row.required) if row.required else None,
        box=known.box(*places) if places else None,
    )


def grid_years(to: Viewer) -> Collection[int]:
    """The years of which the grid can be shown, the latest first."""
    found = (
        select(PredicateRow.year)
        .join(PredicateRow.employee)
        .where(Employee.unit_id.in_(scope(to)[0]), Employee.is_active)
        .distinct()
        .order_by(PredicateRow.year.desc())
    )
    return list(db.session.scalars(found))
