"""How tries are counted and slowed down: nobody is locked out, and no wait is for ever."""

import hashlib
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from kinerja import audit, clock
from kinerja.errors import ThrottledError
from kinerja.extensions import db
from kinerja.people.models import LoginAttempt
from kinerja.people.queries.sessions import tries_from, tries_of
from kinerja.people.rules import seconds_to_wait
from kinerja.people.rules.signin import TryKind
from kinerja.rulebook.queries import rule


def account_subject(account_id: int) -> str:
    """Whose tries they are where the account is known already."""
    return f"account:{account_id}"


def refuse_when_throttled(kind: TryKind, subject: str, address: str, *, now: datetime) -> None:
    """Let the try pass, unless too many came before it.

    `subject` is the number typed or an account's, `address` an address group. Second steps are
    counted for each account, everything else for each address, and each number from it.

    :raises ThrottledError: with the seconds until the next try.
    """
    wait = max(
        seconds_to_wait(at, now=now, limit=limit, window=window)
        for at, limit, window in _counted(kind, subject, address, now)
    )
    if wait:
        minutes = -(-wait // 60)
        message = _(
            "Terlalu banyak percobaan dari jaringan ini. Tunggu %(minutes)s menit, lalu coba lagi. "
            "Akun Anda tidak dikunci.",
            minutes=minutes,
        )
        if kind is TryKind.FACTOR:
            message = _(
                "Terlalu banyak kode salah. Tunggu %(minutes)s menit, lalu pakai kode yang baru.",
                minutes=minutes,
            )
        if kind is TryKind.DOCUMENT:
            message = _(
                "Terlalu banyak kode yang tidak dikenal dari jaringan ini. Tunggu %(minutes)s "
                "menit, lalu coba lagi.",
                minutes=minutes,
            )
        raise ThrottledError(message, retry_after=wait)


def _counted(
    kind: TryKind, subject: str, address: str, now: datetime
) -> list[tuple[list[datetime], int, timedelta]]:
    """Tries, how many of them are too many, and within what time."""
    today = clock.today()
    if kind is TryKind.FACTOR:
        short = timedelta(minutes=rule("factor.window_minutes", on=today))
        long = timedelta(minutes=rule("factor.window_long_minutes", on=today))
        at = list(tries_of(digest(subject), kind=kind, since=now - long))
        return [
            (at, rule("factor.tries", on=today), short),
            (at, rule("factor.tries_long", on=today), long),
        ]
    window = timedelta(minutes=rule("signin.window_minutes", on=today))
    tries = tries_from(address, kind=kind, since=now - window)
    own = [at for nip_hash, at in tries if nip_hash == digest(subject)]
    return [
        ([at for _hash, at in tries], rule("signin.tries_per_address", on=today), window),
        (own, rule("signin.tries_per_account_and_address", on=today), window),
    ]


def note_try(*, kind: TryKind, subject: str, address: str, at: datetime) -> None:
    """Count the try. The one after which the next must wait is noted in the audit trail."""
    row = LoginAttempt(kind=kind, nip_hash=digest(subject), address=address, at=at)
    db.session.add(row)
    db.session.flush()
    if any(_just_full(*counted, at=at) for counted in _counted(kind, subject, address, at)):
        audit.record("tries.limited", "people_login_attempt", by=None, kind=kind, address=address)


def _just_full(tries: list[datetime], limit: int, window: timedelta, *, at: datetime) -> bool:
    return sum(each > at - window for each in tries) == limit


def forget_tries() -> None:
    """Delete the tries that are older than the rulebook keeps them."""
    kept = timedelta(days=rule("retention.login_attempts_days", on=clock.today()))
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.at < clock.now() - kept))


def digest(subject: str) -> str:
    """What the table keeps of whose try it was."""
    return hashlib.sha256(subject.encode()).hexdigest()
