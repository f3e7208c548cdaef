"""Whose data may not be forgotten at present."""

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee, LegalHold
from kinerja.people.queries.lines import held_on
from kinerja.permissions import Permission, Viewer


def held_people(*, on: date) -> Select[int]:
    """Ids of the people whose data are held on the day, for IN (…)."""
    return select(LegalHold.employee_id).where(held_on(LegalHold, on))


def holds(*, to: Viewer) -> Select[LegalHold]:
    """Holds of people of the viewer's units, those that hold still and the newest first."""
    return (
        select(LegalHold)
        .join(LegalHold.employee)
        .options(
            contains_eager(LegalHold.employee).joinedload(Employee.unit),
            joinedload(LegalHold.placed_by),
        )
        .where(Employee.unit_id.in_(to.units(Permission.RUN_RETENTION)))
        .order_by(LegalHold.valid_to.is_not(None), LegalHold.valid_from.desc(), LegalHold.id.desc())
    )


def visible_hold(hold_id: int, *, to: Viewer) -> LegalHold:
    """The hold, for whoever runs retention in the person's unit; nobody ends their own.

    :raises MissingError: there is none, or not for this viewer.
    """
    others = LegalHold.employee_id != to.employee_id
    found = db.session.scalar(holds(to=to).where(LegalHold.id == hold_id, others))
    if found is None:
        raise MissingError()
    return found


def open_hold(employee_id: int, *, on: date) -> LegalHold | None:
    """What keeps the person's data on the day, if anything does."""
    statement = select(LegalHold).where(
        LegalHold.employee_id == employee_id, held_on(LegalHold, on)
    )
    return db.session.scalar(statement.order_by(LegalHold.id).limit(1))
