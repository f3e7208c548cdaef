"""People's plans of a year, their learning hours (JP), and what waits for whom."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from kinerja.competency import queries as competency_queries
from kinerja.competency.queries.present import reach
from kinerja.development.models import PlanItem, Training
from kinerja.development.rules import (
    JP_PNS_TARGET,
    JP_PPPK_CEILING,
    OPEN,
    JpMeaning,
    JpStanding,
    Party,
    PlanItemStatus,
    jp_meaning,
)
from kinerja.errors import DeniedError, MissingError
from kinerja.extensions import db
from kinerja.people import queries as people_queries
from kinerja.people.models import Employee
from kinerja.people.rules import EmployeeKind
from kinerja.permissions import Permission, Viewer
from kinerja.rulebook.queries import rule

CONFIRMED = func.coalesce(
    func.sum(case((PlanItem.status == PlanItemStatus.CONFIRMED, PlanItem.jp), else_=0)), 0
)
PLANNED = func.coalesce(func.sum(case((PlanItem.status.in_(OPEN), PlanItem.jp), else_=0)), 0)
CONTRACT_KINDS = tuple(kind for kind in EmployeeKind if jp_meaning(kind) is JpMeaning.CEILING)


def visible_plan_item(item_id: int, *, to: Viewer) -> PlanItem:
    """The item, for its holder, a trainer of the holder's unit, and the direct supervisor.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = db.session.scalar(_items().where(PlanItem.id == item_id))
    if found is None or not _sees_plan_of(found.employee, to):
        raise MissingError()
    return found


def movable_plan_item(item_id: int, *parts: Party, to: Viewer) -> PlanItem:
    """The item, for those who play one of the parts in it.

    :raises MissingError: there is none, or the viewer may not see it.
    :raises DeniedError: the viewer may see it, but plays another part.
    """
    found = visible_plan_item(item_id, to=to)
    if party(found, to) not in parts:
        raise DeniedError()
    return found


def visible_plan_holder(employee_id: int, *, to: Viewer) -> Employee:
    """The person whose plan the viewer may read.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = people_queries.employee(employee_id)
    if not _sees_plan_of(found, to):
        raise MissingError()
    return found


def _sees_plan_of(person: Employee, viewer: Viewer) -> bool:
    return (
        person.id == viewer.employee_id
        or person.id in viewer.direct_reports
        or person.unit_id in viewer.units(Permission.VIEW_PLANS)
    )


def _items() -> Select[PlanItem]:
    return select(PlanItem).options(
        joinedload(PlanItem.employee).joinedload(Employee.unit),
        joinedload(PlanItem.training).joinedload(Training.competency),
        joinedload(PlanItem.chosen_by),
        joinedload(PlanItem.confirmed_by),
    )


def party(item: PlanItem, viewer: Viewer) -> Party | None:
    """The viewer's part in the item: nobody is the trainer of an item of one's own."""
    if item.employee_id == viewer.employee_id:
        return Party.HOLDER
    trains = item.employee.unit_id in viewer.units(Permission.CONFIRM)
    return Party.TRAINER if trains else None


def plan(employee_id: int, *, year: int) -> list[PlanItem]:
    """The person's items of the year: what waits for the person first, then by date."""
    order = case(
        (PlanItem.status == PlanItemStatus.RUNNING, 0),
        (PlanItem.status == PlanItemStatus.ASSIGNED, 1),
        (PlanItem.status == PlanItemStatus.FINISHED, 2),
        (PlanItem.status == PlanItemStatus.CONFIRMED, 3),
        else_=4,
    )
    statement = (
        _items()
        .join(PlanItem.training)
        .where(PlanItem.employee_id == employee_id, PlanItem.year == year)
        .order_by(order, Training.ends_on, PlanItem.id)
    )
    return list(db.session.scalars(statement))


def plan_years(employee_id: int, *, year: int) -> list[int]:
    """The years in which the person has items, and the given one; latest first."""
    statement = select(PlanItem.year).where(PlanItem.employee_id == employee_id).distinct()
    return sorted({year, *db.session.scalars(statement)}, reverse=True)


def living_item(employee_id: int, training: Training) -> PlanItem | None:
    """The item with which the person has the training in a plan, cancelled ones aside."""
    return db.session.scalar(
        select(PlanItem).where(
            PlanItem.training_id == training.id,
            PlanItem.employee_id == employee_id,
            PlanItem.status != PlanItemStatus.CANCELLED,
        )
    )


def items_to_do(employee_id: int) -> list[PlanItem]:
    """What the person has to start or to finish, in whichever year, soonest end first."""
    waiting = [status for status in OPEN if status.waits_for is Party.HOLDER]
    statement = (
        select(PlanItem)
        .join(PlanItem.training)
        .options(contains_eager(PlanItem.training))
        .where(PlanItem.employee_id == employee_id, PlanItem.status.in_(waiting))
        .order_by(Training.ends_on, PlanItem.id)
    )
    return list(db.session.scalars(statement))


