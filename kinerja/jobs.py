"""What is due again and again: `flask jobs run` from a timer, or in-process on a demo server."""

import fcntl
import threading
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from time import monotonic
from typing import TextIO, TypeAlias

from flask import Flask, current_app

from kinerja import clock, leases
from kinerja.audit import check_nightly
from kinerja.background import forget_work, perform_queued
from kinerja.competency import queries as competency
from kinerja.competency.services import forget_dictionary_imports
from kinerja.competency.services.peer_settling import settle_peers
from kinerja.competency.services.records import settle_levels
from kinerja.development import queries as development
from kinerja.extensions import db
from kinerja.forms import forget_receipts
from kinerja.mail import deliver_due, forget_texts
from kinerja.notifications import services as notifications
from kinerja.notifications.rules import NoticeKind, Rhythm
from kinerja.people.services import (
    answer_resets,
    escalate_late,
    forget_codes,
    forget_sessions,
    forget_tries,
    settle_today,
)
from kinerja.people.services.imports import forget_imports
from kinerja.resuming import forget_kept
from kinerja.retention import apply_retention
from kinerja.rulebook.queries import rule

Job: TypeAlias = Callable[[], object]

EVERY_SECONDS = 60


def mail_notices() -> None:
    """Queue the mails of new notices, some people in each transaction."""
    while notifications.mail_notices():
        db.session.commit()


def send_digests() -> None:
    """Queue the digests of this morning or week, once for all, some people in each transaction."""
    for rhythm in Rhythm:
        slot = notifications.due_slot(rhythm)
        if slot is None:
            continue
        with leases.holding(f"send_digests.{rhythm}", done_before=slot) as mine:
            told = waiting() if mine else {}
            while mine and notifications.send_digests(rhythm, slot, told):
                db.session.commit()


def waiting() -> notifications.Waiting:
    """For whom how many things wait, of the kinds that digests tell as numbers."""
    return {
        NoticeKind.VERIFY: competency.waiting_by_verifier(on=clock.today()),
        NoticeKind.PEER: competency.waiting_by_rater(),
        NoticeKind.CONFIRM: development.waiting_by_trainer(on=clock.today()),
    }


def expire_receipts() -> None:
    """Delete the receipts of forms that are older than the rulebook keeps them."""
    forget_receipts(hours=rule("retention.receipts_hours", on=clock.today()))
    forget_kept()


# Once a day: what a new day changes. The others: at each round.
DAILY: tuple[Job, ...] = (
    settle_today,
    settle_levels,
    settle_peers,
    escalate_late,
    apply_retention,
    check_nightly,
    forget_imports,
    forget_dictionary_imports,
    forget_work,
)
DUE: tuple[Job, ...] = (
    expire_receipts,
    forget_sessions,
    forget_tries,
    forget_codes,
    forget_texts,
    answer_resets,
    mail_notices,
    send_digests,
    deliver_due,
    perform_queued,
)


class JobsFailedError(Exception):
    """Some jobs failed; the others were done. Its arguments are the names."""


def run_due() -> list[str]:
    """Do every due job, each in a transaction of its own; the names of those done here.

    A job that another process is doing just now is left to it. One that fails is logged and does
    not keep the others from being done.

    :raises JobsFailedError: at the end, when any failed.
    """
    done: list[str] = []
    failed: list[str] = []
    for job in (*DAILY, *DUE):
        outcome = _do(job)
        if outcome is not None:
            (done if outcome else failed).append(job.__name__)
    if failed:
        raise JobsFailedError(*failed)
    return done


def _do(job: Job) -> bool | None:
    """Whether it was done; None: another process does it, or has done it today."""
    name, start = job.__name__, monotonic()
    midnight = datetime.combine(clock.today(), time(), tzinfo=clock.zone())
    try:
        with leases.holding(name, done_before=midnight if job in DAILY else None) as mine:
            if not mine:
                return None
            job()
    except Exception:  # the next job is none the worse for it
        db.session.rollback()
        current_app.logger.exception("job %s", name)
        return False
    current_app.logger.info("job %s: %.2f s", name, monotonic() - start)
    return True


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
    """One round of the due jobs; what failed is logged and tried again next time."""
    with app.app_context():
        try:
            run_due()
        except JobsFailedError:
            pass  # each is logged already
        except Exception:  # the server goes on serving
            db.session.rollback()
            app.logger.exception("jobs")
