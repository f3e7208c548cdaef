"""Units are founded, renamed, moved, merged and closed from a day on, and plans taken back.

A unit is split by founding another one and moving people into it.
"""

from datetime import date
from typing import Any

from sqlalchemy import select

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.people.models import Unit, UnitVersion
from kinerja.people.rules import FOREVER, ONE_DAY, Span
from kinerja.people.services import histories
from kinerja.people.services.lines import no_new_circle
from kinerja.people.services.mergers import repost, take_back
from kinerja.people.services.settling import settle
from kinerja.people.services.unit_plans import (
    UnitPlan,
    plan_change,
    plan_closing,
    plan_founding,
    plan_merger,
    plan_withdrawal,
)
from kinerja.permissions import Viewer


def found_unit(*, name: str, parent_id: int, valid_from: date, reason: str, by: Viewer) -> Unit:
    """A new unit under another from the day on.

    :raises UnitRefusedError: as `plan_founding`.
    """
    _lock()
    plan_founding(name=name, parent_id=parent_id, valid_from=valid_from, reason=reason, by=by)
    unit = Unit(name=name, parent_id=parent_id, is_active=False)
    db.session.add(unit)
    db.session.flush()
    _begin(unit.id, valid_from=valid_from, name=name, parent_id=parent_id, reason=reason)
    after = {"name": name, "parent": parent_id}
    _finish("unit.founded", unit, by=by, day=valid_from, reason=reason, before=None, after=after)
    return unit


def change_unit(
    unit: Unit, *, name: str, parent_id: int | None, valid_from: date, reason: str, by: Viewer
) -> Unit:
    """Another name or another place of the unit from the day on.

    :raises UnitRefusedError: as `plan_change`.
    :raises CircleError: people would become their own superiors.
    """
    _lock()
    plan = plan_change(
        unit, name=name, parent_id=parent_id, valid_from=valid_from, reason=reason, by=by
    )
    facts: dict[str, Any] = {"name": name, "parent_id": parent_id, "reason": reason}
    if plan.held and plan.held.last < FOREVER:
        facts |= {"valid_to": plan.held.last, "end_reason": plan.held.end_reason}
    with no_new_circle(by.employee_id, on=valid_from):
        _begin(unit.id, valid_from=valid_from, **facts)
    after = {"name": name, "parent": parent_id}
    before = _facts(plan.held)
    _finish("unit.changed", unit, by=by, day=valid_from, reason=reason, before=before, after=after)
    return unit


def merge_unit(unit: Unit, *, into_id: int, valid_from: date, reason: str, by: Viewer) -> Unit:
    """The unit goes into another one from the day on, with its people and the units under it.

    :raises UnitRefusedError: as `plan_merger`.
    :raises CircleError: people would become their own superiors.
    """
    _lock()
    plan = plan_merger(unit, into_id=into_id, valid_from=valid_from, reason=reason, by=by)
    with no_new_circle(by.employee_id, on=valid_from):
        for child in plan.children:
            _adopt(child, into_id, plan)
        _end(unit.id, on=valid_from - ONE_DAY, reason=reason)
        unit.merged_into_id = into_id
        people = repost(unit.id, into_id, on=valid_from, decree=reason)
    after = {
        "merged_into": into_id,
        "people": people,
        "units": [child.unit_id for child in plan.children],
    }
    before = _facts(plan.held)
    _finish("unit.merged", unit, by=by, day=valid_from, reason=reason, before=before, after=after)
    return unit


def _adopt(child: Span, into_id: int, plan: UnitPlan) -> None:
    """The unit belongs to the other one from the plan's day on, for as long as it is open."""
    _begin(
        child.unit_id,
        valid_from=plan.day,
        valid_to=None if child.last == FOREVER else child.last,
        end_reason=child.end_reason,
        name=child.name,
        parent_id=into_id,
        reason=plan.reason,
    )


def close_unit(unit: Unit, *, valid_from: date, reason: str, by: Viewer) -> Unit:
    """The unit is closed from the day on.

    :raises UnitHeldError: people, units or services stand in it.
    :raises UnitRefusedError: as `plan_closing`.
    """
    _lock()
    plan = plan_closing(unit, valid_from=valid_from, reason=reason, by=by)
    _end(unit.id, on=valid_from - ONE_DAY, reason=reason)
    before = _facts(plan.held)
    _finish("unit.closed", unit, by=by, day=valid_from, reason=reason, before=before, after=None)
    return unit


def withdraw_plan(unit: Unit, *, by: Viewer) -> Unit:
    """Take the newest plan for the unit back, with all that it had planned for others.

    :raises UnitRefusedError: as `plan_withdrawal`.
    :raises CircleError: people would become their own superiors.
    """
    _lock()
    plan = plan_withdrawal(unit, by=by)
    newest = _newest(unit.id)
    before = _facts(plan.held) | {"to": newest.valid_to, "merged_into": unit.merged_into_id}
    with no_new_circle(by.employee_id, on=plan.day):
        people = _separate(unit, plan, newest.end_reason)
        if newest.valid_to is None:
            histories.withdraw(newest, keys=("unit_id",))
        else:
            _go_on(newest)
    after = {"people": people, "units": [child.unit_id for child in plan.children]}
    _finish(
        "unit.plan-withdrawn", unit, by=by, day=plan.day, reason=None, before=before, after=after
    )
    return unit


def _separate(unit: Unit, plan: UnitPlan, reason: str | None) -> list[int]:
    """Units and people that were to go along stay; ids of these people."""
    for child in plan.children:
        histories.withdraw(_newest(child.unit_id), keys=("unit_id",))
    if unit.merged_into_id is None:
        return []
    people = take_back(unit.id, unit.merged_into_id, on=plan.day, decree=reason)
    unit.merged_into_id = None
    return people


def _go_on(newest: UnitVersion) -> None:
    """No end is known any more, neither of this version nor of the one that it had cut short."""
    newest.valid_to = newest.end_reason = None
    if newest.cut_until is not None:
        newest.cut_until = histories.FOREVER


def _lock() -> None:
    """One change of units at a time: each is checked against all others."""
    agency = select(Unit.id).where(Unit.parent_id.is_(None)).with_for_update()
    db.session.execute(agency)


def _begin(unit_id: int, *, valid_from: date, **facts: Any) -> None:
    histories.begin(UnitVersion, {"unit_id": unit_id}, valid_from=valid_from, **facts)


def _end(unit_id: int, *, on: date, reason: str) -> None:
    ended = histories.end(UnitVersion, {"unit_id": unit_id}, on=on)
    if ended is not None:
        ended.end_reason = reason
        db.session.flush()


def _newest(unit_id: int) -> UnitVersion:
    statement = select(UnitVersion).where(UnitVersion.unit_id == unit_id)
    newest = statement.order_by(UnitVersion.valid_from.desc()).limit(1)
    return db.session.execute(newest).scalar_one()


def _facts(span: Span | None) -> dict[str, Any]:
    return {"name": span.name, "parent": span.parent_id} if span else {}


def _finish(
    action: str, unit: Unit, *, by: Viewer, day: date, reason: str | None, **noted: Any
) -> None:
    """What has begun by today takes effect; who did it is noted, with what was and what will be."""
    db.session.flush()
    settle(on=clock.today())
    audit.record(action, unit, by=by.employee_id, why=reason, valid_from=day, **noted)
