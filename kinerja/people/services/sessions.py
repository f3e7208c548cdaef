"""Signing in and out, and the table of sessions."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from kinerja import audit, clock, database
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Account, LoginSession, PendingSignIn
from kinerja.people.queries.sessions import own_credentials
from kinerja.people.rules import address_group, digits
from kinerja.people.rules.signin import TryKind
from kinerja.people.services.passwords import renewed_hash, verify
from kinerja.people.services.throttle import account_subject, note_try, refuse_when_throttled
from kinerja.permissions import Role
from kinerja.rulebook.queries import rule

LONGEST_AGENT = 200


class WrongPasswordError(DomainError):
    """The number and the password do not belong together; which of them is wrong is not told."""

    status = 422
    field = "password"


class SsoOnlyError(DomainError):
    """Everybody but the agency's admins comes through single sign-on."""

    status = 422


@dataclass(frozen=True)
class Caller:
    """The browser that asks: its address as the server sees it, and what it calls itself."""

    address: str | None = None
    user_agent: str = ""

    @property
    def group(self) -> str:
        """What counts as one address."""
        return address_group(self.address)


@dataclass(frozen=True)
class Passed:
    """What a right first step gives: a session's secret id, or a token while a code is awaited."""

    sid: str = ""
    pending: str = ""


def sign_in(*, nip: str, password: str, caller: Caller, admins_only: bool = False) -> Passed:
    """Check the password; begin a session, or await the code of the second factor.

    Look-ups and the slow hash come before any transaction that writes. `admins_only`: passwords
    are for the agency's admins alone, everybody else comes through single sign-on.

    :raises ThrottledError: too many wrong tries from this address.
    :raises WrongPasswordError: no such active account, or another password.
    :raises SsoOnlyError: the password is right, but not for this door.
    """
    now, number = clock.now(), digits(nip)
    with database.reading():
        refuse_when_throttled(TryKind.SIGN_IN, number, caller.group, now=now)
        found = queries.credentials(number)
    fits = verify(found.password_hash if found else None, password)
    if found is None or found.password_hash is None or not fits:
        database.remember(_refuse_sign_in, subject=number, address=caller.group, at=now)
        raise WrongPasswordError(
            _(
                "NIP atau kata sandi tidak cocok. Periksa 18 digit NIP, huruf besar dan kecil, "
                "lalu ketik ulang kata sandi."
            )
        )
    if admins_only:
        refuse_all_but_admins(found.account_id)
    renewed = renewed_hash(found.password_hash, password)
    if renewed:
        account = update(Account).where(Account.id == found.account_id)
        db.session.execute(account.values(password_hash=renewed))
    return pass_first_step(found.account_id, has_factor=found.has_factor, caller=caller)


def refuse_all_but_admins(account_id: int) -> None:
    """:raises SsoOnlyError: the account is not of one of the agency's admins."""
    account = db.session.get_one(Account, account_id)
    if Role.AGENCY_ADMIN not in queries.viewer(account).roles:
        raise SsoOnlyError(
            _("Masuklah lewat SSO. Kata sandi hanya untuk admin instansi, saat SSO terganggu.")
        )


def _refuse_sign_in(*, subject: str, address: str, at: datetime) -> None:
    note_try(kind=TryKind.SIGN_IN, subject=subject, address=address, at=at)
    audit.record("session.refused", "people_account", by=None, address=address)


def pass_first_step(account_id: int, *, has_factor: bool, caller: Caller) -> Passed:
    """Who somebody is has been shown once: a session, or the wait for the second factor."""
    if not has_factor:
        return Passed(sid=begin_session(account_id, caller=caller))
    token = secrets.token_urlsafe(32)
    db.session.add(
        PendingSignIn(token_hash=sid_hash(token), account_id=account_id, created_at=clock.now())
    )
    account = db.session.get_one(Account, account_id)
    audit.record("factor.awaited", account, by=account.employee_id)
    db.session.flush()
    return Passed(pending=token)


