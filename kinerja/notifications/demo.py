"""Demo rows: what each demo account has been told, and a few mails in every state."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from kinerja import clock
from kinerja.extensions import db
from kinerja.mail import Mail
from kinerja.notifications.models import Notice
from kinerja.notifications.rules import NoticeKind, pack
from kinerja.people.models import Account, Employee

OFFICE_HOURS = range(8, 16)
ADDRESS = "pegawai{number}@contoh.go.id"


def load(*, on: date, random: Random) -> None:
    """Add notices of the last weeks for everybody who can sign in, and the mails."""
    owners = db.session.scalars(select(Account.employee_id).order_by(Account.id)).all()
    for owner in owners:
        for age, (kind, sentence, place) in enumerate(_told(owner)):
            at = _moment(on, days=3 * age + 1, random=random)
            db.session.add(_notice(owner, kind, sentence, place, at, is_read=age > 1))
    db.session.add_all(_mails(on, random))
    db.session.flush()


def _told(owner: int) -> Iterator[tuple[NoticeKind, LazyString, str]]:
    """What somebody is told, the latest first."""
    report = db.session.scalar(
        select(Employee.name).where(Employee.supervisor_id == owner).order_by(Employee.id).limit(1)
    )
    if report:
        sentence = _("%(name)s mengirim penilaian mandirinya", name=report)
        yield NoticeKind.VERIFY, sentence, "competency.inbox"
    yield NoticeKind.PLAN, _("Rencana pengembangan Anda bertambah"), "development.own_plan"
    device = _("Akun Anda dipakai masuk dari perangkat baru")
    yield NoticeKind.SECURITY, device, "notifications.inbox"
    opened = _("Siklus penilaian dibuka. Isi penilaian mandiri Anda")
    yield NoticeKind.CYCLE, opened, "competency.overview"


def _notice(
    owner: int, kind: NoticeKind, sentence: LazyString, place: str, at: datetime, *, is_read: bool
) -> Notice:
    title, params = pack(sentence)
    return Notice(
        employee_id=owner,
        kind=kind,
        title=title,
        params=params,
        place=place,
        at=at,
        read_at=at + timedelta(hours=2) if is_read else None,
        mailed_at=at,
    )


def _mails(on: date, random: Random) -> Iterator[Mail]:
    """One sent, one given up, one that waits; their texts are gone already."""
    states: tuple[dict[str, Any], ...] = (
        {"sent_at": _moment(on, days=2, random=random), "tries": 1},
        {"tries": 1, "failure": "550 5.1.1 no such user"},
        {"tries": 2, "failure": "451 4.7.1 greylisted", "next_try_at": clock.now()},
    )
    for number, facts in enumerate(states, start=1):
        yield Mail(
            kind="digest",
            to=ADDRESS.format(number=number),
            subject="[Kinerja] Ringkasan",
            text="" if number == 1 else "Contoh isi ringkasan.\n",
            queued_at=_moment(on, days=2, random=random),
            **facts,
        )


def _moment(on: date, *, days: int, random: Random) -> datetime:
    at = time(random.choice(OFFICE_HOURS), random.randrange(60), tzinfo=clock.zone())
    return datetime.combine(on - timedelta(days=days), at)
