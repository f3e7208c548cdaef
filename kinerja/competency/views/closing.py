"""Ending a cycle: who is unfinished, more time, decisions, closing, the archive."""

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext

from kinerja.competency import queries, services
from kinerja.competency.forms import ConfirmForm, DecideForm, ExtendForm
from kinerja.competency.models import Cycle
from kinerja.competency.rules import AssessmentStatus, CycleStatus
from kinerja.competency.views.blueprint import bp
from kinerja.database import paged
from kinerja.errors import DomainError, StaleError
from kinerja.forms import Form
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, see_other


@bp.route("/kompetensi/siklus/<int:cycle_id>/tutup", methods=["GET", "POST"])
@requires(Permission.RUN_CYCLES)
def close_cycle(cycle_id: int) -> Response:
    """Say who is unfinished, and close it once something is decided about everybody."""
    cycle, form = queries.cycle(cycle_id), ConfirmForm()
    if form.validate_on_submit():
        try:
            services.close_cycle(cycle, by=viewer())
            flash(_("%(name)s ditutup.", name=cycle.name))
            return see_other("competency.cycles")
        except DomainError as error:
            form.refuse(error)
    return closing_page(cycle, form)


@bp.post("/kompetensi/siklus/<int:cycle_id>/perpanjang")
@requires(Permission.RUN_CYCLES)
def extend_cycle(cycle_id: int) -> Response:
    """Give the open cycle later last days."""
    cycle, form = queries.cycle(cycle_id), ExtendForm()
    if form.validate_on_submit():
        try:
            services.extend_cycle(cycle, by=viewer(), **form.values())
            flash(_("%(name)s diperpanjang. Yang belum selesai diberi tahu.", name=cycle.name))
            return see_other("competency.show_cycle", cycle_id=cycle.id)
        except DomainError as error:
            form.refuse(error, field="verify_due_on")
    return closing_page(cycle, form)


@bp.post("/kompetensi/siklus/<int:cycle_id>/putuskan")
@requires(Permission.RUN_CYCLES)
def decide_unfinished(cycle_id: int) -> Response:
    """Say what becomes of the people ticked, or of a whole state."""
    cycle, form = queries.cycle(cycle_id), DecideForm()
    if form.validate_on_submit():
        try:
            count = services.decide(cycle, by=viewer(), **form.values())
            flash(ngettext("%(num)s orang diputuskan.", "%(num)s orang diputuskan.", count))
            return see_other("competency.close_cycle", cycle_id=cycle.id)
        except DomainError as error:
            form.refuse(error, field="status")
    return closing_page(cycle, form)


def closing_page(cycle: Cycle, form: Form) -> Response:
    """The page with all three forms; `form` is the one that was sent, its words kept."""
    extend = form if isinstance(form, ExtendForm) else ExtendForm(formdata=None, obj=cycle)
    decide = form if isinstance(form, DecideForm) else DecideForm(formdata=None)
    chosen = state_asked()
    people = queries.unfinished_people(cycle, to=viewer(), status=chosen)
    return page(
        "competency/cycle_close.html",
        cycle=cycle,
        form=form,
        confirm=ConfirmForm(formdata=None),
        extend=extend,
        decide=decide,
        picked=decide.assessment_ids.data or [],
        states=queries.unfinished(cycle),
        chosen=chosen,
        people=paged(people, page=page_number()),
        can_close=cycle.status is CycleStatus.OPEN and not queries.undecided_count(cycle),
    )


def state_asked() -> AssessmentStatus | None:
    """The state to which the list is narrowed (`keadaan`); nonsense narrows nothing."""
    asked = request.args.get("keadaan", "")
    return AssessmentStatus(asked) if asked in set(AssessmentStatus) else None


@bp.route("/kompetensi/siklus/<int:cycle_id>/arsipkan", methods=["GET", "POST"])
@requires(Permission.RUN_CYCLES)
def archive_cycle(cycle_id: int) -> Response:
    """Say what archiving means, and keep the copies."""
    cycle, form = queries.cycle(cycle_id), ConfirmForm()
    if not form.validate_on_submit():
        if request.method == "POST":
            raise StaleError()
        return page("competency/cycle_archive.html", cycle=cycle, form=form)
    count = services.archive_cycle(cycle, by=viewer())
    flash(_("%(name)s diarsipkan dengan %(count)s salinan.", name=cycle.name, count=count))
    return see_other("competency.show_cycle", cycle_id=cycle.id)
