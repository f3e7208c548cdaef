"""Assessment cycles: see, plan, change, cancel, name verifiers, open."""

from flask import Response, flash
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from kinerja.competency import queries, services
from kinerja.competency.forms import (
    ConfirmForm,
    CycleForm,
    DropVerifierForm,
    VerifierForm,
    cycle_form,
)
from kinerja.competency.models import Cycle
from kinerja.competency.services.planning import CycleNameError
from kinerja.competency.views.blueprint import bp
from kinerja.errors import DomainError, StaleError
from kinerja.people import queries as people
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other


@bp.route("/kompetensi/siklus", methods=["GET", "POST"])
@requires(Permission.RUN_CYCLES)
def cycles() -> Response:
    """All cycles, and a form to plan the next."""
    form = cycle_form(people.units_by_name())
    if form.validate_on_submit():
        try:
            cycle = services.plan_cycle(by=viewer(), **form.values())
            return see_other("competency.open_cycle", cycle_id=cycle.id)
        except DomainError as error:
            refuse(form, error)
    return page("competency/cycles.html", cycles=queries.cycles(), form=form)


@bp.route("/kompetensi/siklus/<int:cycle_id>/ubah", methods=["GET", "POST"])
@requires(Permission.RUN_CYCLES)
def edit_cycle(cycle_id: int) -> Response:
    """Change the plan of a cycle that is not open yet."""
    cycle = queries.planned_cycle(cycle_id)
    form = cycle_form(people.units_by_name(), cycle)
    if form.validate_on_submit():
        try:
            services.edit_cycle(cycle, by=viewer(), **form.values())
            return see_other("competency.open_cycle", cycle_id=cycle.id)
        except DomainError as error:
            refuse(form, error)
    return page("competency/cycle_edit.html", cycle=cycle, form=form)


def refuse(form: CycleForm, error: DomainError) -> None:
    """Put the refusal beside the name where it is about that, else beside the last day."""
    form.refuse(error, field="name" if isinstance(error, CycleNameError) else "verify_due_on")


@bp.route("/kompetensi/siklus/<int:cycle_id>/batalkan", methods=["GET", "POST"])
@requires(Permission.RUN_CYCLES)
def cancel_cycle(cycle_id: int) -> Response:
    """Say what cancelling means, and remove the planned cycle."""
    cycle, form = queries.planned_cycle(cycle_id), ConfirmForm()
    if form.validate_on_submit():
        services.cancel_cycle(cycle, by=viewer())
        flash(_("Rencana siklus dibatalkan."))
        return see_other("competency.cycles")
    return page("competency/cycle_cancel.html", cycle=cycle, form=form)


@bp.route("/kompetensi/siklus/<int:cycle_id>/verifikator", methods=["GET", "POST"])
@requires(Permission.RUN_CYCLES)
def cycle_verifiers(cycle_id: int) -> Response:
    """Who verifies which unit instead of its supervisors; name another."""
    cycle, form = queries.planned_cycle(cycle_id), VerifierForm()
    form.unit_id.choices = [SelectChoice(one.id, one.name) for one in people.units_by_name()]
    if form.validate_on_submit():
        try:
            services.name_verifier(cycle, by=viewer(), **form.values())
            return see_other("competency.cycle_verifiers", cycle_id=cycle.id)
        except DomainError as error:
            form.refuse(error, field="nip")
    return verifiers_page(cycle, form)


def verifiers_page(cycle: Cycle, form: VerifierForm) -> Response:
    """The named verifiers and the form."""
    return page(
        "competency/cycle_verifiers.html",
        cycle=cycle,
        form=form,
        drop=DropVerifierForm(formdata=None),
        verifiers=queries.cycle_verifiers(cycle),
    )


@bp.post("/kompetensi/siklus/<int:cycle_id>/verifikator/hapus")
@requires(Permission.RUN_CYCLES)
def drop_verifier(cycle_id: int) -> Response:
    """Let the unit's supervisors verify again."""
    cycle, form = queries.planned_cycle(cycle_id), DropVerifierForm()
    if not form.validate_on_submit():
        raise StaleError()
    services.drop_verifier(cycle, unit_id=form.unit_id.data, by=viewer())
    return see_other("competency.cycle_verifiers", cycle_id=cycle.id)


@bp.route("/kompetensi/siklus/<int:cycle_id>/buka", methods=["GET", "POST"])
@requires(Permission.RUN_CYCLES)
def open_cycle(cycle_id: int) -> Response:
    """Say what opening means, and open it."""
    cycle, form = queries.cycle(cycle_id), ConfirmForm()
    if form.validate_on_submit():
        try:
            count = services.open_cycle(cycle, by=viewer())
            flash(_("%(name)s dibuka untuk %(count)s orang.", name=cycle.name, count=count))
            return see_other("competency.cycles")
        except DomainError as error:
            form.refuse(error)
    return opening_page(cycle, form)


def opening_page(cycle: Cycle, form: ConfirmForm) -> Response:
    """What would be opened, for whom, and who is left out."""
    excluded = queries.excluded_counts(cycle, to=viewer(), permission=Permission.EDIT_STAFF)
    return page(
        "competency/cycle_open.html",
        cycle=cycle,
        form=form,
        asked=queries.staff_count(cycle.population),
        excluded=sum(excluded.values()),
        verifiers=queries.cycle_verifiers(cycle),
    )
