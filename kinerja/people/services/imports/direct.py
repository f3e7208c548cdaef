"""A file is read, checked and applied in one go: for the command line."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from kinerja import clock, database
from kinerja.background import Tell
from kinerja.bulk import all_stays
from kinerja.errors import StaleError
from kinerja.extensions import db
from kinerja.people.queries.known import known_staff
from kinerja.people.rules.imports import ImportStep, Matches, Outcome, Plan, missing
from kinerja.people.services.imports.applying import is_current, write_import
from kinerja.people.services.imports.checking import Reading, plan_of
from kinerja.people.services.imports.importer import Importer, move_import
from kinerja.people.services.imports.intake import (
    headings_of,
    new_import,
    nobody_in_it,
    read_staff_file,
    settled_columns,
)
from kinerja.sheets import SheetRefusedError, column_letter


@dataclass(frozen=True)
class ImportReport:
    """How many rows do what, and what is wrong: sheet, row, column, value, message of each."""

    new: int = 0
    changed: int = 0
    same: int = 0
    absent: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)


@all_stays()
def import_staff_file(
    content: bytes, *, filename: str, importer: Importer, dry_run: bool = False
) -> ImportReport:
    """Import the file unless something in it is wrong; with `dry_run` only say what it would do.

    :raises StaleError: somebody else changed the staff just now.
    """
    try:
        sheet, header = read_staff_file(content, filename=filename)
    except SheetRefusedError as error:
        return ImportReport(errors=[told(message=error.message)])
    on = clock.today()
    with database.reading():
        columns = settled_columns(headings_of(sheet, header))
        known = known_staff(scope=importer.scope, on=on)
    reading = Reading(sheet, header, columns, Matches())
    if lacking := missing(columns):
        names = ", ".join(column.heading for column in lacking)
        message = _("Kolom ini tidak ditemukan: %(names)s. Pakai judul dari templat.", names=names)
        return ImportReport(errors=[told(sheet.name, sheet.rows[header][0], message=message)])
    plan = plan_of(reading, known, on=on, tell=Tell())
    if not plan.rows:
        return ImportReport(errors=[told(sheet.name, message=nobody_in_it().message)])
    report = report_of(plan, reading)
    if report.errors or dry_run:
        return report
    if not plan.writes.is_nothing and not is_current(known, importer):
        raise StaleError(_("Data pegawai baru saja diubah orang lain. Ulangi perintahnya."))
    imported = new_import(reading, filename=filename, content=content, by=importer)
    imported.plan = plan.digest
    db.session.add(imported)
    db.session.flush()
    move_import(imported, ImportStep.CHECK)
    move_import(imported, ImportStep.APPLY)
    write_import(imported, plan, importer)
    return report


def report_of(plan: Plan, reading: Reading) -> ImportReport:
    """The plan in figures, and each fault with its address."""
    return ImportReport(
        new=plan.counts[Outcome.NEW],
        changed=plan.counts[Outcome.CHANGED],
        same=plan.counts[Outcome.SAME],
        absent=len(plan.absent),
        errors=[
            told(
                reading.sheet.name,
                row.draft.number,
                column_letter(reading.mapping[fault.column]),
                fault.value,
                message=fault.message,
            )
            for row in plan.rows
            for fault in row.draft.faults
        ],
    )


def told(
    sheet: str = "", row: int = 0, column: str = "", value: str = "", *, message: str
) -> dict[str, Any]:
    """One fault; row 0 is the file as a whole."""
    return {"sheet": sheet, "row": row, "column": column, "value": value, "message": message}
