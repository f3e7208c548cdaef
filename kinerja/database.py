"""The engine's settings for each dialect, the request's one transaction, and pages of rows."""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any, Generic, TypeVar

from flask import Flask, Response, g, has_app_context, has_request_context, request
from sqlalchemy import Connection, Engine, Select, event, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from kinerja.errors import answer_fault
from kinerja.extensions import Base, db

T = TypeVar("T")

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PAGE_SIZE = 50
BUSY_SECONDS = 5.0
GATE_PAUSE = 0.0005  # seconds between two looks at a gate that another process holds
POSTGRESQL = {
    "pool_pre_ping": True,
    "pool_recycle": 1800,
    "connect_args": {
        "connect_timeout": 5,
        "options": "-c timezone=UTC -c statement_timeout=10000 -c lock_timeout=3000"
        " -c idle_in_transaction_session_timeout=60000",
    },
}
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={int(BUSY_SECONDS * 1000)}",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
)


class Gate:
    """A fair queue in front of SQLite's one writer: threads by a lock, processes by flock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.Lock()
        self.file = -1
        self.pid = 0

    def acquire(self) -> None:
        """Wait for the turn, but not for ever.

        :raises OperationalError: other writers kept the gate for too long.
        """
        deadline = time.monotonic() + BUSY_SECONDS
        if not self.lock.acquire(timeout=BUSY_SECONDS):
            raise OperationalError("gate", None, TimeoutError("database is locked"))
        if self.pid != os.getpid():  # a forked worker must not share the parent's lock
            self.file = os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            self.pid = os.getpid()
        while not self._is_ours():
            if time.monotonic() > deadline:
                self.lock.release()
                raise OperationalError("gate", None, TimeoutError("database is locked"))
            time.sleep(GATE_PAUSE)

    def _is_ours(self) -> bool:
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Let the next writer in."""
        fcntl.flock(self.file, fcntl.LOCK_UN)
        self.lock.release()


def writes() -> bool:
    """Whether a transaction that begins now may write: outside of a request unless `reading`."""
    if not has_app_context():
        return True
    return bool(g.get("writing", not has_request_context()))


def prepare_sqlite(engine: Engine) -> None:
    """Own BEGIN, the pragmas, and the gate in front of BEGIN IMMEDIATE."""
    gate = Gate(Path(f"{engine.url.database}.lock"))

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not writes():
            connection.exec_driver_sql("BEGIN")
            return
        if "gate" not in connection.info:  # kept from BEGIN until the connection goes back
            gate.acquire()
            connection.info["gate"] = gate
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def checkin(_connection: Any, record: Any) -> None:
        held: Gate | None = record.info.pop("gate", None)
        if held:
            held.release()


def open_view() -> None:
    """Called by the guard when its look-ups are done: what follows is the view's transaction."""
    if request.method not in SAFE:
        begin_writing()


def begin_writing() -> None:
    """From here on the request's transaction may write.

    Called by a view itself only where another site leads back to us, which it can by GET alone.
    """
    db.session.rollback()
    g.writing = True


@contextmanager
def reading() -> Iterator[None]:
    """Statements inside run in a read transaction that ends with the block.

    For what an unsafe request or a job must look up before slow work (a password hash, a file).
    """
    before = writes()
    g.writing = False
    try:
        yield
    finally:
        db.session.rollback()
        g.writing = before


def remember(action: Callable[..., object], /, **facts: Any) -> None:
    """Do `action(**facts)` in a second short transaction after this request's has ended.

    For what must survive a refusal (a failed sign-in) and what a safe request records.
    """
    g.setdefault("remembered", []).append((action, facts))


def end_request(response: Response) -> Response:
    """Commit below status 400, roll back otherwise; then what was to be remembered.

    Once the commit has succeeded the answer says so, even if a note beside it could not be kept.
    """
    saved = response.status_code < 400 and bool(g.get("writing"))
    try:
        if saved:
            db.session.commit()
        else:
            db.session.rollback()
    except Exception as error:  # a failed commit is never a success page
        db.session.rollback()
        return answer_fault(error)
    try:
        write_remembered()
    except Exception as error:  # what cannot be noted is not shown; what is saved stays saved
        db.session.rollback()
        fault = answer_fault(error)
        return response if saved else fault
    return response


def write_remembered() -> None:
    """The second short transaction."""
    actions = g.pop("remembered", ())
    if not actions:
        return
    g.writing = True
    for action, facts in actions:
        action(**facts)
    db.session.commit()


def insert_new(model: type[Base], **facts: Any) -> bool:
    """Insert the row unless its key is taken; whether it was inserted.

    A row that somebody else is inserting is waited for.
    """
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(model).values(**facts).on_conflict_do_nothing()
    inserted = db.session.execute(statement.returning(*inspect(model).primary_key))
    return inserted.first() is not None


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of rows: `items`, the page's `number` from 1 on, and the `total` of all rows."""

    items: list[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, ceil(self.total / self.size))

    @property
    def first(self) -> int:
        """The number of the page's first row among all, from 1 on; 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The number of the page's last row among all."""
        return (self.number - 1) * self.size + len(self.items)


def every(statement: Select[*tuple[Any, ...]]) -> list[Any]:
    """All of the statement's rows, entities where it selects a single one: for a spreadsheet."""
    result = db.session.execute(statement)
    single = len(statement.column_descriptions) == 1
    return list(result.scalars() if single else result.all())


def paged(
    statement: Select[*tuple[Any, ...]], *, page: int = 1, size: int = PAGE_SIZE
) -> Page[Any]:
    """One page of the statement's rows, entities where it selects a single one. Two queries.

    A number past the end gives the last page.
    """
    counted = select(func.count()).select_from(statement.order_by(None).subquery())
    total = db.session.scalar(counted) or 0
    number = max(1, min(page, ceil(total / size)))
    rows = every(statement.limit(size).offset((number - 1) * size))
    return Page(items=rows, number=number, size=size, total=total)


def sliced(rows: Sequence[T], *, page: int = 1, size: int = PAGE_SIZE) -> Page[T]:
    """One page of rows that are known already; a number past the end gives the last page."""
    number = max(1, min(page, ceil(len(rows) / size)))
    items = list(rows[(number - 1) * size : number * size])
    return Page(items=items, number=number, size=size, total=len(rows))


def init_app(app: Flask) -> None:
    """Bind the database and the end of the request's transaction."""
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", POSTGRESQL)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)
    app.after_request(end_request)
