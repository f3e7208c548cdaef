"""Whether the chain of entries holds: link by link, against its head and heads kept elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import current_app
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Row, select
from sqlalchemy.orm import Mapped, mapped_column

from kinerja import clock
from kinerja.audit.entries import Entry, Head, canonical, digest
from kinerja.database import reading
from kinerja.extensions import Base, db

GENESIS = "0" * 64
FIRST = 1
BLOCK = 1000  # entries read at a time
WHOLE_EVERY = timedelta(days=7)


class Fault(StrEnum):
    """What is wrong with a link."""

    CHANGED = "changed"
    MISSING = "missing"
    UNLINKED = "unlinked"
    CUT = "cut"
    EXTRA = "extra"
    HEAD = "head"
    REWRITTEN = "rewritten"

    @property
    def label(self) -> LazyString:
        """What it means, in words."""
        return _FAULT_LABELS[self]


_FAULT_LABELS = {
    Fault.CHANGED: _(
        "isinya tidak cocok dengan sidiknya; catatan diubah, ditukar, atau disisipkan"
    ),
    Fault.MISSING: _("catatan ini hilang"),
    Fault.UNLINKED: _("tidak bersambung dengan catatan sebelumnya"),
    Fault.CUT: _("ujung jejak terpotong; catatan ini dan sesudahnya hilang"),
    Fault.EXTRA: _("ada catatan di luar ujung rantai"),
    Fault.HEAD: _("ujung rantai tidak cocok dengan catatan terakhir"),
    Fault.REWRITTEN: _("sidiknya berbeda dari yang disimpan di tempat lain; jejak ditulis ulang"),
}


class Check(Base):
    """One look at the chain: from `since` up to `until` it holds; what is wrong behind it."""

    __tablename__ = "audit_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    since: Mapped[int]
    until: Mapped[int]
    digest: Mapped[str]
    broken_seq: Mapped[int | None]
    fault: Mapped[Fault | None]


@dataclass(frozen=True)
class Link:
    """A place of the chain: an entry's number and digest."""

    seq: int
    digest: str


@dataclass(frozen=True)
class Break:
    """The first number at which the chain doesn't hold, and why."""

    seq: int
    fault: Fault


@dataclass(frozen=True)
class Verification:
    """The last link that holds, and the break behind it, if there is one."""

    last: Link
    broken: Break | None = None


def head() -> Link:
    """The chain's last link, as its own row tells it."""
    row = db.session.execute(select(Head.seq, Head.digest)).one()
    return Link(row.seq, row.digest)


def verify(*, since: int = FIRST, kept: Mapping[int, str] | None = None) -> Verification:
    """Check every entry from `since` on, then the head, then the digests `kept` elsewhere.

    Reads only, in blocks: a long transaction would keep SQLite's writers out.
    """
    db.session.rollback()
    with reading():
        return _verify(since, kept or {})


def _verify(since: int, kept: Mapping[int, str]) -> Verification:
    start = link(since - 1)
    if start is None:
        return Verification(Link(since - 2, ""), Break(since - 1, Fault.MISSING))
    promised, last = head(), start
    at_promised = start if start.seq == promised.seq else None
    for row in _entries(since):
        fault = _fault(row, last)
        if fault:
            return Verification(last, Break(last.seq + 1, fault))
        last = Link(row.seq, row.digest)
        at_promised = last if last.seq == promised.seq else at_promised
    return Verification(last, _end(last, promised, at_promised) or _compare(last, kept))


def link(seq: int) -> Link | None:
    """The place with this number, 0 being the beginning; None where there is no such entry."""
    if seq < FIRST:
        return Link(0, GENESIS)
    found = db.session.scalar(select(Entry.digest).where(Entry.seq == seq))
    return None if found is None else Link(seq, found)


def _entries(since: int) -> Iterator[Row[*tuple[Any, ...]]]:
    """The entries in order, each block in a transaction of its own."""
    statement = select(*Entry.__table__.c).order_by(Entry.seq).limit(BLOCK)
    while True:
        rows = db.session.execute(statement.where(Entry.seq >= since)).all()
        db.session.rollback()
        yield from rows
        if len(rows) < BLOCK:
            return
        since = rows[-1].seq + 1


def _fault(row: Row[*tuple[Any, ...]], last: Link) -> Fault | None:
    if row.seq != last.seq + 1:
        return Fault.MISSING
    if digest(current_app.config["AUDIT_KEY"], canonical(row)) != row.digest:
        return Fault.CHANGED
    return None if row.previous == last.digest else Fault.UNLINKED


def _end(last: Link, promised: Link, at_promised: Link | None) -> Break | None:
    """The head that was read before the entries promises that many; the one read now no fewer."""
    if last.seq < promised.seq:
        return Break(last.seq + 1, Fault.CUT)
    now = head()
    if last.seq > now.seq:
        return Break(now.seq + 1, Fault.EXTRA)
    wrong = at_promised != promised or (last.seq == now.seq and last != now)
    return Break(last.seq + 1, Fault.HEAD) if wrong else None


def _compare(last: Link, kept: Mapping[int, str]) -> Break | None:
    for seq in sorted(kept):
        if seq > last.seq:
            return Break(last.seq + 1, Fault.CUT)
        if link(seq) != Link(seq, kept[seq]):
            return Break(seq, Fault.REWRITTEN)
    return None


def broken_link() -> Break | None:
    """The first break of the whole chain, or None when all of it holds."""
    return verify().broken


def check(*, since: int = FIRST, kept: Mapping[int, str] | None = None) -> Check:
    """Verify, and keep the result for the audit trail's page."""
    found = verify(since=since, kept=kept)
    kept_result = Check(
        at=clock.now(),
        since=since,
        until=found.broken.seq - 1 if found.broken else found.last.seq,
        digest=found.last.digest,
        broken_seq=found.broken.seq if found.broken else None,
        fault=found.broken.fault if found.broken else None,
    )
    db.session.add(kept_result)
    db.session.flush()
    if found.broken:
        current_app.logger.error("audit chain broken at %s", found.broken.seq)
    return kept_result


def last_check() -> Check | None:
    """The latest look at the chain."""
    return db.session.scalar(select(Check).order_by(Check.id.desc()).limit(1))


def check_nightly() -> None:
    """The job: what is new since the last sound look, and once a week the whole chain."""
    sound, whole = _latest_sound(), _latest_sound(whole=True)
    if sound is None or whole is None or clock.now() - whole.at >= WHOLE_EVERY:
        check()
    else:
        check(since=sound.until + 1, kept={sound.until: sound.digest})


def _latest_sound(*, whole: bool = False) -> Check | None:
    statement = select(Check).where(Check.fault.is_(None)).order_by(Check.id.desc()).limit(1)
    return db.session.scalar(statement.where(Check.since == FIRST) if whole else statement)
