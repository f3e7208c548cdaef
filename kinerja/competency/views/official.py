"""Official results of assessors: the list of those one keeps, one of them, and one's own."""

from flask import Response, flash, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency import queries
from kinerja.competency.forms import VoidForm
from kinerja.competency.forms.official import OfficialForm, official_form
from kinerja.competency.models import Official
from kinerja.competency.queries import official_lists
from kinerja.competency.queries.official_lists import OfficialFilter
from kinerja.competency.rules.jpm import MappingCategory, SelectionCategory
from kinerja.competency.services import official as services
from kinerja.competency.views.blueprint import bp
from kinerja.database import remember
from kinerja.errors import DomainError
from kinerja.people import queries as people_queries
from kinerja.permissions import Permission, may, requires, viewer
from kinerja.web import note_list_reading, page, page_number, see_other, whole_number


def official_filter() -> OfficialFilter:
    """What the list is narrowed to; nonsense narrows nothing."""
    year = request.args.get("tahun", type=whole_number)
    selection, mapping = request.args.get("syarat", ""), request.args.get("pemetaan", "")
    return OfficialFilter(
        search=" ".join(request.args.get("cari", "").split()),
        unit_id=request.args.get("unit", type=whole_number),
        year=year if year and 1 <= year <= clock.today().year else None,
        selection=SelectionCategory(selection) if selection in set(SelectionCategory) else None,
        mapping=MappingCategory(mapping) if mapping in set(MappingCategory) else None,
        voided=request.args.get("keadaan") == "batal",
    )


@bp.get("/kompetensi/hasil-uji")
@requires(Permission.KEEP_RECORDS)
def officials() -> Response:
    """The results that the visitor keeps; that they were read is recorded."""
    chosen = official_filter()
    found = official_lists.officials_page(chosen, to=viewer(), page=page_number())
    note_list_reading("official.listed", Official.__tablename__, len(found.items))
    return page(
        "competency/officials.html",
        chosen=chosen,
        found=found,
        years=official_lists.years(to=viewer()),
        units=people_queries.units_by_name(viewer().units(Permission.KEEP_RECORDS)),
        selections=list(SelectionCategory),
        mappings=list(MappingCategory),
    )


@bp.get("/kompetensi/hasil-uji/saya")
@requires(Permission.ASSESS_OWN)
def own_officials() -> Response:
    """The visitor's own official results, the newest valid one first."""
    employee_id = viewer().employee_id
    return page(
        "competency/official_own.html",
        latest=queries.latest_official(employee_id, clock.today()),
        found=official_lists.own_officials(employee_id),
    )


@bp.get("/kompetensi/hasil-uji/<int:official_id>")
@requires(Permission.ASSESS_OWN)
def show_official(official_id: int) -> Response:
    """One result; the loader decides whose. Reading another person's is recorded."""
    found = official_lists.visible_official(official_id, to=viewer())
    about, mine = found.official.employee, found.official.employee_id == viewer().employee_id
    if not mine:
        remember(
            services.note_official_read,
            official_id=official_id,
            about=about.id,
            by=viewer().employee_id,
        )
    keeps = not mine and may(viewer(), Permission.KEEP_RECORDS, about.unit_id)
    return page("competency/official_page.html", found=found, mine=mine, keeps=keeps)


@bp.route("/kompetensi/hasil-uji/tambah", methods=["GET", "POST"])
@requires(Permission.KEEP_RECORDS)
def add_official() -> Response:
    """Enter one result by hand; `?pegawai=` names the person."""
    form = official_form(queries.competencies(), asked_nip())
    if form.validate_on_submit():
        made = entered(form)
        if made is not None:
            flash(_("Hasil %(name)s dicatat.", name=made.employee.name))
            return see_other("competency.show_official", official_id=made.id)
    return page("competency/official_form.html", form=form)


def asked_nip() -> str:
    """The NIP of the person named in the address, where the visitor keeps the records."""
    number = request.args.get("pegawai", type=whole_number)
    return queries.kept_person(number, to=viewer()).nip if number else ""


def entered(form: OfficialForm) -> Official | None:
    """Keep the result; a refusal goes into the form."""
    try:
        return services.add_official(form.cells(), by=viewer())
    except services.OfficialRefusedError as error:
        form.show(error.faults)
        if not error.faults:
            form.refuse(error)
        return None


@bp.route("/kompetensi/hasil-uji/<int:official_id>/batalkan", methods=["GET", "POST"])
@requires(Permission.KEEP_RECORDS)
def void_official(official_id: int) -> Response:
    """Take a result back with a reason; it stays, struck through."""
    official, form = official_lists.kept_official(official_id, to=viewer()), VoidForm()
    if form.validate_on_submit() and taken_back(official, form):
        flash(_("Hasil dibatalkan. Tingkat pegawai sudah dihitung ulang."))
        return see_other("competency.show_official", official_id=official_id)
    return page("competency/official_void.html", official=official, form=form)


def taken_back(official: Official, form: VoidForm) -> bool:
    """Void the result; a refusal goes into the form."""
    try:
        services.void_official(official, by=viewer(), reason=str(form.reason.data))
    except DomainError as error:
        form.refuse(error)
        return False
    return True
