"""`flask demo`: what `make run` does before it serves."""

import json
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from kinerja import commands, demo
from kinerja.extensions import db
from kinerja.people.models import Employee, Position, Unit
from kinerja.people.rules import EmployeeKind, JobLevel
from kinerja.permissions import Role
from tests import factories

FILLED = {
    "accounts": [
        {"role": "employee", "nip": "1" * 18, "password": "kata-sandi", "name": "A", "note": ""}
    ],
    "kiosk_path": "/kiosk/rahasia",
}
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder of this test."""
    for module in (demo, commands):
        monkeypatch.setattr(module, "INSTANCE", tmp_path)
    return tmp_path


@pytest.fixture
def port() -> int:
    """A port that is free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def run(probe: Flask, folder: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `flask demo`; filling takes one row instead of thousands."""

    def fill() -> dict[str, object]:
        db.session.add(
            Employee(
                nip=factories.nip(),
                kind=EmployeeKind.PNS,
                name="Contoh",
                unit=Unit(name="Unit"),
                position=Position(title="Jabatan", job_level=JobLevel.PELAKSANA),
            )
        )
        return FILLED

    monkeypatch.setattr(demo, "fill", fill)
    runner = probe.test_cli_runner()
    return lambda *more: runner.invoke(args=["demo", "--port", str(port), *more])


def people(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Employee)) or 0


def test_first_run_fills_and_tells_how_to_sign_in(
    probe: Flask, run: Run, folder: Path, port: int
) -> None:
    done = run()
    assert done.exit_code == 0, done.output
    assert f"Kinerja: http://127.0.0.1:{port}\n" in done.output
    assert "kata-sandi" in done.output
    file = folder / "demo-accounts.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    facts = json.loads(file.read_text())
    assert facts["accounts"] == FILLED["accounts"]
    assert facts["kiosk_url"] == f"http://127.0.0.1:{port}/kiosk/rahasia"


def test_second_run_keeps_the_rows_and_follows_the_address(
    probe: Flask, run: Run, folder: Path
) -> None:
    run()
    again = run("--host", "127.0.0.2")
    assert again.exit_code == 0, again.output
    assert people(probe) == 1
    facts = json.loads((folder / "demo-accounts.json").read_text())
    assert facts["accounts"] == FILLED["accounts"]
    assert facts["kiosk_url"].startswith("http://127.0.0.2:")
    assert facts["kiosk_url"].endswith("/kiosk/rahasia")


def test_installation_with_rows_of_its_own_gets_no_demo(probe: Flask, run: Run) -> None:
    factories.employee(probe)
    done = run()
    assert done.exit_code == 0
    assert people(probe) == 1
    assert "sandi" not in done.output


def test_demo_is_refused_in_production(
    probe: Flask, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(probe.config, "PRODUCTION", True)
    refused = run()
    assert refused.exit_code == 1
    assert refused.output == "Isi contoh ditolak: PRODUCTION menyala.\n"
    assert people(probe) == 0


def test_busy_port_is_said_in_one_line(run: Run, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        refused = run()
    assert refused.exit_code == 1
    assert refused.output.count("\n") == 1
    assert f"127.0.0.1:{port}" in refused.output
    assert "make run PORT=8001" in refused.output


@pytest.mark.parametrize("number", ["99999", "-1"])
def test_port_that_cannot_be_is_said_in_one_line(run: Run, number: str) -> None:
    refused = run("--port", number)
    assert refused.exit_code == 1
    assert refused.output.count("\n") == 1


def test_unwritable_folder_is_said_in_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "berkas").touch()
    monkeypatch.setattr(commands, "INSTANCE", tmp_path / "berkas" / "folder")
    refused = run()
    assert refused.exit_code == 1
    assert refused.output.count("\n") == 1
    assert "tidak dapat ditulis" in refused.output


def test_demo_rows_know_every_role(demo_app: Flask) -> None:
    filled = demo_app.config["DEMO_FILLED"]
    roles = {account["role"] for account in filled["accounts"]}
    assert roles == {role.value for role in Role}
    assert filled["kiosk_path"].startswith("/kiosk/")
    passwords = [account["password"] for account in filled["accounts"]]
    assert len(set(passwords)) == len(passwords)
    assert min(map(len, passwords)) >= 12
    for account in filled["accounts"]:
        assert set(account) == {"role", "nip", "password", "name", "note"}
