"""Results: one's own, and those of the people one looks after."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency import queries, services
from kinerja.competency.forms import ConfirmForm, RemarkForm, remark_form
from kinerja.competency.models import Assessment
from kinerja.competency.queries.papers import latest_paper, may_withdraw
from kinerja.competency.queries.trends import trend
from kinerja.competency.views.blueprint import bp
from kinerja.database import remember
from kinerja.errors import MissingError
from kinerja.people.rules.consents import MENTOR_LEVEL
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other

OK = 200


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


def result_page(
    assessment: Assessment, remark: RemarkForm | None = None, status: int = OK
) -> Response:
    """The page of one result, by gap or by name, with the form for a remark."""
    alphabetical = request.args.get("urut") == "abjad"
    return page(
        "competency/result.html",
        status=status,
        result=queries.result(assessment, alphabetical=alphabetical),
        assessment=assessment,
        alphabetical=alphabetical,
        levels=queries.explained(assessment.employee_id, on=clock.today(), to=viewer()),
        official=queries.official_for(assessment.employee, on=clock.today(), to=viewer()),
        trend=trend(assessment),
        peers=queries.peer_view(assessment, to=viewer()),
        paper=latest_paper(assessment),
        reads_remark=queries.reads_remark(assessment, to=viewer()),
        remark=remark or remark_form(assessment),
        **what_may_be_done(assessment),
    )


def what_may_be_done(assessment: Assessment) -> dict[str, Any]:
    """Whose result it is, what the visitor may do with it, and a form for each act."""
    person, me = assessment.employee, viewer()
    mine = person.id == me.employee_id
    reaches = person.id in me.direct_reports or person.unit_id in me.units(Permission.VIEW_RESULTS)
    return {
        "mine": mine,
        "can_compare": mine or reaches,
        "may_withdraw": lambda paper: may_withdraw(paper, me),
        "mentor_level": MENTOR_LEVEL,
        "confirm": ConfirmForm(formdata=None),
        "paper_form": ConfirmForm(formdata=None),
    }
