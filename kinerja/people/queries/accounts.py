"""Accounts of the staff, for whoever manages them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, or_, select
from sqlalchemy.orm import joinedload

from kinerja import clock
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Account, AccountCode, Employee, RoleGrant, SecondFactor, Unit
from kinerja.people.queries.codes import PASSWORD_PURPOSES
from kinerja.people.queries.staff import employee, named
from kinerja.people.queries.units import subtree
from kinerja.people.rules import GONE
from kinerja.people.rules.accounts import AccountState, CodePurpose, account_state
from kinerja.permissions import GRANTS, Permission, Role, Viewer


@dataclass(frozen=True)
class AccountLine:
    """One person of the list, with or without an account."""

    person: Employee
    unit_name: str
    state: AccountState
    signed_in_at: datetime | None
    has_factor: bool
    code_until: datetime | None


@dataclass(frozen=True)
class CodeFact:
    """A code of the account that still works; the code itself is not kept."""

    purpose: CodePurpose
    expires_at: datetime


def managed_employee(employee_id: int, *, to: Viewer) -> Employee:
    """The person, for whoever manages the accounts of the unit.

    :raises MissingError: there is none who still works here, or not for this viewer.
    """
    found = employee(employee_id)
    if found.standing in GONE or found.unit_id not in to.units(Permission.MANAGE_ACCOUNTS):
        raise MissingError()
    return found


def account_lines(
    *,
    to: Viewer,
    search: str = "",
    unit_id: int | None = None,
    state: AccountState | None = None,
    without_code: bool = False,
) -> Select[Employee, str, str | None, bool | None, datetime | None, datetime | None, datetime]:
    """Everybody who still works where the viewer manages accounts, by name; see `as_line`."""
    code = _living_code()
    statement = (
        select(
            Employee,
            Unit.name.label("unit_name"),
            Account.password_hash,
            Account.is_active,
            Account.signed_in_at,
            SecondFactor.confirmed_at,
            AccountCode.expires_at,
        )
        .join(Employee.unit)
        .outerjoin(Account, Account.employee_id == Employee.id)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .outerjoin(AccountCode, and_(AccountCode.account_id == Account.id, code))
        .where(
            Employee.standing.not_in(GONE),
            Employee.unit_id.in_(to.units(Permission.MANAGE_ACCOUNTS)),
        )
        .order_by(Employee.name, Employee.id)
    )
    if search.strip():
        statement = statement.where(named(search))
    if unit_id is not None:
        statement = statement.where(Employee.unit_id.in_(subtree(unit_id)))
    if state is not None:
        statement = statement.where(_state() == state.value)
    if without_code:
        statement = statement.where(AccountCode.id.is_(None))
    return statement


def as_line(row: Row[*tuple[Any, ...]]) -> AccountLine:
    """One row of `account_lines`."""
    person, unit_name, password_hash, is_active, signed_in_at, confirmed_at, expires_at = row
    return AccountLine(
        person=person,
        unit_name=unit_name,
        state=account_state(has_password=bool(password_hash), is_active=is_active is not False),
        signed_in_at=signed_in_at,
        has_factor=confirmed_at is not None,
        code_until=expires_at,
    )


def _living_code() -> ColumnElement[bool]:
    """Of an account there is never more than one such code: a new one replaces it."""
    return and_(AccountCode.purpose.in_(PASSWORD_PURPOSES), AccountCode.expires_at > clock.now())


def _state() -> ColumnElement[str]:
    return case(
        (Account.is_active.is_(False), AccountState.DISABLED.value),
        (Account.password_hash.is_not(None), AccountState.ACTIVE.value),
        else_=AccountState.WAITING.value,
    )


def living_code(account_id: int) -> CodeFact | None:
    """Whether a code of the account still works, and until when."""
    row = db.session.execute(
        select(AccountCode.purpose, AccountCode.expires_at).where(
            AccountCode.account_id == account_id, _living_code()
        )
    ).first()
    return None if row is None else CodeFact(row.purpose, row.expires_at)


def accounts_of(employee_ids: Iterable[int]) -> dict[int, Account]:
    """The accounts there are, by their employees' ids."""
    statement = select(Account).where(Account.employee_id.in_(list(employee_ids)))
    return {account.employee_id: account for account in db.session.scalars(statement)}


def own_account(account_id: int) -> Account:
    """The account with employee, unit, position and second factor.

    :raises MissingError: there is none.
    """
    person = joinedload(Account.employee, innerjoin=True)
    found = db.session.scalar(
        select(Account)
        .where(Account.id == account_id)
        .options(
            joinedload(Account.factor),
            person.joinedload(Employee.unit, innerjoin=True),
            person.joinedload(Employee.position, innerjoin=True),
        )
    )
    if found is None:
        raise MissingError()
    return found


def above(employee_ids: Iterable[int], *, than: Viewer) -> set[int]:
    """Those who hold a role that reaches further than the viewer's own roles.

    Whoever could sign in as one of them would gain rights; so only somebody who may grant roles
    in the role's unit, or has all that the role carries there, looks after their accounts.
    """
    today = clock.today()
    granted = select(RoleGrant.employee_id, RoleGrant.role, RoleGrant.unit_id).where(
        RoleGrant.employee_id.in_(list(employee_ids)),
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today),
    )
    return {
        employee_id
        for employee_id, role, unit_id in db.session.execute(granted)
        if not _reaches(than, role, unit_id)
    }


def _reaches(viewer: Viewer, role: Role, unit_id: int) -> bool:
    if unit_id in viewer.units(Permission.EDIT_GRANTS):
        return True
    return all(unit_id in viewer.units(permission) for permission in GRANTS[role])
