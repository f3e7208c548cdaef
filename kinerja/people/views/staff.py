"""The people of a unit: list, spreadsheet, one person, adding and changing."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from kinerja import clock
from kinerja.database import every, paged
from kinerja.people import queries, services
from kinerja.people.forms import EmployeeForm
from kinerja.people.models import Employee
from kinerja.people.rules import JobLevel, read_nip
from kinerja.people.services import EmployeeRefusedError
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, may, requires, viewer
from kinerja.web import page, page_number, see_other, spreadsheet, whole_number


def filters() -> dict[str, Any]:
    """What the list is narrowed to, as `queries.staff` takes it; nonsense narrows nothing."""
    level = request.args.get("jenjang", "")
    return {
        "search": request.args.get("cari", "").strip(),
        "unit_id": request.args.get("unit", type=whole_number),
        "job_level": JobLevel(level) if level in set(JobLevel) else None,
    }


@bp.get("/pegawai")
@requires(Permission.VIEW_STAFF)
def list_staff() -> Response:
    """The people whom the visitor keeps or leads."""
    chosen = filters()
    return page(
        "people/staff.html",
        people=paged(queries.staff(to=viewer(), **chosen), page=page_number()),
        units=queries.units_by_name(viewer().units(Permission.VIEW_STAFF)),
        job_levels=list(JobLevel),
        chosen=chosen,
        may_add=bool(viewer().units(Permission.EDIT_STAFF)),
    )


@bp.get("/pegawai/xlsx")
@requires(Permission.VIEW_STAFF)
def download_staff() -> Response:
    """The same list, all of it, as a spreadsheet."""
    headings = [_("NIP"), _("Nama"), _("Status"), _("Jabatan"), _("Jenjang"), _("Unit kerja")]
    people = every(queries.staff(to=viewer(), **filters()))
    return spreadsheet("pegawai", headings, map(sheet_row, people))


def sheet_row(person: Employee) -> list[str]:
    """One person's cells; the number stays text, a numeric cell would lose digits."""
    return [
        person.nip,
        person.full_name,
        str(person.kind.label),
        person.position.title,
        str(person.position.job_level.label),
        person.unit.name,
    ]


@bp.get("/pegawai/<int:employee_id>")
@requires(Permission.VIEW_STAFF)
def show_employee(employee_id: int) -> Response:
    """One person."""
    person = queries.visible_employee(employee_id, to=viewer())
    return page(
        "people/employee.html",
        person=person,
        reports=queries.direct_reports(person.id),
        warnings=read_nip(person.nip, person.kind, on=clock.today()).warnings,
        editable=may(viewer(), Permission.EDIT_STAFF, person.unit_id),
    )


@bp.route("/pegawai/tambah", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def add_employee() -> Response:
    """Add an employee."""
    form = with_choices(EmployeeForm(), is_new=True)
    if form.validate_on_submit():
        try:
            added = services.add_employee(**form.values(), by=viewer())
        except EmployeeRefusedError as error:
            form.refuse(error, error.field)
        else:
            flash(_("%(name)s ditambahkan.", name=added.full_name))
            return see_other("people.show_employee", employee_id=added.id)
    return page("people/employee_form.html", form=form, person=None)


@bp.route("/pegawai/<int:employee_id>/ubah", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def change_employee(employee_id: int) -> Response:
    """Correct an employee's data, or move them."""
    person = queries.editable_employee(employee_id, to=viewer())
    form = with_choices(EmployeeForm(data=as_typed(person)), is_new=False)
    if form.validate_on_submit():
        try:
            services.change_employee(person, **form.values(), by=viewer())
        except EmployeeRefusedError as error:
            form.refuse(error, error.field)
        else:
            flash(_("Data %(name)s tersimpan.", name=person.full_name))
            return see_other("people.show_employee", employee_id=person.id)
    return page("people/employee_form.html", form=form, person=person)


def with_choices(form: EmployeeForm, *, is_new: bool) -> EmployeeForm:
    """The form with the units that the viewer keeps and all positions to choose from.

    Nothing is chosen beforehand for somebody new.
    """
    units = queries.units_by_name(viewer().units(Permission.EDIT_STAFF))
    form.unit_id.choices = [SelectChoice(str(unit.id), unit.name) for unit in units]
    form.position_id.choices = [
        SelectChoice(str(position.id), f"{position.title} ({position.job_level.label})")
        for position in queries.positions_by_title()
    ]
    if is_new:
        form.unit_id.choices.insert(0, SelectChoice("0", _("Pilih unit")))
        form.position_id.choices.insert(0, SelectChoice("0", _("Pilih jabatan")))
    return form


def as_typed(person: Employee) -> dict[str, Any]:
    """The person's data as the form's fields."""
    names = ("nip", "kind", "name", "title_before", "title_after", "unit_id", "position_id")
    above = person.supervisor
    return {name: getattr(person, name) for name in names} | {
        "supervisor_nip": above.nip if above else ""
    }
