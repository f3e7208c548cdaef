"""`python -m benchmarks.imports`: 20,000 employees imported, against csv + executemany.

Each turn starts from the same empty agency on SQLite (synchronous=FULL on both sides) and runs
the floor, then the product, one after the other; printed are medians and the ratio turn by turn.
"""

import csv
import io
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import xlsxwriter
from flask import Flask
from flask_migrate import upgrade

from kinerja.extensions import db
from kinerja.people.models import Position, Unit, UnitVersion
from kinerja.people.rules import JobLevel
from kinerja.people.rules.imports import Column

PEOPLE = 20_000
UNITS = 500
POSITIONS = 40
TURNS = 3
KEYS = {"SECRET_KEY": "untuk-pengukuran-saja-0123456789abcdef", "AUDIT_KEY": "a" * 40}
HEADINGS = [column.heading for column in Column]
FLOOR_TABLE = (
    "CREATE TABLE employee (id INTEGER PRIMARY KEY, "
    + ", ".join(f"{column.value} TEXT" for column in Column)
    + ", UNIQUE (nip))"
)
FLOOR_INSERT = (
    f"INSERT INTO employee ({', '.join(column.value for column in Column)}) "  # noqa: S608  # our own names
    f"VALUES ({', '.join('?' for _ in Column)})"
)


def nip(number: int) -> str:
    """A number that reads without a warning, different for each of the people."""
    born = date(1970, 1, 1) + timedelta(days=number % 9000)
    return f"{born:%Y%m%d}200903{1 + number % 2}{1 + number // 9000 * 2 + number % 2:03}"


def rows() -> Iterator[list[str]]:
    """The staff: a head for each unit, and its people under the head."""
    for number in range(PEOPLE):
        unit = number % UNITS
        head = number < UNITS
        yield [
            nip(number),
            f"Orang Contoh {number}",
            "Dr." if number % 20 == 0 else "",
            "S.Sos.",
            "PNS",
            "III/a",
            f"Unit Contoh {unit}",
            "Kepala Unit" if head else f"Jabatan Contoh {number % POSITIONS}",
            "" if head or number % 3 else nip(unit),
            f"20{10 + number % 10}-01-01",
            f"orang{number}@contoh.id",
            f"08120{number:07}",
        ]


def as_csv(found: list[list[str]]) -> bytes:
    """The file as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *found])
    return text.getvalue().encode()


def as_xlsx(found: list[list[str]]) -> bytes:
    """The file as XLSX."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Pegawai")
        for number, row in enumerate([HEADINGS, *found]):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def floor(content: bytes, folder: Path) -> float:
    """Seconds for csv + executemany."""
    path = folder / "floor.sqlite3"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {FLOOR_TABLE}")
        begun = perf_counter()
        lines = csv.reader(io.StringIO(content.decode()))
        next(lines)
        connection.executemany(FLOOR_INSERT, lines)
        connection.commit()
        return perf_counter() - begun


def agency(url: str) -> Flask:
    """The application over an agency with units and positions and nobody in it."""
    os.environ.update({**KEYS, "DATABASE_URL": url})
    from wsgi import compose  # noqa: PLC0415  # its settings come from the environment set above

    app = compose()
    with app.app_context():
        upgrade()
        root = Unit(name="Pemerintah Contoh", is_active=True)
        units = [Unit(name=f"Unit Contoh {n}", parent=root, is_active=True) for n in range(UNITS)]
        db.session.add_all([root, *units])
        db.session.add(
            Position(title="Kepala Unit", job_level=JobLevel.ADMINISTRATOR, leads_unit=True)
        )
        db.session.add_all(
            Position(title=f"Jabatan Contoh {n}", job_level=JobLevel.PELAKSANA)
            for n in range(POSITIONS)
        )
        db.session.flush()
        db.session.add_all(
            UnitVersion(
                unit_id=unit.id,
                name=unit.name,
                parent_id=unit.parent_id,
                valid_from=date(2000, 1, 1),
            )
            for unit in [root, *units]
        )
        db.session.commit()
    return app


def own(name: str, content: bytes, app: Flask) -> float:
    """Seconds for reading, checking, writing and reporting, the commit included."""
    from kinerja.people.services.imports import Importer, import_staff_file  # noqa: PLC0415  # see agency

    with app.app_context():
        importer = Importer.owner()
        db.session.rollback()
        begun = perf_counter()
        report = import_staff_file(content, filename=name, importer=importer)
        db.session.commit()
        seconds = perf_counter() - begun
        db.session.remove()
    if report.errors or report.new + report.same != PEOPLE:
        sys.exit(f"{name}: {report.new} baru, {report.same} tetap, galat {report.errors[:3]}")
    return seconds


def turn(folder: Path, kind: str) -> None:
    """One turn in a process of its own, so that its memory can be told: prints its figures."""
    found = list(rows())
    text = as_csv(found)
    name, content = ("staf.csv", text) if kind == "csv" else ("staf.xlsx", as_xlsx(found))
    del found
    app = agency(f"sqlite:///{folder / f'{kind}.sqlite3'}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bare = floor(text, folder)
    first = own(name, content, app)
    again = own(name, content, app)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(bare, first, again, grown)


def measured(kind: str) -> list[list[float]]:
    """The figures of each turn: floor, first import, import of the same again, memory."""
    turns = []
    for _turn in range(TURNS):
        with tempfile.TemporaryDirectory(prefix="kinerja-bench-") as folder:
            command = [sys.executable, "-m", "benchmarks.imports", kind, folder]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                sys.exit(done.stderr[-3000:])
            turns.append([float(figure) for figure in done.stdout.split()])
    return turns


def comma(value: float, digits: int = 2) -> str:
    """A number with a decimal comma."""
    return f"{value:.{digits}f}".replace(".", ",")


def report() -> list[str]:
    """The section of the page of figures."""
    lines = [
        "## Impor 20.000 pegawai",
        "",
        "Lantai: `csv` dan `executemany` ke satu tabel. Kinerja: berkas dibaca, setiap sel",
        "diperiksa, dibandingkan dengan data sekarang, garis atasan diuji, lalu pegawai,",
        "penempatan, dan atasan ditulis beserta catatan untuk membatalkannya, dalam satu",
        "transaksi.",
        "",
        "| | detik | × lantai | berkas yang sama lagi, detik | memori bertambah, MB |",
        "|---|---:|---:|---:|---:|",
    ]
    for kind in ("csv", "xlsx"):
        turns = measured(kind)
        bare, first, again, grown = (median(figures) for figures in zip(*turns, strict=True))
        times = median(one[1] / one[0] for one in turns)
        if kind == "csv":
            lines.append(f"| lantai | {comma(bare)} | 1 | | |")
        lines.append(
            f"| {kind.upper()} | {comma(first)} | {comma(times, 1)} | {comma(again)} "
            f"| {comma(grown, 0)} |"
        )
    return [*lines, ""]


def main() -> None:
    """Measure, or be one turn of the measurement."""
    if len(sys.argv) > 1:
        turn(Path(sys.argv[2]), sys.argv[1])
    else:
        print("\n".join(report()))


if __name__ == "__main__":
    main()
