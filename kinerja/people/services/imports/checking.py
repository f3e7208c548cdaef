"""From a sheet to the preview: what each row would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, insert

from kinerja import background, clock, database
from kinerja.background import Tell
from kinerja.bulk import all_stays
from kinerja.extensions import db
from kinerja.people.models import ImportRow, StaffImport
from kinerja.people.queries import imports as queries
from kinerja.people.queries.known import known_staff
from kinerja.people.rules.imports import (
    Column,
    Draft,
    ImportStep,
    Known,
    Matches,
    NameFinder,
    Outcome,
    Plan,
    Planner,
    RowPlan,
    RowReader,
    blocked_cells,
)
from kinerja.people.services.imports.importer import (
    AT_ONCE,
    Importer,
    locked_import,
    move_import,
)
from kinerja.sheets import Sheet

CHECK = "staff-import.check"


@dataclass(frozen=True)
class Reading:
    """A sheet with where its columns stand: `header` is the index of the row of headings."""

    sheet: Sheet
    header: int
    mapping: Mapping[Column, int]
    matches: Matches

    @property
    def data(self) -> Sequence[tuple[int, list[Any]]]:
        """The rows under the headings."""
        return self.sheet.rows[self.header + 1 :]

    @classmethod
    def of(cls, imported: StaffImport, sheet: Sheet) -> "Reading":
        """The sheet as the import has settled it."""
        mapping = {Column(name): at for name, at in imported.mapping["columns"].items()}
        return cls(sheet, imported.mapping["header"], mapping, Matches.from_json(imported.matches))


def drafts_of(reading: Reading, *, on: date) -> list[Draft]:
    """What the rows say, cell by cell."""
    places = frozenset(reading.mapping.values())
    blocked = blocked_cells(
        reading.sheet.formulas,
        reading.sheet.merged,
        rows=[number for number, _cells in reading.data],
        columns=places,
    )
    reader = RowReader(reading.mapping, on=on, kinds=reading.matches.kinds, blocked=blocked)
    drafts = (reader.read(number, cells) for number, cells in reading.data)
    return [draft for draft in drafts if draft is not None]


def plan_of(reading: Reading, known: Known, *, on: date, tell: Tell) -> Plan:
    """What the file would do to what is known. Reads nothing; may take seconds."""
    tell(_("Membaca baris"))
    drafts = drafts_of(reading, on=on)
    tell(_("Membandingkan dengan data sekarang"), 0, len(drafts))
    planner = Planner(
        known,
        given=frozenset(reading.mapping),
        names=NameFinder(known, reading.matches),
        on=on,
    )
    return planner.plan(
        drafts,
        lambda done: tell(_("Membandingkan dengan data sekarang"), done, len(drafts)),
    )


@all_stays()
def plan_at_once(reading: Reading, importer: Importer) -> Plan | None:
    """The plan; None for a long file, which is checked in the background.

    Before anything is written: it may take a second.
    """
    if len(reading.data) > AT_ONCE:
        return None
    on = clock.today()
    with database.reading():
        known = known_staff(scope=importer.scope, on=on)
    return plan_of(reading, known, on=on, tell=Tell())


def finish_check(imported: StaffImport, plan: Plan | None, importer: Importer) -> None:
    """Keep the plan as the preview; without one, hand the check over."""
    if plan is not None:
        keep_preview(imported, plan)
        move_import(imported, ImportStep.CHECK)
    else:
        facts = {"scope": sorted(importer.scope), "employee_id": importer.employee_id}
        work = background.hand_over(CHECK, by=importer.employee_id, import_id=imported.id, **facts)
        imported.work_id = work.id
    db.session.flush()


def fail_check(message: str, *, import_id: int, **_facts: Any) -> None:
    """The check could not be done: the file must be uploaded again."""
    imported = locked_import(import_id)
    move_import(imported, ImportStep.FAIL)
    imported.message = message


@background.performs(CHECK, failed=fail_check)
def check_handed(tell: Tell, *, import_id: int, scope: list[int], employee_id: int | None) -> None:
    """Check an uploaded file in the background."""
    importer = Importer.again(scope, employee_id)
    plan = read_and_plan(import_id, importer, tell=tell)[0]
    tell(_("Menyiapkan pratinjau"), len(plan.rows), len(plan.rows))
    imported = locked_import(import_id)
    keep_preview(imported, plan)
    move_import(imported, ImportStep.CHECK)
    db.session.flush()


@all_stays()
def read_and_plan(import_id: int, importer: Importer, *, tell: Tell) -> tuple[Plan, Known]:
    """The plan, and what it was made from; no transaction is open afterwards."""
    on = clock.today()
    with database.reading():
        imported = db.session.get_one(StaffImport, import_id)
        reading = Reading.of(imported, queries.sheet_of(import_id))
        known = known_staff(scope=importer.scope, on=on)
    return plan_of(reading, known, on=on, tell=tell), known


def keep_preview(imported: StaffImport, plan: Plan) -> None:
    """Keep what each row would do, so that it can be looked at page by page."""
    db.session.execute(delete(ImportRow).where(ImportRow.import_id == imported.id))
    rows = [_stored(imported.id, row) for row in plan.rows]
    if rows:
        db.session.execute(insert(ImportRow), rows)
    count(imported, plan)
    imported.plan = plan.digest


def count(imported: StaffImport, plan: Plan) -> None:
    """Note how many rows do what."""
    imported.rows = len(plan.rows)
    imported.new = plan.counts[Outcome.NEW]
    imported.changed = plan.counts[Outcome.CHANGED]
    imported.same = plan.counts[Outcome.SAME]
    imported.faulty = plan.counts[Outcome.FAULTY]
    imported.absent, imported.absentees = len(plan.absent), plan.absent


def _stored(import_id: int, row: RowPlan) -> dict[str, Any]:
    texts = row.draft.texts
    return {
        "import_id": import_id,
        "number": row.draft.number,
        "outcome": row.outcome,
        "employee_id": row.employee_id,
        "nip": row.draft.nip or texts.get(Column.NIP, ""),
        "name": texts.get(Column.NAME, ""),
        "unit": texts.get(Column.UNIT, ""),
        "position": texts.get(Column.POSITION, ""),
        "cells": texts if row.outcome is Outcome.FAULTY else None,
        "changes": row.changes,
        "faults": [fault.as_json() for fault in row.draft.faults],
    }
