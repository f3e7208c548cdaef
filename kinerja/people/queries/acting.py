"""Acting leaders: Plt. of units without a head, Plh. for leaders who are absent."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased, contains_eager, joinedload

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import ActingLeader, Employee, Unit
from kinerja.people.queries.lines import held_on, structure
from kinerja.people.queries.staff import named
from kinerja.people.rules import ActingKind, GrantState
from kinerja.permissions import Permission, Viewer

Absent = aliased(Employee)


def acting_leaders(
    *, to: Viewer, on: date, state: GrantState | None = None, search: str = ""
) -> Select[ActingLeader]:
    """Leaderships in the units that the viewer looks after, and those of the viewer and the
    direct reports; filtered, the latest first. People and units come along.
    """
    statement = (
        with_people()
        .where(_visible(to), _in_state(state, on))
        .order_by(ActingLeader.valid_from.desc(), ActingLeader.id.desc())
    )
    return statement.where(named(search)) if search.strip() else statement


def with_people() -> Select[ActingLeader]:
    """All leaderships with holder, absent leader and unit."""
    return (
        select(ActingLeader)
        .join(ActingLeader.employee)
        .outerjoin(ActingLeader.absent.of_type(Absent))
        .outerjoin(ActingLeader.unit)
        .options(
            contains_eager(ActingLeader.employee),
            contains_eager(ActingLeader.absent.of_type(Absent)).options(
                joinedload(Absent.position), joinedload(Absent.unit)
            ),
            contains_eager(ActingLeader.unit),
        )
    )


def _visible(to: Viewer) -> ColumnElement[bool]:
    units = to.units(Permission.VIEW_STAFF)
    theirs = {to.employee_id, *to.direct_reports}
    return or_(
        ActingLeader.unit_id.in_(units),
        Absent.unit_id.in_(units),
        Employee.unit_id.in_(units),
        ActingLeader.employee_id.in_(theirs),
        ActingLeader.absent_id.in_(theirs),
    )


def _in_state(state: GrantState | None, on: date) -> ColumnElement[bool]:
    conditions = {
        GrantState.CURRENT: held_on(ActingLeader, on),
        GrantState.COMING: ActingLeader.valid_from > on,
        GrantState.ENDED: ActingLeader.valid_to < on,
    }
    return true() if state is None else conditions[state]


def editable_acting(acting_id: int, *, to: Viewer) -> ActingLeader:
    """One leadership, for whoever keeps the staff of the unit that is led.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = db.session.scalar(with_people().where(ActingLeader.id == acting_id))
    if found is None or led_unit(found) not in to.units(Permission.EDIT_STAFF):
        raise MissingError()
    return found


def led_unit(found: ActingLeader) -> int:
    """The unit of the post: the one without a head, or that of the absent leader."""
    if found.absent is not None:
        return found.absent.unit_id
    return found.unit_id or 0


def standing_in(employee_id: int, *, on: date) -> Sequence[ActingLeader]:
    """What the person leads for others on the day: with the absent leader, or the unit."""
    statement = with_people().where(
        ActingLeader.employee_id == employee_id, held_on(ActingLeader, on)
    )
    return db.session.scalars(statement.order_by(ActingLeader.valid_to, ActingLeader.id)).all()


def same_post(
    kind: ActingKind, post_id: int, *, valid_from: date, valid_to: date
) -> ActingLeader | None:
    """A leadership of the same unit (Plt.) or for the same leader (Plh.) within the days."""
    post: InstrumentedAttribute[Any] = (
        ActingLeader.unit_id if kind is ActingKind.PLT else ActingLeader.absent_id
    )
    return db.session.scalar(
        with_people()
        .where(
            post == post_id,
            ActingLeader.valid_from <= valid_to,
            ActingLeader.valid_to >= valid_from,
        )
        .limit(1)
    )


def units_to_lead(*, to: Viewer, on: date) -> list[tuple[Unit, bool]]:
    """The open units whose staff the viewer keeps, each with whether it lacks a head on the day:
    these first, then by name.
    """
    units = to.units(Permission.EDIT_STAFF)
    found = db.session.scalars(select(Unit).where(Unit.id.in_(units), Unit.is_active))
    heads = structure(on=on, employee_ids=()).heads
    pairs = [(unit, unit.id not in heads) for unit in found]
    return sorted(pairs, key=lambda pair: (not pair[1], pair[0].name))
