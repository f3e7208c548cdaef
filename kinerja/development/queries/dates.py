"""When the activities of somebody's plan take place."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from kinerja.development.models import PlanItem, Training
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db


def items_between(employee_id: int, *, first: date, last: date) -> list[PlanItem]:
    """The person's activities, cancelled ones aside, that take place within the days, in order."""
    return list(
        db.session.scalars(
            select(PlanItem)
            .join(PlanItem.training)
            .options(contains_eager(PlanItem.training))
            .where(
                PlanItem.employee_id == employee_id,
                PlanItem.status != PlanItemStatus.CANCELLED,
                Training.starts_on <= last,
                Training.ends_on >= first,
            )
            .order_by(Training.starts_on, PlanItem.id)
        )
    )
