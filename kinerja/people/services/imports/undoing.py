"""An applied import is taken back: every row as it was before."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select, text

from kinerja import audit, background, clock, database
from kinerja.background import Tell
from kinerja.bulk import insert_rows, update_rows
from kinerja.errors import DomainError
from kinerja.extensions import Base, db
from kinerja.people import signals
from kinerja.people.models import (
    Employee,
    ImportRow,
    ImportWrite,
    Position,
    Posting,
    ReportingLine,
)
from kinerja.people.queries import imports as queries
from kinerja.people.rules.imports import ImportState, ImportStep
from kinerja.people.services.imports.importer import (
    AT_ONCE,
    Importer,
    locked_import,
    move_import,
)
from kinerja.people.services.imports.writing import ASKED, TABLES, Row, portions, stored
from kinerja.people.services.settling import settle
from kinerja.permissions import Viewer

UNDO = "staff-import.undo"
NAMED = 10  # people whom a refusal names
# All that an import writes of somebody it knows; the rest follows from the histories.
OF_PEOPLE = ("nip", "kind", "grade", "name", "title_before", "title_after", "email", "phone")
Written = dict[str, list[tuple[int, Row | None, Row | None]]]


class ChangedSinceError(DomainError):
    """Somebody has changed or used since what the import wrote."""


def undo_import(import_id: int, *, by: Viewer) -> None:
    """Take the import back: at once, or where it is long in the background.

    :raises ChangedSinceError: something of it was changed or used since; people are named.
    :raises ImportStepError: it is not applied.
    """
    with database.reading():
        imported = queries.visible_import(import_id, to=by)
        size, is_applied = imported.new + imported.changed, imported.state is ImportState.APPLIED
    if size <= AT_ONCE and is_applied:
        with db.session.begin_nested():  # a refusal leaves nothing half undone
            _undo(import_id, Importer.of(by))
        return
    imported = locked_import(import_id)
    move_import(imported, ImportStep.UNDO)
    imported.message = None
    work = background.hand_over(
        UNDO, by=by.employee_id, import_id=import_id, employee_id=by.employee_id
    )
    imported.work_id = work.id
    db.session.flush()


def fail_undoing(message: str, *, import_id: int, **_facts: Any) -> None:
    """Nothing was taken back; the import stays applied, with the reason."""
    imported = locked_import(import_id)
    move_import(imported, ImportStep.REFUSE_UNDOING)
    imported.message = message


@background.performs(UNDO, failed=fail_undoing)
def undo_handed(tell: Tell, *, import_id: int, employee_id: int | None) -> None:
    """Take an import back in the background."""
    tell(_("Mengembalikan data"))
    _undo(import_id, Importer(frozenset(), employee_id))


def _undo(import_id: int, importer: Importer) -> None:
    if db.engine.dialect.name == "postgresql":
        tables = ", ".join(TABLES)
        db.session.execute(text(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE"))
    imported = locked_import(import_id)
    if imported.state is ImportState.APPLIED:
        move_import(imported, ImportStep.UNDO)
    written: Written = defaultdict(list)
    for table, (key, before, after) in queries.written(import_id):
        written[table].append((key, before, after))
    refuse_changed(written)
    restore(written)
    for model in (ImportRow, ImportWrite):
        db.session.execute(delete(model).where(model.import_id == import_id))
    imported = locked_import(import_id)
    imported.undone_by_id, imported.undone_at = importer.employee_id, clock.now()
    move_import(imported, ImportStep.FINISH_UNDOING)
    audit.record("staff.import_undone", imported, by=importer.employee_id, file=imported.sha256)
    db.session.flush()


def refuse_changed(written: Written) -> None:
    """Refuse where a row is not any more as the import left it.

    :raises ChangedSinceError: with the names of the people it is about.
    """
    changed: list[tuple[str, Row]] = []
    for name, entries in written.items():
        now = stored(TABLES[name], [key for key, _before, _after in entries])
        for key, before, after in entries:
            if not _is_as_left(name, after, now.get(key)):
                changed.append((name, after or before or {}))
    if changed:
        raise _refusal(_people(changed))


def _is_as_left(table: str, left: Row | None, now: Row | None) -> bool:
    if left is None or now is None:
        return left is now
    return _truth(table, left) == _truth(table, now, like=left)


def _truth(table: str, row: Row, *, like: Row | None = None) -> Row:
    """What of the row an import writes; columns that came later are left aside."""
    names = ("id", *OF_PEOPLE) if table == Employee.__tablename__ else (like or row)
    return {name: row[name] for name in names}


def _people(changed: Iterable[tuple[str, Row]]) -> set[int | str]:
    people: set[int | str] = set()
    for table, row in changed:
        if table == Position.__tablename__:
            people.add(row["title"])
        else:
            people.add(row["id"] if table == Employee.__tablename__ else row["employee_id"])
    return people


def _refusal(people: set[int | str]) -> ChangedSinceError:
    titles = sorted(one for one in people if isinstance(one, str))
    ids = sorted(one for one in people if isinstance(one, int))[: NAMED + 1]
    statement = select(Employee.name).where(Employee.id.in_(ids)).order_by(Employee.name)
    names = [*titles, *db.session.scalars(statement)]
    told = ", ".join(names[:NAMED]) + (", …" if len(people) > NAMED else "")
    return ChangedSinceError(
        _(
            "Impor ini tidak bisa dibatalkan: sesudahnya ada yang diubah atau dipakai, yaitu "
            "%(names)s. Batalkan dulu perubahan itu, atau perbaiki satu per satu.",
            names=told,
        )
    )


def restore(written: Written) -> None:
    """Bring every row back.

    :raises ChangedSinceError: something refers to what the import had added.
    """
    for model in (ReportingLine, Posting):
        entries = written.get(model.__tablename__, [])
        _delete(model, [key for key, before, _after in entries if before is None])
        _update(model, [before for _key, before, after in entries if before and after])
        _insert(model, [before for _key, before, after in entries if before and after is None])
    people = written.get(Employee.__tablename__, [])
    _update(Employee, [before for _key, before, _after in people if before])
    settle(on=clock.today())  # nobody's superior is one of those who go
    added = [key for key, before, _after in people if before is None]
    units = {one["unit_id"] for one in stored(TABLES[Employee.__tablename__], added).values()}
    _remove(Employee, added)
    signals.staff_changed.send("people", unit_ids=units)
    posts = written.get(Position.__tablename__, [])
    _remove(Position, [key for key, before, _after in posts if before is None])


def _remove(model: type[Base], ids: list[int]) -> None:
    used = referring(model, ids)
    if used and model is Employee:
        raise _refusal(set(used))
    if used:
        titles = select(Position.title).where(Position.id.in_(used))
        raise _refusal(set(db.session.scalars(titles)))
    _delete(model, ids)


def referring(model: type[Base], ids: list[int]) -> set[int]:
    """Which of the rows something refers to, whatever table it is in."""
    target, found = TABLES[model.__tablename__], set[int]()
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is not target:
                continue
            for some in portions(ids, ASKED):
                refers = select(key.parent).where(key.parent.in_(some)).distinct()
                found.update(db.session.scalars(refers))
    return found


def _delete(model: type[Base], ids: list[int]) -> None:
    table = TABLES[model.__tablename__]
    for some in portions(ids, ASKED):
        db.session.execute(delete(table).where(table.c.id.in_(some)))


def _update(model: type[Base], rows: list[Row]) -> None:
    table = TABLES[model.__tablename__]
    update_rows(table, [_truth(table.name, row) for row in rows])


def _insert(model: type[Base], rows: list[Row]) -> None:
    insert_rows(TABLES[model.__tablename__], rows)
