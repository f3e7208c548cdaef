"""What the assessments of people who left lose when they are forgotten."""

from collections.abc import Sequence

from sqlalchemy import select, update

from kinerja.competency.models import Answer, Assessment
from kinerja.extensions import db


def forget_people(employee_ids: Sequence[int]) -> None:
    """Empty what was written: examples, evidence, reasons, notes, and the title of the job.

    Levels and job level stay, for the counts of units and cycles.
    """
    theirs = Assessment.employee_id.in_(employee_ids)
    assessments = select(Assessment.id).where(theirs)
    db.session.execute(
        update(Answer)
        .where(Answer.assessment_id.in_(assessments))
        .values(example="", evidence_url="", reason="")
    )
    db.session.execute(update(Assessment).where(theirs).values(return_note=None, job_title=""))
