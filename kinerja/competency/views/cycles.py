"""Assessment cycles: see, plan, open, close."""

from flask import Response, flash
from flask_babel import gettext as _

from kinerja.competency import queries, services
from kinerja.competency.forms import ConfirmForm, CycleForm
from kinerja.competency.views.blueprint import bp
from kinerja.errors import DomainError
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other


@bp.route("/kompetensi/siklus", methods=["GET", "POST"])
@requires(Permission.RUN_CYCLES)
def cycles() -> Response:
    """All cycles, and a form to plan the next."""
    form = CycleForm()
    if form.validate_on_submit():
        try:
            cycle = services.plan_cycle(by=viewer(), **form.values())
            return see_other("competency.open_cycle", cycle_id=cycle.id)
        except DomainError as error:
            form.refuse(error, field="name")
    return page("competency/cycles.html", cycles=queries.cycles(), form=form)


@bp.route("/kompetensi/siklus/<int:cycle_id>/buka", methods=["GET", "POST"])
@requires(Permission.RUN_CYCLES)
def open_cycle(cycle_id: int) -> Response:
    """Say what opening means, and open it."""
    cycle, form = queries.cycle(cycle_id), ConfirmForm()
    if form.validate_on_submit():
        try:
            people = services.open_cycle(cycle, by=viewer())
            flash(_("%(name)s dibuka untuk %(count)s orang.", name=cycle.name, count=people))
            return see_other("competency.cycles")
        except DomainError as error:
            form.refuse(error)
    excluded = queries.excluded_counts(cycle, to=viewer(), permission=Permission.EDIT_STAFF)
    counts = {"asked": queries.staff_count(), "excluded": sum(excluded.values())}
    return page("competency/cycle_open.html", cycle=cycle, form=form, **counts)


@bp.route("/kompetensi/siklus/<int:cycle_id>/tutup", methods=["GET", "POST"])
@requires(Permission.RUN_CYCLES)
def close_cycle(cycle_id: int) -> Response:
    """Say who is unfinished, and close it."""
    cycle, form = queries.cycle(cycle_id), ConfirmForm()
    if form.validate_on_submit():
        services.close_cycle(cycle, by=viewer())
        flash(_("%(name)s ditutup.", name=cycle.name))
        return see_other("competency.cycles")
    return page(
        "competency/cycle_close.html", cycle=cycle, form=form, counts=queries.status_counts(cycle)
    )
