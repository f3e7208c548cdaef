"""Pages about units at 20,000 people against the demo's 300, in the same run."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import create_engine, func, select

from benchmarks.servers import Run, Server, load, serving
from kinerja.people.models import Employee

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3
SECONDS = 3


@dataclass(frozen=True)
class Agency:
    """One database and the settings to serve it."""

    env: dict[str, str]
    path: Path

    def biggest_unit(self) -> int:
        """The unit with the most people of its own."""
        statement = (
            select(Employee.unit_id)
            .group_by(Employee.unit_id)
            .order_by(func.count().desc(), Employee.unit_id.desc())
            .limit(1)
        )
        engine = create_engine(f"sqlite:///{self.path}")
        with engine.connect() as connection:
            found: int = connection.scalar(statement)
        engine.dispose()
        return found


def grown(env: dict[str, str], folder: Path) -> tuple[Agency, Agency, float]:
    """The demo, and a copy of it grown to 20,000 people; the seconds that a rebuild takes there."""
    small, large = folder / "small.sqlite3", folder / "large.sqlite3"
    source = env["DATABASE_URL"].removeprefix("sqlite:///")
    for copy in (small, large):
        shutil.copyfile(source, copy)
    agencies = [
        Agency({**env, "DATABASE_URL": f"sqlite:///{path}"}, path) for path in (small, large)
    ]
    more = {**os.environ, **agencies[1].env}
    subprocess.run([sys.executable, "-m", "benchmarks.growth"], cwd=ROOT, env=more, check=True)
    begun = perf_counter()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "competencies", "rebuild"]
    subprocess.run(command, cwd=ROOT, env=more, check=True, capture_output=True)
    return agencies[0], agencies[1], perf_counter() - begun


def pages(agency: Agency) -> dict[str, tuple[str, str]]:
    """Role and address of each page."""
    return {
        "halaman unit": ("leader", f"/kompetensi/kemajuan/{agency.biggest_unit()}"),
        "peta kompetensi": ("leader", "/kompetensi/peta"),
        "kebutuhan pengembangan": ("leader", "/kompetensi/kebutuhan"),
    }


def compared(small: Agency, large: Agency, cookies: dict[str, str], log: Path) -> list[str]:
    """A line for each page: CPU at 300 and at 20,000 people, and the ratio round by round."""
    lines = []
    with (
        serving("wsgi:app", folder=ROOT, path="/readyz", log=log, **small.env) as few,
        serving("wsgi:app", folder=ROOT, path="/readyz", log=log, **large.env) as many,
    ):
        for name, (role, path) in pages(small).items():
            other = pages(large)[name][1]
            signed_in = ("-H", f"Cookie: {cookies[role]}")
            runs = [
                (asked(few, path, signed_in), asked(many, other, signed_in))
                for _round in range(ROUNDS + 1)
            ][1:]  # the first warms up
            lines.append(line(name, runs))
    return lines


def asked(server: Server, path: str, signed_in: tuple[str, ...]) -> Run:
    """One measurement; a page that fails is none."""
    run = load(server, path, seconds=SECONDS, more=signed_in)
    if run.errors:
        sys.exit(f"{path}: {run.errors} jawaban galat; pengukuran tidak dipakai.")
    return run


def line(name: str, runs: list[tuple[Run, Run]]) -> str:
    """Medians and the ratio of CPU."""
    few = median(run.milliseconds for run, _other in runs)
    many = median(run.milliseconds for _other, run in runs)
    times = median(large.milliseconds / small.milliseconds for small, large in runs)
    figures = " | ".join(f"{value:.2f}".replace(".", ",") for value in (few, many, times))
    return f"| {name} | {figures} |"


def section(env: dict[str, str], cookies: dict[str, str], folder: Path) -> list[str]:
    """The section of the page of figures."""
    small, large, seconds = grown(env, folder)
    told = f"{seconds:.1f}".replace(".", ",")
    return [
        "## Halaman unit pada 20.000 pegawai",
        "",
        "Data contoh (± 300 orang) terhadap salinannya dengan 20.000 orang lagi di 1.000 unit,",
        "9 kompetensi × 4 jenis catatan (720.000 catatan). Sambungan dan putaran sama; sasaran",
        "paling banyak 2 kali.",
        "",
        "| | CPU ms, data contoh | CPU ms, 20.000 orang | × |",
        "|---|---:|---:|---:|",
        *compared(small, large, cookies, folder / "servers.log"),
        "",
        f"`flask competencies rebuild` atas 20.000 orang: {told} detik.",
        "",
    ]
