"""Documents as they are issued."""

from flask import Flask

from kinerja.competency.models import Assessment
from kinerja.competency.services.papers import issue_result
from kinerja.extensions import db
from kinerja.permissions import Viewer


def result_paper(app: Flask, assessment_id: int, *, by: int | None = None) -> int:
    """The assessment's result, issued by the person or by somebody else."""
    with app.app_context():
        assessment = db.session.get_one(Assessment, assessment_id)
        who = by or assessment.employee_id
        made = issue_result(assessment, by=Viewer(who, 0, assessment.employee.unit_id))
        db.session.commit()
        return made.id
