"""Who is left out of counts on a day, and what somebody's leaving would end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from kinerja.extensions import db
from kinerja.people.models import (
    Account,
    ActingLeader,
    Employee,
    LoginSession,
    RoleGrant,
    StandingPeriod,
)
from kinerja.people.queries.acting import with_people
from kinerja.people.queries.lines import held_on, led_by, structure
from kinerja.people.queries.superiors import unit_names
from kinerja.people.queries.timeline import MOST_LED, named_people
from kinerja.people.rules import Standing


@dataclass(frozen=True)
class Departure:
    """What ends when somebody leaves: `reports` (the first of `led`) need another superior."""

    reports: list[Employee]
    led: int
    headed: list[str]
    grants: Sequence[RoleGrant]
    leaderships: Sequence[ActingLeader]
    sessions: int


def departure(person: Employee, *, on: date) -> Departure:
    """What would end if the person left on the day."""
    led = led_by(person.id, on=on)
    heads = structure(on=on, employee_ids=[person.id]).heads
    units = [unit_id for unit_id, head in heads.items() if head == person.id]
    return Departure(
        reports=named_people(led[:MOST_LED]),
        led=len(led),
        headed=sorted(unit_names(units, on=on).values()),
        grants=db.session.scalars(_grants(person.id, on)).all(),
        leaderships=db.session.scalars(_leaderships(person.id, on)).all(),
        sessions=_sessions(person.id),
    )


def _grants(employee_id: int, on: date) -> Select[RoleGrant]:
    return (
        select(RoleGrant)
        .options(joinedload(RoleGrant.unit))
        .where(
            RoleGrant.employee_id == employee_id,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= on),
        )
        .order_by(RoleGrant.role, RoleGrant.id)
    )


def _leaderships(employee_id: int, on: date) -> Select[ActingLeader]:
    theirs = or_(ActingLeader.employee_id == employee_id, ActingLeader.absent_id == employee_id)
    return with_people().where(theirs, ActingLeader.valid_to >= on)


def _sessions(employee_id: int) -> int:
    statement = (
        select(func.count(LoginSession.id))
        .join(Account, Account.id == LoginSession.account_id)
        .where(Account.employee_id == employee_id)
    )
    return db.session.scalar(statement) or 0


def is_excluded(employee_id: int, *, on: date) -> bool:
    """Whether the person is not counted on the day."""
    found = excluded_on(on).where(StandingPeriod.employee_id == employee_id)
    return db.session.scalar(found.limit(1)) is not None


def excluded_on(day: date) -> Select[int]:
    """Ids of those who are not counted on the day, for IN (…)."""
    return select(StandingPeriod.employee_id).where(
        held_on(StandingPeriod, day), StandingPeriod.standing != Standing.ACTIVE
    )
