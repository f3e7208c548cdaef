"""Who is signed in, what they may do, and how often an address has tried in vain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import (
    Account,
    Employee,
    LoginAttempt,
    LoginSession,
    RoleGrant,
    Unit,
)
from kinerja.permissions import Role, Viewer


@dataclass(frozen=True)
class Credentials:
    """What a password is checked against, kept past the end of the transaction."""

    account_id: int
    password_hash: str


def viewer(account: Account, on: date | None = None) -> Viewer:
    """Who is asking, in three queries at most.

    The employee, the grants valid on the day with the units under each, the direct reports.
    """
    employee = account.employee
    units: dict[Role, set[int]] = {}
    for role, unit_id in db.session.execute(_granted(employee.id, on or clock.today())):
        units.setdefault(role, set()).add(unit_id)
    return Viewer(
        employee_id=employee.id,
        account_id=account.id,
        unit_id=employee.unit_id,
        grants=tuple((role, frozenset(units[role])) for role in Role if role in units),
        direct_reports=frozenset(db.session.scalars(_reports_of(employee.id))),
    )


def _reports_of(employee_id: int) -> Select[int]:
    return select(Employee.id).where(Employee.supervisor_id == employee_id, Employee.is_active)


def _granted(employee_id: int, on: date) -> Select[Role, int]:
    """Pairs of role and unit: the granted units and everything under them."""
    granted = (
        select(RoleGrant.role.label("role"), RoleGrant.unit_id.label("unit_id"))
        .where(
            RoleGrant.employee_id == employee_id,
            RoleGrant.valid_from <= on,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= on),
        )
        .cte("granted", recursive=True)
    )
    granted = granted.union(
        select(granted.c.role, Unit.id).join(granted, Unit.parent_id == granted.c.unit_id)
    )
    return select(granted.c.role, granted.c.unit_id)


def living_session(sid_hash: str) -> LoginSession | None:
    """The session of an active account of an active employee, in one query.

    Account, employee, unit and position come along.
    """
    person = joinedload(LoginSession.account, innerjoin=True).joinedload(
        Account.employee, innerjoin=True
    )
    return db.session.scalar(
        select(LoginSession)
        .join(LoginSession.account)
        .join(Account.employee)
        .where(LoginSession.sid_hash == sid_hash, Account.is_active, Employee.is_active)
        .options(
            person.joinedload(Employee.unit, innerjoin=True),
            person.joinedload(Employee.position, innerjoin=True),
        )
    )


def account_of(employee_id: int) -> Account | None:
    """The employee's account, if there is one."""
    return db.session.scalar(select(Account).where(Account.employee_id == employee_id))


def credentials(nip: str) -> Credentials | None:
    """What signing in with this number is checked against; None when nobody can."""
    row = db.session.execute(
        select(Account.id, Account.password_hash)
        .join(Account.employee)
        .where(Employee.nip == nip, Account.is_active, Employee.is_active)
    ).one_or_none()
    return None if row is None else Credentials(row.id, row.password_hash)


def wrong_tries(address: str, *, since: datetime) -> Sequence[tuple[str, datetime]]:
    """The address's wrong tries since the moment: whose number (hashed) and when."""
    rows = db.session.execute(
        select(LoginAttempt.nip_hash, LoginAttempt.at).where(
            LoginAttempt.address == address, LoginAttempt.at > since
        )
    )
    return [(nip_hash, at) for nip_hash, at in rows]
