"""Importing staff: the file, its preview, applying and undoing."""

from datetime import date
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from kinerja.database import paged
from kinerja.errors import DomainError
from kinerja.people.forms import ImportFileForm, ImportStepForm
from kinerja.people.models import StaffImport
from kinerja.people.queries import imports as queries
from kinerja.people.rules import EmployeeKind
from kinerja.people.rules.imports import BUSY, Column, ImportState, Outcome
from kinerja.people.services import imports as services
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, may, requires, viewer
from kinerja.sheets import SheetRefusedError, column_letter
from kinerja.web import day, page, page_number, see_other

TABS = {
    "galat": Outcome.FAULTY,
    "baru": Outcome.NEW,
    "berubah": Outcome.CHANGED,
    "tetap": Outcome.SAME,
}
ABSENT = "tidak-ada"
NAMES_SHOWN = 8
RESULTS = frozenset({ImportState.APPLIED, ImportState.UNDONE, ImportState.FAILED})


@bp.app_template_filter()
def import_column(name: str) -> str:
    """The column's name for people."""
    return str(Column(name).label)


@bp.app_template_filter()
def import_cell(text: str, name: str) -> str:
    """What a cell held or will hold, for people."""
    if not text:
        return str(_("(menurut unit)") if name == Column.SUPERVISOR else _("(kosong)"))
    if name == Column.KIND:
        return str(EmployeeKind(text).label)
    return day(date.fromisoformat(text)) if name == Column.VALID_FROM else text


@bp.get("/pegawai/impor")
@requires(Permission.IMPORT_STAFF)
def list_imports() -> Response:
    """The imports so far, and where a file is sent."""
    return imports_page(ImportFileForm())


def imports_page(form: ImportFileForm) -> Response:
    """The list, under the form."""
    imports = paged(queries.visible_imports(to=viewer()), page=page_number())
    return page("people/imports.html", form=form, imports=imports)


@bp.post("/pegawai/impor")
@requires(Permission.IMPORT_STAFF)
def upload_staff() -> Response:
    """Take a file in; nothing of it is written yet."""
    form = ImportFileForm()
    if not form.validate():
        return imports_page(form)
    try:
        imported = services.upload_staff(**form.values(), by=viewer())
    except SheetRefusedError as error:
        form.refuse(error, error.field)
        return imports_page(form)
    return see_other("people.show_import", import_id=imported.id)


@bp.get("/pegawai/impor/<int:import_id>")
@requires(Permission.IMPORT_STAFF)
def show_import(import_id: int) -> Response:
    """Where the import stands: its progress, its preview, or its result."""
    imported = queries.visible_import(import_id, to=viewer())
    if imported.state in RESULTS:
        return result_page(imported)
    if imported.state in BUSY or imported.is_being_checked:
        return page("people/import_progress.html", imported=imported, work=imported.work)
    if imported.state is ImportState.UPLOADED:
        return see_other("people.map_import", import_id=imported.id)
    return preview_page(imported)


def preview_page(imported: StaffImport, error: DomainError | None = None) -> Response:
    """What each row would do, tab by tab."""
    tab = request.args.get("tab", "")
    if tab not in {*TABS, ABSENT}:
        tab = "galat" if imported.faulty else first_tab(imported)
    search = request.args.get("cari", "").strip()
    names = queries.unknown_names(imported.id) if imported.faulty else []
    return page(
        "people/import_preview.html",
        status=error.status if error else None,
        error=error,
        imported=imported,
        tab=tab,
        search=search,
        rows=tab_rows(imported, tab, search),
        faults_of=queries.faults_of,
        names=names[:NAMES_SHOWN],
        more_names=len(names) - NAMES_SHOWN,
        suggested=sum(bool(fault.meant) for fault, _rows in names),
        same_file=queries.same_file(imported, to=viewer()),
        columns=list(Column),
        letters=letters(imported),
        may_add_position=may(viewer(), Permission.EDIT_UNITS),
    )


def first_tab(imported: StaffImport) -> str:
    """The tab to begin with when nothing is at fault: the first that holds anything."""
    counts = {"baru": imported.new, "berubah": imported.changed, "tetap": imported.same}
    return next((tab for tab, count in counts.items() if count), "tetap")


def tab_rows(imported: StaffImport, tab: str, search: str) -> Any:
    """One page of the tab's rows, or of the people who are not in the file."""
    if tab == ABSENT:
        found: Any = queries.absent_staff(imported, to=viewer())
    else:
        found = queries.import_rows(imported.id, outcome=TABS[tab], search=search)
    return paged(found, page=page_number())


def letters(imported: StaffImport) -> dict[Column, str]:
    """Under which letter each column stands in the file."""
    places = imported.mapping["columns"].items()
    return {Column(name): column_letter(at) for name, at in places}


def result_page(imported: StaffImport, error: DomainError | None = None) -> Response:
    """What was written, or why nothing was."""
    tab = request.args.get("tab", "")
    if tab not in ("baru", "berubah", ABSENT):
        tab = first_tab(imported)
    search = request.args.get("cari", "").strip()
    return page(
        "people/import_result.html",
        status=error.status if error else None,
        error=error,
        imported=imported,
        tab=tab,
        search=search,
        rows=tab_rows(imported, tab, search),
    )


@bp.post("/pegawai/impor/<int:import_id>/terapkan")
@requires(Permission.IMPORT_STAFF)
def apply_import(import_id: int) -> Response:
    """Write everything that the preview shows."""
    try:
        services.apply_import(import_id, by=viewer())
    except services.ImportFaultyError as error:
        return preview_page(queries.visible_import(import_id, to=viewer()), error)
    return see_other("people.show_import", import_id=import_id)


@bp.route("/pegawai/impor/<int:import_id>/batalkan", methods=["GET", "POST"])
@requires(Permission.IMPORT_STAFF)
def undo_import(import_id: int) -> Response:
    """Take everything back that the import wrote."""
    form = ImportStepForm()
    if form.validate_on_submit():
        try:
            services.undo_import(import_id, by=viewer())
        except services.ChangedSinceError as error:
            return result_page(queries.visible_import(import_id, to=viewer()), error)
        return see_other("people.show_import", import_id=import_id)
    imported = queries.visible_import(import_id, to=viewer())
    return page("people/import_undo.html", form=form, imported=imported)
