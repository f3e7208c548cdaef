"""A server over demo rows of its own, and Debian's chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kinerja import demo
from kinerja.extensions import db
from kinerja.people.models import Account
from kinerja.people.services import begin_session
from tests.databases import Databases, settle
from tests.roles import ANONYMOUS, demo_account

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 15_000  # ms for anything to appear
KEYS = {
    "SECRET_KEY": "rahasia-untuk-pengujian-saja-0123456789",
    "AUDIT_KEY": "kunci-audit-untuk-pengujian-saja-0123456",
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail(
            "Peramban tidak ditemukan. Pasang dengan: sudo apt install chromium"
            " (atau isi CHROMIUM dengan letaknya).",
            pytrace=False,
        )
    with sync_playwright() as driver:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        started = driver.chromium.launch(executable_path=path, args=sandbox)
        yield started
        started.close()


@dataclass
class Server:
    """A running server, and the application over the same database."""

    app: Flask
    address: str
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def port(self) -> str:
        """Where it listens."""
        return self.address.rpartition(":")[2]

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "wsgi:app"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 30
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail((self.folder / "server.log").read_text()[-2000:], pytrace=False)
            time.sleep(0.1)

    def answers(self) -> bool:
        """Whether it is ready."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=2) as answer:  # noqa: S310  # our own address
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """End it by its own id."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The application as it is served, over demo rows made for this run."""
    databases = Databases("sqlite", tmp_path_factory.mktemp("browser"))
    app = databases.migrated("demo")
    with app.app_context():
        app.config["DEMO_FILLED"] = demo.fill()
        db.session.commit()
        settle(app)
    port = str(free_port())
    started = Server(app, f"http://127.0.0.1:{port}", databases.folder)
    started.environment = {
        **os.environ,
        **KEYS,
        "DATABASE_URL": databases.url("demo"),
        "HOST": "127.0.0.1",
        "PORT": port,
    }
    started.start()
    yield started
    started.stop()


SignIn = Callable[[BrowserContext, str | int], BrowserContext]


@pytest.fixture
def sign_in(server: Server) -> SignIn:
    """Gives a browser the cookie of a role's demo account, or of an employee by id."""

    def enter(context: BrowserContext, who: str | int) -> BrowserContext:
        app = server.app
        if who == ANONYMOUS:
            return context
        with app.app_context():
            account = demo_account(app, who) if isinstance(who, str) else new_account(who)
            content = {"_user_id": begin_session(account.id), "language": "id"}
            db.session.commit()
            settle(app)
        signer = app.session_interface.get_signing_serializer(app)
        name = app.config["SESSION_COOKIE_NAME"]
        context.add_cookies([{"name": name, "value": signer.dumps(content), "url": server.address}])
        return context

    return enter


def new_account(employee_id: int) -> Account:
    """An account for somebody who has none."""
    account = Account(employee_id=employee_id, password_hash="-", is_active=True)
    db.session.add(account)
    db.session.flush()
    return account


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, server: Server, sign_in: SignIn) -> Iterator[Open]:
    """Opens a page in a browser of its own; its faults are gathered in `page.faults`."""
    contexts: list[BrowserContext] = []

    def enter(who: str | int = ANONYMOUS, path: str | None = None, **settings: Any) -> Page:
        context = browser.new_context(
            base_url=server.address,
            locale="id-ID",
            viewport={"width": 390, "height": 844},
            **settings,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = sign_in(context, who).new_page()
        watch(page)
        if path:
            page.goto(path)
        return page

    yield enter
    for context in contexts:
        context.close()


VIOLATIONS = """document.addEventListener("securitypolicyviolation",
  (event) => console.error("CSP: " + event.violatedDirective + " " + event.blockedURI))"""


def watch(page: Page) -> None:
    """Gather what a page complains about."""
    page.faults = []  # type: ignore[attr-defined]  # the test's own notes
    page.add_init_script(VIOLATIONS)
    page.on("pageerror", lambda error: page.faults.append(f"{page.url}: {error}"))
    page.on("console", lambda line: line.type == "error" and page.faults.append(line.text))
