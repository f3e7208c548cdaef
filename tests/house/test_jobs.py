"""The due jobs: by a timer, or beside a server in one of its processes."""

import threading
import time
from pathlib import Path
from typing import TextIO

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import jobs
from kinerja.extensions import db
from kinerja.people.models import Unit


def add_unit() -> None:
    db.session.add(Unit(name=f"Unit dari tugas {time.monotonic_ns()}"))


def units(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Unit.id)).all())


def test_command_does_every_job_and_names_it(probe: Flask) -> None:
    done = probe.test_cli_runner().invoke(args=["jobs", "run"])
    assert done.exit_code == 0
    assert done.output.split() == [job.__name__ for job in jobs.DUE]


def test_job_is_committed_and_one_that_fails_is_logged(
    probe: Flask, log_lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        add_unit()
        db.session.flush()
        raise RuntimeError("tugas gagal")

    monkeypatch.setattr(jobs, "DUE", (add_unit, fail))
    jobs.run_once(probe)
    assert units(probe) == 1
    assert "tugas gagal" in log_lines()[-1]["exception"]


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

    monkeypatch.setattr(jobs, "DUE", (job,))
    thread = jobs.run_beside(probe, lock)
    assert thread is not None
    assert done.wait(timeout=5)
    assert jobs.run_beside(probe, lock.path) is None  # somebody does them already
    lock.file.close()
    thread.join(timeout=5)
    assert not thread.is_alive()
