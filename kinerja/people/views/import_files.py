"""Files that people take from an import: the template, the data of today, rows at fault."""

from collections.abc import Iterable, Sequence

from flask import Response, make_response
from flask_babel import gettext as _

from kinerja import clock
from kinerja.database import every
from kinerja.people import queries as people
from kinerja.people.models import ImportRow
from kinerja.people.queries import imports as queries
from kinerja.people.rules import EmployeeKind, grades
from kinerja.people.rules.imports import KIND_NAMES, NEEDED, Column, Outcome
from kinerja.people.views.blueprint import bp
from kinerja.people.views.imports import letters
from kinerja.permissions import Permission, requires, viewer
from kinerja.sheets import TemplateColumn, template
from kinerja.web import note_list_reading

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {
    Column.NIP: 24,
    Column.NAME: 30,
    Column.UNIT: 38,
    Column.POSITION: 34,
    Column.SUPERVISOR: 24,
    Column.EMAIL: 28,
}


@bp.get("/pegawai/impor/templat")
@requires(Permission.IMPORT_STAFF)
def download_import_template() -> Response:
    """An empty file with drop-downs, guidance and one example row."""
    columns = template_columns(list(Column))
    return workbook("templat-pegawai", columns, [example(columns)], example=True)


@bp.get("/pegawai/impor/data")
@requires(Permission.IMPORT_STAFF)
def download_import_data() -> Response:
    """The staff as it is today, in the template's columns: imported again it changes nothing."""
    found = every(queries.staff_table(to=viewer(), on=clock.today()))
    note_list_reading("employee.exported", "people_employee", len(found))
    names, kind_at = dict(KIND_NAMES), list(Column).index(Column.KIND)
    rows = [[*row[:kind_at], names[row.kind], *row[kind_at + 1 :]] for row in found]
    return workbook("pegawai", template_columns(list(Column)), rows)


@bp.get("/pegawai/impor/<int:import_id>/galat")
@requires(Permission.IMPORT_STAFF)
def download_import_faults(import_id: int) -> Response:
    """Only the rows at fault, each with the reason, ready to be corrected and sent again."""
    imported = queries.visible_import(import_id, to=viewer())
    found = every(queries.import_rows(import_id, outcome=Outcome.FAULTY))
    note_list_reading("employee.exported", f"people_import:{import_id}", len(found))
    places = letters(imported)
    given = [column for column in Column if column in places]
    columns = [*template_columns(given), *reason_columns()]
    return workbook("pegawai-galat", columns, [faulty(row, given, places) for row in found])


def faulty(row: ImportRow, given: list[Column], places: dict[Column, str]) -> list[str]:
    """The row's texts, where it stood, and what is wrong."""
    cells = row.cells or {}
    reasons = (
        f"{places[fault.column]} · {fault.column.heading}: {fault.message}"
        for fault in queries.faults_of(row)
    )
    return [*(cells.get(column, "") for column in given), str(row.number), " ".join(reasons)]


def reason_columns() -> list[TemplateColumn]:
    """Where the row stood, and what is wrong with it; an import takes no notice of either."""
    return [
        TemplateColumn("Baris asal", _("Nomor baris di berkas yang diunggah.")),
        TemplateColumn("Alasan", _("Apa yang perlu diperbaiki."), width=80),
    ]


def template_columns(columns: Iterable[Column]) -> list[TemplateColumn]:
    """The columns with their guidance and what may be chosen in them."""
    guidance, choices = told(), choices_of()
    return [
        TemplateColumn(
            heading=column.heading,
            guidance=guidance[column],
            width=WIDTHS.get(column, 18),
            choices=choices.get(column, ()),
            is_day=column is Column.VALID_FROM,
            is_needed=column in NEEDED,
        )
        for column in columns
    ]


def choices_of() -> dict[Column, Sequence[str]]:
    """The names that a file may use, those of the viewer's own units."""
    units = people.units_by_name(viewer().units(Permission.IMPORT_STAFF))
    return {
        Column.KIND: [name for _kind, name in KIND_NAMES],
        Column.GRADE: [*grades(EmployeeKind.PNS), *grades(EmployeeKind.PPPK)],
        Column.UNIT: [unit.name for unit in units],
        Column.POSITION: [one.title for one in people.positions_by_title() if one.is_active],
    }


def told() -> dict[Column, str]:
    """What the guidance says of each column."""
    return {
        Column.NIP: _("Wajib. 18 digit, sebagai Teks. Pegawai dikenali dari NIP-nya."),
        Column.NAME: _("Wajib. Nama tanpa gelar."),
        Column.TITLE_BEFORE: _("Contoh: Dr. Sel kosong mengosongkan data."),
        Column.TITLE_AFTER: _("Contoh: S.Sos., M.Si. Sel kosong mengosongkan data."),
        Column.KIND: _("Wajib. PNS, CPNS, PPPK, atau PPPK paruh waktu."),
        Column.GRADE: _("I/a sampai IV/e; untuk PPPK I sampai XVII."),
        Column.UNIT: _("Wajib. Pilih dari daftar; hanya unit yang Anda kelola."),
        Column.POSITION: _("Wajib. Pilih dari daftar."),
        Column.SUPERVISOR: _("Kosong berarti atasan mengikuti kepala unitnya."),
        Column.VALID_FROM: _("Mulai berlakunya penempatan. Kosong berarti hari impor."),
        Column.EMAIL: _("Boleh kosong. Sel kosong tidak menghapus surel yang sudah ada."),
        Column.PHONE: _("Boleh kosong. Sel kosong tidak menghapus nomor yang sudah ada."),
    }


def guidance() -> list[str]:
    """How the template is filled."""
    return [
        _("Isi lembar Pegawai, satu baris untuk satu orang. Jangan mengubah judul kolomnya."),
        _("Baris contoh boleh dibiarkan: baris yang NIP-nya diawali kata Contoh tidak dibaca."),
        _("Tempel data sebagai nilai. Rumus dan sel yang digabung ditolak."),
        _("Pegawai yang tidak ada di berkas tidak dihapus."),
        _("Setelah diunggah, periksa pratinjaunya. Belum ada yang berubah sampai diterapkan."),
    ]


def example(columns: list[TemplateColumn]) -> list[str]:
    """A row that shows how the others look; it is not read."""
    first = {column.heading: next(iter(column.choices), "") for column in columns}
    shown = first | {
        Column.NIP.heading: "Contoh: 199001012020011001",
        Column.NAME.heading: "Sari Teladan",
        Column.TITLE_AFTER.heading: "S.Sos.",
        Column.GRADE.heading: "III/a",
        Column.VALID_FROM.heading: "2026-01-31",
        Column.EMAIL.heading: "sari@contoh.id",
        Column.PHONE.heading: "0812 3456 7890",
    }
    return [shown[column.heading] for column in columns]


def workbook(
    name: str,
    columns: list[TemplateColumn],
    rows: Iterable[Sequence[object]],
    *,
    example: bool = False,
) -> Response:
    """The template as a file to save."""
    content = template(
        "Pegawai",
        columns,
        rows,
        guidance_title="Petunjuk",
        guidance=guidance(),
        example=example,
    )
    answer = make_response(content)
    answer.mimetype = XLSX
    filename = f"{name}-{clock.today().isoformat()}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer
