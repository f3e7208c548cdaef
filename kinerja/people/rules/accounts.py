"""States of accounts, one-time codes, how somebody is greeted, and the device in plain words."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

# Crockford's letters: none that are mistaken for another; 5 bits each.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LETTERS = 16
EMAIL_CODE_LETTERS = 8
GROUP = 4
MISREAD = str.maketrans("OIL", "011")
MASKED = "•"


class AccountState(StrEnum):
    """Whether somebody can sign in."""

    WAITING = "waiting"
    ACTIVE = "active"
    DISABLED = "disabled"

    @property
    def label(self) -> LazyString:
        """The state's name for people."""
        return _STATE_LABELS[self]


class CodePurpose(StrEnum):
    """What a one-time code or link is for."""

    ACTIVATION = "activation"
    RESET = "reset"
    EMAIL = "email"

    @property
    def label(self) -> LazyString:
        """The purpose's name for people."""
        return _PURPOSE_LABELS[self]


class Salutation(StrEnum):
    """How somebody wants to be greeted; none of them: by name only."""

    PAK = "pak"
    BU = "bu"
    KAK = "kak"

    @property
    def label(self) -> LazyString:
        """The word before the name."""
        return _SALUTATION_LABELS[self]


_STATE_LABELS = {
    AccountState.WAITING: _("Belum aktif"),
    AccountState.ACTIVE: _("Aktif"),
    AccountState.DISABLED: _("Dinonaktifkan"),
}
_PURPOSE_LABELS = {
    CodePurpose.ACTIVATION: _("Aktivasi"),
    CodePurpose.RESET: _("Setel ulang kata sandi"),
    CodePurpose.EMAIL: _("Konfirmasi surel"),
}
_SALUTATION_LABELS = {
    Salutation.PAK: _("Pak"),
    Salutation.BU: _("Bu"),
    Salutation.KAK: _("Kak"),
}
# What a browser says of itself: the first sign found counts, so the narrower come first.
_BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def account_state(*, has_password: bool, is_active: bool) -> AccountState:
    """The state of an account; somebody without one is waiting too."""
    if not is_active:
        return AccountState.DISABLED
    return AccountState.ACTIVE if has_password else AccountState.WAITING


def read_code(typed: str) -> str:
    """The code as it was made: capitals without blanks and hyphens, O read as 0, I and L as 1."""
    kept = "".join(letter for letter in typed.upper() if letter.isalnum())
    return kept.translate(MISREAD)


def grouped(code: str) -> str:
    """The code as it is printed: 7K3M-9QXT-V2HB-4N8D."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def masked(nip: str) -> str:
    """The number with all but its last four digits hidden."""
    return MASKED * (len(nip) - 4) + nip[-4:]


def device(user_agent: str) -> str | LazyString:
    """The browser and the system that the header names: "Chrome, Android"."""
    found = [
        next((name for sign, name in signs if sign in user_agent), None)
        for signs in (_BROWSERS, _SYSTEMS)
    ]
    named = [name for name in found if name]
    return ", ".join(named) if named else _("Peramban tidak dikenal")
