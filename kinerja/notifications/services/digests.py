"""The digest: what has come and what waits, by mail, in the morning of working days."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import func, or_, select, tuple_, update

from kinerja import clock, mail
from kinerja.database import insert_new
from kinerja.extensions import db
from kinerja.mail import Letter
from kinerja.notifications.models import Digest, Notice, Preference
from kinerja.notifications.rules import (
    MailChoice,
    NoticeKind,
    Rhythm,
    digest_slot,
    usual_choice,
)
from kinerja.notifications.services.letters import Reader, digest_letter
from kinerja.notifications.services.mails import TOLD_WITHIN, claim, has_address
from kinerja.people.models import Account, Employee
from kinerja.rulebook.queries import holidays

AT_ONCE = 200  # people in one transaction
Waiting: TypeAlias = Mapping[NoticeKind, Mapping[int, int]]
Wishes: TypeAlias = Mapping[tuple[int, NoticeKind], MailChoice]


def due_slot(rhythm: Rhythm) -> datetime | None:
    """The moment up to which a digest sent now would tell; None when none may be sent now."""
    off = holidays()
    return digest_slot(
        clock.local(clock.now()), rhythm, works=lambda day: clock.is_working_day(day, off)
    )


def send_digests(rhythm: Rhythm, slot: datetime, waiting: Waiting) -> int:
    """Queue the slot's digests for some people; how many were looked at, 0 when all have been.

    `waiting` says of each kind for whom how many things wait, as the features above know it.
    Everybody is claimed for the slot first: nobody gets two digests of one morning, however often
    and by however many processes this is called.
    """
    readers = _due(rhythm, slot, waiting)
    if readers:
        mail.queue_all(_letters(_claim(readers, rhythm, slot), rhythm, slot, waiting))
    return len(readers)


def _due(rhythm: Rhythm, slot: datetime, waiting: Waiting) -> list[Reader]:
    """People with this rhythm who may have something to hear, not yet told for the slot."""
    told = Notice.mailed_at.is_(None) & (Notice.at < slot) & (Notice.at > slot - TOLD_WITHIN)
    waits = {employee_id for counts in waiting.values() for employee_id in counts}
    rows = db.session.execute(
        select(Employee.id, Employee.email, Account.language)
        .outerjoin(Account, Account.employee_id == Employee.id)
        .outerjoin(Digest, Digest.employee_id == Employee.id)
        .where(
            has_address(),
            func.coalesce(Digest.rhythm, Rhythm.WEEKLY.value) == rhythm,
            or_(Digest.sent_for.is_(None), Digest.sent_for < slot),
            or_(
                Employee.id.in_(select(Notice.employee_id).where(told)),
                Employee.id.in_(sorted(waits)),
            ),
        )
        .order_by(Employee.id)
        .limit(AT_ONCE)
    )
    return [
        Reader(employee_id, email or "", language or "id") for employee_id, email, language in rows
    ]


def _claim(readers: Iterable[Reader], rhythm: Rhythm, slot: datetime) -> dict[int, Reader]:
    """The people whom no other process has taken for this slot."""
    by_id = {reader.employee_id: reader for reader in readers}
    known = db.session.scalars(select(Digest.employee_id).where(Digest.employee_id.in_(by_id)))
    for employee_id in sorted(by_id.keys() - set(known)):
        insert_new(Digest, employee_id=employee_id, rhythm=rhythm)
    taken = db.session.scalars(
        update(Digest)
        .where(
            Digest.employee_id.in_(list(by_id)),
            Digest.rhythm == rhythm,
            or_(Digest.sent_for.is_(None), Digest.sent_for < slot),
        )
        .values(sent_for=slot)
        .returning(Digest.employee_id)
        .execution_options(synchronize_session=False)
    )
    return {employee_id: by_id[employee_id] for employee_id in sorted(taken)}


def _letters(
    readers: Mapping[int, Reader], rhythm: Rhythm, slot: datetime, waiting: Waiting
) -> Iterator[Letter]:
    wishes = _wishes(readers)
    fresh = _fresh(readers, slot, wishes)
    for employee_id, reader in readers.items():
        notices = fresh[employee_id]
        counts = Counter(notice.kind for notice in notices)
        for kind, people in waiting.items():
            if people.get(employee_id) and _wish(wishes, employee_id, kind) is MailChoice.DIGEST:
                counts[kind] = people[employee_id]
        if counts:
            yield digest_letter(
                reader,
                counts=counts,
                plain=[notice for notice in notices if notice.kind.is_plain],
                rhythm=rhythm,
                on=slot.date(),
            )


def _wishes(readers: Mapping[int, Reader]) -> Wishes:
    rows = db.session.execute(
        select(Preference.employee_id, Preference.kind, Preference.email).where(
            Preference.employee_id.in_(list(readers))
        )
    )
    return {(employee_id, kind): choice for employee_id, kind, choice in rows}


def _wish(wishes: Wishes, employee_id: int, kind: NoticeKind) -> MailChoice:
    return wishes.get((employee_id, kind), usual_choice(kind))


def _fresh(
    readers: Mapping[int, Reader], slot: datetime, wishes: Wishes
) -> dict[int, list[Notice]]:
    """What each of them has not read yet, of the kinds that they want in the digest.

    Kinds that they want at once are left to those mails.
    """
    told: dict[int, list[Notice]] = defaultdict(list)
    at_once = [
        (employee_id, kind)
        for employee_id in readers
        for kind in NoticeKind
        if _wish(wishes, employee_id, kind) is MailChoice.NOW
    ]
    told_now = tuple_(Notice.employee_id, Notice.kind).in_(at_once)
    theirs = Notice.employee_id.in_(list(readers)) & ~told_now
    for notice in claim(theirs & (Notice.at < slot)):
        wish = _wish(wishes, notice.employee_id, notice.kind)
        young = notice.at > slot - TOLD_WITHIN
        if young and not notice.is_read and wish is MailChoice.DIGEST:
            told[notice.employee_id].append(notice)
    return told
