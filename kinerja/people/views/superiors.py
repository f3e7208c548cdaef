"""Setting somebody's superiors, and ending that."""

from flask import Response, flash, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.people import queries, services
from kinerja.people.forms import EndSuperiorForm, SuperiorForm
from kinerja.people.models import Employee
from kinerja.people.rules import LineKind
from kinerja.people.services import (
    CircleError,
    EmployeeRefusedError,
    EndBeforeStartError,
    LaterEntryError,
)
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other

# The kinds as they stand in an address.
KINDS = {
    "atasan-langsung": LineKind.SUPERVISOR,
    "penilai": LineKind.RATER,
    "atasan-penilai": LineKind.RATER_SUPERIOR,
}
REFUSALS = (EmployeeRefusedError, LaterEntryError, EndBeforeStartError, CircleError)


@bp.route("/pegawai/<int:employee_id>/atasan", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def set_superior(employee_id: int) -> Response:
    """Set one of the three superiors."""
    person = queries.editable_employee(employee_id, to=viewer())
    form, found = superior_form(), candidates(without=person.id)
    if form.validate_on_submit():
        try:
            services.set_superior(person, **form.values(), by=viewer())
        except REFUSALS as error:
            form.refuse(error, error.field)
        else:
            return saved(person)
    lines = queries.superiors_on(clock.today(), [person.id])[person.id].values()
    return page("people/superior_form.html", form=form, person=person, found=found, lines=lines)


def superior_form() -> SuperiorForm:
    """The form, for the kind that is asked for (`jenis`)."""
    kind = KINDS.get(request.args.get("jenis", ""), LineKind.SUPERVISOR)
    return SuperiorForm(data={"kind": kind, "valid_from": clock.today()})


def candidates(without: int | None = None) -> list[Employee] | None:
    """The people whom the search (`cari`) finds; None where nothing is searched for."""
    search = request.args.get("cari", "").strip()
    return queries.candidates(search, without=without) if search else None


def saved(person: Employee) -> Response:
    """To the person's page."""
    flash(_("Atasan %(name)s tersimpan.", name=person.name))
    return see_other("people.show_employee", employee_id=person.id)


@bp.route("/pegawai/garis/<int:line_id>/akhiri", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def end_superior(line_id: int) -> Response:
    """Let a superior follow from the units again from a day on."""
    line, person = queries.editable_line(line_id, to=viewer())
    form = EndSuperiorForm(data={"valid_from": clock.today()})
    if form.validate_on_submit():
        try:
            services.end_superior(line, **form.values(), by=viewer())
        except REFUSALS as error:
            form.refuse(error, error.field)
        else:
            return saved(person)
    return page("people/superior_end.html", form=form, person=person, line=line)
