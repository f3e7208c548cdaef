"""One-time codes and links: made, used once for choosing a password, forgotten."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from kinerja import audit, clock, database
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import signals
from kinerja.people.models import Account, AccountCode
from kinerja.people.queries.codes import PASSWORD_PURPOSES, UsableCode, usable_code
from kinerja.people.rules import digits
from kinerja.people.rules.accounts import CODE_LETTERS, LETTERS, CodePurpose, read_code
from kinerja.people.rules.signin import TryKind
from kinerja.people.services.passwords import check_password, hash_password, own_facts
from kinerja.people.services.sessions import Caller, Passed, end_sessions, pass_first_step
from kinerja.people.services.throttle import note_try, refuse_when_throttled
from kinerja.people.signals import AccountChange
from kinerja.rulebook.queries import rule

ACTIONS = {CodePurpose.ACTIVATION: "account.activated", CodePurpose.RESET: "account.reset"}


class CodeRefusedError(DomainError):
    """The code or link is wrong, used, replaced or over; which of them is not told."""

    status = 422
    field = "code"


@dataclass(frozen=True)
class Attempt:
    """What somebody wants to choose a password with; `nip` only where a code was typed."""

    code_hash: str
    nip: str | None = None


def new_code(letters: int = CODE_LETTERS) -> str:
    """A typable secret of five bits a letter: 80 bits by default."""
    return "".join(secrets.choice(LETTERS) for _letter in range(letters))


def slip_hash(code: str) -> str:
    """What is kept of a typed code; it never passes for a link, which needs no number."""
    return hashlib.sha256(f"slip:{read_code(code)}".encode()).hexdigest()


def link_hash(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(f"link:{token}".encode()).hexdigest()


def lifetime(purpose: CodePurpose) -> timedelta:
    """How long a code for the purpose works."""
    today = clock.today()
    if purpose is CodePurpose.ACTIVATION:
        return timedelta(hours=rule("account.activation_hours", on=today))
    key = "account.reset_minutes" if purpose is CodePurpose.RESET else "account.email_minutes"
    return timedelta(minutes=rule(key, on=today))


def purpose_for(account: Account) -> CodePurpose:
    """What a new code of the account is for."""
    return CodePurpose.RESET if account.password_hash else CodePurpose.ACTIVATION


def keep_code(account: Account, purpose: CodePurpose, code_hash: str) -> AccountCode:
    """Keep a new secret's hash; earlier codes for choosing a password are void."""
    void_codes(account.id, PASSWORD_PURPOSES)
    now = clock.now()
    made = AccountCode(
        account_id=account.id,
        purpose=purpose,
        code_hash=code_hash,
        created_at=now,
        expires_at=now + lifetime(purpose),
    )
    db.session.add(made)
    db.session.flush()
    return made


def void_codes(account_id: int, purposes: tuple[CodePurpose, ...]) -> None:
    """Let the account's codes for these purposes work no more."""
    db.session.execute(
        delete(AccountCode).where(
            AccountCode.account_id == account_id, AccountCode.purpose.in_(purposes)
        )
    )


def use_code(*, nip: str, code: str, password: str, caller: Caller) -> Passed:
    """Choose a password with a number and the code from a slip; then signed in, or the wait.

    :raises ThrottledError: too many wrong tries from this address.
    :raises CodeRefusedError: the code does not work for this number (any more).
    :raises PasswordRefusedError: the password is too easy to guess. The code still works.
    """
    return _choose(Attempt(slip_hash(code), digits(nip)), password, caller)


def use_link(token: str, *, password: str, caller: Caller) -> Passed:
    """Choose a password with the link from a mail.

    :raises ThrottledError: too many wrong tries from this address.
    :raises CodeRefusedError: the link does not work (any more).
    :raises PasswordRefusedError: the password is too easy to guess. The link still works.
    """
    return _choose(Attempt(link_hash(token)), password, caller)


def opened_link(token: str) -> UsableCode | None:
    """What the link is for, as long as it works."""
    found = usable_code(link_hash(token), now=clock.now())
    return _values(found) if found else None


def _values(found: AccountCode) -> UsableCode:
    return UsableCode(
        id=found.id,
        account_id=found.account_id,
        purpose=found.purpose,
        has_factor=found.account.has_factor,
        name=found.account.employee.full_name,
    )


def _choose(attempt: Attempt, password: str, caller: Caller) -> Passed:
    """Look-ups and the slow hash come before any transaction that writes."""
    now, subject = clock.now(), attempt.nip or "link"
    with database.reading():
        refuse_when_throttled(TryKind.CODE, subject, caller.group, now=now)
        found = usable_code(attempt.code_hash, now=now, nip=attempt.nip)
        code = _values(found) if found else None
        if found:
            check_password(password, own=own_facts(found.account.employee))
    if code is None:
        database.remember(_refuse_code, subject=subject, address=caller.group, at=now)
        raise CodeRefusedError(
            _(
                "Kode atau tautan ini tidak cocok, sudah dipakai, atau lewat batas waktunya. "
                "Periksa lagi, atau minta yang baru."
            )
        )
    return _take(code, hash_password(password), now=now, caller=caller)


def _refuse_code(*, subject: str, address: str, at: datetime) -> None:
    note_try(kind=TryKind.CODE, subject=subject, address=address, at=at)
    audit.record("code.refused", "people_account_code", by=None, address=address)


def _take(code: UsableCode, password_hash: str, *, now: datetime, caller: Caller) -> Passed:
    """The code works for whoever deletes its row; anybody later finds none."""
    used = delete(AccountCode).where(AccountCode.id == code.id, AccountCode.expires_at > now)
    if db.session.execute(used.returning(AccountCode.id)).first() is None:
        raise CodeRefusedError(_("Kode ini baru saja dipakai. Minta yang baru."))
    account = db.session.get_one(Account, code.account_id)
    set_password(account, password_hash)
    audit.record(ACTIONS[code.purpose], account, by=account.employee_id)
    return pass_first_step(account.id, has_factor=code.has_factor, caller=caller)


def set_password(account: Account, password_hash: str, *, but: int | None = None) -> None:
    """Another password from now on: codes are void, and all sessions end `but` the one named."""
    change = AccountChange.PASSWORD if account.password_hash else AccountChange.ACTIVATED
    account.password_hash = password_hash
    void_codes(account.id, PASSWORD_PURPOSES)
    end_sessions(account.employee_id, but)
    signals.account_changed.send("people", employee_id=account.employee_id, change=change)


def forget_codes() -> None:
    """Delete the codes whose time is over."""
    db.session.execute(delete(AccountCode).where(AccountCode.expires_at <= clock.now()))
