"""The trainer's desk: finished activities to confirm or return, and everybody's plans."""

from datetime import date
from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _

from kinerja.database import Page, paged
from kinerja.development import queries, services
from kinerja.development.forms import ReturnForm
from kinerja.development.models import PlanItem
from kinerja.development.rules import Party
from kinerja.development.views.blueprint import bp, chosen_id, refused, searched
from kinerja.development.views.plans import chosen_year, item_page
from kinerja.errors import DomainError
from kinerja.forms import Form
from kinerja.people import queries as people_queries
from kinerja.people.models import Employee
from kinerja.people.rules import EmployeeKind
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import (
    flash_undo,
    note_list_reading,
    page,
    page_number,
    personal_spreadsheet,
    see_other,
)

DESK = 20  # rows on a page where each is read with care
STATES = ("below", "full", "none")


@bp.get("/pengembangan/konfirmasi")
@requires(Permission.CONFIRM)
def confirmations() -> Response:
    """What waits for the trainer's confirmation."""
    _count, jp = queries.confirmable(to=viewer())
    return page(
        "development/confirmations.html",
        items=paged(queries.items_to_confirm(to=viewer()), page=page_number(), size=DESK),
        jp=jp,
        blank=Form,
    )


@bp.post("/pengembangan/kegiatan/<int:item_id>/konfirmasi")
@requires(Permission.CONFIRM)
def confirm_item(item_id: int) -> Response:
    """Accept the evidence of an activity."""
    item, form = queries.movable_plan_item(item_id, Party.TRAINER, to=viewer()), Form()
    try:
        services.confirm_item(item, by=viewer())
    except DomainError as error:
        return item_page(item, form, refused(form, error))
    done = _("Dikonfirmasi: %(jp)s JP untuk %(name)s.", jp=item.jp, name=item.employee.name)
    flash_undo(done, "development.undo_decision", item_id=item.id)
    return see_other("development.confirmations")


@bp.route("/pengembangan/kegiatan/<int:item_id>/kembalikan", methods=["GET", "POST"])
@requires(Permission.CONFIRM)
def return_item(item_id: int) -> Response:
    """Give an activity back with a note."""
    item = queries.movable_plan_item(item_id, Party.TRAINER, to=viewer())
    form, status = ReturnForm(), None
    if form.validate_on_submit():
        try:
            services.return_item(item, **form.values(), by=viewer())
            done = _("Dikembalikan kepada %(name)s.", name=item.employee.name)
            flash_undo(done, "development.undo_decision", item_id=item.id)
            return see_other("development.confirmations")
        except DomainError as error:
            status = refused(form, error)
    return page("development/return.html", form=form, item=item, status=status)


@bp.post("/pengembangan/kegiatan/<int:item_id>/urungkan")
@requires(Permission.CONFIRM)
def undo_decision(item_id: int) -> Response:
    """Take a confirmation or a return back."""
    item = queries.movable_plan_item(item_id, Party.TRAINER, to=viewer())
    try:
        services.undo_decision(item, by=viewer())
    except DomainError as error:
        flash(error.message, "warning")
    else:
        flash(_("Diurungkan. Kegiatan %(name)s menunggu lagi.", name=item.employee.name))
    return see_other("development.confirmations")


def overview_filters() -> dict[str, Any]:
    """What the overview is narrowed to, as `queries.plans_overview` takes it."""
    state = request.args.get("keadaan", "")
    return {
        "q": searched(),
        "unit_id": chosen_id("unit"),
        "state": state if state in STATES else "",
        "year": chosen_year(),
    }


@bp.get("/pengembangan/rencana")
@requires(Permission.VIEW_PLANS)
def plans() -> Response:
    """Everybody's plan in figures; that they were read is recorded."""
    chosen = overview_filters()
    people = paged(queries.plans_overview(to=viewer(), **chosen), page=page_number())
    note_list_reading("plan.read", PlanItem.__tablename__, len(people.items))
    return overview_page(people, chosen)


def overview_page(people: Page[Any], chosen: dict[str, Any]) -> Response:
    """One page of the overview."""
    on = date(chosen["year"], 12, 31)
    return page(
        "development/plans.html",
        people=people,
        chosen=chosen,
        units=people_queries.units_by_name(viewer().units(Permission.VIEW_PLANS)),
        standing=queries.standing,
        on=on,
        target=queries.jp_limit(EmployeeKind.PNS, on=on),
        ceiling=queries.jp_limit(EmployeeKind.PPPK, on=on),
    )


@bp.get("/pengembangan/rencana/xlsx")
@requires(Permission.VIEW_PLANS)
def download_plans() -> Response:
    """The overview as a spreadsheet."""
    headings = [_("NIP"), _("Nama"), _("Status"), _("Unit kerja"), _("Tahun")]
    headings += [_("JP dikonfirmasi"), _("JP direncanakan"), _("Kegiatan")]
    chosen, table = overview_filters(), PlanItem.__tablename__
    found = queries.every_plan(to=viewer(), **chosen)
    rows = (sheet_row(person, chosen["year"], figures) for person, *figures in found)
    return personal_spreadsheet(
        "rencana-pengembangan", headings, rows, action="plan.exported", subject=table
    )


def sheet_row(person: Employee, year: int, figures: list[int]) -> list[object]:
    """One person's cells; the number stays text."""
    kind = str(person.kind.label)
    return [person.nip, person.full_name, kind, person.unit.name, year, *figures]
