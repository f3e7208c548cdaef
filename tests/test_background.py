"""Work that outlives a request: done once, by whoever still holds it, and told about."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from kinerja import background, clock, database
from kinerja.background import LEASE, TRIES, Tell, Work, WorkState, hand_over, performs
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people.models import Unit

KIND = "uji.unit"
acts: dict[str, Any] = {}


def fail(message: str, *, name: str) -> None:
    """Told when the work has failed for good."""
    db.session.add(Unit(name=f"{name} gagal: {message}", is_active=False))


@performs(KIND, failed=fail)
def add_unit(tell: Tell, *, name: str) -> None:
    """Adds a unit; what `acts` holds happens in between."""
    with database.reading():
        db.session.scalars(select(Unit.id)).all()
    if "before" in acts:
        acts["before"](tell)
    db.session.add(Unit(name=name, is_active=True))
    db.session.flush()
    if "after" in acts:
        acts["after"](tell)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Nothing special happens unless the test says so."""
    acts.clear()
    yield
    acts.clear()


def queue(app: Flask, name: str = "Unit Tugas", kind: str = KIND) -> int:
    with app.app_context():
        work = hand_over(kind, by=None, name=name)
        db.session.commit()
        return work.id


def perform(app: Flask) -> bool:
    with app.app_context():
        return background.perform_next()


def found(app: Flask, work_id: int) -> Work:
    with app.app_context():
        work = db.session.get_one(Work, work_id)
        db.session.expunge(work)
        return work


