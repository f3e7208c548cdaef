"""The second step of signing in: set up with an app, asked for, renewed, turned off."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from flask_babel import gettext as _
from sqlalchemy import delete, or_, update

from kinerja import audit, clock, database
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import signals
from kinerja.people.models import Account, PendingSignIn, RecoveryCode, SecondFactor
from kinerja.people.queries.codes import pending_sign_in
from kinerja.people.queries.factors import second_factor
from kinerja.people.rules.accounts import grouped
from kinerja.people.rules.signin import TryKind
from kinerja.people.services.codes import new_code, slip_hash
from kinerja.people.services.sessions import Caller, begin_session, end_sessions, sid_hash
from kinerja.people.services.throttle import account_subject, note_try, refuse_when_throttled
from kinerja.people.signals import AccountChange
from kinerja.rulebook.queries import rule
from kinerja.sealing import reseal, seal, unseal

ISSUER = "Kinerja"
DIGITS = 6


class WrongCodeError(DomainError):
    """The code is not the app's present one, was used before, or is no recovery code left."""

    status = 422
    field = "code"


class FactorSetError(DomainError):
    """A second factor is on already."""


class FactorMissingError(DomainError):
    """There is no second factor, or none that waits to be confirmed."""


class StepOverError(DomainError):
    """The first step of signing in was too long ago, or its account can be used no more."""

    status = 422


@dataclass(frozen=True)
class Setup:
    """What the authenticator app must learn: by picture (`address`) or typed (`seed`)."""

    seed: str
    address: str


def start_factor(account_id: int) -> None:
    """Make a secret for the authenticator app; it counts only once a code has confirmed it.

    :raises FactorSetError: a second factor is on already.
    """
    found = second_factor(account_id)
    if found and found.confirmed_at:
        raise FactorSetError(
            _("Verifikasi dua langkah sudah aktif. Matikan dulu untuk memasangnya di ponsel lain.")
        )
    row = found or SecondFactor(account_id=account_id)
    row.seed, row.created_at = seal(pyotp.random_base32()), clock.now()
    db.session.add(row)
    db.session.flush()


def setup(account_id: int, *, nip: str) -> Setup:
    """What the app must learn, until it is confirmed.

    :raises FactorMissingError: nothing was started, or it is confirmed already.
    """
    seed = unseal(_unconfirmed(account_id).seed)
    return Setup(seed, pyotp.TOTP(seed).provisioning_uri(name=nip, issuer_name=ISSUER))


def _unconfirmed(account_id: int) -> SecondFactor:
    found = second_factor(account_id)
    if found is None or found.confirmed_at:
        raise FactorMissingError(_("Pemasangan belum dimulai, atau sudah selesai."))
    return found


def _confirmed(account_id: int) -> SecondFactor:
    found = second_factor(account_id)
    if found is None or not found.confirmed_at:
        raise FactorMissingError(_("Verifikasi dua langkah belum aktif. Pasang dulu."))
    return found


def confirm_factor(account_id: int, *, code: str, session_id: int, caller: Caller) -> list[str]:
    """Turn the second factor on with the app's first code; the recovery codes, shown once.

    All other sessions end.

    :raises FactorMissingError: nothing was started, or it is confirmed already.
    :raises WrongCodeError: the code is not the app's present one.
    """
    found = _unconfirmed(account_id)
    _prove(account_id, code, caller)
    found.confirmed_at = clock.now()
    account = db.session.get_one(Account, account_id)
    end_sessions(account.employee_id, session_id)
    note_change(account, "factor.set", AccountChange.SECOND_FACTOR_ON)
    return _new_codes(account_id)


def renew_codes(account_id: int) -> list[str]:
    """New recovery codes, shown once; the earlier ones work no more.

    :raises FactorMissingError: there is no second factor that they could stand in for.
    """
    _confirmed(account_id)
    account = db.session.get_one(Account, account_id)
    note_change(account, "factor.codes_renewed", AccountChange.RECOVERY_CODES)
    return _new_codes(account_id)


def _new_codes(account_id: int) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [new_code() for _turn in range(rule("factor.recovery_codes", on=clock.today()))]
    db.session.add_all(
        RecoveryCode(account_id=account_id, code_hash=slip_hash(code)) for code in codes
    )
    db.session.flush()
    return [grouped(code) for code in codes]


