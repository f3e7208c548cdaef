"""`flask employees import FILE`: the staff of a file, checked and written in one go."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from kinerja import clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.commands.accounts import fail, person_with
from kinerja.people.commands.employees import cli
from kinerja.people.services.imports import Importer, ImportReport, import_staff_file
from kinerja.permissions import Permission, may
from kinerja.sheets import LARGEST

SHOWN = 50  # faults that are printed for people; all of them with --json


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Hanya periksa, tidak menulis apa pun.")
@click.option("--json", "as_json", is_flag=True, help="Cetak hasilnya sebagai JSON.")
@click.option("--as", "nip", help="NIP orang yang haknya dipakai. Tanpa ini: seluruh instansi.")
def import_employees(file: Path, *, dry_run: bool, as_json: bool, nip: str | None) -> None:
    """Impor pegawai dari FILE (XLSX atau CSV).

    Status keluar 1 bila ada galat, dan tidak ada yang ditulis.
    """
    importer = named_importer(nip) if nip else Importer.owner()
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    try:
        report = import_staff_file(content, filename=file.name, importer=importer, dry_run=dry_run)
    except DomainError as error:
        fail(error.message)
    if report.errors or dry_run:
        db.session.rollback()
    else:
        db.session.commit()
    click.echo(json.dumps(asdict(report), ensure_ascii=False) if as_json else told(report))
    sys.exit(1 if report.errors else 0)


def named_importer(nip: str) -> Importer:
    """Whoever has the number, with the units of their grants; ends the command without any."""
    account = queries.account_of(person_with(nip).id)
    viewer = queries.viewer(account, on=clock.today()) if account else None
    if viewer is None or not may(viewer, Permission.IMPORT_STAFF):
        fail("Pegawai ini tidak berhak mengimpor. Pilih NIP pengelola kepegawaian atau admin.")
    return Importer.of(viewer)


def told(report: ImportReport) -> str:
    """The report for people."""
    lines = [
        f"Baru: {report.new}",
        f"Berubah: {report.changed}",
        f"Tetap: {report.same}",
        f"Tidak ada di berkas: {report.absent}",
    ]
    for error in report.errors[:SHOWN]:
        place = f"Baris {error['row']}, kolom {error['column']}: " if error["row"] else ""
        lines.append(place + error["message"])
    if len(report.errors) > SHOWN:
        lines.append(f"… dan {len(report.errors) - SHOWN} galat lain.")
    if report.errors:
        lines.append("Tidak ada yang ditulis. Perbaiki berkasnya, lalu ulangi.")
    return "\n".join(lines)
