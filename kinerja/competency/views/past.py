"""Assessments of cycles that are over: one's own, and those whose results one may see."""

from flask import Response

from kinerja.competency import queries
from kinerja.competency.views.blueprint import bp
from kinerja.competency.views.results import note_reading
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page


@bp.get("/kompetensi/penilaian-lalu")
@requires(Permission.ASSESS_OWN)
def past_assessments() -> Response:
    """The visitor's assessments of cycles that are over."""
    return page("competency/past_list.html", found=queries.own_past(viewer().employee_id))


@bp.get("/kompetensi/penilaian-lalu/<int:assessment_id>")
@requires(Permission.ASSESS_OWN)
def past_assessment(assessment_id: int) -> Response:
    """One of them as it stood; the loader decides whose. Reading another person's is recorded."""
    past = queries.visible_past(assessment_id, to=viewer())
    mine = past.assessment.employee_id == viewer().employee_id
    if not mine:
        note_reading(past.assessment)
    return page("competency/past.html", past=past, mine=mine)
