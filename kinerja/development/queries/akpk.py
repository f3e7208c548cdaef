"""The training-needs analysis: by competency, by unit, and the people with gaps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import Row, Select, case, func, select

from kinerja.competency import queries as competency_queries
from kinerja.competency.models import Competency, Tally
from kinerja.database import Page, paged
from kinerja.development.models import Training
from kinerja.development.queries.trainings import joinable
from kinerja.development.rules.akpk import Lack, proposed_forms
from kinerja.development.rules.trainings import DevelopmentForm
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.people.models import Employee, Position, Unit
from kinerja.people.rules import JobLevel
from kinerja.permissions import Permission, Viewer
from kinerja.rulebook.queries import rule

BATCH = 1000  # rows that are held at once while a file is written


@dataclass(frozen=True)
class Scope:
    """Whose needs are analysed: the people of these units. `sees`: whether the visitor may see
    them, so that nothing is hidden; whoever sees people anywhere analyses those only.
    """

    units: frozenset[int]
    sees: bool


@dataclass(frozen=True)
class CompetencyLack:
    """One competency: what is missing (None: too few to tell), and what would help."""

    competency: Competency
    lack: Lack | None
    forms: Sequence[DevelopmentForm]
    is_offered: bool


@dataclass(frozen=True)
class UnitLack:
    """What the people of one unit lack in one competency."""

    unit: str
    row: CompetencyLack


@dataclass(frozen=True)
class Analysis:
    """The weightiest need first; `by_unit` only for those who may see people, and only where
    somebody lacks anything.
    """

    scope: Scope
    by_competency: Sequence[CompetencyLack]
    by_unit: Sequence[UnitLack]

    @property
    def first(self) -> CompetencyLack | None:
        """The weightiest need, if any can be told."""
        found = self.by_competency[0] if self.by_competency else None
        return found if found and found.lack and found.lack.weighted else None


@dataclass(frozen=True)
class GapRow:
    """One gap of one person."""

    name: str
    nip: str
    unit: str
    title: str
    job_level: JobLevel
    competency: Competency
    required: int
    level: int
    gap: int


def scope(to: Viewer, unit_id: int | None = None) -> Scope:
    """Whose needs the viewer may analyse. A unit narrows them for those only who see people:
    nobody else can subtract two answers.
    """
    seen = to.units(Permission.VIEW_RESULTS)
    if not seen:
        return Scope(to.units(Permission.VIEW_NEEDS_ANALYSIS), sees=False)
    if unit_id is None:
        return Scope(seen, sees=True)
    return Scope(seen & set(db.session.scalars(people.subtree(unit_id))), sees=True)


def seeing_scope(to: Viewer, unit_id: int | None = None) -> Scope:
    """The same where people are listed.

    :raises MissingError: the viewer sees nobody.
    """
    found = scope(to, unit_id)
    if not found.sees:
        raise MissingError()
    return found


def analysis(within: Scope, *, on: date) -> Analysis:
    """The needs of the scope's people. Three queries, one row for each unit and competency."""
    rows = db.session.execute(_sums(within.units)).all()
    competencies = {one.id: one for one in db.session.scalars(select(Competency))}
    offered = _offered(on)
    by_competency: dict[int, list[Lack]] = {}
    by_unit: list[tuple[str, int, Lack]] = []
    for row in rows:
        lack = Lack(*(int(figure) for figure in row[3:]))
        by_competency.setdefault(row.competency_id, []).append(lack)
        if lack.below:
            by_unit.append((row.unit, row.competency_id, lack))
    floor = rule("privacy.staff_floor", on=on)

    def told(competency_id: int, lack: Lack) -> CompetencyLack:
        competency = competencies[competency_id]
        forms, is_offered = proposed_forms(competency.cluster, offered.get(competency_id, ()))
        shown = lack if within.sees else lack.told(floor)
        return CompetencyLack(competency, shown, forms, is_offered)

    whole = [told(key, reduce(add, lacks)) for key, lacks in by_competency.items()]
    units = [UnitLack(unit, told(key, lack)) for unit, key, lack in by_unit] if within.sees else []
    return Analysis(
        within,
        sorted(whole, key=_weight),
        sorted(units, key=lambda one: (*_weight(one.row)[:2], one.unit, one.row.competency.rank)),
    )


