"""`flask employees import`: the same as the pages, in one go."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from kinerja import audit
from kinerja.config import ROOT
from kinerja.extensions import db
from kinerja.people.models import Account, Employee, ImportMapping, StaffImport
from tests import factories
from tests.staff import City, SignedIn, build
from tests.staff_files import as_csv, as_xlsx, dump, person, press, row


@pytest.fixture
def city(app: Flask) -> City:
    """The agency with somebody in every role."""
    return build(app)


def run(app: Flask, file: Path, *options: str) -> Result:
    runner = app.test_cli_runner()
    return runner.invoke(args=["employees", "import", str(file), *options])


def saved(folder: Path, content: bytes, name: str = "pegawai.csv") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def nip_of(app: Flask, employee_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Employee, employee_id).nip


def test_report_has_exactly_these_keys_and_counts_are_integers(
    app: Flask, city: City, tmp_path: Path
) -> None:
    clerk, nip = nip_of(app, city.clerk), factories.nip()
    rows = [
        row(nip),
        row(clerk, name="Sari Pindah", unit="Dinas Lain"),
        row(nip_of(app, city.stranger), name="Togar Lain", unit="Dinas Lain", grade=""),
    ]
    done = run(app, saved(tmp_path, as_csv(rows)), "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output) == {
        "new": 1, "changed": 1, "same": 1, "absent": 5, "errors": [],
    }  # fmt: skip
    assert person(app, nip)["unit"] == "Dinas Uji"
    assert person(app, clerk)["unit"] == "Dinas Lain"
    again = run(app, saved(tmp_path, as_csv(rows)), "--json")
    assert json.loads(again.output) == {
        "new": 0, "changed": 0, "same": 3, "absent": 5, "errors": [],
    }  # fmt: skip


def test_errors_have_their_address_and_nothing_is_written(
    app: Flask, city: City, tmp_path: Path
) -> None:
    before = dump(app)
    rows = [row(factories.nip()), row(1.98800002011e17), row(factories.nip(), unit="Dinas Ujii")]
    file = saved(tmp_path, as_xlsx(rows, above=3), "pegawai.xlsx")
    done = run(app, file, "--json")
    assert done.exit_code == 1
    assert json.loads(done.output) == {
        "new": 1,
        "changed": 0,
        "same": 0,
        "absent": 7,
        "errors": [
            {
                "sheet": "Pegawai",
                "row": 6,
                "column": "A",
                "value": "1,98800002011E+17",
                "message": "NIP terbaca sebagai angka sehingga digit terakhir hilang. Ubah kolom "
                "menjadi Teks lalu tempel ulang NIP.",
            },
            {
                "sheet": "Pegawai",
                "row": 7,
                "column": "G",
                "value": "Dinas Ujii",
                "message": "Unit 'Dinas Ujii' tidak ditemukan. Maksudnya 'Dinas Uji'?",
            },
        ],
    }
    assert dump(app) == before
    with app.app_context():
        assert not db.session.scalars(select(StaffImport)).all()
    told = run(app, file)
    assert told.exit_code == 1
    assert "Baris 6, kolom A: NIP terbaca sebagai angka" in told.output
    assert "Tidak ada yang ditulis." in told.output


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "Berkas ini kosong."),
        (b"x" * (11 * 1024 * 1024), "a.csv", "lebih dari 10 MB"),
        (b"NIP,Nama\n199001012020011001,Sari\n", "a.csv", "Kolom ini tidak ditemukan: Status"),
        (as_csv([["Contoh: 1", "Sari"]]), "a.csv", "Belum ada baris pegawai"),
    ],
)
def test_file_that_cannot_be_used_is_one_error_about_all_of_it(
    app: Flask, city: City, tmp_path: Path, content: bytes, name: str, sentence: str
) -> None:
    done = run(app, saved(tmp_path, content, name), "--json")
    assert done.exit_code == 1
    (error,) = json.loads(done.output)["errors"]
    assert sentence in error["message"]
    assert error["column"] == ""
    assert sentence in run(app, saved(tmp_path, content, name)).output


def test_dry_run_writes_nothing(app: Flask, city: City, tmp_path: Path) -> None:
    before = dump(app)
    done = run(app, saved(tmp_path, as_csv([row(factories.nip())])), "--dry-run")
    assert done.exit_code == 0
    assert done.output.split("\n")[:4] == [
        "Baru: 1", "Berubah: 0", "Tetap: 0", "Tidak ada di berkas: 7",
    ]  # fmt: skip
    assert dump(app) == before


def test_somebodys_rights_can_be_used(app: Flask, city: City, tmp_path: Path) -> None:
    with app.app_context():
        for one in (city.unit_admin, city.clerk):
            db.session.add(Account(employee_id=one, password_hash="-", is_active=True))
        db.session.commit()
    file = saved(tmp_path, as_csv([row(factories.nip(), unit="Dinas Lain")]))
    done = run(app, file, "--json", "--as", nip_of(app, city.unit_admin))
    (error,) = json.loads(done.output)["errors"]
    assert "di luar unit yang Anda kelola" in error["message"]
    file = saved(tmp_path, as_csv([row(factories.nip())]))
    assert run(app, file, "--as", nip_of(app, city.unit_admin)).exit_code == 0
    for nip in (nip_of(app, city.clerk), nip_of(app, city.stranger), "1"):
        denied = run(app, file, "--as", nip)
        assert denied.exit_code == 1
        assert denied.output == "" or "berhak" in denied.output or "NIP" in denied.output
    with app.app_context():
        imported = db.session.scalars(select(StaffImport)).one()
        assert (imported.by_id, imported.applied_by_id) == (city.unit_admin, city.unit_admin)


def test_import_by_command_is_noted_and_can_be_undone_on_its_page(
    app: Flask, city: City, tmp_path: Path, signed_in: SignedIn
) -> None:
    before = dump(app)
    run(app, saved(tmp_path, as_csv([row(factories.nip())])))
    with app.app_context():
        entry = db.session.scalars(
            select(audit.Entry).where(audit.Entry.action == "staff.imported")
        ).one()
        assert entry.actor_id is None
        imported = db.session.scalars(select(StaffImport)).one()
        address = f"/pegawai/impor/{imported.id}"
    client = signed_in(city.agency_admin)
    assert "lewat baris perintah" in client.get(address).text
    press(client, f"{address}/batalkan", f"{address}/batalkan")
    assert dump(app) == before


def test_mapping_that_was_settled_on_the_page_is_used(
    app: Flask, city: City, tmp_path: Path
) -> None:
    from kinerja.people.services.imports.intake import fingerprint

    headings = ["Nomor", "Orang", "Macam", "Kantor", "Kerja"]
    names = ("nip", "name", "kind", "unit", "position")
    with app.app_context():
        kept = ImportMapping(
            fingerprint=fingerprint(headings),
            mapping=dict(zip(names, headings, strict=True)),
            at=__import__("datetime").datetime.now(__import__("datetime").UTC),
        )
        db.session.add(kept)
        db.session.commit()
    cells = [factories.nip(), "Sari", "PNS", "Dinas Uji", "Penata Uji"]
    done = run(app, saved(tmp_path, as_csv([cells], headings=headings)), "--json")
    assert json.loads(done.output)["new"] == 1


def test_killed_in_the_middle_leaves_nothing(app: Flask, city: City, tmp_path: Path) -> None:
    """The process is ended the hard way while it works: all or nothing, here nothing."""
    rows = [row(factories.nip(), name=f"Orang {n}") for n in range(3000)]
    file, before = saved(tmp_path, as_csv(rows)), dump(app)
    env = {**os.environ, "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"]}
    with app.app_context():
        db.engine.dispose()
    whole = started(file, env)
    begun = time.monotonic()
    assert whole.wait(timeout=120) == 0
    lasted = time.monotonic() - begun
    assert len(dump(app)["people_employee"]) == len(before["people_employee"]) + 3000
    file = saved(tmp_path, as_csv([row(factories.nip(), name=f"Lain {n}") for n in range(3000)]))
    before = dump(app)
    for share in (0.6, 0.8, 0.95):
        process = started(file, env)
        time.sleep(lasted * share)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
        found = dump(app)
        assert len(found["people_employee"]) in (
            len(before["people_employee"]),
            len(before["people_employee"]) + 3000,
        )
        if found != before:  # it was quicker this time
            break


def started(file: Path, env: dict[str, str]) -> subprocess.Popen[Any]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "employees", "import", str(file)]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
