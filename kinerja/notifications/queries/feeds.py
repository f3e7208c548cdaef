"""Calendar addresses."""

import hashlib

from sqlalchemy import select

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.notifications.models import Feed


def feed_of(employee_id: int) -> Feed | None:
    """The person's calendar address, if there is one; its secret is not known here."""
    return db.session.get(Feed, employee_id)


def feed_with(token: str) -> Feed:
    """The calendar address with this secret.

    :raises MissingError: nobody has it, or not any more.
    """
    found = db.session.scalar(select(Feed).where(Feed.token_hash == token_hash(token)))
    if found is None:
        raise MissingError()
    return found


def token_hash(token: str) -> str:
    """What the table keeps of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
