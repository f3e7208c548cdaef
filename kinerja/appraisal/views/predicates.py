"""Predicates: the list, files taken out, sent in, looked at, applied."""

from flask import Response, flash, make_response
from flask_babel import gettext as _
from flask_babel import ngettext

from kinerja import clock
from kinerja.appraisal import services
from kinerja.appraisal.forms import ApplyForm, PredicateFileForm
from kinerja.appraisal.models import PredicateImport, PredicateRow
from kinerja.appraisal.queries.predicates import (
    PredicateFilter,
    applied_plan,
    missing_rows,
    named_people,
    own_import,
    predicate_rows,
    predicates_page,
    years,
)
from kinerja.appraisal.rules import COLUMNS, Predicate, PredicateColumn
from kinerja.appraisal.views.blueprint import bp, number, searched
from kinerja.database import sliced
from kinerja.errors import DomainError
from kinerja.people import queries as people
from kinerja.permissions import Permission, requires, viewer
from kinerja.sheets import SheetRefusedError, TemplateColumn, template
from kinerja.web import note_list_reading, page, page_number, see_other

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS_SHOWN = 100
WIDTHS = {PredicateColumn.NIP: 24, PredicateColumn.NAME: 40}


def predicate_filter() -> PredicateFilter:
    """What the list is narrowed to."""
    return PredicateFilter(year=number("tahun"), unit_id=number("unit"), name=searched())


@bp.get("/talenta/predikat")
@requires(Permission.KEEP_PREDICATES)
def predicates() -> Response:
    """The predicates of the visitor's people; that they were read is recorded."""
    chosen, units = predicate_filter(), viewer().units(Permission.KEEP_PREDICATES)
    found = predicates_page(chosen, to=viewer(), page=page_number())
    note_list_reading("predicate.read", PredicateRow.__tablename__, len(found.items))
    return page(
        "appraisal/predicates.html",
        chosen=chosen,
        found=found,
        units=people.units_by_name(units),
        years=years(units),
        last_year=clock.today().year - 1,
    )


@bp.get("/talenta/predikat/xlsx")
@requires(Permission.KEEP_PREDICATES)
def download_predicates() -> Response:
    """The list in the import's columns: sent again it changes nothing."""
    rows = list(predicate_rows(predicate_filter(), to=viewer()))
    note_list_reading("predicate.exported", PredicateRow.__tablename__, len(rows))
    return predicate_file("predikat", rows)


@bp.get("/talenta/predikat/contoh")
@requires(Permission.KEEP_PREDICATES)
def download_predicate_template() -> Response:
    """The people who have no predicate of the year yet, to be completed."""
    chosen = predicate_filter()
    year = chosen.year or clock.today().year - 1
    rows = list(missing_rows(PredicateFilter(year, chosen.unit_id), to=viewer()))
    note_list_reading("predicate.exported", PredicateRow.__tablename__, len(rows))
    return predicate_file(f"isian-predikat-{year}", rows)


def predicate_file(name: str, rows: list[tuple[str, ...]]) -> Response:
    """A workbook in the import's columns."""
    told = _("Petunjuk")
    content = template(_("Predikat"), columns(), rows, guidance_title=told, guidance=guidance())
    answer = make_response(content)
    answer.mimetype = XLSX
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{name}-{clock.today().isoformat()}.xlsx"'
    )
    return answer


def columns() -> list[TemplateColumn]:
    """The columns with their guidance and what may be chosen in them."""
    said = {
        PredicateColumn.NIP: _("Wajib. Sebagai teks, bukan angka."),
        PredicateColumn.NAME: _("Hanya keterangan; tidak dibaca."),
        PredicateColumn.YEAR: _("Wajib. Tahun kinerja yang dinilai, contoh 2025."),
        PredicateColumn.PREDICATE: _("Wajib. Predikat kinerja tahunan; SB, B, BP, K, SK diterima."),
    }
    written = [one.written for one in Predicate]
    return [
        TemplateColumn(
            heading=column.value,
            guidance=said[column],
            width=WIDTHS.get(column, 18),
            choices=written if column is PredicateColumn.PREDICATE else (),
            is_needed=column in COLUMNS,
        )
        for column in PredicateColumn
    ]


def guidance() -> list[str]:
    """How the file is filled."""
    return [
        _("Satu baris untuk satu orang dan satu tahun. Jangan mengubah judul kolomnya."),
        _("Ambil predikatnya dari e-Kinerja. Baris yang predikatnya kosong dianggap salah."),
        _("Predikat yang sudah ada diganti bila berbeda; yang sama dibiarkan."),
        _("Setelah diunggah, periksa pratinjaunya. Belum ada yang berubah sampai diterapkan."),
    ]


@bp.route("/talenta/predikat/impor", methods=["GET", "POST"])
@requires(Permission.KEEP_PREDICATES)
def upload_predicates() -> Response:
    """Send a file in; nothing of it holds yet."""
    form = PredicateFileForm()
    if form.validate_on_submit():
        try:
            made = services.upload_predicates(by=viewer(), **form.values())
        except SheetRefusedError as error:
            form.refuse(error, error.field)
        else:
            return see_other("appraisal.apply_predicates", predicate_file_id=made.id)
    last_year = clock.today().year - 1
    return page("appraisal/predicates_import.html", form=form, last_year=last_year)


@bp.route("/talenta/predikat/impor/<int:predicate_file_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_PREDICATES)
def apply_predicates(predicate_file_id: int) -> Response:
    """What the file would do, with every wrong cell named; then write it."""
    imported, form = own_import(predicate_file_id, to=viewer()), ApplyForm()
    if form.validate_on_submit():
        try:
            count = services.apply_predicates(imported, by=viewer())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(ngettext("%(num)s predikat ditulis.", "%(num)s predikat ditulis.", count))
            return see_other("appraisal.predicates")
    return preview(imported, form)


def preview(imported: PredicateImport, form: ApplyForm) -> Response:
    """The file's rows, those that change something first, and what is wrong in it."""
    plan = applied_plan(imported, to=viewer())
    lines = sliced(plan.lines, page=page_number())
    return page(
        "appraisal/predicates_preview.html",
        form=form,
        imported=imported,
        faults=plan.faults[:FAULTS_SHOWN],
        more_faults=max(0, len(plan.faults) - FAULTS_SHOWN),
        lines=lines,
        people=named_people([line.employee_id for line, _outcome in lines.items]),
        written=len(plan.written),
    )
