"""What is due again and again: `flask jobs run` from a timer, or in-process on a demo server."""

import fcntl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from flask import Flask

from kinerja.extensions import db
from kinerja.forms import forget_receipts
from kinerja.people.services import forget_sessions, forget_tries

EVERY_SECONDS = 60
DUE: tuple[Callable[[], None], ...] = (forget_receipts, forget_sessions, forget_tries)


def run_due() -> list[str]:
    """Do every due job, each in a transaction of its own; the names of those done."""
    for job in DUE:
        job()
        db.session.commit()
    return [job.__name__ for job in DUE]


def run_beside(app: Flask, lock: Path) -> threading.Thread | None:
    """Do the due jobs each minute beside this server, in whichever process holds the lock file.

    Returns None where another process already does them.
    """
    file = lock.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    thread = threading.Thread(target=_keep_running, args=(app, file), daemon=True)
    thread.start()
    return thread


def _keep_running(app: Flask, lock: TextIO) -> None:
    pause = threading.Event()
    while not lock.closed and not pause.wait(EVERY_SECONDS):
        run_once(app)


def run_once(app: Flask) -> None:
    """One round of the due jobs; a failing job is logged and tried again next time."""
    with app.app_context():
        try:
            run_due()
        except Exception:  # the server goes on serving
            db.session.rollback()
            app.logger.exception("jobs")
