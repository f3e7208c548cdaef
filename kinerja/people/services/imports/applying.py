"""A checked import is applied: all of it in one transaction, or nothing."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, select, text, update

from kinerja import audit, background, clock, database
from kinerja.background import Tell
from kinerja.bulk import all_stays
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import signals
from kinerja.people.models import Employee, ImportContent, ImportRow, StaffImport
from kinerja.people.queries import imports as queries
from kinerja.people.queries.known import known_staff
from kinerja.people.rules.imports import ImportState, ImportStep, Known, Outcome, Plan
from kinerja.people.services.imports.checking import count, keep_preview, read_and_plan
from kinerja.people.services.imports.importer import (
    AT_ONCE,
    Importer,
    locked_import,
    move_import,
)
from kinerja.people.services.imports.writing import TABLES, write_all
from kinerja.people.services.settling import settle
from kinerja.permissions import Viewer

APPLY = "staff-import.apply"
TURNS = 3  # how often a plan is made anew because somebody changed the staff in between


class ImportFaultyError(DomainError):
    """Rows must be put right first."""


def apply_import(import_id: int, *, by: Viewer) -> None:
    """Apply the import: at once, or where it is long in the background.

    If the staff was changed in a way that makes the preview wrong, nothing is written: the import
    waits with a new preview.

    :raises ImportFaultyError: rows are at fault.
    :raises ImportStepError: it is not waiting to be applied.
    """
    importer = Importer.of(by)
    with database.reading():
        imported = queries.visible_import(import_id, to=by)
        faulty, rows = imported.faulty, imported.rows
        is_waiting = imported.state is ImportState.CHECKED
    if faulty:
        raise ImportFaultyError(
            ngettext(
                "%(num)s baris masih perlu diperbaiki. Perbaiki dulu, lalu terapkan.",
                "%(num)s baris masih perlu diperbaiki. Perbaiki dulu, lalu terapkan.",
                faulty,
            )
        )
    if rows <= AT_ONCE and is_waiting:
        _apply(import_id, importer, tell=Tell())
        return
    imported = locked_import(import_id)
    move_import(imported, ImportStep.APPLY)
    imported.message = None
    work = background.hand_over(
        APPLY,
        by=by.employee_id,
        import_id=import_id,
        scope=sorted(importer.scope),
        employee_id=by.employee_id,
    )
    imported.work_id = work.id
    db.session.flush()


def fail_applying(message: str, *, import_id: int, **_facts: Any) -> None:
    """Nothing was written; the preview stays, with the reason."""
    imported = locked_import(import_id)
    move_import(imported, ImportStep.FAIL)
    imported.message = message


@background.performs(APPLY, failed=fail_applying)
def apply_handed(tell: Tell, *, import_id: int, scope: list[int], employee_id: int | None) -> None:
    """Apply an import in the background."""
    _apply(import_id, Importer.again(scope, employee_id), tell=tell)


def _apply(import_id: int, importer: Importer, *, tell: Tell) -> None:
    plan, known = read_and_plan(import_id, importer, tell=tell)
    for _turn in range(TURNS):
        tell(_("Menulis perubahan"), 0, len(plan.rows))
        if is_current(known, importer):
            break
        db.session.rollback()
        plan, known = read_and_plan(import_id, importer, tell=tell)
    else:
        raise DomainError(_("Data pegawai sedang diubah orang lain. Coba lagi sebentar lagi."))
    imported = locked_import(import_id)
    if imported.state is ImportState.CHECKED:
        move_import(imported, ImportStep.APPLY)
    if plan.digest != imported.plan or plan.has_faults:
        keep_preview(imported, plan)
        move_import(imported, ImportStep.FAIL)
        imported.message = _(
            "Data pegawai berubah sejak pratinjau ini dibuat. Periksa lagi, lalu terapkan."
        )
        db.session.flush()
        return
    write_import(imported, plan, importer)


def is_current(known: Known, importer: Importer) -> bool:
    """Whether the staff is still as the plan was made from; from here on nobody else changes it.

    SQLite has one writer, which this transaction is from its first statement on.
    """
    if db.engine.dialect.name == "postgresql":
        tables = ", ".join(TABLES)
        db.session.execute(text(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE"))
    return known_staff(scope=importer.scope, on=clock.today()) == known


@all_stays()
def write_import(imported: StaffImport, plan: Plan, importer: Importer) -> None:
    """Write the plan in the transaction in which it was found to be current."""
    if not plan.writes.is_nothing:
        write_all(plan.writes, import_id=imported.id)
        settle(on=clock.today())
        new = {person.unit_id for before, person in plan.writes.people if before is None}
        signals.staff_changed.send("people", unit_ids=new)
    count(imported, plan)
    imported.applied_by_id, imported.applied_at = importer.employee_id, clock.now()
    move_import(imported, ImportStep.FINISH_APPLYING)
    _forget_preview(imported.id)
    audit.record(
        "staff.imported",
        imported,
        by=importer.employee_id,
        file=imported.sha256,
        new=imported.new,
        changed=imported.changed,
        same=imported.same,
    )


def _forget_preview(import_id: int) -> None:
    """Keep of the preview only what was written, and forget the file's content."""
    rows = ImportRow.import_id == import_id
    db.session.execute(delete(ImportContent).where(ImportContent.import_id == import_id))
    db.session.execute(
        delete(ImportRow).where(rows, ImportRow.outcome.in_((Outcome.SAME, Outcome.FAULTY)))
    )
    found = select(Employee.id).where(Employee.nip == ImportRow.nip).scalar_subquery()
    db.session.execute(
        update(ImportRow)
        .where(rows, ImportRow.outcome == Outcome.NEW)
        .values(employee_id=found)
        .execution_options(synchronize_session=False)
    )
