"""Keeps what lists read of units and employees equal to what the histories say of today."""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select, update

from kinerja import clock
from kinerja.bulk import plain, update_rows
from kinerja.extensions import db
from kinerja.people import signals
from kinerja.people.models import Employee, Posting, StandingPeriod, Unit, UnitVersion
from kinerja.people.queries.lines import held_on, leads_others, structure
from kinerja.people.rules import LineKind, Standing
from kinerja.people.services.mergers import follow_mergers

SETTLED = ("unit_id", "position_id", "supervisor_id", "standing")
OTHERS = SETTLED.index("supervisor_id")  # whose change moves nobody


def settle_today() -> None:
    """What began or ended today takes effect: the job of each night, right whenever it runs."""
    follow_mergers()
    settle(on=clock.today())


def settle(*, on: date) -> int:
    """Write the day's names, places, supervisors and standings beside the rows; how many changed.

    Only rows that differ are written. Eleven queries at most, whatever the number of people.
    """
    db.session.flush()
    changed = _settle_units(on) + _settle_people(on, None)
    db.session.expire_all()
    return changed


def settle_people(employee_ids: Iterable[int], *, on: date) -> int:
    """The same for these people only: enough when nobody else's superior has changed."""
    db.session.flush()
    changed = _settle_people(on, list(employee_ids))
    db.session.expire_all()
    return changed


def settle_one(employee_id: int, *, on: date) -> int:
    """The same after a change of one person: for everybody where others' superiors may follow."""
    db.session.flush()
    return settle(on=on) if leads_others(employee_id) else settle_people([employee_id], on=on)


def _settle_units(on: date) -> int:
    versions = {
        row.unit_id: {"name": row.name, "parent_id": row.parent_id}
        for row in db.session.execute(
            select(UnitVersion.unit_id, UnitVersion.name, UnitVersion.parent_id).where(
                held_on(UnitVersion, on)
            )
        )
    }
    statement = select(Unit.id, Unit.name, Unit.parent_id, Unit.is_active, Unit.merged_into_id)
    rows = db.session.execute(statement).all()
    merged = {row.id: row.merged_into_id for row in rows if row.merged_into_id}
    changes, renamed = [], []
    for row in rows:
        before = {"name": row.name, "parent_id": row.parent_id, "is_active": row.is_active}
        held = versions.get(row.id)
        after = held | {"is_active": True} if held else before | {"is_active": False}
        if held is None and row.id in merged:
            after["parent_id"] = _heir(merged[row.id], merged, versions)
        if after != before:
            changes.append({"id": row.id} | after)
        if held and row.is_active and held["name"] != row.name:
            renamed.append(row.id)
    if len(renamed) > 1:  # two may have changed names with each other
        db.session.execute(update(Unit).where(Unit.id.in_(renamed)).values(is_active=False))
    # Closed before opened: an open name is unique.
    return _write(Unit, sorted(changes, key=lambda change: change["is_active"]))


def _heir(unit_id: int, merged: Mapping[int, int], opened: Container[int]) -> int:
    """The unit that does the work now of one that was merged into the given one."""
    while unit_id not in opened and unit_id in merged:
        unit_id = merged[unit_id]
    return unit_id


def _settle_people(on: date, employee_ids: list[int] | None) -> int:
    day = structure(on=on, employee_ids=employee_ids)
    statement = (
        select(
            Employee.id,
            Employee.unit_id,
            Employee.position_id,
            Employee.supervisor_id,
            Employee.standing,
            Posting.unit_id,
            Posting.position_id,
            StandingPeriod.standing,
        )
        .outerjoin(Posting, (Posting.employee_id == Employee.id) & held_on(Posting, on))
        .outerjoin(
            StandingPeriod,
            (StandingPeriod.employee_id == Employee.id) & held_on(StandingPeriod, on),
        )
    )
    if employee_ids is not None:
        statement = statement.where(Employee.id.in_(employee_ids))
    changes, touched = [], set[Any]()
    for employee_id, *before, unit_id, position_id, standing in db.session.execute(statement):
        line = day.line(employee_id, LineKind.SUPERVISOR)
        after = [
            unit_id or before[0],
            position_id or before[1],
            line.superior_id if line else None,
            standing or Standing.ACTIVE,
        ]
        if after != before:
            changes.append({"id": employee_id, **dict(zip(SETTLED, after, strict=True))})
            before[OTHERS] = after[OTHERS]
            if after != before:
                touched.add(before[0])
                touched.add(after[0])
    written = _write(Employee, changes)
    if touched:
        signals.staff_changed.send("people", unit_ids=touched)
    return written


def _write(model: Any, changes: list[dict[str, Any]]) -> int:
    rows = [{name: plain(value) for name, value in change.items()} for change in changes]
    update_rows(model.__table__, rows)
    return len(rows)
