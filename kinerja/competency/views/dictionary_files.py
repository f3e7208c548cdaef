"""Dictionary files: the template, and the way from a file over its preview to an edition."""

from collections.abc import Iterable, Sequence

from flask import Response, flash, make_response
from flask_babel import gettext as _

from kinerja.competency import services
from kinerja.competency.forms import ConfirmForm, DictionaryFileForm
from kinerja.competency.models import DictionaryImport
from kinerja.competency.queries import dictionary_imports as queries
from kinerja.competency.queries import editions
from kinerja.competency.rules import LEVEL_LABELS
from kinerja.competency.rules.dictionary_files import CLUSTERS, HEADINGS, NEEDED
from kinerja.competency.views.blueprint import bp
from kinerja.database import paged, sliced
from kinerja.errors import DomainError
from kinerja.permissions import Permission, requires, viewer
from kinerja.sheets import Outcome, SheetRefusedError, TemplateColumn, template
from kinerja.web import page, page_number, see_other

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROW = ("code", "cluster", "level", "level_name")


@bp.get("/kompetensi/kamus/impor")
@requires(Permission.EDIT_STANDARDS)
def dictionary_imports() -> Response:
    """Where a file is sent, and the files that wait."""
    return imports_page(DictionaryFileForm())


def imports_page(form: DictionaryFileForm) -> Response:
    """The form, and under it the files that wait."""
    waiting = paged(queries.waiting_imports(), page=page_number())
    return page(
        "competency/dictionary_imports.html",
        form=form,
        waiting=waiting,
        urusan=editions.all_urusan(),
    )


@bp.post("/kompetensi/kamus/impor")
@requires(Permission.EDIT_STANDARDS)
def upload_dictionary() -> Response:
    """Take a file in; nothing of the dictionary changes yet."""
    form = DictionaryFileForm()
    if not form.validate():
        return imports_page(form)
    try:
        row = services.upload_dictionary(**form.values())
    except SheetRefusedError as error:
        form.refuse(error, error.field)
        return imports_page(form)
    return see_other("competency.show_dictionary_import", upload_id=row.id)


@bp.get("/kompetensi/kamus/impor/<int:upload_id>")
@requires(Permission.EDIT_STANDARDS)
def show_dictionary_import(upload_id: int) -> Response:
    """What applying the file would do, or every cell that must be put right."""
    row = queries.dictionary_import(upload_id)
    if row.edition_id is not None:
        return see_other("competency.show_edition", edition_id=row.edition_id)
    return preview_page(row)


def preview_page(row: DictionaryImport, error: DomainError | None = None) -> Response:
    """The preview, or why it could not be applied."""
    plan = queries.plan_of(row)
    return page(
        "competency/dictionary_preview.html",
        status=error.status if error else None,
        imported=row,
        plan=plan,
        counts={outcome: plan.count(outcome) for outcome in Outcome},
        letters=queries.letters(row),
        faults=sliced(plan.faults, page=page_number(), size=25),
        entries=sliced(plan.rows, page=page_number(), size=25),
        error=error or services.refusal(plan),
        confirm=ConfirmForm(),
    )


@bp.post("/kompetensi/kamus/impor/<int:upload_id>/terapkan")
@requires(Permission.EDIT_STANDARDS)
def apply_dictionary(upload_id: int) -> Response:
    """Write everything that the preview shows."""
    row = queries.dictionary_import(upload_id)
    if row.edition_id is None:
        try:
            services.apply_dictionary(upload_id, by=viewer())
        except services.NOT_APPLIED as error:
            return preview_page(row, error)
        flash(_("Kamus diterapkan."))
    return see_other("competency.show_edition", edition_id=row.edition_id)


@bp.post("/kompetensi/kamus/impor/<int:upload_id>/buang")
@requires(Permission.EDIT_STANDARDS)
def discard_dictionary(upload_id: int) -> Response:
    """Throw the file away."""
    services.discard_dictionary(upload_id, by=viewer())
    flash(_("Berkas dibuang. Kamus tidak berubah."))
    return see_other("competency.dictionary_imports")


@bp.get("/kompetensi/kamus/impor/templat")
@requires(Permission.EDIT_STANDARDS)
def download_dictionary_template() -> Response:
    """An empty file with drop-downs, guidance and one example of five rows."""
    answer = make_response(workbook(list(example()), example=True))
    answer.mimetype = XLSX
    answer.headers["Content-Disposition"] = 'attachment; filename="templat-kamus.xlsx"'
    return answer


def workbook(rows: Iterable[Sequence[object]], *, example: bool = False) -> bytes:
    """The rows in the columns of an import."""
    return template(
        "Kamus",
        template_columns(),
        rows,
        guidance_title="Petunjuk",
        guidance=guidance(),
        example=example,
    )


def template_columns() -> list[TemplateColumn]:
    """The columns with their guidance and what may be chosen in them."""
    told = told_columns()
    choices: dict[str, Sequence[str]] = {
        "cluster": list(CLUSTERS),
        "level": list(map(str, LEVEL_LABELS)),
    }
    return [
        TemplateColumn(
            heading,
            told.get(name) or _("Boleh kosong."),
            width=14 if name in NARROW else 40,
            choices=choices.get(name, ()),
            is_needed=name in NEEDED,
        )
        for name, heading in HEADINGS.items()
    ]


def told_columns() -> dict[str, str]:
    """What the guidance says of each column."""
    return {
        "code": _("Wajib. Kode singkat, sama di kelima baris kompetensi itu."),
        "name_id": _("Wajib. Nama kompetensi, sama di kelima barisnya."),
        "cluster": _("Wajib. Kamus suatu urusan hanya memuat teknis."),
        "definition_id": _("Apa arti kompetensi ini, sama di kelima barisnya."),
        "level": _("Wajib. Angka 1 sampai 5, masing-masing satu baris."),
        "level_name": _("Wajib. Misalnya Dasar atau Menengah."),
        "description_id": _("Wajib. Uraian tingkat dalam satu atau dua kalimat."),
        "indicator_1_id": _("Wajib. Perilaku yang menandai tingkat itu; usahakan tiga."),
    }


def guidance() -> list[str]:
    """How the template is filled."""
    return [
        _("Isi lembar Kamus, lima baris untuk satu kompetensi. Jangan mengubah judul kolomnya."),
        _("Baris yang kodenya diawali kata Contoh tidak dibaca."),
        _("Kolom yang dihapus dari berkas diambil dari edisi sebelumnya, bila ada."),
        _("Tempel data sebagai nilai. Rumus dan sel yang digabung ditolak."),
        _("Setelah diunggah, periksa pratinjaunya. Belum ada yang berubah sampai diterapkan."),
    ]


def example() -> Iterable[list[str]]:
    """A competency that shows how the others look; it is not read."""
    for level, name in LEVEL_LABELS.items():
        facts = {
            "code": "CONTOH",
            "name_id": _("Pengelolaan arsip"),
            "cluster": "teknis",
            "definition_id": _("Kecakapan menata arsip sehingga mudah ditemukan kembali."),
            "level": str(level),
            "level_name": str(name),
            "description_id": _("Tulis uraian tingkat %(level)s di sini.", level=level),
            "indicator_1_id": _("Tulis perilaku yang menandai tingkat %(level)s.", level=level),
        }
        yield [facts.get(column, "") for column in HEADINGS]
