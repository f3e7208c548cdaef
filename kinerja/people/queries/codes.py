"""One-time codes that still work, who waits for a second step, who asked for a reset."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from kinerja.extensions import db
from kinerja.mail import Mail
from kinerja.people.models import Account, AccountCode, Employee, PendingSignIn, ResetRequest
from kinerja.people.rules import GONE
from kinerja.people.rules.accounts import CodePurpose

PASSWORD_PURPOSES = (CodePurpose.ACTIVATION, CodePurpose.RESET)


@dataclass(frozen=True)
class UsableCode:
    """A code that still works, as values that outlive the look-up."""

    id: int
    account_id: int
    purpose: CodePurpose
    has_factor: bool
    name: str


def usable_code(code_hash: str, *, now: datetime, nip: str | None = None) -> AccountCode | None:
    """The code for choosing a password, of the number's account where one is given.

    None when it is used, replaced or over, or when the account cannot be used. Account, second
    factor, employee and unit come along.
    """
    account = joinedload(AccountCode.account, innerjoin=True)
    statement = (
        select(AccountCode)
        .join(AccountCode.account)
        .join(Account.employee)
        .where(
            AccountCode.code_hash == code_hash,
            AccountCode.purpose.in_(PASSWORD_PURPOSES),
            AccountCode.expires_at > now,
            Account.is_active,
            Employee.standing.not_in(GONE),
        )
        .options(
            account.joinedload(Account.factor),
            account.joinedload(Account.employee, innerjoin=True).joinedload(Employee.unit),
        )
    )
    if nip is not None:
        statement = statement.where(Employee.nip == nip)
    return db.session.scalar(statement)


def email_code(account_id: int, *, now: datetime) -> AccountCode | None:
    """The code that confirms a new e-mail address of the account and has not run out."""
    return db.session.scalar(
        select(AccountCode).where(
            AccountCode.account_id == account_id,
            AccountCode.purpose == CodePurpose.EMAIL,
            AccountCode.expires_at > now,
        )
    )


def pending_sign_in(token_hash: str, *, since: datetime) -> PendingSignIn | None:
    """Who awaits the second step under this token, begun after the moment; account comes along."""
    return db.session.scalar(
        select(PendingSignIn)
        .join(PendingSignIn.account)
        .join(Account.employee)
        .where(
            PendingSignIn.token_hash == token_hash,
            PendingSignIn.created_at > since,
            Account.is_active,
            Employee.standing.not_in(GONE),
        )
        .options(joinedload(PendingSignIn.account, innerjoin=True))
    )


def reset_requests(most: int) -> list[ResetRequest]:
    """The requests that wait for an answer, the oldest first."""
    return list(db.session.scalars(select(ResetRequest).order_by(ResetRequest.id).limit(most)))


def reachable_account(nip: str) -> Account | None:
    """The account of the number that may be used and has an e-mail address; employee along."""
    return db.session.scalar(
        select(Account)
        .join(Account.employee)
        .where(
            Employee.nip == nip,
            Employee.email.is_not(None),
            Account.is_active,
            Employee.standing.not_in(GONE),
        )
        .options(joinedload(Account.employee, innerjoin=True))
    )


def mails_since(to: str, *, kinds: tuple[str, ...], since: datetime) -> int:
    """How many messages of the kinds were queued to the address after the moment."""
    statement = select(func.count(Mail.id)).where(
        Mail.to == to, Mail.kind.in_(kinds), Mail.queued_at > since
    )
    return db.session.scalar(statement) or 0
