"""Servers under measurement: started, watched and ended by their own process ids."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
GUNICORN = (
    "--workers=2",
    "--threads=8",
    "--worker-class=gthread",
    "--no-control-socket",
    "--log-level=warning",
)


@dataclass
class Server:
    """A running gunicorn: where it answers, and its main process."""

    address: str
    pid: int

    def cpu_seconds(self) -> float:
        """What its processes have used so far."""
        return sum(ticks(pid) for pid in (self.pid, *children(self.pid))) / TICKS


def ticks(pid: int) -> int:
    """User and system time of the process, in clock ticks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def children(pid: int) -> list[int]:
    """The processes that this one has started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(target: str, *, folder: Path, path: str, log: Path, **env: str) -> Iterator[Server]:
    """Serve the application `target`, found in `folder`, until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", *GUNICORN, target]
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **env}, stdout=out, stderr=out
        )
    server = Server(f"http://127.0.0.1:{port}", process.pid)
    try:
        wait_for(server.address + path, process, log)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers, half a minute at most."""
    for _turn in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  # loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    sys.exit(f"{address} tidak menjawab:\n{log.read_text()[-2000:]}")


@dataclass(frozen=True)
class Run:
    """One measurement."""

    requests: int
    seconds: float
    cpu: float
    errors: int

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds

    @property
    def milliseconds(self) -> float:
        """CPU of the server for one request."""
        return self.cpu * 1000 / self.requests


def load(server: Server, path: str, *, seconds: int, more: tuple[str, ...] = ()) -> Run:
    """Eight connections send requests for so long."""
    before = server.cpu_seconds()
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", *more, server.address + path]
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=seconds + 60, check=True
    )
    cpu = server.cpu_seconds() - before
    done = re.search(r"(\d+) requests in ([\d.]+)(m?s|m)", ended.stdout)
    if not done:
        sys.exit(ended.stdout)
    lasted = float(done[2]) * {"s": 1, "ms": 0.001, "m": 60}[done[3]]
    errors = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", ended.stdout)))
    return Run(int(done[1]), lasted, cpu, errors)
