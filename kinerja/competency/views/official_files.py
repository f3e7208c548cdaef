"""Official results as files: template, taken out, sent in, looked at, applied, taken back."""

from collections.abc import Iterable, Iterator, Mapping

from flask import Response, flash, make_response
from flask_babel import gettext as _
from flask_babel import ngettext

from kinerja import clock
from kinerja.competency import queries
from kinerja.competency.forms import ConfirmForm
from kinerja.competency.forms.official import OfficialFileForm
from kinerja.competency.models import Competency, Official, OfficialImport
from kinerja.competency.queries import official_lists
from kinerja.competency.queries.official import OfficialResult
from kinerja.competency.queries.official_files import own_import, own_imports
from kinerja.competency.rules.official_cells import NEEDED, PURPOSE_WORDS, OfficialColumn
from kinerja.competency.services import official_files as services
from kinerja.competency.views.blueprint import bp
from kinerja.competency.views.official import official_filter
from kinerja.database import paged, sliced
from kinerja.errors import DomainError
from kinerja.permissions import Permission, requires, viewer
from kinerja.sheets import Outcome, SheetRefusedError, TemplateColumn, template
from kinerja.web import note_list_reading, page, page_number, see_other

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {OfficialColumn.NIP: 22, OfficialColumn.NAME: 30, OfficialColumn.PROVIDER: 30}


@bp.get("/kompetensi/hasil-uji/templat")
@requires(Permission.KEEP_RECORDS)
def download_official_template() -> Response:
    """An empty file with guidance, and a column for each competency in force."""
    return workbook("templat-hasil-uji", [*columns(), *level_columns(queries.competencies())], ())


@bp.get("/kompetensi/hasil-uji/xlsx")
@requires(Permission.KEEP_RECORDS)
def download_officials() -> Response:
    """The list in the import's columns, with our figures behind them: sent again it changes
    nothing. That it was taken is recorded.
    """
    chosen = official_filter()
    found = official_lists.all_officials(chosen, to=viewer())
    levels = official_lists.levels_by_code(chosen, to=viewer())
    note_list_reading("official.exported", Official.__tablename__, len(found))
    codes = codes_of(levels)
    heads = [*columns(), *map(level_column, codes), *figure_columns()]
    rows = (cells_of(one, codes, levels.get(one.official.id, {})) for one in found)
    return workbook("hasil-uji-kompetensi", heads, rows)


def codes_of(levels: Mapping[int, Mapping[str, int]]) -> list[str]:
    """The codes in force in the dictionary's order, then older ones that occur."""
    codes = [one.code.upper() for one in queries.competencies()]
    return codes + sorted({code for found in levels.values() for code in found} - set(codes))


def cells_of(
    found: OfficialResult, codes: Iterable[str], levels: Mapping[str, int]
) -> list[object]:
    """One result's cells."""
    one, figure = found.official, found.jpm.percent
    return [
        one.employee.nip,
        one.employee.full_name,
        one.on.isoformat(),
        one.provider,
        one.report_number,
        PURPOSE_WORDS[one.purpose],
        one.job_title,
        one.valid_until.isoformat(),
        one.printed.replace(".", ","),
        *(levels.get(code, "") for code in codes),
        "" if figure is None else str(figure).replace(".", ","),
        found.selection.category.label if found.selection else "",
        found.mapping.category.label if found.mapping else "",
    ]


def workbook(name: str, heads: list[TemplateColumn], rows: Iterable[Iterable[object]]) -> Response:
    """The rows as a file to fill in or to send again."""
    content = template(
        _("Hasil uji"),
        heads,
        [list(row) for row in rows],
        guidance_title=_("Petunjuk"),
        guidance=guidance(),
    )
    answer = make_response(content)
    answer.mimetype = XLSX
    filename = f"{name}-{clock.today().isoformat()}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def columns() -> list[TemplateColumn]:
    """The columns that every row has."""
    said = told()
    return [
        TemplateColumn(
            column.value,
            said[column],
            width=WIDTHS.get(column, 18),
            choices=list(PURPOSE_WORDS.values()) if column is OfficialColumn.PURPOSE else (),
            is_needed=column in NEEDED,
        )
        for column in OfficialColumn
    ]


def level_columns(competencies: Iterable[Competency]) -> Iterator[TemplateColumn]:
    """A column for each competency, explained by its name."""
    for one in competencies:
        yield level_column(one.code.upper(), queries.in_language(one, "name"))


def level_column(code: str, name: str = "") -> TemplateColumn:
    """The column of one competency."""
    said = _("Tingkat 1 sampai 5; kosong bila tidak dinilai.")
    return TemplateColumn(code, f"{name}. {said}" if name else said, width=8)


