"""What citizens said, per unit, and the services and counters where they are asked."""

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.database import every, paged
from kinerja.errors import DomainError
from kinerja.forms import Form
from kinerja.people.models import Unit
from kinerja.people.queries import units_by_name
from kinerja.permissions import Permission, requires, viewer
from kinerja.satisfaction import queries, services
from kinerja.satisfaction.forms import ChangeServiceForm, CounterForm, ServiceForm
from kinerja.satisfaction.models import Counter, Service
from kinerja.satisfaction.rules import FACES, half_up
from kinerja.web import page, page_number, see_other, spreadsheet

bp = Blueprint("satisfaction", __name__)


def search() -> str:
    """What the list is narrowed to."""
    return request.args.get("cari", "").strip()


@bp.get("/survei")
@requires(Permission.VIEW_SATISFACTION)
def overview() -> Response:
    """The units with services: one-tap rating and IKM, apart."""
    units = paged(queries.service_units(search()), page=page_number())
    today = clock.today()
    figures = queries.figures([unit.id for unit in units.items], on=today)
    return page(
        "satisfaction/overview.html",
        units=units,
        figures=figures,
        samples=queries.samples(figures, on=today),
        how=queries.method(on=today),
        search=search(),
    )


@bp.get("/survei/xlsx")
@requires(Permission.VIEW_SATISFACTION)
def download_overview() -> Response:
    """The same list, all of it, as a spreadsheet."""
    units = every(queries.service_units(search()))
    figures = queries.figures([unit.id for unit in units], on=clock.today())
    samples = queries.samples(figures, on=clock.today())
    headings = [_("Unit"), _("Ketukan"), _("Puas atau sangat puas (%)")]
    headings += [_("Responden survei"), _("IKM"), _("Mutu"), _("Sampel minimum")]
    rows = (overview_row(unit, figures[unit.id], samples[unit.id]) for unit in units)
    return spreadsheet("survei", headings, rows)


def overview_row(unit: Unit, found: queries.Figures, sample: queries.Sample) -> list[object]:
    """One unit's cells; a figure below the floor stays empty, the count isn't hidden."""
    result = found.result
    index = [result.ikm, result.grade.value] if result else [None, None]
    return [unit.name, found.tap_count, found.satisfied, found.respondents, *index, sample.needed]


@bp.get("/survei/unit/<int:unit_id>")
@requires(Permission.VIEW_SATISFACTION)
def show_unit(unit_id: int) -> Response:
    """What citizens said about a unit and everything under it."""
    unit = queries.public_unit(unit_id)
    report = queries.report(unit, on=queries.report_day(unit, today=clock.today()))
    closed = queries.closed_units(unit.id)
    how = report.figures.method
    return page("satisfaction/unit.html", report=report, how=how, faces=FACES, closed=closed)


@bp.get("/survei/unit/<int:unit_id>/xlsx")
@requires(Permission.VIEW_SATISFACTION)
def download_unit(unit_id: int) -> Response:
    """The unit's elements as a spreadsheet; empty while the index isn't shown."""
    unit = queries.public_unit(unit_id)
    day = queries.report_day(unit, today=clock.today())
    result = queries.figures([unit.id], on=day)[unit.id].result
    tallies = result.tallies.items() if result else ()
    headings = [_("Unsur"), _("Jawaban"), _("Jumlah nilai"), _("NRR"), _("Nilai unsur")]
    rows = ([e.label, t.n, t.total, half_up(t.nrr, 4), t.score] for e, t in tallies)
    return spreadsheet(f"ikm-unit-{unit.id}", headings, rows)


@bp.get("/survei/loket")
@requires(Permission.MANAGE_COUNTERS)
def counters() -> Response:
    """The counters that the visitor looks after, each with its secret link."""
    found = paged(queries.counters(viewer(), search()), page=page_number())
    return page("satisfaction/counters.html", counters=found, search=search())