def units(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(db.session.scalars(select(Unit.name)))


def change(app: Flask, work_id: int, **facts: Any) -> None:
    with app.app_context():
        db.session.execute(update(Work).where(Work.id == work_id).values(**facts))
        db.session.commit()


def test_work_is_done_in_the_order_in_which_it_came(app: Flask) -> None:
    first, second = queue(app, "Unit A"), queue(app, "Unit B")
    assert perform(app)
    assert (found(app, first).state, found(app, second).state) == (
        WorkState.DONE,
        WorkState.QUEUED,
    )
    assert units(app) == ["Unit A"]
    assert perform(app)
    assert not perform(app)
    assert units(app) == ["Unit A", "Unit B"]
    done = found(app, first)
    assert (done.tries, done.holder, done.is_over) == (1, None, True)
    assert done.started_at <= done.ended_at


def test_work_that_was_not_committed_was_not_handed_over(app: Flask) -> None:
    with app.app_context():
        hand_over(KIND, by=None, name="Unit A")
        db.session.rollback()
    assert not perform(app)


def test_refusal_undoes_the_work_and_says_why(app: Flask) -> None:
    def refuse(_tell: Tell) -> None:
        raise DomainError("Belum waktunya.")

    acts["after"] = refuse
    work = found(app, queue(app))
    assert perform(app)
    failed = found(app, work.id)
    assert (failed.state, failed.message) == (WorkState.FAILED, "Belum waktunya.")
    assert units(app) == ["Unit Tugas gagal: Belum waktunya."]
    assert not perform(app)


def test_fault_is_logged_and_the_next_work_is_done(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    acts["after"] = lambda _tell: 1 / 0
    first, unknown = queue(app, "Unit A"), queue(app, "Unit B", kind="uji.tiada")
    with app.app_context():
        background.perform_queued()
    assert found(app, first).state is WorkState.FAILED
    assert "gangguan di pihak kami" in found(app, first).message
    assert found(app, unknown).state is WorkState.FAILED


def test_busy_database_puts_the_work_back(app: Flask) -> None:
    def lock(_tell: Tell) -> None:
        acts.clear()
        raise OperationalError("x", None, Exception("database is locked"))

    acts["after"] = lock
    work = queue(app)
    assert perform(app)
    assert (found(app, work).state, units(app)) == (WorkState.QUEUED, [])
    assert perform(app)
    assert (found(app, work).tries, units(app)) == (2, ["Unit Tugas"])


def test_progress_is_seen_while_the_work_runs(app: Flask) -> None:
    seen = {}

    def tell_some(tell: Tell) -> None:
        tell("Menghitung", 3, 10)
        other = threading.Thread(target=lambda: seen.update(work=found(app, work)))
        other.start()
        other.join(timeout=10)

    acts["before"] = tell_some
    work = queue(app)
    perform(app)
    assert (seen["work"].phase, seen["work"].done, seen["work"].total) == ("Menghitung", 3, 10)
    assert seen["work"].state is WorkState.RUNNING
    assert seen["work"].lease_until > clock.now()


def test_progress_cannot_be_told_with_rows_unsaved(app: Flask) -> None:
    acts["after"] = lambda tell: tell("Menulis")
    work = queue(app)
    perform(app)
    assert found(app, work).state is WorkState.FAILED
    assert units(app) == ["Unit Tugas gagal: " + found(app, work).message]


def test_without_work_nobody_is_told(app: Flask) -> None:
    with app.app_context():
        Tell()("Menulis", 1, 2)
        assert db.session.scalar(select(Work.id)) is None


def test_dead_workers_work_is_taken_up_after_its_lease(app: Flask) -> None:
    work = queue(app)
    change(app, work, state=WorkState.RUNNING, holder="mati", lease_until=clock.now() + LEASE)
    assert not perform(app)
    change(app, work, lease_until=clock.now() - timedelta(seconds=1))
    assert perform(app)
    assert (found(app, work).state, units(app)) == (WorkState.DONE, ["Unit Tugas"])


@pytest.mark.parametrize("when", ["before", "after"])
def test_worker_who_lost_the_work_writes_nothing(app: Flask, when: str) -> None:
    """Somebody else has taken it up: the slow one notices at its next word, or at the end."""

    def lose(tell: Tell) -> None:
        if when == "before":
            change_elsewhere()
            tell("Masih di sini")
        else:
            db.session.execute(update(Work).values(holder="lain"))

    def change_elsewhere() -> None:
        other = threading.Thread(target=change, args=(app, work), kwargs={"holder": "lain"})
        other.start()
        other.join(timeout=10)

    acts[when] = lose
    work = queue(app)
    assert perform(app)
    assert units(app) == []
    assert found(app, work).state is WorkState.RUNNING


def test_work_that_kills_its_worker_again_and_again_is_given_up(app: Flask) -> None:
    work = queue(app)
    past = clock.now() - timedelta(seconds=1)
    change(app, work, state=WorkState.RUNNING, tries=TRIES, holder="mati", lease_until=past)
    assert perform(app)
    assert found(app, work).state is WorkState.FAILED
    assert "terhenti 3 kali" in found(app, work).message


def test_two_workers_do_each_piece_once(app: Flask) -> None:
    works = [queue(app, f"Unit {n:02}") for n in range(12)]

    def run() -> None:
        with app.app_context():
            background.perform_queued()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert units(app) == [f"Unit {n:02}" for n in range(12)]
    assert {found(app, work).tries for work in works} == {1}


def test_runner_beside_the_server_begins_within_about_a_second(app: Flask) -> None:
    ended = threading.Event()
    runner = background.run_beside(app, ended)
    work = queue(app)
    deadline = time.monotonic() + 5
    while not found(app, work).is_over and time.monotonic() < deadline:
        time.sleep(0.05)
    ended.set()
    background.waiting.set()
    runner.join(timeout=5)
    assert not runner.is_alive()
    assert found(app, work).state is WorkState.DONE


def test_look_that_fails_does_not_end_the_runner(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(background, "perform_queued", lambda: 1 / 0)
        background.perform_quietly(app)
    assert "ZeroDivisionError" in caplog.text
    work = queue(app)
    background.perform_quietly(app)
    assert found(app, work).state is WorkState.DONE


def test_what_ended_long_ago_is_forgotten(app: Flask) -> None:
    old, new = queue(app, "Unit A"), queue(app, "Unit B")
    with app.app_context():
        background.perform_queued()
    change(app, old, ended_at=clock.now() - timedelta(days=31))
    with app.app_context():
        background.forget_work()
        db.session.commit()
        assert [work.id for work in db.session.scalars(select(Work))] == [new]


def test_looking_for_work_writes_nothing_and_is_one_query(app: Flask, count_queries) -> None:
    with app.app_context(), count_queries() as statements:
        assert not background.perform_next()
    assert len(statements) == 1
    assert statements[0].startswith("SELECT")
