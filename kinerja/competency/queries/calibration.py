"""How verifiers judged in a cycle: the spread by competency, and for HR each verifier."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select
from sqlalchemy.orm import aliased

from kinerja.competency.models import Answer, Assessment, Competency, Cycle
from kinerja.competency.queries.excluded import is_counted
from kinerja.competency.rules import FINISHED, CycleStatus, in_order
from kinerja.competency.rules.calibration import Judged, Spread, mean, spread
from kinerja.database import Page, paged
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.people.models import Employee, Unit
from kinerja.permissions import Permission, Viewer
from kinerja.rulebook.queries import rule


@dataclass(frozen=True)
class CompetencySpread:
    """One competency with its spread."""

    competency: Competency
    spread: Spread


@dataclass(frozen=True)
class Calibration:
    """The competencies in the dictionary's order, and all of them together."""

    rows: Sequence[CompetencySpread]
    total: Spread

    @property
    def shown(self) -> list[CompetencySpread]:
        """Those with figures, the widest spread first."""
        widths = [(one.width if (one := row.spread.departure) else None, row) for row in self.rows]
        found = [(width, row) for width, row in widths if width is not None]
        return [row for _width, row in sorted(found, key=itemgetter(0), reverse=True)]


@dataclass(frozen=True)
class VerifierRow:
    """One verifier in one cycle: people and levels judged, how many of them were changed, the mean
    departure from the self levels and the mean level given.
    """

    name: str
    unit: str
    people: int
    judged: int
    raised: int
    lowered: int
    departure: Decimal
    given: Decimal


def floors(*, on: date) -> dict[str, int]:
    """From how many people and verifiers on figures may be shown."""
    return {
        "people_floor": rule("privacy.staff_floor", on=on),
        "verifier_floor": rule("competency.calibration_verifiers", on=on),
    }


def begun_cycles() -> Sequence[Cycle]:
    """Every cycle that has been opened, the latest first."""
    begun = select(Cycle).where(Cycle.status != CycleStatus.PLANNED)
    return db.session.scalars(begun.order_by(Cycle.starts_on.desc(), Cycle.id.desc())).all()


def chosen_cycle(cycles: Sequence[Cycle], cycle_id: int | None) -> Cycle | None:
    """Of the cycles, the one that is asked for, else the open one or the first; none of none.

    :raises MissingError: the one asked for is not among them.
    """
    if cycle_id is None:
        opened = (one for one in cycles if one.status is CycleStatus.OPEN)
        return next(opened, cycles[0] if cycles else None)
    chosen = next((one for one in cycles if one.id == cycle_id), None)
    if chosen is None:
        raise MissingError()
    return chosen


def calibration(cycle: Cycle, units: Collection[int], *, on: date) -> Calibration:
    """The spread over the verifiers of the units' people. Six queries."""
    needed = floors(on=on)
    by_competency: dict[int, list[Judged]] = {}
    for row in db.session.execute(_sums(cycle, units, Answer.competency_id)):
        judged = Judged(row.people, int(row.given), int(row.departure))
        by_competency.setdefault(row.competency_id, []).append(judged)
    everything = [
        Judged(row.judged, int(row.given), int(row.departure))
        for row in db.session.execute(_sums(cycle, units))
    ]
    whole = spread(everything, people_floor=0, verifier_floor=needed["verifier_floor"])
    people_seen = db.session.scalar(_people(cycle, units)) or 0
    if people_seen < needed["people_floor"]:
        whole = replace(whole, departure=None, given=None)
    known = db.session.scalars(select(Competency).where(Competency.id.in_(by_competency)))
    order = sorted(known, key=lambda one: in_order(one.cluster, one.rank, one.id))
    return Calibration(
        rows=[CompetencySpread(one, spread(by_competency[one.id], **needed)) for one in order],
        total=replace(whole, people=people_seen),
    )


def _both(cycle: Cycle, units: Collection[int]) -> ColumnElement[bool]:
    """Answers that both have judged, in verified assessments of people who are counted."""
    return and_(
        Assessment.cycle_id == cycle.id,
        Assessment.status.in_(FINISHED),
        Assessment.verifier_id.is_not(None),
        Answer.self_level.is_not(None),
        Answer.verified_level.is_not(None),
        is_counted(cycle),
        Employee.unit_id.in_(units),
    )


def _sums(
    cycle: Cycle, units: Collection[int], *by: ColumnElement[Any] | Any
) -> Select[*tuple[Any, ...]]:
    """One row for each verifier (and what else it is asked by): people, judged levels, sums."""
    moved = Answer.verified_level - Answer.self_level
    return (
        select(
            Assessment.verifier_id,
            *by,
            func.count(Assessment.id.distinct()).label("people"),
            func.count(Answer.id).label("judged"),
            func.sum(Answer.verified_level).label("given"),
            func.sum(moved).label("departure"),
            func.sum(case((moved > 0, 1), else_=0)).label("raised"),
            func.sum(case((moved < 0, 1), else_=0)).label("lowered"),
        )
        .join(Answer, Answer.assessment_id == Assessment.id)
        .join(Employee, Employee.id == Assessment.employee_id)
        .where(_both(cycle, units))
        .group_by(Assessment.verifier_id, *by)
    )


def _people(cycle: Cycle, units: Collection[int]) -> Select[int]:
    return (
        select(func.count(Assessment.id.distinct()))
        .join(Answer, Answer.assessment_id == Assessment.id)
        .join(Employee, Employee.id == Assessment.employee_id)
        .where(_both(cycle, units))
    )


def verifiers_page(cycle: Cycle, *, to: Viewer, search: str, page: int) -> Page[VerifierRow]:
    """One page of the verifiers of the people in whose units the viewer calibrates, by name. Two
    queries.
    """
    rows = paged(_verifiers(cycle, to, search), page=page)
    return replace(rows, items=[_verifier(row) for row in rows.items])


def all_verifiers(cycle: Cycle, *, to: Viewer, search: str) -> Iterator[VerifierRow]:
    """All of them, for a spreadsheet. One query."""
    return map(_verifier, db.session.execute(_verifiers(cycle, to, search)))


def _verifiers(cycle: Cycle, to: Viewer, search: str) -> Select[*tuple[Any, ...]]:
    sums = _sums(cycle, to.units(Permission.CALIBRATE)).subquery()
    verifier = aliased(Employee)
    statement = (
        select(verifier, Unit.name.label("unit"), sums)
        .join(sums, sums.c.verifier_id == verifier.id)
        .join(Unit, Unit.id == verifier.unit_id)
        .order_by(verifier.name, verifier.id)
    )
    if not search:
        return statement
    found = select(Employee.id).where(people.named(search))
    return statement.where(verifier.id.in_(found))


def _verifier(row: Row[*tuple[Any, ...]]) -> VerifierRow:
    return VerifierRow(
        name=row[0].full_name,
        unit=row.unit,
        people=row.people,
        judged=row.judged,
        raised=int(row.raised),
        lowered=int(row.lowered),
        departure=mean(int(row.departure), row.judged),
        given=mean(int(row.given), row.judged),
    )
