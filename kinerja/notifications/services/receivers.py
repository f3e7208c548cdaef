"""What the feature below announces becomes a notice."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from kinerja.notifications.rules import NoticeKind
from kinerja.notifications.services.notices import close, notify
from kinerja.people import signals
from kinerja.people.signals import AccountChange
from kinerja.permissions import Role

ACCOUNT_TITLES = {
    AccountChange.ACTIVATED: _("Akun Anda diaktifkan"),
    AccountChange.PASSWORD: _("Kata sandi Anda diganti"),
    AccountChange.SECOND_FACTOR_ON: _("Verifikasi dua langkah dinyalakan"),
    AccountChange.SECOND_FACTOR_OFF: _("Verifikasi dua langkah dimatikan"),
    AccountChange.RECOVERY_CODES: _("Kode pemulihan baru dibuat"),
    AccountChange.RECOVERY_CODE_USED: _("Kode pemulihan dipakai untuk masuk"),
    AccountChange.NEW_DEVICE: _("Akun Anda dipakai masuk dari perangkat baru"),
    AccountChange.SIGNED_OUT_EVERYWHERE: _("Akun Anda dikeluarkan dari semua perangkat"),
    AccountChange.SINGLE_SIGN_ON: _("Akun Anda ditautkan ke akun instansi (SSO)"),
}


@signals.account_changed.connect
def tell_owner(_sender: object, *, employee_id: int, change: AccountChange, **_more: Any) -> None:
    """The account's owner hears of whatever somebody else might have done."""
    notify(
        [employee_id],
        kind=NoticeKind.SECURITY,
        title=ACCOUNT_TITLES[change],
        endpoint="notifications.inbox",
    )


@signals.role_granted.connect
def tell_holder(
    _sender: object, *, employee_id: int, role: Role, unit: str, ended: bool = False, **_more: Any
) -> None:
    """Whoever gets or loses a role hears of it."""
    sentence = (
        _("Peran %(role)s di %(unit)s tidak berlaku lagi", role=role.label, unit=unit)
        if ended
        else _("Anda menjadi %(role)s di %(unit)s", role=role.label, unit=unit)
    )
    notify([employee_id], kind=NoticeKind.SECURITY, title=sentence, endpoint="home.start")


@signals.correction_asked.connect
def tell_data_admins(
    _sender: object,
    *,
    holder_ids: Iterable[int],
    name: str,
    endpoint: str,
    values: Mapping[str, Any] | None = None,
    **_more: Any,
) -> None:
    """Whoever keeps the data hears that somebody asks for a correction."""
    notify(
        holder_ids,
        kind=NoticeKind.DATA_CASE,
        title=_("%(name)s meminta perbaikan data", name=name),
        endpoint=endpoint,
        values=values,
    )


@signals.correction_decided.connect
def tell_asker(
    _sender: object,
    *,
    employee_id: int,
    accepted: bool,
    endpoint: str,
    values: Mapping[str, Any] | None = None,
    **_more: Any,
) -> None:
    """Whoever asked hears the answer; who had to decide needs not open the case any more."""
    sentence = (
        _("Permintaan perbaikan data Anda dikabulkan")
        if accepted
        else _("Permintaan perbaikan data Anda tidak dikabulkan")
    )
    notify([employee_id], kind=NoticeKind.DATA, title=sentence, endpoint=endpoint, values=values)
    if values:
        close(kind=NoticeKind.DATA_CASE, values=values)
