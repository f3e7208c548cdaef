"""One's own plan and its items; a report's or a trainee's plan, read only."""

from datetime import date

from flask import Response, flash, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.database import remember
from kinerja.development import queries, services
from kinerja.development.forms import EvidenceForm
from kinerja.development.models import PlanItem
from kinerja.development.rules import Party
from kinerja.development.views.blueprint import bp, refused
from kinerja.errors import DomainError
from kinerja.forms import Form
from kinerja.people import queries as people_queries
from kinerja.people.models import Employee
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other, whole_number


def chosen_year() -> int:
    """The year asked for (`tahun`), else this one."""
    year = request.args.get("tahun", 0, type=whole_number)
    return year if date.min.year < year < date.max.year else clock.today().year


def note_reading(employee_id: int) -> None:
    """Record, after this request, that the visitor read the plan, unless it is their own."""
    by = viewer().employee_id
    if employee_id != by:
        remember(services.note_reading, employee_id=employee_id, by=by)


@bp.get("/pengembangan")
@requires(Permission.OWN_PLAN)
def own_plan() -> Response:
    """The visitor's plan of the year."""
    return plan_page(people_queries.employee(viewer().employee_id))


@bp.get("/pengembangan/pegawai/<int:employee_id>")
@requires(Permission.VIEW_PLANS)
def show_plan(employee_id: int) -> Response:
    """Somebody else's plan, for the trainer and the direct supervisor."""
    return plan_page(queries.visible_plan_holder(employee_id, to=viewer()))


def plan_page(holder: Employee) -> Response:
    """The person's plan of the chosen year; that another's was read is recorded."""
    year = chosen_year()
    note_reading(holder.id)
    return page(
        "development/plan.html",
        holder=holder,
        own=holder.id == viewer().employee_id,
        items=queries.plan(holder.id, year=year),
        standing=queries.jp_standing(holder, year=year),
        year=year,
        years=queries.plan_years(holder.id, year=clock.today().year),
        form=Form(),
    )


@bp.get("/pengembangan/kegiatan/<int:item_id>")
@requires(Permission.OWN_PLAN)
def show_item(item_id: int) -> Response:
    """One activity of a plan; that another's was read is recorded."""
    item = queries.visible_plan_item(item_id, to=viewer())
    note_reading(item.employee_id)
    return item_page(item, Form())


def item_page(item: PlanItem, form: Form, status: int | None = None) -> Response:
    """An item with what the visitor may do to it."""
    return page(
        "development/item.html",
        status=status,
        form=form,
        item=item,
        party=queries.party(item, viewer()),
        Party=Party,
    )


@bp.post("/pengembangan/kegiatan/<int:item_id>/mulai")
@requires(Permission.OWN_PLAN)
def start_item(item_id: int) -> Response:
    """Begin an activity."""
    item, form = queries.movable_plan_item(item_id, Party.HOLDER, to=viewer()), Form()
    try:
        services.start_item(item, by=viewer())
    except DomainError as error:
        return item_page(item, form, refused(form, error))
    flash(_("Dimulai. Setelah selesai, kirim tautan buktinya dari halaman ini."))
    return see_other("development.show_item", item_id=item.id)


@bp.route("/pengembangan/kegiatan/<int:item_id>/selesai", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def finish_item(item_id: int) -> Response:
    """Say that an activity is done, with a link to the evidence."""
    item = queries.movable_plan_item(item_id, Party.HOLDER, to=viewer())
    form, status = EvidenceForm(obj=item), None
    if form.validate_on_submit():
        try:
            services.finish_item(item, **form.values(), by=viewer())
            flash(_("Terkirim. JP dihitung setelah pelatih mengonfirmasi bukti Anda."))
            return see_other("development.show_item", item_id=item.id)
        except DomainError as error:
            status = refused(form, error)
    return page("development/finish.html", form=form, item=item, status=status)


@bp.route("/pengembangan/kegiatan/<int:item_id>/batal", methods=["GET", "POST"])
@requires(Permission.OWN_PLAN)
def cancel_item(item_id: int) -> Response:
    """Take an activity out of a plan, after asking."""
    item = queries.movable_plan_item(item_id, Party.HOLDER, Party.TRAINER, to=viewer())
    form, status = Form(), None
    if form.validate_on_submit():
        try:
            services.cancel_item(item, by=viewer())
            flash(_("“%(title)s” dikeluarkan dari rencana.", title=item.training.title))
            return see_other("development.show_item", item_id=item.id)
        except DomainError as error:
            status = refused(form, error)
    return page("development/cancel.html", form=form, item=item, status=status)
