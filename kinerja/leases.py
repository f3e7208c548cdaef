"""Rows that let one process at a time do a thing; the same on SQLite and PostgreSQL."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import CursorResult, String, or_, update
from sqlalchemy.orm import Mapped, mapped_column

from kinerja import clock
from kinerja.database import insert_new
from kinerja.extensions import Base, db

# Longer than anything done under a lease takes. Whoever dies leaves it to others after this time;
# whoever takes longer all the same must claim the work piece by piece.
LENGTH = timedelta(minutes=30)


class Lease(Base):
    """Which process does it just now, when it was last done, and why it failed since."""

    __tablename__ = "jobs_lease"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    held_until: Mapped[datetime | None]
    holder: Mapped[str | None] = mapped_column(String(36))
    done_at: Mapped[datetime | None]
    failure: Mapped[str | None]


@contextmanager
def holding(name: str, *, done_before: datetime | None = None) -> Iterator[bool]:
    """Whether this process has the lease for the block; it is given back at the block's end.

    Commits before and after; what the block itself raises is rolled back, noted and raised.
    """
    holder = take(name, done_before=done_before)
    if holder is None:
        yield False
        return
    try:
        yield True
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        give_back(name, holder, failure=f"{type(error).__name__}: {error}")
        raise
    give_back(name, holder)


def take(name: str, *, done_before: datetime | None = None) -> str | None:
    """The sign of having the lease; None while another process has it.

    With `done_before` also None where it was done at that moment or later. Commits.
    """
    now, holder = clock.now(), str(uuid.uuid4())
    insert_new(Lease, name=name)
    free = update(Lease).where(
        Lease.name == name, or_(Lease.held_until.is_(None), Lease.held_until < now)
    )
    if done_before is not None:
        free = free.where(or_(Lease.done_at.is_(None), Lease.done_at < done_before))
    taken = db.session.execute(free.values(holder=holder, held_until=now + LENGTH))
    db.session.commit()
    return holder if cast("CursorResult[object]", taken).rowcount == 1 else None


def give_back(name: str, holder: str, *, failure: str = "") -> None:
    """Let others have it; done, unless it failed. Commits."""
    facts: dict[str, object] = {"holder": None, "held_until": None}
    facts |= {"failure": failure[:200]} if failure else {"failure": None, "done_at": clock.now()}
    db.session.execute(
        update(Lease).where(Lease.name == name, Lease.holder == holder).values(**facts)
    )
    db.session.commit()
