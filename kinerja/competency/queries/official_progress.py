"""How many people of a cycle have an official result in the phase of its assessors."""

from collections.abc import Collection, Mapping

from sqlalchemy import exists, func, select

from kinerja.competency.models import Assessment, Cycle, Official
from kinerja.competency.queries.excluded import is_counted
from kinerja.extensions import db
from kinerja.people.models import Employee


def assessed_counts(cycle: Cycle, unit_ids: Collection[int]) -> Mapping[int, int]:
    """By unit, how many of the people whom the cycle counts have an official result that counts
    and was found from the cycle's first day to the last day of its assessors. One query.
    """
    last = cycle.assessors_due_on or cycle.verify_due_on
    found = exists().where(
        Official.employee_id == Assessment.employee_id,
        Official.voided_at.is_(None),
        Official.on.between(cycle.starts_on, last),
    )
    rows = db.session.execute(
        select(Employee.unit_id, func.count(Assessment.id))
        .join(Employee, Employee.id == Assessment.employee_id)
        .where(
            Assessment.cycle_id == cycle.id,
            is_counted(cycle),
            Employee.unit_id.in_(unit_ids),
            found,
        )
        .group_by(Employee.unit_id)
    )
    return dict(iter(rows))
