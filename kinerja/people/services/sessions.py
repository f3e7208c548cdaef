"""Signing in and out: passwords, throttling, and the table of sessions."""

import hashlib
import os
import secrets
import unicodedata
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _
from sqlalchemy import delete, update

from kinerja import audit, clock, database
from kinerja.errors import DomainError, ThrottledError
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Account, LoginAttempt, LoginSession
from kinerja.people.rules import address_group, digits, seconds_to_wait
from kinerja.rulebook.queries import rule

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified in place of a hash that does not exist, so that an unknown number costs as much time.
STAND_IN = (
    "$argon2id$v=19$m=19456,t=2,p=1$Ycz5IPuwBQBzUuznksrThA"
    "$4Gm7EQ08zn1GfxyktbFPZ5CO3Zme+fFf2TKLSOyUKQM"
)
# 19 MiB each: without a bound, a storm of sign-ins would take the memory and every worker.
HASHES_AT_ONCE = BoundedSemaphore(os.cpu_count() or 1)
KEPT_TRIES = timedelta(days=1)


class WrongPasswordError(DomainError):
    """The number and the password do not belong together; which of them is wrong is not told."""

    status = 422


def hash_password(password: str) -> str:
    """The Argon2id hash to store: 19 MiB, two passes, one lane."""
    with HASHES_AT_ONCE:
        return HASHER.hash(unicodedata.normalize("NFC", password))


def verify(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; one verification of the same cost also without a hash."""
    with HASHES_AT_ONCE:
        try:
            HASHER.verify(password_hash or STAND_IN, unicodedata.normalize("NFC", password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def sign_in(*, nip: str, password: str, address: str | None) -> str:
    """Check the password and begin a session; returns its secret id for the cookie.

    Look-ups and the slow hash come before any transaction that writes.

    :raises ThrottledError: too many wrong tries from this address.
    :raises WrongPasswordError: no such active account, or another password.
    """
    now, group, number = clock.now(), address_group(address), digits(nip)
    with database.reading():
        _refuse_when_throttled(number, group, now=now)
        found = queries.credentials(number)
    fits = verify(found.password_hash if found else None, password)
    if found is None or not fits:
        database.remember(_record_wrong_try, nip=number, address=group, at=now)
        raise WrongPasswordError(
            _(
                "NIP atau kata sandi tidak cocok. Periksa 18 digit NIP, huruf besar dan kecil, "
                "lalu ketik ulang kata sandi."
            )
        )
    return begin_session(found.account_id)


def _refuse_when_throttled(nip: str, address: str, *, now: datetime) -> None:
    today = clock.today()
    window = timedelta(minutes=rule("signin.window_minutes", on=today))
    tries = queries.wrong_tries(address, since=now - window)
    own = [at for nip_hash, at in tries if nip_hash == _digest(nip)]
    limits = (
        ([at for _nip, at in tries], rule("signin.tries_per_address", on=today)),
        (own, rule("signin.tries_per_account_and_address", on=today)),
    )
    wait = max(seconds_to_wait(at, now=now, limit=limit, window=window) for at, limit in limits)
    if wait:
        message = _(
            "Terlalu banyak percobaan masuk dari jaringan ini. Tunggu %(minutes)s menit, lalu "
            "coba lagi. Akun Anda tidak dikunci.",
            minutes=-(-wait // 60),
        )
        raise ThrottledError(message, retry_after=wait)


def _record_wrong_try(*, nip: str, address: str, at: datetime) -> None:
    db.session.add(LoginAttempt(nip_hash=_digest(nip), address=address, at=at))
    audit.record("session.refused", "people_account", by=None, address=address)


def begin_session(account_id: int) -> str:
    """A session for the account; its secret id is returned and only a hash of it is kept."""
    now, sid = clock.now(), secrets.token_urlsafe(32)
    begun = LoginSession(
        sid_hash=sid_hash(sid), account_id=account_id, created_at=now, seen_at=now, fresh_at=now
    )
    db.session.add(begun)
    account = db.session.get_one(Account, account_id)
    audit.record("session.begun", account, by=account.employee_id)
    db.session.flush()
    return sid


def end_session(sid: str, *, by: int) -> None:
    """Delete the session: a copy of its cookie is worth nothing any more."""
    db.session.execute(delete(LoginSession).where(LoginSession.sid_hash == sid_hash(sid)))
    audit.record("session.ended", "people_account", by=by)


def touch_session(*, session_id: int, at: datetime) -> None:
    """Note that the session was used."""
    db.session.execute(update(LoginSession).where(LoginSession.id == session_id).values(seen_at=at))


def forget_sessions() -> None:
    """Delete the sessions that are past the absolute limit."""
    limit = timedelta(hours=rule("session.absolute_hours", on=clock.today()))
    db.session.execute(delete(LoginSession).where(LoginSession.created_at <= clock.now() - limit))


def forget_tries() -> None:
    """Delete the wrong tries that are older than a day."""
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.at < clock.now() - KEPT_TRIES))


def choose_language(account_id: int, *, language: str) -> None:
    """Keep the visitor's language for the next time they sign in anywhere."""
    db.session.execute(update(Account).where(Account.id == account_id).values(language=language))


def sid_hash(sid: str) -> str:
    """What the table keeps of a session's secret id."""
    return hashlib.sha256(sid.encode()).hexdigest()


def _digest(nip: str) -> str:
    return hashlib.sha256(nip.encode()).hexdigest()