def _weight(row: CompetencyLack) -> tuple[bool, int, int]:
    weighted = row.lack.weighted if row.lack else None
    return weighted is None, -(weighted or 0), row.competency.rank


def _sums(units: Collection[int]) -> Select[*tuple[Any, ...]]:
    """Rows (unit_id, unit, competency_id, and the figures of `Lack` in their order)."""
    gap, counted = Tally.required - Tally.level, Tally.level > 0
    short = counted & (gap > 0)
    figures = (
        case((counted, Tally.people), else_=0),
        case((counted, 0), else_=Tally.people),
        case((short, Tally.people), else_=0),
        case((short, gap * Tally.people), else_=0),
        case((short, gap * Tally.people * Tally.relevance), else_=0),
    )
    return (
        select(
            Tally.unit_id,
            Unit.name.label("unit"),
            Tally.competency_id,
            func.min(Tally.required),
            func.max(Tally.required),
            *(func.sum(figure) for figure in figures),
        )
        .join(Unit, Unit.id == Tally.unit_id)
        .where(Tally.unit_id.in_(units), Tally.required > 0)
        .group_by(Tally.unit_id, Unit.name, Tally.competency_id)
    )


def _offered(on: date) -> Mapping[int, set[DevelopmentForm]]:
    """The forms of trainings that can be joined, by competency."""
    rows = db.session.execute(
        select(Training.competency_id, Training.form).where(joinable(on)).distinct()
    )
    found: dict[int, set[DevelopmentForm]] = {}
    for competency_id, form in rows:
        found.setdefault(competency_id, set()).add(form)
    return found


def gaps_page(within: Scope, *, competency_id: int | None, name: str, page: int) -> Page[GapRow]:
    """One page of the people with gaps, the widest first. Two queries."""
    rows = paged(_gaps(within, competency_id, name), page=page)
    return Page([_gap(row) for row in rows.items], rows.number, rows.size, rows.total)


def every_gap(within: Scope) -> Iterator[GapRow]:
    """All of them by unit and name, some rows at a time, for a file."""
    statement = _gaps(within, None, "").order_by(None).order_by(*BY_UNIT)
    rows = db.session.execute(statement.execution_options(yield_per=BATCH))
    return map(_gap, rows)


BY_UNIT = (Unit.name, Employee.name, Employee.id, Competency.rank, Competency.id)


def _gaps(within: Scope, competency_id: int | None, name: str) -> Select[*tuple[Any, ...]]:
    mine = select(Employee.id).where(Employee.is_active, Employee.unit_id.in_(within.units))
    gaps = competency_queries.gap_select(mine).subquery()
    statement = (
        select(
            Employee,
            Unit.name.label("unit"),
            Position.title.label("title"),
            Position.job_level,
            Competency,
            gaps.c.standard_level,
            gaps.c.level,
            gaps.c.gap,
        )
        .join(gaps, gaps.c.employee_id == Employee.id)
        .join(Competency, Competency.id == gaps.c.competency_id)
        .join(Unit, Unit.id == Employee.unit_id)
        .join(Position, Position.id == Employee.position_id)
        .where(gaps.c.gap > 0)
        .order_by(gaps.c.gap.desc(), Employee.name, Employee.id, Competency.rank, Competency.id)
    )
    if competency_id is not None:
        statement = statement.where(gaps.c.competency_id == competency_id)
    return statement.where(people.named(name)) if name else statement


def _gap(row: Row[*tuple[Any, ...]]) -> GapRow:
    return GapRow(
        name=row.Employee.full_name,
        nip=row.Employee.nip,
        unit=row.unit,
        title=row.title,
        job_level=row.job_level,
        competency=row.Competency,
        required=row.standard_level,
        level=row.level,
        gap=row.gap,
    )
