"""Two staff files: one applied, one that waits to be corrected."""

from datetime import date
from typing import Any

from sqlalchemy import select

from kinerja.background import Tell
from kinerja.extensions import db
from kinerja.people.models import Employee, ImportContent, Unit
from kinerja.people.queries.imports import staff_table
from kinerja.people.queries.known import known_staff
from kinerja.people.rules.imports import KIND_NAMES, Column, ImportStep, Matches
from kinerja.people.services.imports.applying import write_import
from kinerja.people.services.imports.checking import Reading, keep_preview, plan_of
from kinerja.people.services.imports.importer import Importer, move_import
from kinerja.people.services.imports.intake import new_import
from kinerja.permissions import Role, Viewer
from kinerja.sheets import Sheet

UNIT = "Kecamatan Contoh Tengah"
COLUMNS = list(Column)


def add_imports(by: Employee, *, on: date) -> None:
    """What the keeper of the agency's staff has sent: phone numbers, then a file with slips."""
    units = db.session.execute(select(Unit.id, Unit.name)).all()
    importer = Importer(frozenset(unit.id for unit in units), by.id)
    own = next(unit.id for unit in units if unit.name == UNIT)
    keeper = Viewer(by.id, 0, by.unit_id, grants=((Role.HR, frozenset({own})),))
    rows = [cells(row) for row in db.session.execute(staff_table(to=keeper, on=on))]
    for number, told in enumerate(rows[:4]):
        told[COLUMNS.index(Column.PHONE)] = f"0812 0000 000{number}"
    take_in(rows, "nomor-ponsel.xlsx", importer, on=on, applied=True)
    slips: list[tuple[Column, Any]] = [
        (Column.NIP, rows[0][0][:17]),
        (Column.UNIT, "Kec. Contoh Tngah"),
        (Column.UNIT, "Kec. Contoh Tngah"),
        (Column.POSITION, ""),
    ]
    for told, (column, value) in zip(rows, slips, strict=False):
        told[COLUMNS.index(column)] = value
    rows[-1][COLUMNS.index(Column.TITLE_AFTER)] = "S.Sos., M.AP."
    take_in(rows[:-1], "pegawai-november.xlsx", importer, on=on, applied=False)


def cells(row: Any) -> list[Any]:
    """The row as it stands in a file."""
    facts = {**row._mapping, Column.KIND: dict(KIND_NAMES)[row.kind]}
    return ["" if facts[column] is None else facts[column] for column in COLUMNS]


def take_in(
    rows: list[list[Any]], filename: str, importer: Importer, *, on: date, applied: bool
) -> None:
    """The file as it was uploaded, checked and perhaps applied."""
    headings: list[Any] = [column.heading for column in COLUMNS]
    sheet = Sheet("Pegawai", list(enumerate([headings, *rows], start=1)))
    reading = Reading(sheet, 0, {column: at for at, column in enumerate(COLUMNS)}, Matches())
    plan = plan_of(reading, known_staff(scope=importer.scope, on=on), on=on, tell=Tell())
    imported = new_import(reading, filename=filename, content=sheet.packed(), by=importer)
    db.session.add(imported)
    db.session.flush()
    keep_preview(imported, plan)
    move_import(imported, ImportStep.CHECK)
    if applied:
        move_import(imported, ImportStep.APPLY)
        write_import(imported, plan, importer)
    else:
        db.session.add(ImportContent(import_id=imported.id, sheet=sheet.packed()))
    db.session.flush()