@bp.get("/survei/loket/xlsx")
@requires(Permission.MANAGE_COUNTERS)
def download_counters() -> Response:
    """The same list, all of it, as a spreadsheet: without the secrets."""
    headings = [_("Unit"), _("Layanan"), _("Loket"), _("Dibuat")]
    found = every(queries.counters(viewer(), search()))
    return spreadsheet("loket", headings, map(counter_row, found))


def counter_row(counter: Counter) -> list[object]:
    """One counter's cells."""
    made = clock.local(counter.created_at).date()
    return [counter.service.unit.successor.name, counter.service.name, counter.name, made]


@bp.route("/survei/loket/tambah", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
def add_counter() -> Response:
    """Open a counter for a service."""
    form = CounterForm()
    offered = every(queries.services(viewer()))
    form.service_id.choices = [(s.id, service_label(s)) for s in offered if s.is_active]
    if form.validate_on_submit():
        try:
            services.add_counter(**form.values(), by=viewer())
            return done(_("Loket dibuat. Tautannya ada di daftar."), "satisfaction.counters")
        except DomainError as error:
            form.refuse(error, "name")
    return page("satisfaction/counter_form.html", form=form)


def service_label(service: Service) -> str:
    """A service as it is chosen: with the unit that offers it now, and where it was before."""
    unit, now = service.unit, service.unit.successor
    called = now.name if now is unit else f"{now.name} ({unit.name})"
    return f"{called}: {service.name}"


def done(message: str, endpoint: str) -> Response:
    """Back to a list that says what has happened."""
    flash(message)
    return see_other(endpoint)


@bp.route("/survei/loket/<int:counter_id>/ganti-tautan", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
def rotate_link(counter_id: int) -> Response:
    """Give a counter a new secret link, after asking."""
    counter = queries.visible_counter(counter_id, to=viewer())
    form = Form()
    if form.validate_on_submit():
        services.rotate_link(counter, by=viewer())
        return done(_("Tautan diganti. Tautan lama tidak berlaku lagi."), "satisfaction.counters")
    return page("satisfaction/rotate_link.html", counter=counter, form=form)


@bp.get("/survei/layanan")
@requires(Permission.MANAGE_COUNTERS)
def list_services() -> Response:
    """The services that the visitor looks after."""
    found = paged(queries.services(viewer(), search()), page=page_number())
    return page("satisfaction/services.html", services=found, search=search())


@bp.get("/survei/layanan/xlsx")
@requires(Permission.MANAGE_COUNTERS)
def download_services() -> Response:
    """The same list, all of it, as a spreadsheet."""
    headings = [_("Unit"), _("Layanan"), _("Pengguna setahun"), _("Masih berjalan")]
    said = {True: _("ya"), False: _("tidak")}
    found = every(queries.services(viewer(), search()))
    rows = ([s.unit.successor.name, s.name, s.population, said[s.is_active]] for s in found)
    return spreadsheet("layanan", headings, rows)


@bp.route("/survei/layanan/tambah", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
def add_service() -> Response:
    """Let a unit offer a service."""
    form = ServiceForm()
    units = units_by_name(viewer().units(Permission.MANAGE_COUNTERS))
    form.unit_id.choices = [(unit.id, unit.name) for unit in units]
    if form.validate_on_submit():
        try:
            services.add_service(**form.values(), by=viewer())
            return done(_("Layanan tersimpan."), "satisfaction.list_services")
        except DomainError as error:
            form.refuse(error, "name")
    return page("satisfaction/service_form.html", form=form, service=None)


@bp.route("/survei/layanan/<int:service_id>/ubah", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
def change_service(service_id: int) -> Response:
    """Correct a service."""
    service = queries.visible_service(service_id, to=viewer())
    form = ChangeServiceForm(obj=service)
    if form.validate_on_submit():
        try:
            services.change_service(service, **form.values(), by=viewer())
            return done(_("Layanan tersimpan."), "satisfaction.list_services")
        except DomainError as error:
            form.refuse(error, "name")
    return page("satisfaction/service_form.html", form=form, service=service)
