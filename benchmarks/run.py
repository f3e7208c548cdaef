"""`make bench`: the product against its floor in the same run; writes benchmarks/README.md."""

import gzip
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from benchmarks import growing, imports
from benchmarks.servers import Run, Server, load, serving
from kinerja import demo
from kinerja.extensions import db
from kinerja.people.models import Account, Employee
from kinerja.people.services import begin_session
from kinerja.satisfaction.models import Rating

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FLOOR = HERE / "floor"
ROUNDS = 3
SECONDS = 5
KEYS = {"SECRET_KEY": "untuk-pengukuran-saja-0123456789abcdef", "AUDIT_KEY": "a" * 40}
WEIGHED = (
    ("agency_admin", "/masuk"),
    ("employee", "/beranda"),
    ("employee", "/kompetensi"),
    ("supervisor", "/kompetensi/verifikasi"),
    ("agency_admin", "/pegawai"),
    ("trainer", "/pengembangan/penugasan"),
    ("employee", "/survei"),
)
ASSETS = ("tokens.css", "app.css", "app.js", "vendor/htmx-2.0.11/htmx.min.js")


@dataclass(frozen=True)
class Product:
    """The product's database and what is needed to use it."""

    env: dict[str, str]
    cookies: dict[str, str]
    kiosk: str
    app: Flask


def prepare(folder: Path) -> Product:
    """A demo database, a signed-in cookie for each role, the kiosk's path."""
    env = {**KEYS, "DATABASE_URL": f"sqlite:///{folder / 'product.sqlite3'}"}
    os.environ.update(env)
    from wsgi import compose  # noqa: PLC0415  # its settings come from the environment set above

    app = compose()
    with app.app_context():
        upgrade()
        filled = demo.fill()
        db.session.commit()
        cookies = {one["role"]: cookie(app, one["nip"]) for one in filled["accounts"]}
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return Product(env, cookies, filled["kiosk_path"], app)


def cookie(app: Flask, nip: str) -> str:
    """A signed-in browser's cookie."""
    statement = select(Account).join(Account.employee).where(Employee.nip == nip)
    account = db.session.execute(statement).scalar_one()
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # of the cookie sessions
    content = {"_user_id": begin_session(account.id), "language": "id"}
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(content)}"


def get(server: Server, path: str, cookie_text: str = "") -> bytes:
    """The page's bytes."""
    asked = urllib.request.Request(server.address + path, headers={"Cookie": cookie_text})  # noqa: S310  # loopback
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310  # loopback
        found: bytes = answer.read()
        return found


def ratings(product: Product) -> int:
    """How many taps are stored."""
    with product.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Rating)) or 0


def measure(product: Product, folder: Path) -> tuple[dict[str, list[Run]], list[str]]:
    """Interleaved rounds over all servers; the weights of the main pages."""
    floor = {"FLOOR_DB": f"sqlite:///{folder / 'floor.sqlite3'}", "FLOOR_SYNC": "FULL"}
    subprocess.run(
        [sys.executable, "floor_app.py"], cwd=FLOOR, env={**os.environ, **floor}, check=True
    )
    log = folder / "servers.log"
    with (
        serving("floor_app:app", folder=FLOOR, path="/hello", log=log, **floor) as bare,
        serving("proto_app:app", folder=FLOOR, path="/hello", log=log, **floor) as proto,
        serving("wsgi:app", folder=ROOT, path="/readyz", log=log, **product.env) as own,
    ):
        signed_in = ("-H", f"Cookie: {product.cookies['agency_admin']}")
        floor_in = ("-H", f"Cookie: {floor_cookie(proto)}")
        targets = {
            "halaman lantai `/orm`": (bare, "/orm", ()),
            "halaman lantai `/employees`": (proto, "/employees", floor_in),
            "halaman Kinerja `/pegawai`": (own, "/pegawai", signed_in),
            "nilai lantai `/rate`": (bare, "/rate", ("-s", str(FLOOR / "rate.lua"))),
            "nilai Kinerja": (own, f"{product.kiosk}/nilai", ("-s", str(HERE / "tap.lua"))),
        }
        weights = weigh(own, product)
        found: dict[str, list[Run]] = {name: [] for name in targets}
        for server, path, more in targets.values():  # warm up
            load(server, path, seconds=1, more=more)
        before, sent = ratings(product), 0
        for turn in range(ROUNDS):
            for name, (server, path, more) in targets.items():
                run = load(server, path, seconds=SECONDS, more=more)
                print(f"{turn + 1}. {name}: {run.rate:.0f}/s, {run.milliseconds:.2f} ms")
                found[name].append(run)
        sent = sum(run.requests for run in found["nilai Kinerja"])
        refuse_losses(found, stored=ratings(product) - before, sent=sent)
    return found, weights


def refuse_losses(found: dict[str, list[Run]], *, stored: int, sent: int) -> None:
    """A server that is fast by not doing its work is not measured."""
    if any(run.errors for runs in found.values() for run in runs):
        sys.exit("Ada jawaban galat; pengukuran tidak dipakai.")
    if stored < sent:
        sys.exit(f"{sent} penilaian dijawab, {stored} tersimpan; pengukuran tidak dipakai.")


