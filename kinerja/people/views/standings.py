"""Who leaves, is away for a time, or comes back."""

from flask import Response, flash, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.forms import new_key
from kinerja.people import queries, services
from kinerja.people.forms import ReturnForm, StandingForm
from kinerja.people.models import Employee
from kinerja.people.rules import GONE
from kinerja.people.services import EmployeeRefusedError, EndBeforeStartError, LaterEntryError
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other

CHECK, DO = "periksa", "jalankan"
REFUSALS = (EmployeeRefusedError, LaterEntryError, EndBeforeStartError)


@bp.route("/pegawai/<int:employee_id>/status", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def change_standing(employee_id: int) -> Response:
    """Note why somebody is not counted; who leaves for good is asked about once more."""
    person = queries.editable_employee(employee_id, to=viewer())
    form = StandingForm(data={"valid_from": clock.today()})
    if form.validate_on_submit():
        if is_to_be_checked(form):
            return departure_page(form, person)
        if changed(form, person):
            return see_other("people.show_employee", employee_id=person.id)
    return page("people/standing_form.html", form=form, person=person)


def is_to_be_checked(form: StandingForm) -> bool:
    """Whether the page that says what leaving ends has not been seen yet."""
    return form.standing.data in GONE and request.form.get("langkah", CHECK) != DO


def changed(form: StandingForm, person: Employee) -> bool:
    """Save; a refusal goes into the form."""
    try:
        services.change_standing(person, **form.values(), by=viewer())
    except REFUSALS as error:
        form.refuse(error, error.field)
        return False
    flash(_("Status %(name)s tersimpan.", name=person.name))
    return True


def departure_page(form: StandingForm, person: Employee) -> Response:
    """What ends with somebody's leaving; the same form is sent once more."""
    form.key.data = new_key()
    departure = queries.departure(person, on=form.valid_from.data)
    return page("people/standing_check.html", form=form, person=person, departure=departure)


@bp.route("/pegawai/status/<int:period_id>/akhiri", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def end_standing(period_id: int) -> Response:
    """Somebody works again from a day on."""
    period, person = queries.editable_standing(period_id, to=viewer())
    form = ReturnForm(data={"returns_on": clock.today()})
    if form.validate_on_submit():
        try:
            services.end_standing(period, **form.values(), by=viewer())
        except REFUSALS as error:
            form.refuse(error, error.field)
        else:
            flash(_("%(name)s dicatat kembali bekerja.", name=person.name))
            return see_other("people.show_employee", employee_id=person.id)
    return page("people/standing_end.html", form=form, person=person, period=period)
