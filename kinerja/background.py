"""Work that outlives a request: handed over with the change that causes it, done by a runner.

A kind of work is a function under a name:

    @performs("staff-import.apply")
    def apply(tell: Tell, *, import_id: int) -> None: ...

Hand it over inside of the transaction that wants it, and show it with `work_progress` of
`background/progress.html`:

    work = background.hand_over("staff-import.apply", by=viewer.employee_id, import_id=7)

It is done once: whatever it writes is committed together with the note that it is done, by the
worker that still holds it. A worker that died loses it after a lease, and another one starts it
again from nothing. Read and compute first, in `database.reading()`, and call `tell` in between;
then write. `tell` commits in a short transaction of its own, so never call it with rows unsaved:
SQLite has one writer, which would wait for itself.
"""

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app
from flask_babel import gettext as _
from sqlalchemy import Index, Select, String, Text, delete, event, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from kinerja import clock, database
from kinerja.errors import DomainError, is_busy
from kinerja.extensions import Base, db

LEASE = timedelta(minutes=2)
TRIES = 3
LOOK_EVERY = 1.0  # seconds
KEPT = timedelta(days=30)
Performer = TypeVar("Performer", bound=Callable[..., None])


class WorkState(StrEnum):
    """How far a piece of work is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Work(Base):
    """One piece of work. `done` of `total` and `phase` say how far it is, `message` why it failed.

    While it runs, `holder` is the worker's own secret and `lease_until` when others may take it.
    """

    __tablename__ = "background_work"
    __table_args__ = (Index(None, "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]]
    state: Mapped[WorkState]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    phase: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(Text, default="")
    tries: Mapped[int] = mapped_column(default=0)
    holder: Mapped[str | None] = mapped_column(String(36))
    lease_until: Mapped[datetime | None]
    queued_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    by_id: Mapped[int | None]

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in {WorkState.DONE, WorkState.FAILED}


@dataclass(frozen=True)
class Kind:
    """Who does a kind of work, and who is told when it has failed for good."""

    perform: Callable[..., None]
    failed: Callable[..., None] | None


KINDS: dict[str, Kind] = {}
waiting = threading.Event()  # something was handed over in this process


def performs(
    kind: str, *, failed: Callable[..., None] | None = None
) -> Callable[[Performer], Performer]:
    """Declare who does this kind of work.

    `failed(message, **facts)` is called in the transaction that notes that it failed for good.
    """

    def declare(performer: Performer) -> Performer:
        KINDS[kind] = Kind(performer, failed)
        return performer

    return declare


def hand_over(kind: str, *, by: int | None, **facts: Any) -> Work:
    """Queue the work in the caller's transaction; `facts` are JSON values, the performer's own."""
    work = Work(kind=kind, facts=facts, state=WorkState.QUEUED, queued_at=clock.now(), by_id=by)
    db.session.add(work)
    db.session.flush()
    db.session.info["handed_over"] = True
    return work


@event.listens_for(db.session, "after_commit")
def wake(session: Session) -> None:
    """The runner of this process need not wait for its next look."""
    if session.info.pop("handed_over", False):
        waiting.set()


@dataclass(frozen=True)
class Tell:
    """Tells how far a piece of work is; without one, as inside a request, it tells nobody."""

    work_id: int | None = None
    holder: str = ""

    def __call__(self, phase: str, done: int = 0, total: int = 0) -> None:
        """Note the phase, in words, and extend the lease.

        :raises RuntimeError: a transaction is open, which this would end.
        :raises LostWorkError: somebody else holds the work by now.
        """
        if self.work_id is None:
            return
        if db.session().in_transaction():
            raise RuntimeError("progress is told between transactions")
        facts = {"phase": phase, "done": done, "total": total}
        _keep(self, lease_until=clock.now() + LEASE, **facts)
        db.session.commit()


class LostWorkError(DomainError):
    """The lease ran out, and somebody else has taken the work up."""


def _keep(held: Tell, **facts: Any) -> None:
    own = (Work.id == held.work_id) & (Work.holder == held.holder)
    kept = db.session.execute(update(Work).where(own).values(**facts).returning(Work.id))
    if kept.first() is None:
        db.session.rollback()
        raise LostWorkError(_("Pekerjaan ini sudah diambil alih."))


def perform_next() -> bool:
    """Do the oldest work that is due; whether there was any. Commits by itself."""
    found = _claim() if _is_due() else None
    if found is None:
        return False
    work_id, held = found
    try:
        _try(work_id, held)
    except LostWorkError:
        current_app.logger.warning("work %s was taken over", work_id)
    finally:
        db.session.remove()
    return True


def _try(work_id: int, held: Tell) -> None:
    try:
        _perform(work_id, held)
    except LostWorkError:
        raise
    except DomainError as error:
        _give_up(work_id, held, error.message)
    except Exception as error:  # whatever it was, the next piece of work must not wait for it
        current_app.logger.exception("work %s", work_id)
        if is_busy(error):
            _put_back(held)
        else:
            _give_up(work_id, held, _("Terjadi gangguan di pihak kami. Ulangi sekali lagi."))


def perform_queued() -> None:
    """Do all work that is due: a job for the timer, and what tests call."""
    while perform_next():
        pass


def _due() -> Select[int]:
    expired = (Work.state == WorkState.RUNNING) & (Work.lease_until < clock.now())
    return select(Work.id).where(or_(Work.state == WorkState.QUEUED, expired)).order_by(Work.id)


def _is_due() -> bool:
    with database.reading():
        return db.session.scalar(_due().limit(1)) is not None


def _claim() -> tuple[int, Tell] | None:
    now, holder = clock.now(), str(uuid.uuid4())
    first = _due().limit(1).with_for_update(skip_locked=True).scalar_subquery()
    claimed = db.session.execute(
        update(Work)
        .where(Work.id == first)
        .values(
            state=WorkState.RUNNING,
            holder=holder,
            lease_until=now + LEASE,
            started_at=now,
            tries=Work.tries + 1,
        )
        .returning(Work.id)
        .execution_options(synchronize_session=False)
    ).first()
    db.session.commit()
    return (claimed.id, Tell(claimed.id, holder)) if claimed else None


def _perform(work_id: int, held: Tell) -> None:
    with database.reading():
        work = db.session.get_one(Work, work_id)
        kind, facts, tries = work.kind, dict(work.facts), work.tries
    if tries > TRIES:
        raise DomainError(
            _("Pekerjaan ini terhenti %(count)s kali. Ulangi dari awal.", count=TRIES)
        )
    KINDS[kind].perform(held, **facts)
    _keep(held, state=WorkState.DONE, ended_at=clock.now(), holder=None)
    db.session.commit()


def _put_back(held: Tell) -> None:
    db.session.rollback()
    _keep(held, state=WorkState.QUEUED, holder=None)
    db.session.commit()


def _give_up(work_id: int, held: Tell, message: str) -> None:
    db.session.rollback()
    work = db.session.get_one(Work, work_id)
    kind, facts = KINDS.get(work.kind), dict(work.facts)
    _keep(held, state=WorkState.FAILED, ended_at=clock.now(), holder=None, message=message)
    if kind and kind.failed:
        kind.failed(message, **facts)
    db.session.commit()


def forget_work() -> None:
    """Delete what ended long ago."""
    db.session.execute(delete(Work).where(Work.ended_at < clock.now() - KEPT))


def run_beside(app: Flask, ended: threading.Event | None = None) -> threading.Thread:
    """Do queued work beside this server, in a thread of its own, until the process ends.

    Or until `ended` is set.
    """
    until = ended or threading.Event()
    thread = threading.Thread(target=_keep_performing, args=(app, until), name="work", daemon=True)
    thread.start()
    return thread


def _keep_performing(app: Flask, ended: threading.Event) -> None:
    while not ended.is_set():
        perform_quietly(app)
        waiting.wait(timeout=LOOK_EVERY)
        waiting.clear()


def perform_quietly(app: Flask) -> None:
    """One look at the queue; a fault is logged, and the next look comes."""
    with app.app_context():
        try:
            perform_queued()
        except Exception:  # the server goes on serving
            db.session.rollback()
            app.logger.exception("work")
