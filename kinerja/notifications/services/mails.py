"""Notices that are mailed at once, by whoever chose that, and by everybody for security."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from kinerja import clock, mail
from kinerja.extensions import db
from kinerja.notifications.models import Notice, Preference
from kinerja.notifications.rules import MailChoice, NoticeKind, usual_choice
from kinerja.notifications.services.letters import Reader, notice_letter
from kinerja.people.models import Account, Employee
from kinerja.rulebook.queries import holidays

AT_ONCE = 200  # in one transaction
# What could not be told for so long is not told by mail any more; Lebaran is shorter.
TOLD_WITHIN = timedelta(days=14)
USUALLY_NOW = [kind for kind in NoticeKind if usual_choice(kind) is MailChoice.NOW]


def mail_notices() -> int:
    """Queue the mails of new notices for those who want them at once; how many.

    Each notice is claimed before its mail is written, so that two processes never mail it twice.
    On days off only what is urgent goes out; the rest waits for the next working day.
    """
    now = clock.now()
    statement = (
        select(Notice.id, Employee.id, Employee.email, Account.language)
        .join(Employee, Employee.id == Notice.employee_id)
        .outerjoin(Account, Account.employee_id == Employee.id)
        .outerjoin(
            Preference,
            (Preference.employee_id == Notice.employee_id) & (Preference.kind == Notice.kind),
        )
        .where(
            Notice.mailed_at.is_(None),
            Notice.at > now - TOLD_WITHIN,
            has_address(),
            _is_wanted(works=clock.is_working_day(clock.today(), holidays())),
        )
        .order_by(Notice.id)
        .limit(AT_ONCE)
    )
    readers = {
        notice_id: Reader(employee_id, email or "", language or "id")
        for notice_id, employee_id, email, language in db.session.execute(statement)
    }
    if not readers:
        return 0
    claimed = claim(Notice.id.in_(list(readers)))
    return mail.queue_all(notice_letter(notice, readers[notice.id]) for notice in claimed)


def _is_wanted(*, works: bool) -> ColumnElement[bool]:
    """Urgent ones always; others unread, on working days, by choice or by what is usual."""
    urgent = Notice.kind.in_([kind for kind in NoticeKind if kind.is_urgent])
    if not works:
        return urgent
    chosen = func.coalesce(Preference.email == MailChoice.NOW, Notice.kind.in_(USUALLY_NOW))
    return or_(urgent, and_(chosen, Notice.read_at.is_(None)))


def has_address() -> ColumnElement[bool]:
    """The condition on employees that mail can reach them: active, with an address."""
    return Employee.is_active & Employee.email.is_not(None) & (Employee.email != "")


def claim(which: ColumnElement[bool]) -> list[Notice]:
    """Those of the notices that no other process has taken, marked as done with by mail.

    Whoever comes second waits for the first, and then finds them taken.
    """
    rows = db.session.scalars(
        update(Notice)
        .where(which, Notice.mailed_at.is_(None))
        .values(mailed_at=clock.now())
        .returning(Notice)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    found: list[Any] = list(rows)
    return sorted(found, key=lambda notice: notice.id)
