"""One person: today's data with superiors and reports, the past, and any day of it."""

from flask import Response, request

from kinerja import clock
from kinerja.people import queries
from kinerja.people.rules import GONE, read_nip
from kinerja.people.views.blueprint import bp
from kinerja.people.views.units import asked_day
from kinerja.permissions import Permission, may, requires, viewer
from kinerja.web import page


@bp.get("/pegawai/<int:employee_id>")
@requires(Permission.VIEW_STAFF)
def show_employee(employee_id: int) -> Response:
    """One person."""
    person, today = queries.visible_employee(employee_id, to=viewer()), clock.today()
    gone = person.standing in GONE
    return page(
        "people/employee.html",
        person=person,
        record=queries.record(person.id, on=today),
        left_behind=queries.left_behind(person.id, on=today) if gone else [],
        warnings=read_nip(person.nip, person.kind, on=today).warnings,
        editable=may(viewer(), Permission.EDIT_STAFF, person.unit_id),
    )


@bp.get("/pegawai/<int:employee_id>/riwayat")
@requires(Permission.VIEW_STAFF)
def show_history(employee_id: int) -> Response:
    """Everything known of the person with its days, and one day of it where one is asked for."""
    person = queries.visible_employee(employee_id, to=viewer())
    asked = bool(request.args.get("tanggal"))
    return page(
        "people/history.html",
        person=person,
        events=queries.timeline(person.id),
        today=clock.today(),
        day=queries.day_of(person.id, on=asked_day()) if asked else None,
        editable=may(viewer(), Permission.EDIT_STAFF, person.unit_id),
    )
