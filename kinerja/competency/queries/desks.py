"""Who verifies without leading anybody: named by a cycle, or asked before somebody moved."""

from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select

from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.queries.assessments import in_place_of
from kinerja.competency.rules import CycleStatus
from kinerja.people import queries as people
from kinerja.permissions import Permission


def verifies(employee_id: int, on: date) -> ColumnElement[bool]:
    """Whether the open cycle has somebody for this person to verify, or for whom this person
    stands in (Plh.): the cycle named them, or the answers were sent to them.
    """
    cycles = select(Cycle.id).where(Cycle.status == CycleStatus.OPEN)
    return exists().where(
        Assessment.cycle_id.in_(cycles),
        in_place_of(employee_id, on=on),
        or_(Assessment.is_assigned, Assessment.submitted_at.is_not(None)),
        Assessment.employee_id != employee_id,
    )


people.carry(Permission.VERIFY, verifies)
