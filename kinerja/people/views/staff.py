"""The people of a unit: list, spreadsheet, adding and changing."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from kinerja import clock
from kinerja.database import every, paged
from kinerja.people import queries, services
from kinerja.people.forms import EmployeeForm
from kinerja.people.models import Employee
from kinerja.people.queries import StaffFilter
from kinerja.people.rules import AWAY, JobClass, JobLevel, Standing
from kinerja.people.services import CircleError, EmployeeRefusedError, LaterEntryError
from kinerja.people.views.blueprint import bp
from kinerja.people.views.workplaces import workplaces
from kinerja.permissions import Permission, may, requires, viewer
from kinerja.web import page, page_number, personal_spreadsheet, see_other, whole_number

# The standings as they stand in an address; why somebody is away only for who keeps the data.
STANDINGS = {
    "aktif": frozenset({Standing.ACTIVE}),
    "dikecualikan": AWAY,
    "tugas-belajar": frozenset({Standing.STUDY_LEAVE}),
    "cuti-di-luar-tanggungan": frozenset({Standing.UNPAID_LEAVE}),
    "hukuman-disiplin": frozenset({Standing.DISCIPLINED}),
    "pensiun": frozenset({Standing.RETIRED}),
    "mutasi-keluar": frozenset({Standing.MOVED_OUT}),
    "berhenti": frozenset({Standing.LEFT}),
    "semua": None,
}
CLASSES = {
    "manajerial": JobClass.MANAGERIAL,
    "fungsional": JobClass.FUNCTIONAL,
    "pelaksana": JobClass.EXECUTOR,
}


def filters() -> StaffFilter:
    """What the list is narrowed to; nonsense narrows nothing."""
    level = request.args.get("jenjang", "")
    return StaffFilter(
        search=request.args.get("cari", "").strip(),
        unit_id=request.args.get("unit", type=whole_number),
        job_level=JobLevel(level) if level in set(JobLevel) else None,
        job_class=CLASSES.get(request.args.get("kelas", "")),
        standings=STANDINGS.get(asked_standing(), STANDINGS["aktif"]),
        unled=request.args.get("atasan") == "tanpa",
    )


def asked_standing() -> str:
    """The standing that is asked for (`keadaan`), as it stands in the address."""
    asked = request.args.get("keadaan", "")
    return asked if asked in STANDINGS else "aktif"


def asked_for() -> dict[str, Any]:
    """The filters as they stand in the address, for links to the same list."""
    names = ("cari", "unit", "jenjang", "kelas", "keadaan", "atasan")
    return {name: request.args[name] for name in names if request.args.get(name)}


@bp.get("/pegawai")
@requires(Permission.VIEW_STAFF)
def list_staff() -> Response:
    """The people whom the visitor keeps or leads."""
    kept = viewer().units(Permission.EDIT_STAFF)
    return page(
        "people/staff.html",
        people=paged(queries.staff(filters(), to=viewer()), page=page_number()),
        units=queries.units_by_name(viewer().units(Permission.VIEW_STAFF)),
        options={"job_levels": list(JobLevel), "classes": CLASSES, "standings": STANDINGS},
        chosen=filters(),
        asked=asked_for(),
        standing=asked_standing(),
        keeps=bool(kept),
        unled=queries.unled_count(to=viewer()) if kept else 0,
    )


@bp.get("/pegawai/xlsx")
@requires(Permission.VIEW_STAFF)
def download_staff() -> Response:
    """The same list, all of it, as a spreadsheet; that it was taken is recorded."""
    headings = [_("NIP"), _("Nama"), _("Status"), _("Golongan"), _("Jabatan"), _("Jenjang")]
    headings += [_("Kelas jabatan"), _("Unit kerja"), _("Keadaan")]
    people = every(queries.staff(filters(), to=viewer()))
    return personal_spreadsheet(
        "pegawai",
        headings,
        map(sheet_row, people),
        action="employee.exported",
        subject=Employee.__tablename__,
    )


def sheet_row(person: Employee) -> list[str]:
    """One person's cells; the number stays text, a numeric cell would lose digits."""
    return [
        person.nip,
        person.full_name,
        str(person.kind.label),
        person.grade or "",
        person.position.title,
        str(person.position.job_level.label),
        str(person.position.job_class.label),
        person.unit.name,
        standing_words(person.standing, person.unit_id),
    ]


@bp.app_template_global()
def standing_words(standing: Standing, unit_id: int) -> str:
    """The standing in words, as far as the visitor may know of somebody in the unit."""
    keeps = may(viewer(), Permission.EDIT_STAFF, unit_id)
    return str(standing.label if keeps else standing.open_label)


@bp.route("/pegawai/tambah", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def add_employee() -> Response:
    """Add an employee."""
    form = with_choices(EmployeeForm(data={"valid_from": clock.today()}))
    if form.validate_on_submit():
        try:
            added = services.add_employee(**form.values(), by=viewer())
        except (EmployeeRefusedError, LaterEntryError, CircleError) as error:
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
    form = with_choices(EmployeeForm(data=as_typed(person)), held=person.position_id)
    if form.validate_on_submit():
        try:
            services.change_employee(person, **form.values(), by=viewer())
        except (EmployeeRefusedError, LaterEntryError, CircleError) as error:
            form.refuse(error, error.field)
        else:
            flash(_("Data %(name)s tersimpan.", name=person.full_name))
            return see_other("people.show_employee", employee_id=person.id)
    return page("people/employee_form.html", form=form, person=person)


def with_choices(form: EmployeeForm, *, held: int | None = None) -> EmployeeForm:
    """The form with the units that the viewer keeps and the positions that may be given.

    Nothing is chosen beforehand for somebody new.
    """
    form.unit_id.choices = workplaces()
    form.position_id.choices = [
        SelectChoice(str(position.id), f"{position.title} ({position.job_level.label})")
        for position in queries.positions_by_title(held)
    ]
    if held is None:
        form.unit_id.choices.insert(0, SelectChoice("0", _("Pilih unit")))
        form.position_id.choices.insert(0, SelectChoice("0", _("Pilih jabatan")))
    return form


def as_typed(person: Employee) -> dict[str, Any]:
    """The person's data as the form's fields."""
    names = (
        "nip",
        "kind",
        "grade",
        "name",
        "title_before",
        "title_after",
        "email",
        "phone",
        "unit_id",
        "position_id",
    )
    return {name: getattr(person, name) for name in names} | {
        "supervisor_nip": queries.set_supervisor_nip(person.id, on=clock.today()),
        "valid_from": clock.today(),
    }
