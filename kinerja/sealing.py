"""Small secrets at rest: encrypted under the installation's SECRET_KEY.

Keys that were replaced (SECRET_KEY_FALLBACKS) still open what they sealed.
"""

import base64

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


def reseal(sealed: str) -> str:
    """The same secret sealed under the newest key."""
    return _box().rotate(sealed.encode()).decode()


def _box() -> MultiFernet:
    keys = [current_app.config["SECRET_KEY"], *(current_app.config["SECRET_KEY_FALLBACKS"] or ())]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    """A key of its own for sealing, so that nothing signed helps to open anything (HKDF)."""
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"kinerja sealing")
    return base64.urlsafe_b64encode(made.derive(key.encode()))
