"""Where present levels come from: records of one's own and of others, adding and voiding."""

from flask import Response, flash
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency import queries, services
from kinerja.competency.forms import RecordForm, VoidForm, record_form
from kinerja.competency.models import Record
from kinerja.competency.queries.official_lists import officials_of_records
from kinerja.competency.views.blueprint import bp
from kinerja.database import remember
from kinerja.errors import DomainError
from kinerja.people import queries as people_queries
from kinerja.people.models import Employee
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other

bp.add_app_template_filter(queries.source, "record_source")


@bp.get("/kompetensi/riwayat/<code>")
@requires(Permission.ASSESS_OWN)
def own_records(code: str) -> Response:
    """The visitor's records in one competency."""
    competency = queries.competency_by_code(code)
    own = people_queries.employee(viewer().employee_id)
    found = queries.explained(own.id, on=clock.today(), code=competency.code)
    return page(
        "competency/history.html",
        levels=found,
        person=None,
        competency=competency,
        officials=officials_of_records(own, to=viewer()),
    )


@bp.get("/kompetensi/pegawai/<int:employee_id>/riwayat")
@requires(Permission.VIEW_RESULTS)
def records(employee_id: int) -> Response:
    """Somebody's records in every competency; that they were read is recorded."""
    person = queries.visible_person(employee_id, to=viewer())
    remember(services.note_records_read, employee_id=person.id, by=viewer().employee_id)
    found = queries.explained(person.id, on=clock.today(), to=viewer())
    keeps = person.unit_id in viewer().units(Permission.KEEP_RECORDS)
    officials = officials_of_records(person, to=viewer())
    return page(
        "competency/history.html", levels=found, person=person, keeps=keeps, officials=officials
    )


@bp.route("/kompetensi/pegawai/<int:employee_id>/riwayat/tambah", methods=["GET", "POST"])
@requires(Permission.KEEP_RECORDS)
def add_record(employee_id: int) -> Response:
    """Enter what an assessor, a training or an appraisal of prior learning has attested."""
    person = queries.kept_person(employee_id, to=viewer())
    form = record_form(queries.competencies())
    if form.validate_on_submit() and added(person, form):
        flash(_("Catatan %(name)s ditambahkan.", name=person.name))
        return see_other("competency.records", employee_id=person.id)
    return page("competency/record_form.html", person=person, form=form)


@bp.route("/kompetensi/catatan/<int:record_id>/batalkan", methods=["GET", "POST"])
@requires(Permission.KEEP_RECORDS)
def void_record(record_id: int) -> Response:
    """Void a record with a reason; it stays, struck through."""
    record = queries.kept_record(record_id, to=viewer())
    form = VoidForm()
    if form.validate_on_submit() and voided(record, form):
        flash(_("Catatan dibatalkan. Tingkat saat ini sudah dihitung ulang."))
        return see_other("competency.records", employee_id=record.employee_id)
    return page(
        "competency/record_void.html", record=record, title=queries.record_title(record), form=form
    )


def added(person: Employee, form: RecordForm) -> bool:
    """Add the record; a refusal goes into the form."""
    try:
        services.add_record(person, by=viewer(), **form.values())
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def voided(record: Record, form: VoidForm) -> bool:
    """Void the record; a refusal goes into the form."""
    try:
        services.void_record(record, by=viewer(), reason=str(form.reason.data))
    except DomainError as error:
        form.refuse(error)
        return False
    return True
