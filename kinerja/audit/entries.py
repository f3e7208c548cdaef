"""The entries: who did or read what, what was so before and after, why, in which request."""

import getpass
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, has_request_context
from sqlalchemy import Index, Text, event, inspect, select, update
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from kinerja import clock
from kinerja.extensions import Base, db
from kinerja.logs import request_code

PEOPLE = "people_employee"
COMMAND = "cli:"  # where an entry's request would be told: by whom the command was run


class Entry(Base):
    """One thing that somebody did. Never changed, never deleted.

    `about_id` is the employee whom it concerns; `request` the code of the web request, or
    "cli:" with the system's user for a command.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_actor_id", "actor_id", "seq"),
        Index("ix_audit_entry_about_id", "about_id", "seq"),
        Index("ix_audit_entry_action", "action", "seq"),
        Index("ix_audit_entry_subject", "subject", "seq"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    about_id: Mapped[int | None]
    action: Mapped[str]
    subject: Mapped[str]
    request: Mapped[str | None] = mapped_column(index=True)
    details: Mapped[str] = mapped_column(Text)
    previous: Mapped[str]
    digest: Mapped[str]


class Head(Base):
    """The chain's last link; its only row is locked by whoever appends."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    digest: Mapped[str]


@dataclass(frozen=True)
class Note:
    """An entry that waits for the commit; only then is the key of a new row known."""

    at: datetime
    by: int | None
    action: str
    subject: Base | str
    about: int | None
    request: str
    details: dict[str, Any]


def record(
    action: str,
    subject: Base | str,
    *,
    by: int | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    why: str | None = None,
    about: int | None = None,
    **details: Any,
) -> None:
    """Note that the employee `by` did `action` to `subject`; appended just before the commit.

    `before` and `after` are the facts that were changed, those alike in both are left out; `why`
    is the reason given. `about` is the employee whom it concerns, known by itself where the
    subject is an employee or a row that belongs to one. All are JSON values, never secrets, what
    an evaluation says, or free text of a citizen.
    """
    if not db.session().in_transaction():
        db.session.begin()  # so that a rollback takes the entry with it
    facts = changed(before, after) | ({"why": why} if why else {}) | details
    whom = about if about is not None else person_of(subject)
    noted = Note(clock.now(), by, action, subject, whom, origin(), facts)
    db.session.info.setdefault("audit", []).append(noted)


def changed(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> dict[str, Any]:
    """The two sides of a change without what stayed as it was; one side alone is kept whole."""
    if before is None or after is None:
        return {name: side for name, side in (("before", before), ("after", after)) if side}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {
        "before": {name: before.get(name) for name in names},
        "after": {name: after.get(name) for name in names},
    }


def origin() -> str:
    """The code of this web request; for a command or a job "cli:" and who runs it."""
    if has_request_context():
        return request_code()
    try:
        return f"{COMMAND}{getpass.getuser()}"
    except (KeyError, OSError):  # a container's user may have no name
        return f"{COMMAND}{os.getuid()}"


def person_of(subject: Base | str) -> int | None:
    """The employee to whom the subject belongs, as far as it is loaded."""
    if isinstance(subject, str):
        kind, _colon, key = subject.partition(":")
        return int(key) if kind == PEOPLE and key.isdecimal() else None
    state = inspect(subject)
    if subject.__tablename__ == PEOPLE:
        return int(state.identity[0]) if state.identity else None
    found: int | None = state.dict.get("employee_id")
    return found


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


def canonical(entry: Any) -> dict[str, Any]:
    """What an entry's digest is taken over.

    The request and the person concerned count only where there are any, so that entries from
    before there were such columns still hold, and filling or emptying the columns shows.
    """
    facts = {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "action": entry.action,
        "subject": entry.subject,
        "details": entry.details,
        "previous": entry.previous,
    }
    later = {"request": entry.request, "about": entry.about_id}
    return facts | {name: value for name, value in later.items() if value is not None}


@event.listens_for(db.session, "before_commit")
def append(session: Session) -> None:
    """Write the noted entries, the chain's head locked last."""
    notes: list[Note] = session.info.pop("audit", [])
    if not notes:
        return
    session.flush()
    head = session.execute(select(Head.seq, Head.digest).with_for_update()).one()
    seq, previous = head.seq, head.digest
    for note in notes:
        seq += 1
        entry = _entry(note, seq=seq, previous=previous)
        previous = entry.digest
        session.add(entry)
    session.execute(update(Head).values(seq=seq, digest=previous))


def _entry(note: Note, *, seq: int, previous: str) -> Entry:
    entry = Entry(
        seq=seq,
        at=note.at,
        actor_id=note.by,
        about_id=note.about if note.about is not None else person_of(note.subject),
        action=note.action,
        subject=subject_name(note.subject),
        request=note.request,
        details=json.dumps(note.details, sort_keys=True, default=str, ensure_ascii=False),
        previous=previous,
    )
    entry.digest = digest(current_app.config["AUDIT_KEY"], canonical(entry))
    return entry


@event.listens_for(db.session, "after_soft_rollback")
def forget(session: Session, ended: SessionTransaction) -> None:
    """What was rolled back has not been done."""
    if ended.parent is None:
        session.info.pop("audit", None)
