"""Outgoing mail: queued with the change that causes it, delivered later by the jobs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, parseaddr
from typing import Any, cast
from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import CursorResult, Index, String, Text, and_, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kinerja import clock, post
from kinerja.extensions import Base, db

# Longer than the slowest conversation with a server, so that a crash is followed by another try.
LEASE = timedelta(minutes=15)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
# With these pauses a little more than four days: RFC 5321, 4.5.4.1 asks for four or five.
MOST_TRIES = 25
AT_ONCE = 200  # in one round, so that other jobs get their turn
TEXT_KEPT = timedelta(days=7)  # a text may hold a secret link
TOO_LATE = "Tidak terkirim dalam 7 hari, jadi tidak dikirim lagi."


class Mail(Base):
    """One message: waiting until `sent_at`, or given up when `next_try_at` is empty.

    While it is being sent, `next_try_at` is the end of the sender's lease.
    """

    __tablename__ = "mail_outbox"
    __table_args__ = (Index(None, "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    unsubscribe: Mapped[str | None] = mapped_column(String(500))
    queued_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failure: Mapped[str | None]


@dataclass(frozen=True)
class Letter:
    """A message before it is queued. `kind` is what it is about: "account.reset", "digest".

    `unsubscribe` is the address at which one press ends messages of its kind.
    """

    to: str
    kind: str
    subject: str
    text: str
    unsubscribe: str | None = None


@dataclass(frozen=True)
class Claimed:
    """A message that this process alone may send until its lease is over."""

    id: int
    letter: Letter
    queued_at: datetime
    tries: int


def queue(to: str, *, kind: str, subject: str, text: str, unsubscribe: str | None = None) -> None:
    """Queue a plain-text message in the caller's transaction; never scores, never other names."""
    queue_all([Letter(to, kind, subject, text, unsubscribe)])


def queue_all(letters: Iterable[Letter]) -> int:
    """Queue them in one statement; how many there are."""
    now = clock.now()
    rows = [vars(letter) | {"queued_at": now, "next_try_at": now, "tries": 0} for letter in letters]
    if rows:
        db.session.execute(insert(Mail), rows)
    return len(rows)


def link(endpoint: str, /, **values: Any) -> str:
    """The whole public address of a page, from PUBLIC_URL: jobs have no request to ask."""
    base = urlsplit(current_app.config["PUBLIC_URL"])
    routes = current_app.url_map.bind(
        base.netloc, script_name=base.path or "/", url_scheme=base.scheme
    )
    return routes.build(endpoint, values, force_external=True)


def seal(purpose: str, *facts: str | int) -> str:
    """A token that proves the facts, for links that act without signing in."""
    return str(_sealing(purpose).dumps(facts))


def unseal(purpose: str, token: str) -> list[Any] | None:
    """The facts of a token that was made here for the purpose; None for any other."""
    try:
        return cast(list[Any], _sealing(purpose).loads(token))
    except BadSignature:
        return None


def _sealing(purpose: str) -> URLSafeSerializer:
    older = current_app.config["SECRET_KEY_FALLBACKS"] or []
    return URLSafeSerializer([*older, current_app.config["SECRET_KEY"]], salt=f"mail.{purpose}")


def is_set_up() -> bool:
    """Whether there is a server to send through; without one everything stays queued."""
    return bool(current_app.config["SMTP_URL"])


def deliver_due(most: int = AT_ONCE) -> int:
    """Send what is due, one message after the other; how many a server has taken.

    Each is claimed in a short transaction, sent outside of any, and noted in a second one; so this
    commits, unlike services. Any number of processes may do it at once. A round ends early when
    the server is in trouble.
    """
    if not is_set_up():
        return 0
    sent = 0
    with post.Office(post.read_server(current_app.config["SMTP_URL"])) as office:
        for _turn in range(most):
            mine = _claim()
            if mine is None:
                break
            outcome = _hand_over(mine, office)
            sent += outcome.is_sent
            _note(mine, outcome)
            if outcome.is_trouble:
                break
    return sent


def _hand_over(mine: Claimed, office: post.Office) -> post.Outcome:
    try:
        message = compose(mine)
    except (ValueError, IndexError, MessageError) as error:  # no such address can be
        return post.Outcome(f"{type(error).__name__}: {error}", is_final=True)
    return office.send(message)


def compose(mine: Claimed) -> EmailMessage:
    """The message on the wire; the same Message-ID at each try, so that repeats are recognised.

    :raises ValueError: a header would hold a line break.
    :raises MessageError: nobody can have the address.
    """
    letter, sender = mine.letter, current_app.config["MAIL_FROM"]
    domain = parseaddr(sender)[1].rpartition("@")[2]
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr(parseaddr(sender))
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = mine.queued_at
    message["Message-ID"] = f"<kinerja-{mine.id}-{mine.queued_at.timestamp():.0f}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    return message


def _claim() -> Claimed | None:
    """The message that has been due for longest, taken by moving its next try to the lease's end.

    Of two processes that read the same row only one moves it; the other looks further.
    """
    while True:
        now = clock.now()
        due = select(Mail).where(Mail.next_try_at <= now).order_by(Mail.next_try_at, Mail.id)
        found = db.session.scalar(due.limit(1))
        if found is None:
            db.session.rollback()
            return None
        letter = Letter(found.to, found.kind, found.subject, found.text, found.unsubscribe)
        mine = Claimed(found.id, letter, found.queued_at, found.tries + 1)
        taken = db.session.execute(
            update(Mail)
            .where(Mail.id == found.id, Mail.next_try_at == found.next_try_at)
            .values(next_try_at=now + LEASE, tries=mine.tries)
        )
        db.session.commit()
        if cast("CursorResult[object]", taken).rowcount == 1:
            return mine


def _note(mine: Claimed, outcome: post.Outcome) -> None:
    """What came of the try."""
    now = clock.now()
    facts: dict[str, Any] = {"next_try_at": None, "failure": outcome.failure[:200] or None}
    if outcome.is_sent:
        facts["sent_at"] = now
    elif not outcome.is_final and mine.tries < MOST_TRIES:
        facts["next_try_at"] = now + pause(mine.tries)
    db.session.execute(update(Mail).where(Mail.id == mine.id).values(**facts))
    db.session.commit()
    current_app.logger.info("mail %s %s: %s", mine.id, mine.letter.kind, outcome.failure or "sent")


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries: a minute, doubled each time, six hours at most."""
    doubled = FIRST_PAUSE * (1 << min(tries - 1, 20))
    return min(doubled, LONGEST_PAUSE)


def retry(mail: Mail) -> None:
    """Begin anew with a message that was given up or waits for its next try."""
    mail.next_try_at, mail.tries, mail.failure = clock.now(), 0, None
    db.session.flush()


def forget_texts() -> None:
    """Empty the texts of what was sent or given up a week ago; give up what still waits then."""
    limit = clock.now() - TEXT_KEPT
    db.session.execute(
        update(Mail)
        .where(Mail.queued_at < limit, Mail.next_try_at.is_not(None), Mail.sent_at.is_(None))
        .values(next_try_at=None, failure=TOO_LATE)
    )
    over = or_(Mail.sent_at < limit, and_(Mail.sent_at.is_(None), Mail.queued_at < limit))
    db.session.execute(update(Mail).where(over, Mail.text != "").values(text="", unsubscribe=None))
