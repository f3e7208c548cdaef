"""Append-only, hash-chained log of who changed or read what.

Each entry carries HMAC-SHA256 over its sequence number, the entry before and its own canonical
JSON; the key is not in the database. Database triggers refuse UPDATE and DELETE.
"""

import hashlib
import hmac
import json
from contextlib import closing
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Text, event, inspect, select, update
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from kinerja import clock
from kinerja.extensions import Base, db

GENESIS = "0" * 64


class Entry(Base):
    """One thing that somebody did. Never changed, never deleted."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str]
    subject: Mapped[str]
    details: Mapped[str] = mapped_column(Text)
    previous: Mapped[str]
    digest: Mapped[str]


class Head(Base):
    """The chain's last link; its only row is locked by whoever appends."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    digest: Mapped[str]


def record(action: str, subject: Base | str, *, by: int | None, **details: Any) -> None:
    """Note that the employee `by` did `action` to `subject`; appended just before the commit.

    `details` are JSON values, never secrets or free text of a citizen.
    """
    if not db.session().in_transaction():
        db.session.begin()  # so that a rollback takes the entry with it
    db.session.info.setdefault("audit", []).append((clock.now(), by, action, subject, details))


def subject_name(subject: Base | str) -> str:
    """How an entry names what was acted on: its table and key."""
    if isinstance(subject, str):
        return subject
    state = inspect(subject)
    key = ":".join(str(part) for part in state.identity or ())
    return f"{subject.__tablename__}:{key}"


def digest(key: str, entry: dict[str, Any]) -> str:
    """The entry's link: HMAC-SHA256 in hex over its canonical JSON."""
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def canonical(entry: Entry) -> dict[str, Any]:
    """What an entry's digest is taken over."""
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "action": entry.action,
        "subject": entry.subject,
        "details": entry.details,
        "previous": entry.previous,
    }


@event.listens_for(db.session, "before_commit")
def append(session: Session) -> None:
    """Write the noted entries, the chain's head locked last."""
    noted = session.info.pop("audit", [])
    if not noted:
        return
    session.flush()
    head = session.execute(select(Head.seq, Head.digest).with_for_update()).one()
    seq, previous = head.seq, head.digest
    for at, by, action, subject, details in noted:
        seq += 1
        entry = Entry(
            seq=seq,
            at=at,
            actor_id=by,
            action=action,
            subject=subject_name(subject),
            details=json.dumps(details, sort_keys=True, default=str, ensure_ascii=False),
            previous=previous,
        )
        entry.digest = previous = digest(current_app.config["AUDIT_KEY"], canonical(entry))
        session.add(entry)
    session.execute(update(Head).values(seq=seq, digest=previous))


@event.listens_for(db.session, "after_soft_rollback")
def forget(session: Session, ended: SessionTransaction) -> None:
    """What was rolled back has not been done."""
    if ended.parent is None:
        session.info.pop("audit", None)


def broken_link() -> int | None:
    """The first sequence number at which the chain does not hold, or None when all of it does.

    The head is checked too, so that cutting off the end shows.
    """
    seq, previous = 0, GENESIS
    statement = select(Entry).order_by(Entry.seq).execution_options(yield_per=500)
    with closing(db.session.scalars(statement)) as entries:
        for entry in entries:
            seq += 1
            expected = digest(current_app.config["AUDIT_KEY"], canonical(entry))
            if (entry.seq, entry.previous, entry.digest) != (seq, previous, expected):
                return seq
            previous = entry.digest
    head = db.session.execute(select(Head.seq, Head.digest)).one()
    return None if (head.seq, head.digest) == (seq, previous) else seq + 1
