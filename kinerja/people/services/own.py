"""One's own account: password, greeting, how one is reached, one's sessions."""

import hashlib
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, update

from kinerja import audit, clock, database
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people.models import Account, AccountCode, Employee, LoginSession
from kinerja.people.queries.accounts import own_account
from kinerja.people.queries.codes import email_code
from kinerja.people.queries.sessions import own_credentials
from kinerja.people.rules.accounts import (
    EMAIL_CODE_LETTERS,
    CodePurpose,
    Salutation,
    grouped,
    read_code,
)
from kinerja.people.rules.signin import TryKind
from kinerja.people.services.codes import (
    CodeRefusedError,
    lifetime,
    new_code,
    set_password,
    void_codes,
)
from kinerja.people.services.letters import send_email_code, tell_former
from kinerja.people.services.passwords import check_password, hash_password, own_facts, verify
from kinerja.people.services.resets import in_words
from kinerja.people.services.sessions import Caller, WrongPasswordError, refuse_confirmation
from kinerja.people.services.throttle import account_subject, note_try, refuse_when_throttled


class SessionMissingError(DomainError):
    """The session is over already, or is somebody else's."""

    status = 404


def change_password(
    account_id: int, *, current: str, password: str, session_id: int, caller: Caller
) -> None:
    """Another password for one's own account; all other sessions end.

    Look-ups and the slow hashes come before any transaction that writes.

    :raises ThrottledError: too many wrong tries from this address.
    :raises WrongPasswordError: the present password is another.
    :raises PasswordRefusedError: the new one is too easy to guess.
    """
    now, subject = clock.now(), account_subject(account_id)
    with database.reading():
        refuse_when_throttled(TryKind.CONFIRM, subject, caller.group, now=now)
        check_password(password, own=own_facts(own_account(account_id).employee))
        found = own_credentials(account_id)
    if not verify(found.password_hash if found else None, current):
        database.remember(refuse_confirmation, account_id=account_id, address=caller.group, at=now)
        raise WrongPasswordError(
            _("Kata sandi saat ini tidak cocok. Ketik ulang kata sandi yang Anda pakai masuk.")
        )
    password_hash = hash_password(password)
    account = db.session.get_one(Account, account_id)
    set_password(account, password_hash, but=session_id)
    session = update(LoginSession).where(LoginSession.id == session_id)
    db.session.execute(session.values(fresh_at=now))
    audit.record("account.password_changed", account, by=account.employee_id)


def choose_salutation(account_id: int, *, salutation: Salutation | None) -> None:
    """Keep how somebody wants to be greeted; None: by name only."""
    chosen = update(Account).where(Account.id == account_id)
    db.session.execute(chosen.values(salutation=salutation))


def change_contact(account_id: int, *, email: str | None, phone: str | None) -> bool:
    """Change how one is reached; whether a code was sent that must confirm the new e-mail.

    The phone number holds at once, and so does having no e-mail address any more.
    """
    account = own_account(account_id)
    person, before = account.employee, account.employee.email
    awaits = bool(email) and email != before
    changed = (person.phone or "") != (phone or "") or (bool(before) and not email)
    person.phone = phone or None
    void_codes(account_id, (CodePurpose.EMAIL,))
    if not email:
        person.email = None
        if before:
            tell_former(before)
    if email and awaits:
        _send_code(account, email)
    if changed:
        _note_contact(account)
    db.session.flush()
    return awaits


def _send_code(account: Account, email: str) -> None:
    now, code = clock.now(), new_code(EMAIL_CODE_LETTERS)
    duration = lifetime(CodePurpose.EMAIL)
    db.session.add(
        AccountCode(
            account_id=account.id,
            purpose=CodePurpose.EMAIL,
            code_hash=_email_hash(account.id, code),
            email=email,
            created_at=now,
            expires_at=now + duration,
        )
    )
    send_email_code(email, code=grouped(code), duration=in_words(duration))
    audit.record("account.email_asked", account, by=account.employee_id)


def _email_hash(account_id: int, code: str) -> str:
    return hashlib.sha256(f"email:{account_id}:{read_code(code)}".encode()).hexdigest()


def confirm_email(account_id: int, *, code: str, caller: Caller) -> str:
    """The code from the new address: from now on it is the person's; returns it.

    :raises ThrottledError: too many wrong codes.
    :raises CodeRefusedError: another code, or its time is over.
    """
    now, subject = clock.now(), account_subject(account_id)
    refuse_when_throttled(TryKind.CODE, subject, caller.group, now=now)
    found = email_code(account_id, now=now)
    if found is None or found.code_hash != _email_hash(account_id, code):
        database.remember(_refuse_code, account_id=account_id, address=caller.group, at=now)
        raise CodeRefusedError(
            _("Kode tidak cocok atau lewat batas waktunya. Periksa surel terakhir dari Kinerja.")
        )
    account = own_account(account_id)
    before, account.employee.email = account.employee.email, found.email
    db.session.execute(delete(AccountCode).where(AccountCode.id == found.id))
    _note_contact(account)
    if before:
        tell_former(before)
    db.session.flush()
    return str(found.email)


def _refuse_code(*, account_id: int, address: str, at: datetime) -> None:
    subject = account_subject(account_id)
    note_try(kind=TryKind.CODE, subject=subject, address=address, at=at)
    account = db.session.get_one(Account, account_id)
    audit.record("code.refused", account, by=account.employee_id, address=address)


def _note_contact(account: Account) -> None:
    """Contact data goes into the audit trail only as whether there is any."""
    person: Employee = account.employee
    audit.record(
        "account.contact_changed",
        person,
        by=person.id,
        after={"email": bool(person.email), "phone": bool(person.phone)},
    )


def end_one_session(session_id: int, *, account_id: int, by: int) -> None:
    """End one of one's own sessions.

    :raises SessionMissingError: there is none with this number, or it is somebody else's.
    """
    mine = delete(LoginSession).where(
        LoginSession.id == session_id, LoginSession.account_id == account_id
    )
    if db.session.execute(mine.returning(LoginSession.id)).first() is None:
        raise SessionMissingError(_("Sesi ini sudah berakhir."))
    audit.record("session.ended", f"people_account:{account_id}", by=by)
