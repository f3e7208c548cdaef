"""How far units are in a cycle: counts of people in each state, never an answer."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import func, select

from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.queries.excluded import is_counted
from kinerja.competency.queries.official_progress import assessed_counts
from kinerja.competency.rules import (
    FINISHED,
    AssessmentStatus,
    hidden_groups,
    mean_percent,
    percent,
)
from kinerja.extensions import db
from kinerja.people.models import Employee, Unit


@dataclass
class UnitProgress:
    """One unit's own people. `mean` is None where too few are verified to show it; `assessed` is
    how many have an official result within the phase, None where assessors take no part.
    """

    unit_id: int | None
    name: str
    counts: dict[AssessmentStatus, int] = field(default_factory=dict)
    mean: Decimal | None = None
    assessed: int | None = None

    @property
    def people(self) -> int:
        """How many are asked."""
        return sum(self.counts.values())

    @property
    def finished(self) -> int:
        """How many are verified."""
        return sum(self.counts.get(status, 0) for status in FINISHED)

    @property
    def percent(self) -> Decimal | None:
        """The verified among the asked, in whole percent."""
        return percent(self.finished, self.people, places=0)


@dataclass(frozen=True)
class Progress:
    """The units by name and all of them together."""

    units: list[UnitProgress]
    total: UnitProgress


def progress(cycle: Cycle, unit_ids: Collection[int], *, floor: int, unit_floor: int) -> Progress:
    """States and mean indexes of the people whom the cycle counts in these units. `floor` verified
    people in a unit of `unit_floor` are needed to show a mean. Two queries; three with assessors.
    """
    units = _counted(cycle, unit_ids)
    sums = _sums(cycle, unit_ids)
    hidden = hidden_groups(
        {key: (unit.finished, unit.people) for key, unit in units.items()},
        floor=floor,
        unit_floor=unit_floor,
    )
    total = UnitProgress(unit_id=None, name="")
    for key, unit in units.items():
        for status, people in unit.counts.items():
            total.counts[status] = total.counts.get(status, 0) + people
        if key not in hidden:
            unit.mean = mean_percent(sums.get(key, []))
    if total.finished >= floor:
        total.mean = mean_percent(row for rows in sums.values() for row in rows)
    if cycle.with_assessors:
        found = assessed_counts(cycle, unit_ids)
        for key, unit in units.items():
            unit.assessed = found.get(key, 0)
        total.assessed = sum(unit.assessed or 0 for unit in units.values())
    return Progress(units=list(units.values()), total=total)


def _counted(cycle: Cycle, unit_ids: Collection[int]) -> dict[int, UnitProgress]:
    rows = db.session.execute(
        select(Unit.id, Unit.name, Assessment.status, func.count(Assessment.id))
        .join(Employee, Employee.unit_id == Unit.id)
        .join(Assessment, Assessment.employee_id == Employee.id)
        .where(Assessment.cycle_id == cycle.id, is_counted(cycle), Unit.id.in_(unit_ids))
        .group_by(Unit.id, Unit.name, Assessment.status)
        .order_by(Unit.name)
    )
    units: dict[int, UnitProgress] = {}
    for unit_id, name, status, people in rows:
        units.setdefault(unit_id, UnitProgress(unit_id, name)).counts[status] = people
    return units


def _sums(cycle: Cycle, unit_ids: Collection[int]) -> dict[int, list[tuple[int, int, int]]]:
    each = (
        select(
            Employee.unit_id.label("unit_id"),
            func.sum(Answer.verified_level).label("achieved"),
            func.sum(Answer.standard_level).label("required"),
        )
        .join(Assessment, Assessment.employee_id == Employee.id)
        .join(Answer, Answer.assessment_id == Assessment.id)
        .where(
            Assessment.cycle_id == cycle.id,
            Assessment.status.in_(FINISHED),
            is_counted(cycle),
            Employee.unit_id.in_(unit_ids),
            Answer.verified_level.is_not(None),
            Answer.standard_level.is_not(None),
        )
        .group_by(Employee.unit_id, Assessment.id)
        .subquery()
    )
    alike = (each.c.unit_id, each.c.achieved, each.c.required)
    sums: dict[int, list[tuple[int, int, int]]] = {}
    for unit_id, achieved, required, people in db.session.execute(
        select(*alike, func.count()).group_by(*alike)
    ):
        sums.setdefault(unit_id, []).append((int(achieved), int(required), people))
    return sums
