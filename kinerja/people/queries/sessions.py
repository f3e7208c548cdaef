"""Who is signed in, what they may do, and how often an address has tried in vain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    cast,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import (
    Account,
    Employee,
    LoginAttempt,
    LoginSession,
    RoleGrant,
    SecondFactor,
    Unit,
)
from kinerja.people.queries.duties import carried
from kinerja.people.queries.lines import stood_in_for
from kinerja.people.rules import GONE
from kinerja.people.rules.signin import TryKind
from kinerja.permissions import Permission, Role, Viewer


@dataclass(frozen=True)
class Credentials:
    """What a password is checked against, kept past the end of the transaction.

    `password_hash` is None while the account has no password, which no password fits.
    """

    account_id: int
    password_hash: str | None
    has_factor: bool


def viewer(account: Account, on: date | None = None) -> Viewer:
    """Who is asking, in three queries at most.

    The employee, the grants valid on the day with the units under each, the direct reports with
    what appointments carry.
    """
    employee, day = account.employee, on or clock.today()
    units: dict[Role, set[int]] = {}
    for role, unit_id in db.session.execute(_granted(employee.id, day)):
        units.setdefault(role, set()).add(unit_id)
    led = db.session.execute(_led(employee.id, day)).all()
    return Viewer(
        employee_id=employee.id,
        account_id=account.id,
        unit_id=employee.unit_id,
        grants=tuple((role, frozenset(units[role])) for role in Role if role in units),
        direct_reports=frozenset(number for number, _duty in led if number is not None),
        duties=frozenset(Permission(duty) for _number, duty in led if duty is not None),
    )


def _led(employee_id: int, on: date) -> CompoundSelect[*tuple[Any, ...]]:
    """Rows (report, none) and (none, permission that an appointment carries)."""
    reports = _reports_of(employee_id, on).add_columns(cast(null(), String))
    return union_all(reports, *carried(employee_id, on=on))


def _reports_of(employee_id: int, on: date) -> Select[int]:
    """Who reports to the employee, or to somebody for whom the employee stands in (Plh.)."""
    leaders = or_(
        Employee.supervisor_id == employee_id,
        Employee.supervisor_id.in_(stood_in_for(employee_id, on=on)),
    )
    return select(Employee.id).where(leaders, Employee.is_active, Employee.id != employee_id)


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
    """The session of an active account of somebody who has not left, in one query.

    Account, second factor, employee, unit and position come along.
    """
    account = joinedload(LoginSession.account, innerjoin=True)
    person = account.joinedload(Account.employee, innerjoin=True)
    return db.session.scalar(
        select(LoginSession)
        .join(LoginSession.account)
        .join(Account.employee)
        .where(LoginSession.sid_hash == sid_hash, Account.is_active, Employee.standing.not_in(GONE))
        .options(
            account.joinedload(Account.factor),
            person.joinedload(Employee.unit, innerjoin=True),
            person.joinedload(Employee.position, innerjoin=True),
        )
    )


def account_of(employee_id: int) -> Account | None:
    """The employee's account, if there is one."""
    return db.session.scalar(select(Account).where(Account.employee_id == employee_id))


def credentials(nip: str) -> Credentials | None:
    """What signing in with this number is checked against; None when nobody can."""
    return _credentials(Employee.nip == nip)


def own_credentials(account_id: int) -> Credentials | None:
    """What the password of somebody signed in is checked against."""
    return _credentials(Account.id == account_id)


def _credentials(whose: ColumnElement[bool]) -> Credentials | None:
    row = db.session.execute(
        select(Account.id, Account.password_hash, SecondFactor.confirmed_at)
        .join(Account.employee)
        .outerjoin(Account.factor)
        .where(whose, Account.is_active, Employee.standing.not_in(GONE))
    ).one_or_none()
    return None if row is None else Credentials(row.id, row.password_hash, bool(row.confirmed_at))


def tries_from(address: str, *, kind: TryKind, since: datetime) -> Sequence[tuple[str, datetime]]:
    """The address's tries of the kind since the moment: whose (hashed) and when."""
    rows = db.session.execute(
        select(LoginAttempt.nip_hash, LoginAttempt.at).where(
            LoginAttempt.address == address, LoginAttempt.kind == kind, LoginAttempt.at > since
        )
    )
    return [(nip_hash, at) for nip_hash, at in rows]


def tries_of(nip_hash: str, *, kind: TryKind, since: datetime) -> Sequence[datetime]:
    """When somebody's tries of the kind were since the moment, from whatever address."""
    statement = select(LoginAttempt.at).where(
        LoginAttempt.nip_hash == nip_hash, LoginAttempt.kind == kind, LoginAttempt.at > since
    )
    return list(db.session.scalars(statement))


def own_sessions(account_id: int) -> list[LoginSession]:
    """The account's sessions, the last used first. Some may be over: the reader tells."""
    statement = select(LoginSession).where(LoginSession.account_id == account_id)
    return list(db.session.scalars(statement.order_by(LoginSession.seen_at.desc())))
