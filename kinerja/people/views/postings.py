"""Moving people to another unit or position."""

from flask import Response, flash
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from kinerja import clock
from kinerja.people import queries, services
from kinerja.people.forms import MoveForm
from kinerja.people.models import Employee
from kinerja.people.services import CircleError, EmployeeRefusedError, LaterEntryError
from kinerja.people.views.blueprint import bp
from kinerja.people.views.workplaces import workplaces
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other


@bp.route("/pegawai/<int:employee_id>/pindah", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def move_employee(employee_id: int) -> Response:
    """Move somebody from a day on."""
    person = queries.editable_employee(employee_id, to=viewer())
    form, lines = places(person), queries.superiors_on(clock.today(), [person.id])[person.id]
    if form.validate_on_submit():
        try:
            services.move_employee(person, **form.values(), by=viewer())
        except (EmployeeRefusedError, LaterEntryError, CircleError) as error:
            form.refuse(error, error.field)
        else:
            flash(_("Penempatan %(name)s tersimpan.", name=person.name))
            return see_other("people.show_employee", employee_id=person.id)
    return page("people/move_form.html", form=form, person=person, lines=lines.values())


def places(person: Employee) -> MoveForm:
    """The form with the units that the viewer keeps and the positions that may be given."""
    form = MoveForm(
        data={
            "unit_id": person.unit_id,
            "position_id": person.position_id,
            "valid_from": clock.today(),
        }
    )
    form.unit_id.choices = workplaces()
    form.position_id.choices = [
        SelectChoice(str(position.id), f"{position.title} ({position.job_level.label})")
        for position in queries.positions_by_title(person.position_id)
    ]
    return form