def figure_columns() -> list[TemplateColumn]:
    """What Kinerja has computed; these columns are not read again."""
    said = _("Hitungan Kinerja; tidak dibaca saat diimpor.")
    names = (_("JPM"), _("Kategori pengisian jabatan"), _("Kategori pemetaan"))
    return [TemplateColumn(name, said) for name in names]


def told() -> dict[OfficialColumn, str]:
    """What the guidance says of each column."""
    return {
        OfficialColumn.NIP: _("Wajib. Ketik sebagai teks, agar digitnya tidak hilang."),
        OfficialColumn.NAME: _("Hanya untuk memastikan NIP-nya benar; tidak disimpan."),
        OfficialColumn.DAY: _("Wajib. Hari uji kompetensi, contoh 2026-01-31."),
        OfficialColumn.PROVIDER: _("Wajib. Lembaga yang menilai."),
        OfficialColumn.REPORT: _("Wajib. Satu orang dan satu nomor hanya tercatat sekali."),
        OfficialColumn.PURPOSE: _("Pengisian jabatan atau Pemetaan; kosong berarti Pemetaan."),
        OfficialColumn.POSITION: _("Kosong berarti jabatan yang dipegang pada hari uji."),
        OfficialColumn.UNTIL: _("Kosong berarti masa berlaku dalam aturan."),
        OfficialColumn.PRINTED: _("JPM menurut laporan dalam persen, contoh 88,89."),
    }


def guidance() -> list[str]:
    """How the file is filled."""
    return [
        _("Satu baris untuk satu orang. Jangan mengubah judul kolomnya."),
        _("Isi tingkat yang ditemukan asesor di kolom kode kompetensinya."),
        _("JPM dihitung Kinerja dari tingkat dan standar jabatan pada hari uji."),
        _("JPM laporan yang berbeda hanya ditandai dan disimpan di sampingnya."),
        _("Setelah diunggah, periksa pratinjaunya. Belum ada yang berubah sampai diterapkan."),
    ]


@bp.route("/kompetensi/hasil-uji/impor", methods=["GET", "POST"])
@requires(Permission.KEEP_RECORDS)
def upload_officials() -> Response:
    """Send a file in; nothing of it holds yet. Under it the visitor's files."""
    form = OfficialFileForm()
    if form.validate_on_submit():
        try:
            made = services.upload_officials(by=viewer(), **form.values())
        except SheetRefusedError as error:
            form.refuse(error, error.field)
        else:
            return see_other("competency.apply_officials", official_file_id=made.id)
    files = paged(own_imports(to=viewer()), page=page_number())
    return page("competency/official_import.html", form=form, files=files)


@bp.route("/kompetensi/hasil-uji/impor/<int:official_file_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_RECORDS)
def apply_officials(official_file_id: int) -> Response:
    """What the file would do, with every wrong cell named; then keep its results."""
    imported, form = own_import(official_file_id, to=viewer()), ConfirmForm()
    if form.validate_on_submit():
        try:
            count = services.apply_officials(imported, by=viewer())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(ngettext("%(num)s hasil dicatat.", "%(num)s hasil dicatat.", count))
            return see_other("competency.apply_officials", official_file_id=official_file_id)
    return preview(imported, form)


def preview(imported: OfficialImport, form: ConfirmForm) -> Response:
    """The file's results, what is wrong in it first."""
    plan = services.check_officials(imported, by=viewer())
    order = sorted(plan.results, key=lambda one: (one.outcome is Outcome.SAME, one.row))
    return page(
        "competency/official_preview.html",
        form=form,
        imported=imported,
        cells=dict(services.lines_of(imported)),
        faults=sliced(plan.faults, page=page_number(), size=25),
        results=sliced(order, page=page_number(), size=25),
        categories=queries.official_categories,
        new=len(plan.new),
        kept=queries.kept_of_import(imported.id),
    )


@bp.post("/kompetensi/hasil-uji/impor/<int:official_file_id>/buang")
@requires(Permission.KEEP_RECORDS)
def discard_officials(official_file_id: int) -> Response:
    """Throw the file away."""
    services.discard_officials(own_import(official_file_id, to=viewer()), by=viewer())
    flash(_("Berkas dibuang. Tidak ada yang dicatat."))
    return see_other("competency.upload_officials")


@bp.route("/kompetensi/hasil-uji/impor/<int:official_file_id>/urungkan", methods=["GET", "POST"])
@requires(Permission.KEEP_RECORDS)
def undo_officials(official_file_id: int) -> Response:
    """Take back what the file added, after a page that says what that means."""
    imported, form = own_import(official_file_id, to=viewer()), ConfirmForm()
    if form.validate_on_submit():
        try:
            count = services.undo_officials(imported, by=viewer())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(ngettext("%(num)s hasil dibatalkan.", "%(num)s hasil dibatalkan.", count))
            return see_other("competency.upload_officials")
    kept = queries.kept_of_import(imported.id)
    return page("competency/official_undo.html", imported=imported, form=form, kept=kept)
