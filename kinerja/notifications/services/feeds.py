"""Making and ending calendar addresses."""

import secrets
from datetime import date

from sqlalchemy import update

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.notifications.models import Feed
from kinerja.notifications.queries.feeds import token_hash

SECRET_BYTES = 32


def create_feed(employee_id: int) -> str:
    """A new secret for the person's calendar address; an older one is worth nothing from now on.

    It is told this once: only its hash is kept.
    """
    token = secrets.token_urlsafe(SECRET_BYTES)
    feed = db.session.get(Feed, employee_id) or Feed(employee_id=employee_id, with_holidays=True)
    feed.token_hash, feed.created_at, feed.fetched_on = token_hash(token), clock.now(), None
    db.session.add(feed)
    db.session.flush()
    audit.record("feed.created", feed, by=employee_id)
    return token


def revoke_feed(employee_id: int) -> None:
    """The address leads nowhere any more."""
    feed = db.session.get(Feed, employee_id)
    if feed is not None:
        audit.record("feed.revoked", f"{Feed.__tablename__}:{employee_id}", by=employee_id)
        db.session.delete(feed)
        db.session.flush()


def show_holidays(employee_id: int, *, wanted: bool) -> None:
    """Whether the calendar shows the days off too."""
    feed = db.session.get(Feed, employee_id)
    if feed is not None:
        feed.with_holidays = wanted
        db.session.flush()


def note_fetched(*, employee_id: int, on: date) -> None:
    """A calendar has asked: the owner sees on which day last."""
    db.session.execute(update(Feed).where(Feed.employee_id == employee_id).values(fetched_on=on))
