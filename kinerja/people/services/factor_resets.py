"""A lost second factor goes by two admins: one who met the person, and another who agrees."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, update

from kinerja import audit, clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import signals
from kinerja.people.models import Employee, FactorReset
from kinerja.people.queries.factors import account_with_factor, waiting_reset
from kinerja.people.rules.factors import (
    FactorResetAction,
    FactorResetStatus,
    factor_reset_part,
    next_factor_reset,
)
from kinerja.people.services.accounts import refuse_handling
from kinerja.people.services.factors import remove_factor
from kinerja.people.services.sessions import end_sessions
from kinerja.people.signals import AccountChange
from kinerja.permissions import Viewer
from kinerja.rulebook.queries import rule


class FactorResetRefusedError(DomainError):
    """There is nothing to remove, it was asked already, or this person may not decide."""


def living_since() -> datetime:
    """Requests from before this moment have run out."""
    return clock.now() - timedelta(hours=rule("factor.reset_hours", on=clock.today()))


def ask_factor_reset(person: Employee, *, reason: str, by: Viewer) -> FactorReset:
    """Ask that the person's second factor be removed, after having met them in person.

    :raises AccountRefusedError: one's own account, or a wider role.
    :raises FactorResetRefusedError: there is no second factor, or a request waits already.
    """
    refuse_handling(person, by=by)
    account = account_with_factor(person.id)
    if account is None or not account.has_factor:
        raise FactorResetRefusedError(_("Akun ini tidak memakai verifikasi dua langkah."))
    since = living_since()
    if waiting_reset(person.id, since=since):
        raise FactorResetRefusedError(_("Permintaan untuk orang ini sudah menunggu persetujuan."))
    db.session.execute(  # what has run out makes room for the new one
        delete(FactorReset).where(
            FactorReset.subject_id == person.id,
            FactorReset.status == FactorResetStatus.WAITING,
            FactorReset.requested_at <= since,
        )
    )
    asked = FactorReset(
        subject_id=person.id,
        status=FactorResetStatus.WAITING,
        reason=reason,
        requested_by_id=by.employee_id,
        requested_at=clock.now(),
    )
    db.session.add(asked)
    db.session.flush()
    audit.record("factor.reset_asked", asked, by=by.employee_id, employee=person.id)
    return asked


def decide_factor_reset(asked: FactorReset, *, action: FactorResetAction, by: Viewer) -> None:
    """Approve, refuse or withdraw the request. Approved: the factor and all sessions are gone.

    :raises AccountRefusedError: the person's roles reach further than the actor's.
    :raises FactorResetRefusedError: whoever asked cannot approve, nobody decides about himself,
        the request has run out, or somebody was faster.
    """
    part = factor_reset_part(
        by.employee_id, requester_id=asked.requested_by_id, subject_id=asked.subject_id
    )
    status = next_factor_reset(asked.status, action, part)
    if status is None:
        raise FactorResetRefusedError(
            _("Yang mengajukan tidak dapat menyetujui sendiri. Minta admin lain memutuskan.")
        )
    refuse_handling(asked.subject, by=by)
    _move(asked, status, by=by)
    audit.record(f"factor.reset_{status}", asked, by=by.employee_id, employee=asked.subject_id)
    if status is FactorResetStatus.APPROVED:
        _remove(asked.subject, by=by.employee_id)


def _move(asked: FactorReset, status: FactorResetStatus, *, by: Viewer) -> None:
    """Only one decision counts, whoever else decides at the same moment."""
    waiting = update(FactorReset).where(
        FactorReset.id == asked.id,
        FactorReset.status == FactorResetStatus.WAITING,
        FactorReset.requested_at > living_since(),
    )
    decided = waiting.values(status=status, decided_by_id=by.employee_id, decided_at=clock.now())
    if db.session.execute(decided.returning(FactorReset.id)).first() is None:
        raise FactorResetRefusedError(
            _("Permintaan ini sudah diputuskan atau lewat batas waktunya. Buka lagi daftarnya.")
        )


def remove_by_operator(person: Employee) -> None:
    """Remove the second factor from the command line: the way out when no second admin is left."""
    audit.record("factor.reset_by_operator", person, by=None)
    _remove(person, by=None)


def _remove(person: Employee, *, by: int | None) -> None:
    account = account_with_factor(person.id)
    if account:
        remove_factor(account)
        end_sessions(person.id, by=by)
        off = AccountChange.SECOND_FACTOR_OFF
        signals.account_changed.send("people", employee_id=person.id, change=off)
