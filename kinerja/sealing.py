"""Small secrets at rest: encrypted under the installation's SECRET_KEY.

Keys that were replaced (SECRET_KEY_FALLBACKS) still open what they sealed.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from flask_babel import gettext as _

from kinerja.errors import DomainError


class SealBrokenError(DomainError):
    """The secret was sealed under a key that this installation does not have any more."""

    status = 503


def seal(secret: str) -> str:
    """The secret as it may be stored."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret.

    :raises SealBrokenError: no key of this installation opens it.
    """
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBrokenError(
            _("Kunci server telah berganti sehingga rahasia ini tak terbaca. Hubungi admin server.")
        ) from error


def seal_undated(secret: str) -> str:
    """The same, without the moment that a sealed text otherwise bears openly."""
    return _box().encrypt_at_time(secret.encode(), 0).decode()


def tokens(name: str) -> list[str]:
    """Under what a row is kept whose owner's `name` the database must not show: a keyed hash in
    hex, by the key of today first, then by those that were replaced.
    """
    return [
        hmac.new(_derived(key, b"kinerja tokens"), name.encode(), hashlib.sha256).hexdigest()
        for key in _keys()
    ]


def reseal(sealed: str) -> str:
    """The same secret sealed under the newest key."""
    return _box().rotate(sealed.encode()).decode()


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in _keys()])


def _keys() -> list[str]:
    return [current_app.config["SECRET_KEY"], *(current_app.config["SECRET_KEY_FALLBACKS"] or ())]


def _derived(key: str, purpose: bytes = b"kinerja sealing") -> bytes:
    """A key of its own for each purpose, so that nothing signed helps to open anything (HKDF)."""
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose)
    return base64.urlsafe_b64encode(made.derive(key.encode()))
