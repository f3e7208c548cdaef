"""Somebody's account, sessions, codes and roles."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from kinerja.people.models import (
    Account,
    AccountCode,
    Employee,
    FactorReset,
    LoginSession,
    RecoveryCode,
    RoleGrant,
    SecondFactor,
    SsoIdentity,
    Unit,
)
from kinerja.people.queries.personal.words import FROM_SYSTEM, STAFF, period
from kinerja.personal import Basis, Columns, Group, Section, picked

ACCOUNTS = "retention.accounts_days"


def accounts(employee_id: int) -> Iterator[Section]:
    """What belongs to signing in and to what somebody may do then."""
    yield account(employee_id)
    yield sessions(employee_id)
    yield codes(employee_id)
    yield factor_resets(employee_id)
    yield sso_identities(employee_id)
    yield roles(employee_id)


def account(employee_id: int) -> Section:
    """The account; of passwords and secrets only whether there are any."""
    left = (
        select(func.count())
        .where(RecoveryCode.account_id == Account.id)
        .correlate(Account)
        .scalar_subquery()
    )
    columns: Columns = {
        "is_active": (Account.is_active, _("Dapat dipakai masuk")),
        "has_password": (Account.password_hash.is_not(None), _("Kata sandi terpasang")),
        "signed_in_at": (Account.signed_in_at, _("Terakhir masuk")),
        "factor_since": (SecondFactor.confirmed_at, _("Verifikasi dua langkah sejak")),
        "recovery_codes": (left, _("Kode pemulihan tersisa")),
        "language": (Account.language, _("Bahasa")),
        "salutation": (Account.salutation, _("Sapaan")),
    }
    return Section(
        key="akun",
        group=Group.ACCOUNT,
        title=_("Akun"),
        source=_("Dibuat admin unit; pilihan di dalamnya dari Anda"),
        kept=ACCOUNTS,
        basis=Basis.PUBLIC_TASK,
        columns=columns,
        rows=picked(columns)
        .select_from(Account)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .where(Account.employee_id == employee_id),
        covers=(Account.employee_id, SecondFactor.account_id, RecoveryCode.account_id),
    )


def sessions(employee_id: int) -> Section:
    """Browsers that are signed in."""
    columns: Columns = {
        "created_at": (LoginSession.created_at, _("Masuk")),
        "seen_at": (LoginSession.seen_at, _("Terakhir dipakai")),
        "fresh_at": (LoginSession.fresh_at, _("Kata sandi terakhir diketik")),
        "user_agent": (LoginSession.user_agent, _("Peramban")),
        "address": (LoginSession.address, _("Alamat jaringan")),
    }
    return Section(
        key="sesi",
        group=Group.ACCOUNT,
        title=_("Sesi masuk"),
        source=FROM_SYSTEM,
        kept="session.absolute_hours",
        basis=Basis.PUBLIC_TASK,
        columns=columns,
        rows=picked(columns)
        .select_from(LoginSession)
        .join(LoginSession.account)
        .where(Account.employee_id == employee_id)
        .order_by(LoginSession.created_at.desc()),
        brief=("created_at", "seen_at", "address"),
        covers=(LoginSession.account_id,),
    )


def codes(employee_id: int) -> Section:
    """One-time codes that wait to be used; of the codes themselves only a hash is kept."""
    columns: Columns = {
        "created_at": (AccountCode.created_at, _("Dibuat")),
        "purpose": (AccountCode.purpose, _("Untuk")),
        "expires_at": (AccountCode.expires_at, _("Berlaku sampai")),
        "email": (AccountCode.email, _("Alamat yang ditegaskan")),
    }
    return Section(
        key="kode-akun",
        group=Group.ACCOUNT,
        title=_("Kode dan tautan sekali pakai"),
        source=FROM_SYSTEM,
        kept=ACCOUNTS,
        basis=Basis.PUBLIC_TASK,
        columns=columns,
        rows=picked(columns)
        .select_from(AccountCode)
        .join(AccountCode.account)
        .where(Account.employee_id == employee_id)
        .order_by(AccountCode.id.desc()),
        covers=(AccountCode.account_id,),
    )


def sso_identities(employee_id: int) -> Section:
    """Under which name the agency's single sign-on knows the person."""
    columns: Columns = {
        "issuer": (SsoIdentity.issuer, _("Sistem")),
        "subject": (SsoIdentity.subject, _("Dikenal sebagai")),
        "linked_at": (SsoIdentity.linked_at, _("Dihubungkan")),
    }
    return Section(
        key="masuk-lewat-sistem-lain",
        group=Group.ACCOUNT,
        title=_("Akun di sistem masuk instansi"),
        source=_("Dari sistem masuk instansi saat Anda pertama kali masuk lewatnya"),
        kept=ACCOUNTS,
        basis=Basis.PUBLIC_TASK,
        columns=columns,
        rows=picked(columns)
        .select_from(SsoIdentity)
        .join(SsoIdentity.account)
        .where(Account.employee_id == employee_id)
        .order_by(SsoIdentity.id.desc()),
        covers=(SsoIdentity.account_id,),
    )


def factor_resets(employee_id: int) -> Section:
    """Requests of admins to remove a lost second factor."""
    asker, decider = aliased(Employee), aliased(Employee)
    columns: Columns = {
        "requested_at": (FactorReset.requested_at, _("Diminta")),
        "requested_by": (asker.name, _("Oleh")),
        "reason": (FactorReset.reason, _("Alasan")),
        "status": (FactorReset.status, _("Status")),
        "decided_by": (decider.name, _("Diputus oleh")),
        "decided_at": (FactorReset.decided_at, _("Diputus")),
    }
    return Section(
        key="pelepasan-verifikasi",
        group=Group.ACCOUNT,
        title=_("Pelepasan verifikasi dua langkah"),
        source=_("Dari admin yang memintanya dan yang memutusnya"),
        kept=STAFF,
        basis=Basis.PUBLIC_TASK,
        columns=columns,
        rows=picked(columns)
        .select_from(FactorReset)
        .join(asker, asker.id == FactorReset.requested_by_id)
        .outerjoin(decider, decider.id == FactorReset.decided_by_id)
        .where(FactorReset.subject_id == employee_id)
        .order_by(FactorReset.id.desc()),
        brief=("requested_at", "requested_by", "status"),
        covers=(FactorReset.subject_id,),
    )


def roles(employee_id: int) -> Section:
    """What somebody may do beyond what every employee may."""
    granter = aliased(Employee)
    columns: Columns = {
        "role": (RoleGrant.role, _("Peran")),
        "unit": (Unit.name, _("Di unit")),
        **period(RoleGrant),
        "granted_by": (granter.name, _("Oleh")),
        "reason": (RoleGrant.reason, _("Alasan")),
    }
    return Section(
        key="peran",
        group=Group.ACCOUNT,
        title=_("Peran yang diberikan"),
        source=_("Diberikan admin instansi"),
        kept=STAFF,
        columns=columns,
        rows=picked(columns)
        .select_from(RoleGrant)
        .join(RoleGrant.unit)
        .outerjoin(granter, granter.id == RoleGrant.granted_by_id)
        .where(RoleGrant.employee_id == employee_id)
        .order_by(RoleGrant.valid_from.desc(), RoleGrant.id.desc()),
        brief=("role", "unit", "valid_from", "valid_to"),
        covers=(RoleGrant.employee_id,),
    )
