"""`flask init`: the first unit and the first admin of an empty installation."""

import click
from flask import current_app
from flask.cli import with_appcontext

from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people.commands.accounts import fail, show
from kinerja.people.rules import EmployeeKind, JobLevel
from kinerja.people.services.founding import found_agency


@click.command("init")
@click.option("--agency", help="Nama instansi; bila kosong, pengaturan AGENCY.")
@click.option("--nip", prompt="NIP", help="NIP admin pertama.")
@click.option("--name", prompt="Nama tanpa gelar", help="Nama admin pertama.")
@click.option("--title", default="Admin Instansi", show_default=True, help="Jabatan admin pertama.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in EmployeeKind]),
    default=EmployeeKind.PNS.value,
    show_default=True,
)
@click.option(
    "--level",
    type=click.Choice([level.value for level in JobLevel]),
    default=JobLevel.PELAKSANA.value,
    show_default=True,
    help="Jenjang jabatan itu.",
)
@with_appcontext
def init(agency: str | None, nip: str, name: str, title: str, kind: str, level: str) -> None:
    """Buat unit teratas dan admin pertama, dan cetak kode sekali pakainya."""
    try:
        slip = found_agency(
            agency=agency or current_app.config["AGENCY"],
            nip=nip,
            name=name,
            kind=EmployeeKind(kind),
            title=title,
            level=JobLevel(level),
        )
    except DomainError as error:
        fail(error.message)
    db.session.commit()
    show(slip)
