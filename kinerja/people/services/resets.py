"""Asking for a new password by e-mail: the same for every number, answered by the jobs."""

import secrets
from datetime import timedelta

from flask_babel import ngettext
from sqlalchemy import delete

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.people.models import Account, ResetRequest
from kinerja.people.queries.codes import mails_since, reachable_account, reset_requests
from kinerja.people.rules import digits
from kinerja.people.rules.accounts import CodePurpose
from kinerja.people.rules.nip import DIGITS
from kinerja.people.rules.signin import TryKind
from kinerja.people.services.codes import keep_code, lifetime, link_hash, purpose_for
from kinerja.people.services.letters import RESET, send_link
from kinerja.people.services.sessions import Caller
from kinerja.people.services.throttle import note_try, refuse_when_throttled
from kinerja.rulebook.queries import rule

AT_ONCE = 200
HOUR = timedelta(hours=1)


def ask_reset(*, nip: str, caller: Caller) -> None:
    """Note that a link was asked for the number. Whether anybody has it is not looked up here:
    text, status and time of the answer are the same for all.

    :raises ThrottledError: too many were asked from this address.
    """
    now, number = clock.now(), digits(nip)
    refuse_when_throttled(TryKind.RESET, number, caller.group, now=now)
    note_try(kind=TryKind.RESET, subject=number, address=caller.group, at=now)
    if len(number) == DIGITS and number.isascii() and number.isdecimal():
        db.session.add(ResetRequest(nip=number, at=now))
    db.session.flush()


def answer_resets() -> None:
    """Queue the links that were asked for, to those who can be reached by e-mail."""
    waiting = reset_requests(AT_ONCE)
    for request in waiting:
        account = reachable_account(request.nip)
        if account and _may_be_mailed(account):
            mail_link(account)
            audit.record("account.reset_asked", account, by=None)
    done = [request.id for request in waiting]
    db.session.execute(delete(ResetRequest).where(ResetRequest.id.in_(done)))


def _may_be_mailed(account: Account) -> bool:
    """Not more than a few an hour, so that nobody's mailbox is flooded."""
    sent = mails_since(account.employee.email or "", kinds=(RESET,), since=clock.now() - HOUR)
    return bool(sent < rule("account.mails_per_hour", on=clock.today()))


def mail_link(account: Account) -> None:
    """Make a link for choosing a password and queue it to the person's address."""
    token, purpose = secrets.token_urlsafe(32), purpose_for(account)
    keep_code(account, purpose, link_hash(token))
    send_link(
        account.employee.email or "",
        token=token,
        duration=in_words(lifetime(purpose)),
        is_new=purpose is CodePurpose.ACTIVATION,
    )


def in_words(duration: timedelta) -> str:
    """The duration for people: "72 jam", "30 menit"."""
    minutes = int(duration.total_seconds()) // 60
    hours, rest = divmod(minutes, 60)
    if hours and not rest:
        return str(ngettext("%(num)s jam", "%(num)s jam", hours))
    return str(ngettext("%(num)s menit", "%(num)s menit", minutes))
