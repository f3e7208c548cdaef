"""What the plans of people who left lose when they are forgotten."""

from collections.abc import Sequence

from sqlalchemy import update

from kinerja.development.models import PlanItem
from kinerja.extensions import db


def forget_people(employee_ids: Sequence[int]) -> None:
    """Empty links to evidence and notes; activities and JP stay, for the counts."""
    db.session.execute(
        update(PlanItem)
        .where(PlanItem.employee_id.in_(employee_ids))
        .values(evidence_url="", note="")
    )
