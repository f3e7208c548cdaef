"""Looking after the outgoing mail."""

from flask_babel import lazy_gettext as _

from kinerja import audit, mail
from kinerja.errors import DomainError
from kinerja.mail import Mail


class MailBlankError(DomainError):
    """There is nothing left to send, or it is sent already."""


def retry_mail(message: Mail, *, by: int) -> None:
    """Try again from now on.

    :raises MailBlankError: it was sent, or its text has been removed.
    """
    if message.sent_at is not None or not message.text:
        raise MailBlankError(
            _("Surel ini sudah terkirim atau isinya sudah dihapus, jadi tidak bisa dikirim lagi.")
        )
    mail.retry(message)
    audit.record("mail.retried", message, by=by)
