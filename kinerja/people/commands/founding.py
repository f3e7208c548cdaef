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
@click.option("--agency", help="Name of the agency; by default the setting AGENCY.")
@click.option("--nip", prompt="NIP", help="Number of the first admin.")
@click.option("--name", prompt="Nama tanpa gelar", help="Name of the first admin.")
@click.option("--title", default="Admin Instansi", show_default=True, help="The admin's position.")
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
    help="The position's job level.",
)
@with_appcontext
def init(agency: str | None, nip: str, name: str, title: str, kind: str, level: str) -> None:
    """Make the agency's unit and its first admin, and print the admin's one-time code."""
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
