"""The due jobs: by a timer, or beside a server in one of its processes."""

import subprocess
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import clock, jobs, leases
from kinerja.extensions import db
from kinerja.leases import Lease
from kinerja.people.models import Unit

MORNING = datetime(2026, 11, 24, 2, tzinfo=UTC)
At = Callable[[timedelta], None]
Start = Callable[[str], subprocess.Popen]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the clock to so long after nine in the morning."""

    def set_clock(later: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: MORNING + later)

    set_clock(timedelta())
    return set_clock


def add_unit() -> None:
    db.session.add(Unit(name=f"Unit dari tugas {time.monotonic_ns()}"))


def fail() -> None:
    add_unit()
    db.session.flush()
    raise RuntimeError("tugas gagal")


def units(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Unit.id)).all())


def only(monkeypatch: pytest.MonkeyPatch, *due: jobs.Job, daily: tuple[jobs.Job, ...] = ()) -> None:
    monkeypatch.setattr(jobs, "DUE", due)
    monkeypatch.setattr(jobs, "DAILY", daily)


def run(app: Flask) -> list[str]:
    with app.app_context():
        return jobs.run_due()


def test_command_does_every_job_and_names_it(probe: Flask) -> None:
    names = [job.__name__ for job in (*jobs.DAILY, *jobs.DUE)]
    assert len(set(names)) == len(names)
    done = probe.test_cli_runner().invoke(args=["jobs", "run"])
    assert done.exit_code == 0, done.output
    assert done.output.split() == names
    again = probe.test_cli_runner().invoke(args=["jobs", "run"])
    assert again.output.split() == [job.__name__ for job in jobs.DUE]


def test_job_that_fails_keeps_no_other_from_being_done(
    probe: Flask, log_lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, fail, add_unit)
    done = probe.test_cli_runner().invoke(args=["jobs", "run"])
    assert done.exit_code == 1
    assert "Gagal: fail" in done.stderr
    assert units(probe) == 1
    failed, told = log_lines()[-2:]
    assert "tugas gagal" in failed["exception"]
    assert told["message"].startswith("job add_unit: ")
    with probe.app_context():
        rows = {row.name: row for row in db.session.scalars(select(Lease))}
    assert rows["fail"].failure == "RuntimeError: tugas gagal"
    assert rows["fail"].done_at is None
    assert rows["fail"].held_until is None
    assert rows["add_unit"].done_at is not None


def test_beside_a_server_a_failing_job_ends_nothing(
    probe: Flask, log_lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, add_unit, fail)
    jobs.run_once(probe)
    assert units(probe) == 1
    assert "tugas gagal" in log_lines()[-1]["exception"]


def test_database_that_is_down_ends_nothing(
    probe: Flask, log_lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "run_due", fail)
    jobs.run_once(probe)
    assert "tugas gagal" in log_lines()[-1]["exception"]


# once a day


def test_daily_job_is_done_once_a_day_of_the_agency(
    probe: Flask, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, daily=(add_unit,))
    assert run(probe) == ["add_unit"]
    at(timedelta(hours=14, minutes=59))  # 23.59 in Jakarta
    assert run(probe) == []
    at(timedelta(hours=15))  # midnight
    assert run(probe) == ["add_unit"]
    assert units(probe) == 2


def test_daily_job_that_failed_is_tried_again(
    probe: Flask, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def at_second_try() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("tugas gagal")

    only(monkeypatch, daily=(at_second_try,))
    with pytest.raises(jobs.JobsFailedError):
        run(probe)
    assert run(probe) == ["at_second_try"]
    assert run(probe) == []


# leases


def test_job_that_another_process_does_is_left_to_it(
    probe: Flask, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, add_unit)
    with probe.app_context():
        holder = leases.take("add_unit")
        assert holder is not None
        assert leases.take("add_unit") is None
    assert run(probe) == []
    with probe.app_context():
        leases.give_back("add_unit", holder)
    assert run(probe) == ["add_unit"]


def test_job_of_a_process_that_died_is_taken_over(
    probe: Flask, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, add_unit)
    with probe.app_context():
        died = leases.take("add_unit")
    at(leases.LENGTH)
    assert run(probe) == []
    at(leases.LENGTH + timedelta(seconds=1))
    with probe.app_context():
        assert leases.take("add_unit") is not None
        leases.give_back("add_unit", died or "")  # what it had is not its any more
        assert leases.take("add_unit") is None


def test_of_many_that_take_a_lease_one_gets_it(probe: Flask) -> None:
    start, got = threading.Barrier(4), []

    def take() -> None:
        with probe.app_context():
            start.wait()
            got.append(leases.take("rebutan"))

    threads = [threading.Thread(target=take) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([holder for holder in got if holder]) == 1


# beside a server


class Lock:
    """A lock file that the test can close, as the end of a process does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self, mode: str) -> TextIO:
        self.file = self.path.open(mode)
        return self.file


def test_one_process_does_them_beside_its_server_until_it_ends(
    probe: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, lock = threading.Event(), Lock(tmp_path / "jobs")
    monkeypatch.setattr(jobs, "EVERY_SECONDS", 0.01)

    def job() -> None:
        done.set()

    only(monkeypatch, job)
    thread = jobs.run_beside(probe, lock)
    assert thread is not None
    assert done.wait(timeout=5)
    assert jobs.run_beside(probe, lock.path) is None  # somebody does them already
    lock.file.close()
    thread.join(timeout=5)
    assert not thread.is_alive()
