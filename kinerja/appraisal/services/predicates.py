"""Predicates from a file: read, looked at, then applied as a whole or not at all."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, update

from kinerja import audit, clock
from kinerja.appraisal.models import PredicateImport, PredicateRow
from kinerja.appraisal.queries.predicates import applied_plan, people_by_nip
from kinerja.appraisal.rules import (
    COLUMNS,
    CellFault,
    Line,
    PredicateColumn,
    PredicateSource,
    doubled,
    read_line,
)
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.permissions import Viewer
from kinerja.sheets import Cell, Sheet, SheetRefusedError, column_letter, fold, read_sheet, tidy

LONGEST_NAME = 200
HEADINGS = {fold(column.value): column for column in PredicateColumn}
HEADER_ROWS = 20
KEPT = timedelta(days=7)
Row = tuple[int, dict[PredicateColumn, object]]


class PredicateFileError(DomainError):
    """The file has been applied already, or something in it is at fault."""


def upload_predicates(*, filename: str, content: bytes, by: Viewer) -> PredicateImport:
    """Read a file and keep what it says of whom until it is applied; nothing of it holds yet.

    :raises SheetRefusedError: it cannot be read, lacks a column, or has no rows.
    """
    rows = _rows(read_sheet(content, filename=filename, headings=frozenset(HEADINGS)))
    if not rows:
        raise SheetRefusedError(_("Belum ada baris di bawah judul kolom. Isi dulu, lalu unggah."))
    people, this_year = people_by_nip(to=by), clock.today().year
    lines: list[Line] = []
    faults: list[CellFault] = []
    for number, cells in rows:
        read = read_line(number, cells, people=people, this_year=this_year)
        if isinstance(read, Line):
            lines.append(read)
        else:
            faults += read
    faults += doubled(lines)
    made = PredicateImport(
        filename=filename[-LONGEST_NAME:],
        lines=[[one.row, one.employee_id, one.year, one.predicate.value] for one in lines],
        faults=[[one.row, one.column.value, one.kind.value] for one in faults],
        by_id=by.employee_id,
        uploaded_at=clock.now(),
        applied_at=None,
    )
    db.session.add(made)
    db.session.flush()
    audit.record("predicate.file_uploaded", made, by=by.employee_id, rows=len(rows))
    return made


def _rows(sheet: Sheet) -> list[Row]:
    """The rows under the headings: each its number and its cells by column."""
    header, columns = _headings(sheet)
    lacking = [column.value for column in COLUMNS if column not in columns]
    if lacking:
        names = ", ".join(lacking)
        said = _("Kolom ini tidak ada: %(names)s. Pakai judul kolom dari unduhan.", names=names)
        raise SheetRefusedError(said)
    formulas = sorted(place for place in sheet.formulas if place[1] in columns.values())
    if formulas:
        row, at = formulas[0]
        cell = f"{column_letter(at)}{row}"
        raise SheetRefusedError(
            _("Sel %(cell)s berisi rumus. Tempel sebagai nilai, lalu unggah lagi.", cell=cell)
        )
    read: list[Row] = []
    for number, cells in sheet.rows[header + 1 :]:
        known = {column: _cell(column, cells, at) for column, at in columns.items()}
        if any(known.values()):
            read.append((number, known))
    return read


def _cell(column: PredicateColumn, cells: list[Cell], at: int) -> object:
    """The cell as a text; a number stays one where its digits matter."""
    cell = cells[at] if at < len(cells) else None
    if column is PredicateColumn.NIP and isinstance(cell, int | float):
        return cell
    return tidy(cell)


def _headings(sheet: Sheet) -> tuple[int, dict[PredicateColumn, int]]:
    """The index of the row of headings, and where each column stands; none where there is none."""
    for index, (_number, cells) in enumerate(sheet.rows[:HEADER_ROWS]):
        found = [(HEADINGS.get(fold(tidy(cell))), at) for at, cell in enumerate(cells)]
        columns = {column: at for column, at in found if column is not None}
        if PredicateColumn.NIP in columns:
            return index, columns
    return 0, {}


def apply_predicates(imported: PredicateImport, *, by: Viewer) -> int:
    """Write every row of the file that is new or changed, and forget the rows.

    :returns: how many predicates were written.
    :raises PredicateFileError: it has been applied, or a cell is at fault; nothing is written.
    """
    db.session.execute(
        select(PredicateImport)
        .where(PredicateImport.id == imported.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if imported.applied_at is not None:
        raise PredicateFileError(_("Berkas ini sudah diterapkan. Unggah lagi bila berubah."))
    plan = applied_plan(imported, to=by)
    if plan.faults:
        raise PredicateFileError(_("Masih ada sel yang salah. Perbaiki berkasnya, unggah lagi."))
    _write(plan.written, by)
    imported.applied_at = clock.now()
    imported.lines = []
    db.session.flush()
    audit.record("predicate.file_applied", imported, by=by.employee_id, rows=len(plan.written))
    return len(plan.written)


def _write(lines: list[Line], by: Viewer) -> None:
    """Put these rows in the place of those about the same people and years."""
    today = clock.today()
    known = {
        (row.employee_id, row.year): row.id
        for row in db.session.execute(
            select(PredicateRow.id, PredicateRow.employee_id, PredicateRow.year).where(
                PredicateRow.year.in_({line.year for line in lines})
            )
        )
    }
    said = {
        "source": PredicateSource.E_KINERJA,
        "recorded_by_id": by.employee_id,
        "recorded_on": today,
    }
    new, old = [], []
    for line in lines:
        facts = {**said, "predicate": line.predicate}
        place = (line.employee_id, line.year)
        if place in known:
            old.append({**facts, "id": known[place]})
        else:
            new.append({**facts, "employee_id": line.employee_id, "year": line.year})
    if new:
        db.session.execute(insert(PredicateRow), new)
    if old:
        db.session.execute(update(PredicateRow), old)
    db.session.expire_all()


def forget_predicate_imports() -> None:
    """Throw the files away that were sent in a week ago, applied or not."""
    db.session.execute(
        delete(PredicateImport).where(PredicateImport.uploaded_at < clock.now() - KEPT)
    )
