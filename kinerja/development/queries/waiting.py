"""How much waits for each trainer, for digests."""

from datetime import date

from sqlalchemy import func, select

from kinerja.development.models import PlanItem
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.queries import powers
from kinerja.permissions import Permission


def waiting_by_trainer(*, on: date) -> dict[int, int]:
    """How many finished activities each trainer could confirm, the trainer's own aside."""
    pairs = powers(Permission.CONFIRM, on=on)
    rows = db.session.execute(
        select(pairs.c.employee_id, func.count())
        .join(Employee, Employee.unit_id == pairs.c.unit_id)
        .join(PlanItem, PlanItem.employee_id == Employee.id)
        .where(
            PlanItem.status == PlanItemStatus.FINISHED,
            Employee.is_active,
            PlanItem.employee_id != pairs.c.employee_id,
        )
        .group_by(pairs.c.employee_id)
    )
    return dict(iter(rows))