def begin_session(account_id: int, *, caller: Caller | None = None) -> str:
    """A session for the account; its secret id is returned and only a hash of it is kept."""
    now, sid, caller = clock.now(), secrets.token_urlsafe(32), caller or Caller()
    begun = LoginSession(
        sid_hash=sid_hash(sid),
        account_id=account_id,
        created_at=now,
        seen_at=now,
        fresh_at=now,
        user_agent=caller.user_agent[:LONGEST_AGENT],
        address=caller.group,
    )
    db.session.add(begun)
    account = db.session.get_one(Account, account_id)
    account.signed_in_at = now
    audit.record("session.begun", account, by=account.employee_id)
    db.session.flush()
    return sid


def is_fresh(fresh_at: datetime) -> bool:
    """Whether the password was given so lately that it need not be asked again."""
    minutes = rule("session.fresh_minutes", on=clock.today())
    return clock.now() - fresh_at < timedelta(minutes=minutes)


def confirm_password(session_id: int, *, account_id: int, password: str, caller: Caller) -> None:
    """The password once more, so that the session counts as fresh again.

    The slow hash comes before any transaction that writes.

    :raises ThrottledError: too many wrong tries from this address.
    :raises WrongPasswordError: another password.
    """
    now, subject = clock.now(), account_subject(account_id)
    with database.reading():
        refuse_when_throttled(TryKind.CONFIRM, subject, caller.group, now=now)
        found = own_credentials(account_id)
    if not verify(found.password_hash if found else None, password):
        database.remember(refuse_confirmation, account_id=account_id, address=caller.group, at=now)
        raise WrongPasswordError(_("Kata sandi tidak cocok. Ketik ulang kata sandi Anda."))
    session = update(LoginSession).where(LoginSession.id == session_id)
    db.session.execute(session.values(fresh_at=now))


def refuse_confirmation(*, account_id: int, address: str, at: datetime) -> None:
    """Count a wrong password of somebody who is signed in; for `database.remember`."""
    subject = account_subject(account_id)
    note_try(kind=TryKind.CONFIRM, subject=subject, address=address, at=at)
    account = db.session.get_one(Account, account_id)
    audit.record("password.refused", account, by=account.employee_id, address=address)


def end_session(sid: str, *, by: int) -> None:
    """Delete the session: a copy of its cookie is worth nothing any more."""
    db.session.execute(delete(LoginSession).where(LoginSession.sid_hash == sid_hash(sid)))
    audit.record("session.ended", "people_account", by=by)


def end_sessions(employee_id: int, but: int | None = None, *, by: int | None = None) -> int:
    """End somebody's sessions, all or all `but` one (a session's number); how many there were.

    Whoever was between two steps of signing in begins anew. For a changed role, password or
    factor: `by` is the employee who caused it, None the person's own doing.
    """
    accounts = select(Account.id).where(Account.employee_id == employee_id)
    db.session.execute(delete(PendingSignIn).where(PendingSignIn.account_id.in_(accounts)))
    statement = delete(LoginSession).where(LoginSession.account_id.in_(accounts))
    if but is not None:
        statement = statement.where(LoginSession.id != but)
    ended = len(db.session.execute(statement.returning(LoginSession.id)).all())
    if ended:
        subject = f"people_employee:{employee_id}"
        audit.record("sessions.ended", subject, by=by or employee_id, sessions=ended)
    return ended


def touch_session(*, session_id: int, at: datetime) -> None:
    """Note that the session was used."""
    db.session.execute(update(LoginSession).where(LoginSession.id == session_id).values(seen_at=at))


def forget_sessions() -> None:
    """Delete the sessions that are past the absolute limit, and steps that nobody went on with."""
    now, today = clock.now(), clock.today()
    limit = now - timedelta(hours=rule("session.absolute_hours", on=today))
    db.session.execute(delete(LoginSession).where(LoginSession.created_at <= limit))
    limit = now - timedelta(minutes=rule("signin.pending_minutes", on=today))
    db.session.execute(delete(PendingSignIn).where(PendingSignIn.created_at <= limit))


def choose_language(account_id: int, *, language: str) -> None:
    """Keep the visitor's language for the next time they sign in anywhere."""
    db.session.execute(update(Account).where(Account.id == account_id).values(language=language))


def sid_hash(sid: str) -> str:
    """What the table keeps of a session's secret id."""
    return hashlib.sha256(sid.encode()).hexdigest()
