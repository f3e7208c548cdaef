"""What the predicates of people who left lose when they are forgotten."""

from collections.abc import Sequence

from sqlalchemy import delete

from kinerja.appraisal.models import PredicateRow
from kinerja.extensions import db


def forget_people(employee_ids: Sequence[int]) -> None:
    """Delete them: the grid counts only who works here."""
    db.session.execute(delete(PredicateRow).where(PredicateRow.employee_id.in_(employee_ids)))
