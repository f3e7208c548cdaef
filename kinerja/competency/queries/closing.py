"""What is left to decide before a cycle can be closed."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager

from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.queries.excluded import is_counted
from kinerja.competency.rules import FINISHED, AssessmentStatus, ClosedAs
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Permission, Viewer

UNFINISHED = tuple(status for status in AssessmentStatus if status not in FINISHED)


@dataclass
class Unfinished:
    """The unfinished people of one state: how many are undecided, and what was decided."""

    status: AssessmentStatus
    undecided: int = 0
    decided: dict[ClosedAs, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """All of them."""
        return self.undecided + sum(self.decided.values())


def unfinished(cycle: Cycle) -> list[Unfinished]:
    """The states in which somebody is unfinished, in their order. One query. Who is away or has
    left is not counted by the cycle, so nothing is decided about them.
    """
    rows = db.session.execute(
        select(Assessment.status, Assessment.closed_as, func.count(Assessment.id))
        .join(Assessment.employee)
        .where(*_unfinished(cycle))
        .group_by(Assessment.status, Assessment.closed_as)
    )
    found = {status: Unfinished(status) for status in UNFINISHED}
    for status, decision, people in rows:
        if decision is None:
            found[status].undecided = people
        else:
            found[status].decided[decision] = people
    return [one for one in found.values() if one.people]


def unfinished_people(
    cycle: Cycle, *, to: Viewer, status: AssessmentStatus | None = None
) -> Select[Assessment]:
    """Everybody unfinished in the units for which the viewer runs cycles, or those of one state:
    the undecided first, then by name.
    """
    statement = (
        select(Assessment)
        .join(Assessment.employee)
        .join(Employee.unit)
        .options(contains_eager(Assessment.employee).contains_eager(Employee.unit))
        .where(*_unfinished(cycle), Employee.unit_id.in_(to.units(Permission.RUN_CYCLES)))
        .order_by(Assessment.closed_as.is_not(None), Employee.name, Assessment.id)
    )
    return statement if status is None else statement.where(Assessment.status == status)


def undecided_ids(cycle: Cycle) -> Select[int]:
    """The assessments about which nothing has been decided, for IN (…)."""
    return (
        select(Assessment.id)
        .join(Assessment.employee)
        .where(*_unfinished(cycle), Assessment.closed_as.is_(None))
    )


def undecided_count(cycle: Cycle) -> int:
    """How many of them there are."""
    ids = undecided_ids(cycle).subquery()
    return db.session.scalar(select(func.count()).select_from(ids)) or 0


def _unfinished(cycle: Cycle) -> tuple[ColumnElement[bool], ...]:
    return (
        Assessment.cycle_id == cycle.id,
        Assessment.status.in_(UNFINISHED),
        is_counted(cycle),
    )
