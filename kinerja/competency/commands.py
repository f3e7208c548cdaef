"""`flask competencies …`: the dictionary from a file."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from kinerja.competency import services
from kinerja.competency.services.dictionary import OWN_COPY
from kinerja.extensions import db

cli = AppGroup("competencies", help="The dictionary of competencies.")


@cli.command("import")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=OWN_COPY
)
def import_file(file: Path) -> None:
    """Take competencies and levels from FILE (CSV); by default our own copy. All, or nothing."""
    try:
        count = services.import_dictionary(file)
    except services.DictionaryError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
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
