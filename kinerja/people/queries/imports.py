"""Imports for whoever may see them: the list, one with its rows, who is absent from it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from kinerja import sheets
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import (
    Employee,
    ImportContent,
    ImportMapping,
    ImportRow,
    ImportWrite,
    Position,
    Posting,
    ReportingLine,
    StaffImport,
    Unit,
)
from kinerja.people.queries.lines import held_on
from kinerja.people.rules import GONE, LineKind, digits
from kinerja.people.rules.imports import (
    MATCHABLE,
    Fault,
    ImportState,
    Outcome,
    distinct_unknown,
)
from kinerja.permissions import Permission, Viewer


def visible_import(import_id: int, *, to: Viewer) -> StaffImport:
    """The import, for whoever keeps the staff of all the units that it was made for.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = db.session.scalar(
        select(StaffImport)
        .where(StaffImport.id == import_id)
        .options(
            joinedload(StaffImport.by),
            joinedload(StaffImport.applied_by),
            joinedload(StaffImport.undone_by),
            joinedload(StaffImport.work),
        )
    )
    if found is None or not _covers(found, to):
        raise MissingError()
    return found


def _covers(found: StaffImport, to: Viewer) -> bool:
    return frozenset(found.scope) <= to.units(Permission.IMPORT_STAFF)


def visible_imports(*, to: Viewer) -> Select[StaffImport]:
    """The imports that the viewer may see, the newest first."""
    rows = db.session.execute(select(StaffImport.id, StaffImport.scope))
    units = to.units(Permission.IMPORT_STAFF)
    theirs = [row.id for row in rows if frozenset(row.scope) <= units]
    return (
        select(StaffImport)
        .where(StaffImport.id.in_(theirs))
        .options(joinedload(StaffImport.by))
        .order_by(StaffImport.uploaded_at.desc(), StaffImport.id.desc())
    )


def same_file(imported: StaffImport, *, to: Viewer) -> StaffImport | None:
    """The newest other import of the very same file that the viewer may see and was applied."""
    earlier = select(StaffImport).where(
        StaffImport.sha256 == imported.sha256,
        StaffImport.id != imported.id,
        StaffImport.state.in_((ImportState.APPLIED, ImportState.UNDONE, ImportState.CHECKED)),
    )
    found = db.session.scalars(
        earlier.options(joinedload(StaffImport.by)).order_by(StaffImport.id.desc())
    )
    return next((one for one in found if _covers(one, to)), None)


def sheet_of(import_id: int) -> sheets.Sheet:
    """The sheet as it was read.

    :raises MissingError: it was forgotten.
    """
    packed = db.session.scalar(
        select(ImportContent.sheet).where(ImportContent.import_id == import_id)
    )
    if packed is None:
        raise MissingError()
    return sheets.Sheet.unpacked(packed)


def import_rows(
    import_id: int, *, outcome: Outcome | None = None, search: str = ""
) -> Select[ImportRow]:
    """The rows of the preview, in the file's order: all, or those with one outcome."""
    statement = select(ImportRow).where(ImportRow.import_id == import_id)
    if outcome is not None:
        statement = statement.where(ImportRow.outcome == outcome)
    if search.strip():
        statement = statement.where(_named(search))
    return statement.order_by(ImportRow.number)


def _named(search: str) -> ColumnElement[bool]:
    by_name = ImportRow.name.icontains(" ".join(search.split()), autoescape=True)
    number = digits(search)
    return or_(by_name, ImportRow.nip.startswith(number)) if number.isdecimal() else by_name


def faults_of(row: ImportRow) -> list[Fault]:
    """What is wrong with the row."""
    return [Fault.from_json(stored) for stored in row.faults]


def unknown_names(import_id: int) -> list[tuple[Fault, int]]:
    """Each unknown unit, position and kind once, with how many rows name it."""
    faulty = import_rows(import_id, outcome=Outcome.FAULTY)
    stored = db.session.scalars(faulty.with_only_columns(ImportRow.faults))
    faults = (Fault.from_json(fault) for row in stored for fault in row)
    return distinct_unknown(fault for fault in faults if fault.kind in MATCHABLE)


def absent_staff(imported: StaffImport, *, to: Viewer) -> Select[Employee]:
    """Whoever was not in the file and still works in the viewer's units, by name."""
    return (
        select(Employee)
        .where(
            Employee.id.in_(imported.absentees),
            Employee.unit_id.in_(to.units(Permission.IMPORT_STAFF)),
            Employee.standing.not_in(GONE),
        )
        .options(joinedload(Employee.unit), joinedload(Employee.position))
        .order_by(Employee.name, Employee.id)
    )


def remembered_mapping(fingerprint: str) -> dict[str, str] | None:
    """How a file with these headings was mapped last: column and heading."""
    return db.session.scalar(
        select(ImportMapping.mapping).where(ImportMapping.fingerprint == fingerprint)
    )


def written(import_id: int) -> Iterator[tuple[str, list[Any]]]:
    """What the import wrote, in the order of writing: the table, then [id, before, after]."""
    portions = select(ImportWrite).where(ImportWrite.import_id == import_id)
    for portion in db.session.scalars(portions.order_by(ImportWrite.part)):
        yield from ((portion.table, row) for row in portion.rows)


def written_count(import_id: int) -> int:
    """How many portions of what was written are kept: without any, nothing can be undone."""
    count = select(func.count()).select_from(ImportWrite).where(ImportWrite.import_id == import_id)
    return db.session.scalar(count) or 0


def staff_table(*, to: Viewer, on: date) -> Select[*tuple[Any, ...]]:
    """The staff of the viewer's units in the columns of an import, by unit and name."""
    superior = aliased(Employee)
    line = (
        (ReportingLine.employee_id == Employee.id)
        & (ReportingLine.kind == LineKind.SUPERVISOR)
        & held_on(ReportingLine, on)
    )
    return (
        select(
            Employee.nip,
            Employee.name,
            Employee.title_before,
            Employee.title_after,
            Employee.kind,
            Employee.grade,
            Unit.name.label("unit"),
            Position.title.label("position"),
            superior.nip.label("supervisor_nip"),
            Posting.valid_from,
            Employee.email,
            Employee.phone,
        )
        .join(Employee.unit)
        .join(Employee.position)
        .outerjoin(Posting, (Posting.employee_id == Employee.id) & held_on(Posting, on))
        .outerjoin(ReportingLine, line)
        .outerjoin(superior, ReportingLine.superior_id == superior.id)
        .where(
            Employee.unit_id.in_(to.units(Permission.IMPORT_STAFF)),
            Employee.standing.not_in(GONE),
        )
        .order_by(Unit.name, Employee.name, Employee.id)
    )