def floor_cookie(proto: Server) -> str:
    """The floor's own signed-in cookie."""
    with urllib.request.urlopen(f"{proto.address}/dev-login", timeout=30) as answer:  # noqa: S310  # loopback
        return str(answer.headers["Set-Cookie"]).partition(";")[0]


def weigh(own: Server, product: Product) -> list[str]:
    """A line for each main page, and for the assets loaded once."""
    lines = []
    for role, path in WEIGHED:
        text = get(own, path, "" if path == "/masuk" else product.cookies[role])
        lines.append(
            f"| `{path}` | {kilobytes(len(text))} | {kilobytes(len(gzip.compress(text)))} |"
        )
    text = get(own, f"{product.kiosk}/nilai")
    lines.append(f"| kios | {kilobytes(len(text))} | {kilobytes(len(gzip.compress(text)))} |")
    files = [(ROOT / "kinerja" / "static" / name).read_bytes() for name in ASSETS]
    plain, small = sum(map(len, files)), sum(len(gzip.compress(file)) for file in files)
    lines.append(f"| CSS dan JS, sekali | {kilobytes(plain)} | {kilobytes(small)} |")
    return lines


def kilobytes(count: int) -> str:
    """In the notation of the page."""
    return f"{count / 1024:.1f} KB".replace(".", ",")


def comma(value: float, digits: int) -> str:
    """A number with a decimal comma."""
    return f"{value:.{digits}f}".replace(".", ",")


def row(name: str, runs: list[Run], floor: list[Run] | None = None) -> str:
    """Medians of a target, and the ratio of CPU to its floor, round by round."""
    cells = [
        name,
        comma(median(run.rate for run in runs), 0),
        comma(median(run.milliseconds for run in runs), 2),
    ]
    if floor:
        pairs = list(zip(runs, floor, strict=True))
        cells.append(comma(median(own.milliseconds / bare.milliseconds for own, bare in pairs), 2))
        cells.append(comma(median(own.rate / bare.rate for own, bare in pairs), 2))
    else:
        cells += ["1", "1"]
    return "| " + " | ".join(cells) + " |"


HEAD = "| | permintaan/detik | CPU ms/permintaan | CPU × lantai | permintaan × lantai |"


def report(found: dict[str, list[Run]], weights: list[str], more: list[str]) -> str:
    """The page of figures."""
    page = "halaman lantai `/employees`", "halaman lantai `/orm`", "halaman Kinerja `/pegawai`"
    rate = "nilai lantai `/rate`", "nilai Kinerja"
    lines = [
        "# Angka terukur",
        "",
        "Ditulis oleh `make bench`. Angka mutlak bergantung pada mesin; yang dijaga adalah",
        "perbandingannya dengan lantai pada mesin, basis data, dan putaran yang sama.",
        "",
        f"Mesin: {os.cpu_count()} inti, Python {platform.python_version()},",
        f"SQLite {sqlite3.sqlite_version} (WAL, synchronous=FULL), gunicorn gthread 2 × 8.",
        f"Median dari {ROUNDS} putaran berselang-seling, tiap kali {SECONDS} detik, 8 sambungan;",
        "CPU dijumlah dari semua proses server (`/proc`).",
        "",
        "## Daftar pegawai, 50 baris",
        "",
        "Lantai `/orm`: Flask dan SQLAlchemy saja, tanpa masuk. Lantai `/employees`: dengan masuk,",
        "CSRF, dan Babel. Kinerja: sesi di basis data, peran, saringan, dan seluruh bingkai.",
        "",
        HEAD,
        "|---|---:|---:|---:|---:|",
        row(page[1], found[page[1]]),
        row(f"{page[2]} terhadap `/orm`", found[page[2]], found[page[1]]),
        row(page[0], found[page[0]]),
        row(f"{page[2]} terhadap `/employees`", found[page[2]], found[page[0]]),
        "",
        "## Satu penilaian kios diterima",
        "",
        "Lantai `/rate`: satu INSERT lewat SQLAlchemy. Kinerja: token kios, pemeriksaan isian,",
        "pencegah ganda, rekap per jam dalam transaksi yang sama, dan antrean penulis.",
        "",
        HEAD,
        "|---|---:|---:|---:|---:|",
        row(rate[0], found[rate[0]]),
        row(rate[1], found[rate[1]], found[rate[0]]),
        "",
        *more,
        "## Berat halaman",
        "",
        "| | mentah | gzip |",
        "|---|---:|---:|",
        *weights,
        "",
        "## Mengulang",
        "",
        "`make bench` (perlu wrk: `sudo apt install wrk`), kira-kira lima menit, hanya loopback.",
        "Lantainya di `floor/`, dibiarkan seperti saat pertama diukur.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure and write."""
    if not shutil.which("wrk"):
        sys.exit("wrk belum ada. Pasang dengan: sudo apt install wrk")
    with tempfile.TemporaryDirectory(prefix="kinerja-bench-") as name:
        folder = Path(name)
        product = prepare(folder)
        pages = growing.section(product.env, product.cookies, folder)
        found, weights = measure(product, folder)
    text = report(found, weights, [*pages, *imports.report()])
    (HERE / "README.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
