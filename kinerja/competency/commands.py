"""`flask competencies …`: a dictionary from a file."""

import sys
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from kinerja.competency import services
from kinerja.competency.queries.dictionary_imports import spelled
from kinerja.competency.queries.own_texts import OWN_COPY
from kinerja.errors import DomainError
from kinerja.extensions import db

cli = AppGroup("competencies", help="The dictionaries of competencies.")


@cli.command("import")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=OWN_COPY
)
@click.option("--urusan", default="", help="Urusan of a technical dictionary.")
@click.option("--name", help="The edition's name.")
@click.option("--legal-basis", help="By what the edition is set.")
@click.option(
    "--valid-from", type=click.DateTime(["%Y-%m-%d"]), help="The day from which it holds."
)
def import_file(
    file: Path, urusan: str, name: str | None, legal_basis: str | None, valid_from: datetime | None
) -> None:
    """Take competencies, levels and indicators from FILE (CSV or XLSX); by default our own copy.

    Without options they belong to the first national edition. All, or nothing.
    """
    head = None
    if urusan or name or legal_basis or valid_from:
        if not (name and legal_basis and valid_from):
            raise click.UsageError(
                _("Sebutkan --name, --legal-basis, dan --valid-from bersama-sama.")
            )
        head = services.Head(name, spelled(urusan), legal_basis, valid_from.date())
    try:
        count = services.import_dictionary(file, head=head)
    except DomainError as error:
        click.echo(error.message, err=True)
        click.echo(_("Tidak ada yang diimpor."), err=True)
        sys.exit(1)
    db.session.commit()
    click.echo(
        _(
            "Tingkat kompetensi: %(new)s baru, %(changed)s berubah, %(same)s tetap.",
            new=count.new,
            changed=count.changed,
            same=count.same,
        )
    )


@cli.command("rebuild")
def rebuild_levels() -> None:
    """Draw everybody's present levels anew from the records, and count all units anew."""
    count = services.rebuild()
    db.session.commit()
    click.echo(_("Tingkat saat ini dihitung ulang: %(count)s.", count=count))