def drop_factor(account_id: int, *, code: str, session_id: int, caller: Caller) -> None:
    """Turn the second factor off, by a code of it. All other sessions end.

    :raises FactorMissingError: there is none.
    :raises ThrottledError: too many wrong codes.
    :raises WrongCodeError: the code does not work.
    """
    _confirmed(account_id)
    _prove(account_id, code, caller)
    account = db.session.get_one(Account, account_id)
    remove_factor(account)
    end_sessions(account.employee_id, session_id)
    note_change(account, "factor.dropped", AccountChange.SECOND_FACTOR_OFF)


def note_change(account: Account, action: str, change: AccountChange) -> None:
    """Note what the owner has done, and let them hear of it: it may have been somebody else."""
    audit.record(action, account, by=account.employee_id)
    signals.account_changed.send("people", employee_id=account.employee_id, change=change)


def remove_factor(account: Account) -> None:
    """Forget the secret and the recovery codes."""
    for model in (SecondFactor, RecoveryCode):
        db.session.execute(delete(model).where(model.account_id == account.id))
    db.session.expire(account, ["factor"])


def awaited(token: str) -> PendingSignIn:
    """Who is between the two steps.

    :raises StepOverError: nobody under this token, or it was too long ago.
    """
    since = clock.now() - timedelta(minutes=rule("signin.pending_minutes", on=clock.today()))
    found = pending_sign_in(sid_hash(token), since=since)
    if found is None:
        raise StepOverError(
            _("Waktu untuk memasukkan kode sudah habis. Masuk lagi dengan NIP dan kata sandi.")
        )
    return found


def pass_second_step(token: str, *, code: str, caller: Caller) -> str:
    """The right code of the app, or a recovery code: the session's secret id.

    :raises StepOverError: the first step was too long ago.
    :raises ThrottledError: too many wrong codes for this account.
    :raises WrongCodeError: the code does not work, or was used before.
    """
    pending = awaited(token)
    account_id = pending.account_id
    _prove(account_id, code, caller)
    db.session.execute(delete(PendingSignIn).where(PendingSignIn.account_id == account_id))
    return begin_session(account_id, caller=caller)


def _prove(account_id: int, typed: str, caller: Caller) -> None:
    """Accept a code of the account, and never again; a wrong one counts against the account."""
    now, subject = clock.now(), account_subject(account_id)
    refuse_when_throttled(TryKind.FACTOR, subject, caller.group, now=now)
    plain = "".join(letter for letter in typed if letter.isalnum())
    is_short = len(plain) == DIGITS and plain.isascii() and plain.isdecimal()
    if not (_accept_app(account_id, plain, now) if is_short else _accept_paper(account_id, plain)):
        database.remember(_refuse, account_id=account_id, address=caller.group, at=now)
        raise WrongCodeError(
            _(
                "Kode tidak cocok. Tunggu kode berikutnya di aplikasi, dan periksa bahwa jam "
                "ponsel diatur otomatis."
            )
            if is_short
            else _("Kode ini tidak cocok atau sudah dipakai. Pakai kode pemulihan yang lain.")
        )


def _accept_app(account_id: int, code: str, now: datetime) -> bool:
    """Whether it is the code of a step around now that came after the last one accepted."""
    found = second_factor(account_id)
    if found is None:
        return False
    app = pyotp.TOTP(unseal(found.seed))
    apart = rule("factor.steps_apart", on=clock.today())
    steps = [app.timecode(now) + shift for shift in range(-apart, apart + 1)]
    fitting = [n for n in steps if hmac.compare_digest(app.generate_otp(n), code)]
    if not fitting:
        return False
    mine = update(SecondFactor).where(
        SecondFactor.account_id == account_id,
        or_(SecondFactor.last_step.is_(None), SecondFactor.last_step < fitting[-1]),
    )
    taken = mine.values(last_step=fitting[-1], seed=reseal(found.seed))
    return db.session.execute(taken.returning(SecondFactor.account_id)).first() is not None


def _accept_paper(account_id: int, code: str) -> bool:
    """Whether it is a recovery code that nobody has used; it is used now."""
    mine = delete(RecoveryCode).where(
        RecoveryCode.account_id == account_id, RecoveryCode.code_hash == slip_hash(code)
    )
    if db.session.execute(mine.returning(RecoveryCode.id)).first() is None:
        return False
    account = db.session.get_one(Account, account_id)
    note_change(account, "factor.recovery_used", AccountChange.RECOVERY_CODE_USED)
    return True


def _refuse(*, account_id: int, address: str, at: datetime) -> None:
    subject = account_subject(account_id)
    note_try(kind=TryKind.FACTOR, subject=subject, address=address, at=at)
    account = db.session.get_one(Account, account_id)
    audit.record("factor.refused", account, by=account.employee_id, address=address)
