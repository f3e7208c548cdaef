"""Results: one's own, and those of the people one looks after."""

from flask import Response, flash, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency import queries, services
from kinerja.competency.forms import ConfirmForm
from kinerja.competency.models import Assessment
from kinerja.competency.views.blueprint import bp
from kinerja.database import remember
from kinerja.errors import MissingError
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other


@bp.get("/kompetensi/hasil")
@requires(Permission.ASSESS_OWN)
def own_result() -> Response:
    """The visitor's latest result."""
    assessment = queries.own_result(viewer().employee_id)
    if assessment is None:
        official = queries.latest_official(viewer().employee_id, clock.today())
        return page("competency/no_result.html", cycle=queries.open_cycle(), official=official)
    return result_page(assessment)


@bp.get("/kompetensi/hasil/<int:assessment_id>")
@requires(Permission.ASSESS_OWN)
def result(assessment_id: int) -> Response:
    """Somebody's result; the loader decides whose. Reading another person's is recorded."""
    assessment = queries.visible_result(assessment_id, to=viewer())
    if assessment.employee_id != viewer().employee_id:
        note_reading(assessment)
    return result_page(assessment)


def note_reading(assessment: Assessment) -> None:
    """Record, after this request, that the visitor read another person's answers or result."""
    remember(
        services.note_reading,
        assessment_id=assessment.id,
        about=assessment.employee_id,
        by=viewer().employee_id,
    )


@bp.post("/kompetensi/hasil/terima")
@requires(Permission.ASSESS_OWN)
def acknowledge() -> Response:
    """The visitor has read the verified result."""
    assessment = queries.own_result(viewer().employee_id)
    if assessment is None:
        raise MissingError()
    services.acknowledge_result(assessment, by=viewer())
    flash(_("Terima kasih. Tercatat bahwa Anda sudah membaca hasil ini."))
    return see_other("competency.own_result")


def result_page(assessment: Assessment) -> Response:
    """The page of one result, by gap or by name."""
    alphabetical = request.args.get("urut") == "abjad"
    return page(
        "competency/result.html",
        result=queries.result(assessment, alphabetical=alphabetical),
        assessment=assessment,
        mine=assessment.employee_id == viewer().employee_id,
        alphabetical=alphabetical,
        levels=queries.explained(assessment.employee_id, on=clock.today()),
        official=queries.official_for(assessment.employee, on=clock.today(), to=viewer()),
        confirm=ConfirmForm(),
    )
