"""The audit trail on the command line: whether it holds, and its head to keep elsewhere."""

import re
import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from kinerja.audit import chain
from kinerja.extensions import db

HEAD = re.compile(r"(\d+) ([0-9a-f]{64})(?: .*)?")

cli = AppGroup("audit", help="Jejak audit.")


@cli.command()
@click.option("--since", default=chain.FIRST, metavar="SEQ", help="Mulai dari catatan ini.")
@click.option(
    "--head",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Keluaran `flask audit head` yang disimpan di tempat lain.",
)
def verify(*, since: int, file: Path | None) -> None:
    """Periksa bahwa rantai jejak audit utuh; status 1 bila tidak."""
    kept = read_heads(file) if file else {}
    if since > chain.head().seq + 1:
        _refuse(_("Catatan %(seq)s belum ada.", seq=since))
    result = chain.check(since=max(since, chain.FIRST), kept=kept)
    until, broken, fault = result.until, result.broken_seq, result.fault
    db.session.commit()
    if fault:
        _refuse(_("Jejak audit rusak mulai catatan %(seq)s: %(why)s.", seq=broken, why=fault.label))
    click.echo(_("Jejak audit utuh sampai catatan %(seq)s.", seq=until))


@cli.command()
def head() -> None:
    """Cetak nomor dan sidik catatan terakhir, untuk disimpan di tempat lain."""
    last = chain.head()
    click.echo(f"{last.seq} {last.digest}")


def read_heads(file: Path) -> dict[int, str]:
    """The digests by number; the file may hold many lines, each printed by `flask audit head`."""
    kept: dict[int, str] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        found = HEAD.fullmatch(line.strip())
        if found:
            kept[int(found[1])] = found[2]
        elif line.strip():
            _refuse(
                _(
                    "%(file)s baris %(row)s bukan keluaran `flask audit head`. Periksa berkasnya.",
                    file=file.name,
                    row=number,
                )
            )
    return kept


def _refuse(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)
