"""Acting leaders: the list, appointing, ending, taking back."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from kinerja import clock
from kinerja.database import every, paged
from kinerja.errors import DomainError
from kinerja.forms import Form
from kinerja.people import queries, services
from kinerja.people.forms import EndActingForm, PlhForm, PltForm
from kinerja.people.models import ActingLeader, Employee
from kinerja.people.rules import GrantState, grant_state
from kinerja.people.services import (
    ActingTakenError,
    CircleError,
    EmployeeRefusedError,
    EndBeforeStartError,
)
from kinerja.people.views.blueprint import bp
from kinerja.people.views.superiors import candidates
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import day, page, page_number, personal_spreadsheet, see_other, whole_number

# The states as they stand in an address.
STATES = {
    "": GrantState.CURRENT,
    "akan-datang": GrantState.COMING,
    "selesai": GrantState.ENDED,
    "semua": None,
}
REFUSALS = (EmployeeRefusedError, ActingTakenError, CircleError, EndBeforeStartError)


def narrowed() -> dict[str, Any]:
    """What the list is narrowed to, as `queries.acting_leaders` takes it."""
    return {
        "state": STATES.get(request.args.get("saat", ""), GrantState.CURRENT),
        "search": request.args.get("cari", "").strip(),
        "on": clock.today(),
    }


@bp.get("/pejabat-sementara")
@requires(Permission.VIEW_STAFF)
def list_acting() -> Response:
    """Who leads for somebody else, or will, or did."""
    chosen = narrowed()
    return page(
        "people/acting.html",
        leaders=paged(queries.acting_leaders(to=viewer(), **chosen), page=page_number()),
        chosen=chosen,
        states=STATES,
        may_appoint=bool(viewer().units(Permission.EDIT_STAFF)),
        led_unit=queries.led_unit,
    )


@bp.get("/pejabat-sementara/xlsx")
@requires(Permission.VIEW_STAFF)
def download_acting() -> Response:
    """The same list as a spreadsheet; that it was taken is recorded."""
    headings = [_("Sebagai"), _("Nama"), _("NIP"), _("Memimpin"), _("Mulai"), _("Sampai")]
    headings += [_("Surat perintah"), _("Keadaan")]
    leaders = every(queries.acting_leaders(to=viewer(), **narrowed()))
    return personal_spreadsheet(
        "pejabat-sementara",
        headings,
        map(sheet_row, leaders),
        action="acting.exported",
        subject=ActingLeader.__tablename__,
    )


def sheet_row(found: ActingLeader) -> list[object]:
    """One leadership's cells."""
    return [
        found.kind.label,
        found.employee.full_name,
        found.employee.nip,
        found.absent.full_name if found.absent else found.unit and found.unit.name,
        found.valid_from,
        found.valid_to,
        found.decree,
        grant_state(found.valid_from, found.valid_to, on=clock.today()).label,
    ]


@bp.route("/pejabat-sementara/plt", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def appoint_plt() -> Response:
    """Appoint somebody to lead a unit without a head."""
    today, unit_id = clock.today(), request.args.get("unit", type=whole_number)
    form, found = PltForm(data={"valid_from": today, "unit_id": unit_id}), candidates()
    form.unit_id.choices = unit_choices()
    if form.validate_on_submit() and appointed(form, services.appoint_plt):
        return see_other("people.list_acting", saat=shown(form))
    return page("people/acting_form.html", form=form, found=found, absent=None)


def unit_choices() -> list[SelectChoice]:
    """The units to choose from, those without a head first and marked."""
    offered = []
    for unit, is_free in queries.units_to_lead(to=viewer(), on=clock.today()):
        label = _("%(name)s (tanpa kepala)", name=unit.name) if is_free else unit.name
        offered.append(SelectChoice(str(unit.id), label))
    return offered


@bp.route("/pejabat-sementara/plh/<int:employee_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def appoint_plh(employee_id: int) -> Response:
    """Appoint somebody to stand in for a leader who is absent."""
    absent = queries.editable_employee(employee_id, to=viewer())
    form, found = PlhForm(data={"valid_from": clock.today()}), candidates(without=absent.id)
    if form.validate_on_submit() and appointed(form, services.appoint_plh, absent):
        return see_other("people.list_acting", saat=shown(form))
    return page("people/acting_form.html", form=form, found=found, absent=absent)


def appointed(form: PlhForm, service: Callable[..., ActingLeader], *whom: Employee) -> bool:
    """Appoint; a refusal goes into the form."""
    try:
        service(*whom, **form.values(), by=viewer())
    except REFUSALS as error:
        form.refuse(error, error.field)
        return False
    flash(_("Penunjukan tersimpan."))
    return True


def shown(form: PlhForm) -> str | None:
    """The part of the list in which the new appointment stands."""
    state = grant_state(form.valid_from.data, form.valid_to.data, on=clock.today())
    return next(slug for slug, each in STATES.items() if each is state) or None


@bp.route("/pejabat-sementara/<int:acting_id>/akhiri", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def end_acting(acting_id: int) -> Response:
    """End an appointment earlier than was decided."""
    found = queries.editable_acting(acting_id, to=viewer())
    form = EndActingForm(data={"valid_to": clock.today()})
    if form.validate_on_submit():
        try:
            services.end_acting(found, **form.values(), by=viewer())
        except EmployeeRefusedError as error:
            form.refuse(error, error.field)
        else:
            return ended(_("Penunjukan berakhir %(day)s.", day=day(found.valid_to)))
    return page("people/acting_end.html", form=form, found=found)


@bp.route("/pejabat-sementara/<int:acting_id>/batalkan", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def withdraw_acting(acting_id: int) -> Response:
    """Take an appointment back that has not begun."""
    found, form = queries.editable_acting(acting_id, to=viewer()), Form()
    if form.validate_on_submit():
        try:
            services.withdraw_acting(found, by=viewer())
        except DomainError as error:
            form.refuse(error)
        else:
            return ended(_("Penunjukan dibatalkan."))
    return page("people/acting_withdraw.html", form=form, found=found)


def ended(sentence: str) -> Response:
    """Back to the list."""
    flash(sentence)
    return see_other("people.list_acting")
