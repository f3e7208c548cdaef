"""Accounts of others: slips and links, disabling, ending sessions. Never for oneself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete

from kinerja import audit, mail
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries, signals
from kinerja.people.models import Account, Employee, PendingSignIn
from kinerja.people.queries.accounts import above, accounts_of
from kinerja.people.queries.codes import PASSWORD_PURPOSES
from kinerja.people.rules.accounts import CodePurpose, grouped, masked
from kinerja.people.services import resets
from kinerja.people.services.codes import keep_code, new_code, purpose_for, slip_hash, void_codes
from kinerja.people.services.sessions import end_sessions
from kinerja.people.signals import AccountChange
from kinerja.permissions import Viewer


class AccountRefusedError(DomainError):
    """The account is one's own, its owner reaches further, or its state does not allow it."""


@dataclass(frozen=True)
class Slip:
    """What is printed for one person; the only time that the code is shown."""

    name: str
    nip: str
    unit: str
    purpose: CodePurpose
    code: str
    link: str
    expires_at: datetime


def refuse_handling(person: Employee, *, by: Viewer) -> None:
    """Let an admin act on somebody's account.

    :raises AccountRefusedError: it is their own, or the person's roles reach further.
    """
    if person.id == by.employee_id:
        raise AccountRefusedError(
            _("Ini akun Anda sendiri. Aturlah di halaman Akun saya, atau minta admin lain.")
        )
    if above([person.id], than=by):
        raise AccountRefusedError(
            _(
                "Peran %(name)s menjangkau lebih luas daripada peran Anda. Minta admin instansi "
                "yang melakukannya.",
                name=person.name,
            )
        )


def account_for(person: Employee, *, by: int | None) -> Account:
    """The person's account; made without a password when there is none yet."""
    found = queries.account_of(person.id)
    if found is None:
        found = Account(employee_id=person.id, is_active=True)
        db.session.add(found)
        db.session.flush()
        audit.record("account.created", found, by=by)
    return found


def make_slip(person: Employee, *, by: Viewer) -> Slip:
    """A new code for one person to choose a password with; earlier ones are void.

    :raises AccountRefusedError: one's own account, a wider role, or the account is disabled.
    """
    refuse_handling(person, by=by)
    return issue_slip(person, account_for(person, by=by.employee_id), by=by.employee_id)


def issue_slip(person: Employee, account: Account, *, by: int | None) -> Slip:
    """The code itself, whoever asks: an admin here, the operator at the command line.

    :raises AccountRefusedError: the account is disabled.
    """
    if not account.is_active:
        raise AccountRefusedError(_("Akun ini dinonaktifkan. Aktifkan lagi dulu."))
    code, purpose = new_code(), purpose_for(account)
    kept = keep_code(account, purpose, slip_hash(code))
    audit.record("account.code_made", account, by=by, purpose=purpose, way="slip")
    return Slip(
        name=person.full_name,
        nip=masked(person.nip),
        unit=person.unit.name,
        purpose=purpose,
        code=grouped(code),
        link=mail.link("people.use_code", kode=code),
        expires_at=kept.expires_at,
    )


def make_slips(people: Iterable[Employee], *, by: Viewer) -> list[Slip]:
    """Activation slips for many; who has a password, is disabled or reaches further is left out."""
    wanted = {person.id: person for person in people}
    left_out = above(wanted, than=by) | {by.employee_id}
    known = accounts_of(wanted)
    slips = []
    for person in wanted.values():
        account = known.get(person.id)
        if person.id in left_out or (account and (account.password_hash or not account.is_active)):
            continue
        account = account or account_for(person, by=by.employee_id)
        slips.append(issue_slip(person, account, by=by.employee_id))
    return slips


def send_link(person: Employee, *, by: Viewer) -> None:
    """Send somebody the link for choosing a password by e-mail; earlier codes are void.

    :raises AccountRefusedError: as for a slip, or no e-mail address is known.
    """
    refuse_handling(person, by=by)
    account = account_for(person, by=by.employee_id)
    if not account.is_active:
        raise AccountRefusedError(_("Akun ini dinonaktifkan. Aktifkan lagi dulu."))
    if not person.email:
        raise AccountRefusedError(
            _("Surel %(name)s belum diisi. Isi dulu di data pegawai.", name=person.name)
        )
    purpose = purpose_for(account)
    resets.mail_link(account)
    audit.record("account.code_made", account, by=by.employee_id, purpose=purpose, way="mail")


def disable_account(person: Employee, *, by: Viewer) -> None:
    """Nobody signs in with the account any more; its sessions end and its codes are void.

    :raises AccountRefusedError: one's own account, a wider role, or there is nothing to disable.
    """
    refuse_handling(person, by=by)
    shut(person, by=by.employee_id)


def shut(person: Employee, *, by: int | None) -> None:
    """Disable the account, whoever asks: an admin, or the operator at the command line.

    :raises AccountRefusedError: there is no account, or it is disabled already.
    """
    account = queries.account_of(person.id)
    if account is None or not account.is_active:
        raise AccountRefusedError(_("Akun ini memang tidak aktif."))
    account.is_active = False
    void_codes(account.id, (*PASSWORD_PURPOSES, CodePurpose.EMAIL))
    db.session.execute(delete(PendingSignIn).where(PendingSignIn.account_id == account.id))
    audit.record("account.disabled", account, by=by)
    end_sessions(person.id, by=by)


def enable_account(person: Employee, *, by: Viewer) -> None:
    """The account may be used again, with the password it had.

    :raises AccountRefusedError: one's own account, a wider role, or it is not disabled.
    """
    refuse_handling(person, by=by)
    reopen(person, by=by.employee_id)


def reopen(person: Employee, *, by: int | None) -> None:
    """Let the account be used again, whoever asks: an admin, or the operator.

    :raises AccountRefusedError: there is no account, or it is not disabled.
    """
    account = queries.account_of(person.id)
    if account is None or account.is_active:
        raise AccountRefusedError(_("Akun ini tidak dinonaktifkan."))
    account.is_active = True
    audit.record("account.enabled", account, by=by)


def sign_out_everywhere(person: Employee, *, by: Viewer) -> int:
    """End all of somebody's sessions; how many there were.

    :raises AccountRefusedError: one's own account, or a wider role.
    """
    refuse_handling(person, by=by)
    out = AccountChange.SIGNED_OUT_EVERYWHERE
    signals.account_changed.send("people", employee_id=person.id, change=out)
    return end_sessions(person.id, by=by.employee_id)
