"""The outgoing mail, for whoever looks after it."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, func, select

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.mail import Mail


class MailState(StrEnum):
    """Where a message is; the values stand in the page's address."""

    WAITING = "menunggu"
    FAILED = "gagal"
    SENT = "terkirim"

    @property
    def label(self) -> LazyString:
        """The state's name for people."""
        return _LABELS[self]


_LABELS = {
    MailState.WAITING: _("Menunggu"),
    MailState.FAILED: _("Tidak terkirim"),
    MailState.SENT: _("Terkirim"),
}
CONDITIONS: dict[MailState, ColumnElement[bool]] = {
    MailState.WAITING: Mail.next_try_at.is_not(None),
    MailState.FAILED: Mail.next_try_at.is_(None) & Mail.sent_at.is_(None),
    MailState.SENT: Mail.sent_at.is_not(None),
}


def mails(state: MailState | None, *, search: str = "") -> Select[Mail]:
    """The messages in the state, or all, the latest first; searched by address or subject."""
    statement = select(Mail).order_by(Mail.queued_at.desc(), Mail.id.desc())
    if state is not None:
        statement = statement.where(CONDITIONS[state])
    if search:
        statement = statement.where(
            Mail.to.icontains(search, autoescape=True)
            | Mail.subject.icontains(search, autoescape=True)
        )
    return statement


def mail_counts() -> dict[MailState, int]:
    """How many messages are in each state. One query."""
    counted = [func.count().filter(condition) for condition in CONDITIONS.values()]
    row = db.session.execute(select(*counted).select_from(Mail)).one()
    return dict(zip(CONDITIONS, row, strict=True))


def outgoing_mail(mail_id: int) -> Mail:
    """One message.

    :raises MissingError: there is none.
    """
    found = db.session.get(Mail, mail_id)
    if found is None:
        raise MissingError()
    return found
