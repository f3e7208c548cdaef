"""Fills an empty installation with a plainly fictional agency, and says how to sign in."""

import json
import os
import socket
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import exists, select

from kinerja import clock
from kinerja.appraisal import demo as appraisal
from kinerja.competency import demo as competency
from kinerja.config import INSTANCE
from kinerja.development import demo as development
from kinerja.extensions import db
from kinerja.notifications import demo as notifications
from kinerja.people import demo as people
from kinerja.people.models import Employee
from kinerja.satisfaction import demo as satisfaction

SEED = 20261121
ACCOUNTS = "demo-accounts.json"


class DemoError(RuntimeError):
    """The demo cannot start; its sentence says what to do."""


def check_folder(folder: Path) -> None:
    """:raises DemoError: the database's folder cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".tulis"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise DemoError(
            f"Folder {folder} tidak dapat ditulis ({error.strerror}). Ubah izinnya, lalu ulangi."
        ) from error


def check_port(host: str, port: int) -> None:
    """:raises DemoError: another program listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise DemoError(
                f"Alamat {host}:{port} tidak dapat dipakai ({reason})."
                " Pilih port lain, contoh: make run PORT=8001"
            ) from error


def is_empty() -> bool:
    """Whether nobody is employed here yet."""
    return not db.session.scalar(select(exists().where(Employee.id.is_not(None))))


def fill() -> dict[str, Any]:
    """Load the demo rows: what goes into the accounts' file."""
    on, random = clock.today(), Random(SEED)
    accounts = people.load(on=on, random=random)
    competency.load(on=on, random=random)
    development.load(on=on, random=random)
    appraisal.load(on=on, random=random)
    kiosk_path = satisfaction.load(on=on, random=random)
    notifications.load(on=on, random=random)
    return {"accounts": [account.as_dict() for account in accounts], "kiosk_path": kiosk_path}


def write_accounts(filled: dict[str, Any], *, base_url: str) -> None:
    """Keep the accounts where only this user can read them."""
    path = INSTANCE / ACCOUNTS
    facts = {"accounts": filled["accounts"], "kiosk_url": base_url + filled["kiosk_path"]}
    with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        json.dump(facts, file, ensure_ascii=False, indent=2)


def read_accounts(base_url: str) -> dict[str, Any]:
    """What the accounts' file holds, its kiosk address at today's host and port; or nothing."""
    path = INSTANCE / ACCOUNTS
    if not path.exists():
        return {"accounts": [], "kiosk_url": ""}
    facts: dict[str, Any] = json.loads(path.read_text())
    kiosk_path = facts["kiosk_url"].partition("/kiosk/")[2]
    facts["kiosk_url"] = f"{base_url}/kiosk/{kiosk_path}"
    path.write_text(json.dumps(facts, ensure_ascii=False, indent=2))
    return facts
