"""Second factors, recovery codes, and requests to remove a lost factor."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Account, Employee, FactorReset, RecoveryCode, SecondFactor
from kinerja.people.rules.factors import FactorResetStatus
from kinerja.permissions import Permission, Viewer


def second_factor(account_id: int) -> SecondFactor | None:
    """The account's second factor, confirmed or just being set up."""
    return db.session.get(SecondFactor, account_id)


def codes_left(account_id: int) -> int:
    """How many recovery codes have not been used."""
    statement = select(func.count(RecoveryCode.id)).where(RecoveryCode.account_id == account_id)
    return db.session.scalar(statement) or 0


def waiting_reset(subject_id: int, *, since: datetime) -> FactorReset | None:
    """The request about the employee that waits for a second admin, made after the moment."""
    return db.session.scalar(
        select(FactorReset)
        .where(
            FactorReset.subject_id == subject_id,
            FactorReset.status == FactorResetStatus.WAITING,
            FactorReset.requested_at > since,
        )
        .options(joinedload(FactorReset.requested_by))
    )


def waiting_resets(*, to: Viewer, since: datetime) -> list[FactorReset]:
    """The requests made after the moment about people whose accounts the viewer manages.

    The oldest first; the people and whoever asked come along.
    """
    statement = _managed(to).where(FactorReset.requested_at > since)
    return list(db.session.scalars(statement.order_by(FactorReset.requested_at)))


def managed_reset(reset_id: int, *, to: Viewer) -> FactorReset:
    """The request, for whoever manages the accounts of the person's unit.

    :raises MissingError: there is none that waits, or not for this viewer.
    """
    found = db.session.scalar(_managed(to).where(FactorReset.id == reset_id))
    if found is None:
        raise MissingError()
    return found


def _managed(to: Viewer) -> Select[FactorReset]:
    return (
        select(FactorReset)
        .join(FactorReset.subject)
        .where(
            FactorReset.status == FactorResetStatus.WAITING,
            Employee.unit_id.in_(to.units(Permission.MANAGE_ACCOUNTS)),
        )
        .options(
            contains_eager(FactorReset.subject).joinedload(Employee.unit),
            joinedload(FactorReset.requested_by),
        )
    )


def account_with_factor(employee_id: int) -> Account | None:
    """The employee's account with its second factor."""
    return db.session.scalar(
        select(Account)
        .where(Account.employee_id == employee_id)
        .options(joinedload(Account.factor))
    )
