"""Choosing peers: one's own proposal, and deciding on those of the people one verifies."""

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext

from kinerja import clock
from kinerja.competency.forms import ConfirmForm
from kinerja.competency.forms.peers import RatersForm
from kinerja.competency.models import Assessment
from kinerja.competency.queries.peer_choice import (
    DECIDED,
    choices_page,
    own_choice,
    undecided_panels,
    visible_choice,
)
from kinerja.competency.queries.peer_colleagues import choice
from kinerja.competency.queries.peers import floor_now
from kinerja.competency.services import peers as services
from kinerja.competency.views.blueprint import bp
from kinerja.errors import DomainError, MissingError
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, see_other

OK, WRONG = 200, 422


@bp.route("/kompetensi/rekan", methods=["GET", "POST"])
@requires(Permission.ASSESS_OWN)
def choose_peers() -> Response:
    """Propose who rates oneself, or see where that stands."""
    assessment, form = own_choice(viewer().employee_id), RatersForm()
    if assessment is None:
        return page("competency/peers_none.html")
    if form.validate_on_submit() and proposed(assessment, form):
        flash(_("Usulan terkirim. Atasan Anda menetapkan siapa yang menilai."))
        return see_other("competency.choose_peers")
    return choice_page("competency/peers_propose.html", assessment, form)


@bp.get("/kompetensi/rekan/tetapkan")
@requires(Permission.VERIFY)
def peer_choices() -> Response:
    """The people whose raters the visitor decides on."""
    part = DECIDED if request.args.get("bagian") == DECIDED else ""
    people = choices_page(part, to=viewer(), page=page_number())
    undecided = undecided_panels(to=viewer())
    return page("competency/peers_choices.html", part=part, people=people, undecided=undecided)


@bp.route("/kompetensi/rekan/tetapkan/<int:assessment_id>", methods=["GET", "POST"])
@requires(Permission.VERIFY)
def approve_peers(assessment_id: int) -> Response:
    """Decide who rates somebody."""
    assessment = visible_choice(assessment_id, to=viewer())
    form = RatersForm()
    if form.validate_on_submit() and approved(assessment, form):
        flash(_("Rekan penilai %(name)s ditetapkan.", name=assessment.employee.name))
        return see_other("competency.peer_choices")
    return choice_page("competency/peers_approve.html", assessment, form)


@bp.post("/kompetensi/rekan/tetapkan/<int:assessment_id>/undi")
@requires(Permission.VERIFY)
def draw_peers(assessment_id: int) -> Response:
    """Let chance decide who rates somebody."""
    assessment, form = visible_choice(assessment_id, to=viewer()), RatersForm()
    people = drawn(assessment, form) if ConfirmForm().validate_on_submit() else 0
    if not people:
        return choice_page("competency/peers_approve.html", assessment, form)
    name = assessment.employee.name
    told = ngettext("%(num)s rekan diundi", "%(num)s rekan diundi", people)
    flash(_("%(people)s untuk menilai %(name)s.", people=told, name=name))
    return see_other("competency.approve_peers", assessment_id=assessment.id)


def proposed(assessment: Assessment, form: RatersForm) -> bool:
    """Propose; a refusal goes into the form."""
    try:
        services.propose_peers(assessment, by=viewer(), **form.values())
    except MissingError:
        raise
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def approved(assessment: Assessment, form: RatersForm) -> bool:
    """Decide; a refusal goes into the form."""
    try:
        services.approve_peers(assessment, by=viewer(), **form.values())
    except MissingError:
        raise
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def drawn(assessment: Assessment, form: RatersForm) -> int:
    """Draw; how many, none where it was refused, with the sentence in the form."""
    try:
        return services.draw_peers(assessment, by=viewer())
    except MissingError:
        raise
    except DomainError as error:
        form.refuse(error)
    return 0


def choice_page(template: str, assessment: Assessment, form: RatersForm) -> Response:
    """The colleagues to choose from, with what was chosen."""
    found = choice(assessment, search=request.args.get("cari", ""))
    chosen = form.rater_ids.data if form.is_submitted() else found.chosen
    return page(
        template,
        status=WRONG if form.errors else OK,
        choice=found,
        assessment=assessment,
        chosen=chosen or [],
        form=form,
        draw=ConfirmForm(),
        floor=floor_now(),
        in_time=(assessment.cycle.peers_due_on or clock.today()) >= clock.today(),
    )
