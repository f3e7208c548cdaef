"""What of tries, sessions, mails, imports and corrections is due to be forgotten, and how."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Integer, cast, delete, null, or_, select

from kinerja.extensions import Base, db
from kinerja.mail import Mail
from kinerja.people.models import Correction, LoginAttempt, LoginSession, StaffImport
from kinerja.people.rules import OPEN_CORRECTIONS
from kinerja.people.services.forgetting import ACCOUNTS, STAFF
from kinerja.personal import Duty, Rows

DELETED = _("Barisnya dihapus")
OF_NOBODY = cast(null(), Integer).label("employee_id")


def removal(table: Any, key: Any) -> Callable[[Sequence[Any]], None]:
    """What deletes the rows with these keys."""

    def remove(ids: Sequence[Any]) -> None:
        db.session.execute(delete(table).where(key.in_(ids)))

    return remove


def tries_due(before: datetime) -> Rows:
    """Wrong sign-in tries; they know a number's hash only."""
    return select(LoginAttempt.id.label("id"), LoginAttempt.at.label("since"), OF_NOBODY).where(
        LoginAttempt.at < before
    )


def receipts_due(before: datetime) -> Rows:
    """Receipts of forms that were sent."""
    receipts = Base.metadata.tables["form_receipt"]
    return select(receipts.c.key.label("id"), receipts.c.at.label("since"), OF_NOBODY).where(
        receipts.c.at < before
    )


def forget_receipts(ids: Sequence[Any]) -> None:
    """Delete the receipts with these keys."""
    receipts = Base.metadata.tables["form_receipt"]
    removal(receipts, receipts.c.key)(ids)


def sessions_due(before: datetime) -> Rows:
    """Sessions that are past their absolute limit."""
    return select(
        LoginSession.id.label("id"),
        LoginSession.created_at.label("since"),
        OF_NOBODY,
    ).where(LoginSession.created_at < before)


def mails_due(before: datetime) -> Rows:
    """Mails that were sent or given up."""
    over = or_(Mail.sent_at.is_not(None), Mail.next_try_at.is_(None))
    return select(Mail.id.label("id"), Mail.queued_at.label("since"), OF_NOBODY).where(
        over, Mail.queued_at < before
    )


def imports_due(before: datetime) -> Rows:
    """Imported files; they are about many people, so none of them is held."""
    return select(
        StaffImport.id.label("id"), StaffImport.uploaded_at.label("since"), OF_NOBODY
    ).where(StaffImport.uploaded_at < before)


def corrections_due(before: datetime) -> Rows:
    """Corrections that were decided or taken back."""
    return select(
        Correction.id.label("id"),
        Correction.since.label("since"),
        Correction.employee_id.label("employee_id"),
    ).where(Correction.status.not_in(OPEN_CORRECTIONS), Correction.since < before)


DUTIES = (
    Duty(
        key="retention.login_attempts_days",
        title=_("Percobaan masuk yang gagal"),
        effect=DELETED,
        due=tries_due,
        forget=removal(LoginAttempt, LoginAttempt.id),
    ),
    Duty(
        key="retention.receipts_hours",
        title=_("Tanda terima formulir"),
        effect=DELETED,
        due=receipts_due,
        forget=forget_receipts,
    ),
    Duty(
        key="session.absolute_hours",
        title=_("Sesi masuk"),
        effect=DELETED,
        due=sessions_due,
        forget=removal(LoginSession, LoginSession.id),
    ),
    Duty(
        key="retention.mail_days",
        title=_("Surel terkirim atau gagal"),
        effect=DELETED,
        due=mails_due,
        forget=removal(Mail, Mail.id),
    ),
    Duty(
        key="retention.imports_days",
        title=_("Berkas impor pegawai"),
        effect=_("Isi berkas, hasil periksa, dan catatan pembatalannya dihapus"),
        due=imports_due,
        forget=removal(StaffImport, StaffImport.id),
    ),
    Duty(
        key="retention.corrections_years",
        title=_("Permintaan perbaikan data yang selesai"),
        effect=DELETED,
        due=corrections_due,
        forget=removal(Correction, Correction.id),
    ),
    ACCOUNTS,
)

__all__ = ["DUTIES", "STAFF"]
