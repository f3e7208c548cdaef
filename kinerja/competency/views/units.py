"""One unit in the cycle: counts of states, and reminding its unfinished people."""

from flask import Response, flash
from flask_babel import ngettext

from kinerja.competency import queries, services
from kinerja.competency.forms import RemindUnitForm
from kinerja.competency.models import Cycle
from kinerja.competency.queries import UnitPeople
from kinerja.competency.rules import AssessmentStatus, CycleStatus
from kinerja.competency.services.reminding import Whom
from kinerja.competency.views.blueprint import bp
from kinerja.database import paged
from kinerja.errors import DomainError, MissingError, StaleError
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, see_other


@bp.get("/kompetensi/kemajuan/<int:unit_id>")
@requires(Permission.VIEW_PROGRESS)
def unit_progress(unit_id: int) -> Response:
    """One unit: counts, never an answer; names only for who keeps its people's data."""
    cycle = shown()
    unit = queries.unit_people(cycle, unit_id, to=viewer())
    return page(
        "competency/unit_progress.html",
        cycle=cycle,
        found=unit,
        statuses=list(AssessmentStatus),
        can_remind=cycle.status is CycleStatus.OPEN,
        form=RemindUnitForm(),
        people=named(cycle, unit),
    )


def named(cycle: Cycle, unit: UnitPeople) -> object:
    """A page of the unfinished by name; nothing for who may not read names."""
    if not unit.sees_names:
        return None
    return paged(queries.unfinished_in(cycle, unit.unit.id), page=page_number())


@bp.post("/kompetensi/kemajuan/<int:unit_id>/ingatkan")
@requires(Permission.VIEW_PROGRESS)
def remind_unit(unit_id: int) -> Response:
    """Remind the unit's unfinished people, or whoever verifies them."""
    cycle, form = shown(), RemindUnitForm()
    unit = queries.unit_people(cycle, unit_id, to=viewer())
    if not form.validate_on_submit():
        raise StaleError()
    try:
        count = services.remind_unit(cycle, unit, whom=Whom(form.whom.data), by=viewer())
        flash(ngettext("%(num)s orang diingatkan.", "%(num)s orang diingatkan.", count))
    except DomainError as error:
        flash(error.message, "warning")
    return see_other("competency.unit_progress", unit_id=unit_id)


def shown() -> Cycle:
    """The cycle that lists speak of.

    :raises MissingError: there is none yet.
    """
    cycle = queries.shown_cycle()
    if cycle is None:
        raise MissingError()
    return cycle
