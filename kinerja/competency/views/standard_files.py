"""Job standards as files: taken out, sent in, looked at, applied."""

from flask import Response, flash, make_response
from flask_babel import gettext as _
from flask_babel import ngettext

from kinerja import clock
from kinerja.competency.forms import ConfirmForm
from kinerja.competency.forms.standard_files import StandardsFileForm
from kinerja.competency.models import StandardImport
from kinerja.competency.queries import competencies
from kinerja.competency.queries.standard_files import standard_import, standard_rows
from kinerja.competency.rules import LEVELS, RELEVANCES, Necessity
from kinerja.competency.rules.standard_files import (
    NEEDED_COLUMNS,
    StandardColumn,
)
from kinerja.competency.services import standard_files as services
from kinerja.competency.views.blueprint import bp
from kinerja.competency.views.standards import standard_filter
from kinerja.database import sliced
from kinerja.errors import DomainError
from kinerja.permissions import Permission, requires, viewer
from kinerja.sheets import Outcome, SheetRefusedError, TemplateColumn, template
from kinerja.web import page, page_number, see_other

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS_SHOWN = 100
WIDTHS = {
    StandardColumn.TITLE: 36,
    StandardColumn.DECREE: 34,
    StandardColumn.SUMMARY: 40,
    StandardColumn.NAME: 30,
}


@bp.get("/kompetensi/standar/xlsx")
@requires(Permission.VIEW_DICTIONARY)
def download_standards() -> Response:
    """The editions in force and coming, in the import's columns: sent again it changes nothing."""
    rows = standard_rows(standard_filter(), on=clock.today())
    content = template(
        _("Standar"), columns(), rows, guidance_title=_("Petunjuk"), guidance=guidance()
    )
    answer = make_response(content)
    answer.mimetype = XLSX
    name = f"standar-jabatan-{clock.today().isoformat()}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def columns() -> list[TemplateColumn]:
    """The columns with their guidance and what may be chosen in them."""
    said, choices = told(), choices_of()
    return [
        TemplateColumn(
            heading=column.value,
            guidance=said[column],
            width=WIDTHS.get(column, 18),
            choices=choices.get(column, ()),
            is_needed=column in NEEDED_COLUMNS,
        )
        for column in StandardColumn
    ]


def choices_of() -> dict[StandardColumn, list[str]]:
    """What may be chosen in a cell."""
    levels = [str(level) for level in LEVELS]
    return {
        StandardColumn.CODE: [one.code for one in competencies()],
        StandardColumn.LEVEL: levels,
        StandardColumn.MAX_LEVEL: levels,
        StandardColumn.RELEVANCE: [str(weight) for weight in RELEVANCES],
        StandardColumn.NECESSITY: [one.value.capitalize() for one in Necessity],
    }


def told() -> dict[StandardColumn, str]:
    """What the guidance says of each column."""
    return {
        StandardColumn.TITLE: _("Wajib. Sama dengan nama jabatan di Kinerja."),
        StandardColumn.JOB_CODE: _("Boleh kosong. Kode jabatan pada ketetapannya."),
        StandardColumn.VALID_FROM: _("Wajib. Hari mulai berlaku, contoh 2026-01-31."),
        StandardColumn.DECREE: _("Wajib. Nomor keputusan yang menetapkan."),
        StandardColumn.JOB_GROUP: _("Boleh kosong. Kelompok jabatan."),
        StandardColumn.URUSAN: _("Boleh kosong. Urusan pemerintahan."),
        StandardColumn.SUMMARY: _("Boleh kosong: ikhtisar edisi sebelumnya dipertahankan."),
        StandardColumn.CODE: _("Wajib. Kode dari kamus yang berlaku."),
        StandardColumn.NAME: _("Hanya keterangan; tidak dibaca."),
        StandardColumn.LEVEL: _("Wajib. 1 sampai 5."),
        StandardColumn.MAX_LEVEL: _("Boleh kosong. Tidak di bawah Tingkat."),
        StandardColumn.RELEVANCE: _("1 sampai 3; kosong berarti 2."),
        StandardColumn.NECESSITY: _("Mutlak, Penting, atau Perlu; kosong berarti Penting."),
    }


def guidance() -> list[str]:
    """How the file is filled."""
    return [
        _("Satu baris untuk satu jabatan dan satu kompetensi. Jangan mengubah judul kolomnya."),
        _("Baris dengan jabatan dan hari mulai yang sama menjadi satu edisi."),
        _("Edisi yang sudah berlaku tidak diubah. Isi hari yang lebih baru untuk menggantinya."),
        _("Persyaratan jabatan disalin dari edisi sebelumnya; ubah di halaman jabatannya."),
        _("Setelah diunggah, periksa pratinjaunya. Belum ada yang berubah sampai diterapkan."),
    ]


@bp.route("/kompetensi/standar/impor", methods=["GET", "POST"])
@requires(Permission.EDIT_STANDARDS)
def upload_standards() -> Response:
    """Send a file in; nothing of it holds yet."""
    form = StandardsFileForm()
    if form.validate_on_submit():
        try:
            made = services.upload_standards(by=viewer(), **form.values())
        except SheetRefusedError as error:
            form.refuse(error, error.field)
        else:
            return see_other("competency.apply_standards", standard_file_id=made.id)
    return page("competency/standards_import.html", form=form)


@bp.route("/kompetensi/standar/impor/<int:standard_file_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_STANDARDS)
def apply_standards(standard_file_id: int) -> Response:
    """What the file would do, with every wrong cell named; then write it."""
    imported, form = standard_import(standard_file_id), ConfirmForm()
    if form.validate_on_submit():
        try:
            count = services.apply_standards(imported, by=viewer())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(ngettext("%(num)s edisi ditulis.", "%(num)s edisi ditulis.", count))
            return see_other("competency.standards")
    return preview(imported, form)


def preview(imported: StandardImport, form: ConfirmForm) -> Response:
    """The file's editions, those that change something first, and what is wrong in it."""
    plan = services.check_standards(imported)
    order = [Outcome.CHANGED, Outcome.NEW, Outcome.SAME]
    editions = sorted(plan.editions, key=lambda one: (order.index(one.outcome), one.first_row))
    return page(
        "competency/standards_preview.html",
        form=form,
        imported=imported,
        faults=plan.faults[:FAULTS_SHOWN],
        more_faults=max(0, len(plan.faults) - FAULTS_SHOWN),
        editions=sliced(editions, page=page_number()),
        written=sum(one.outcome is not Outcome.SAME for one in editions),
    )