def items_to_confirm(*, to: Viewer) -> Select[PlanItem]:
    """Finished items of active people in the trainer's units, but the trainer's own; the longest
    waiting first.
    """
    return (
        _items()
        .join(PlanItem.employee)
        .where(
            PlanItem.status == PlanItemStatus.FINISHED,
            Employee.is_active,
            Employee.unit_id.in_(to.units(Permission.CONFIRM)),
            PlanItem.employee_id != to.employee_id,
        )
        .order_by(PlanItem.since, PlanItem.id)
    )


def confirmable(*, to: Viewer) -> tuple[int, int]:
    """How many items wait for the trainer's confirmation, and their JP together."""
    found = items_to_confirm(to=to).order_by(None).with_only_columns(PlanItem.jp).subquery()
    count, jp = db.session.execute(
        select(func.count(), func.coalesce(func.sum(found.c.jp), 0))
    ).one()
    return count, jp


def jp_limit(kind: EmployeeKind, *, on: date) -> int:
    """The year's JP limit of the rulebook that goes with the kind of employment."""
    is_ceiling = jp_meaning(kind) is JpMeaning.CEILING
    return int(rule(JP_PPPK_CEILING if is_ceiling else JP_PNS_TARGET, on=on))


def standing(kind: EmployeeKind, confirmed: int, planned: int, *, on: date) -> JpStanding:
    """The figures with their limit and its meaning."""
    return JpStanding(jp_meaning(kind), jp_limit(kind, on=on), confirmed, planned)


def jp_standing(person: Employee, *, year: int) -> JpStanding:
    """The person's learning hours of the year: confirmed ones, and those still planned."""
    sums = select(CONFIRMED, PLANNED).where(
        PlanItem.employee_id == person.id, PlanItem.year == year
    )
    confirmed, planned = db.session.execute(sums).one()
    return standing(person.kind, confirmed, planned, on=date(year, 12, 31))


def plans_overview(
    *,
    to: Viewer,
    year: int,
    q: str = "",
    unit_id: int | None = None,
    state: str = "",
) -> Select[Employee, int, int, int]:
    """Active people of the granted units and direct reports with their confirmed JP, planned JP
    and living items of the year; `state`: "" all, "below" the target, "full" ceiling, "none".
    """
    sums = (
        select(
            PlanItem.employee_id,
            CONFIRMED.label("confirmed"),
            PLANNED.label("planned"),
            func.count().label("living"),
        )
        .where(PlanItem.year == year, PlanItem.status != PlanItemStatus.CANCELLED)
        .group_by(PlanItem.employee_id)
        .subquery()
    )
    confirmed = func.coalesce(sums.c.confirmed, 0)
    planned = func.coalesce(sums.c.planned, 0)
    items = func.coalesce(sums.c.living, 0)
    statement = (
        select(Employee, confirmed, planned, items)
        .join(Employee.unit)
        .outerjoin(sums, sums.c.employee_id == Employee.id)
        .options(contains_eager(Employee.unit))
        .where(Employee.is_active, _plans_of(to), *among(q=q, unit_id=unit_id))
        .order_by(Employee.name, Employee.id)
    )
    on = date(year, 12, 31)
    contract = Employee.kind.in_(CONTRACT_KINDS)
    states: dict[str, ColumnElement[bool]] = {
        "below": and_(~contract, confirmed < int(rule(JP_PNS_TARGET, on=on))),
        "full": and_(contract, confirmed + planned >= int(rule(JP_PPPK_CEILING, on=on))),
        "none": items == 0,
    }
    return statement.where(states[state]) if state in states else statement


def every_plan(*, to: Viewer, **narrowed: Any) -> Sequence[Row[Employee, int, int, int]]:
    """All rows of the overview, for a spreadsheet."""
    return db.session.execute(plans_overview(to=to, **narrowed)).all()


def _plans_of(viewer: Viewer) -> ColumnElement[bool]:
    return or_(
        Employee.unit_id.in_(viewer.units(Permission.VIEW_PLANS)),
        Employee.id.in_(viewer.direct_reports),
    )


def among(*, q: str, unit_id: int | None) -> list[ColumnElement[bool]]:
    """Conditions on employees: by name or the beginning of the NIP, by a unit with all under it."""
    found: list[ColumnElement[bool]] = []
    if q.strip():
        found.append(people_queries.named(q))
    if unit_id is not None:
        found.append(Employee.unit_id.in_(people_queries.subtree(unit_id)))
    return found


def people_without_plan(units: Collection[int], *, year: int) -> int:
    """Active people of the units who have a verified gap that no living item from that year on
    answers.
    """
    gaps, pairs = competency_queries.gap_select().subquery(), reach()
    answered = (
        select(PlanItem.id)
        .join(PlanItem.training)
        .join(pairs, pairs.c.competency_id == Training.competency_id)
        .where(
            PlanItem.employee_id == gaps.c.employee_id,
            PlanItem.year >= year,
            PlanItem.status != PlanItemStatus.CANCELLED,
            pairs.c.for_id == gaps.c.competency_id,
        )
        .exists()
    )
    statement = (
        select(func.count(gaps.c.employee_id.distinct()))
        .join(Employee, Employee.id == gaps.c.employee_id)
        .where(gaps.c.gap > 0, Employee.is_active, Employee.unit_id.in_(units), ~answered)
    )
    return db.session.scalar(statement) or 0
