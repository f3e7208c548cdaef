"""`flask employees …`: staff data from the server's command line."""

import json
from datetime import date, datetime
from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import format_date
from flask_babel import gettext as _

from kinerja import clock
from kinerja.people import queries
from kinerja.people.commands.accounts import person_with
from kinerja.people.models import Employee
from kinerja.people.queries import Day, Superior
from kinerja.people.rules import LineKind, Standing

cli = AppGroup("employees", help="Data pegawai.")


@cli.command("line")
@click.argument("nip")
@click.option(
    "--on", "asked", type=click.DateTime(["%Y-%m-%d"]), help="Tanggal, contoh 2026-11-21."
)
@click.option("--json", "as_json", is_flag=True, help="Keluarkan sebagai JSON.")
def line(*, nip: str, asked: datetime | None, as_json: bool) -> None:
    """Siapa memimpin pegawai ini, dan siapa yang ia pimpin, pada suatu tanggal."""
    person = person_with(nip)
    on = asked.date() if asked else clock.today()
    found = queries.day_of(person.id, on=on, most_led=None)
    if as_json:
        click.echo(json.dumps(facts(person, found, on), ensure_ascii=False, indent=2))
        return
    for sentence in sentences(person, found, on):
        click.echo(sentence)


def facts(person: Employee, found: Day, on: date) -> dict[str, Any]:
    """The day as JSON values."""
    standing = found.standing.standing if found.standing else Standing.ACTIVE
    return {
        "nip": person.nip,
        "name": person.full_name,
        "on": on.isoformat(),
        "unit": found.unit or None,
        "position": found.posting.position.title if found.posting else None,
        "standing": standing.value,
        "lines": {kind.value: line_facts(found.superiors[kind]) for kind in LineKind},
        "led": [{"nip": one.nip, "name": one.full_name} for one in found.led],
    }


def line_facts(superior: Superior) -> dict[str, Any] | None:
    """One superior as JSON values; `since` and `reason` only where it was set."""
    if superior.person is None or superior.source is None:
        return None
    entry = superior.entry
    return {
        "nip": superior.person.nip,
        "name": superior.person.full_name,
        "source": superior.source.value,
        "unit": superior.unit or None,
        "since": entry.valid_from.isoformat() if entry else None,
        "reason": entry.reason if entry else None,
    }


def sentences(person: Employee, found: Day, on: date) -> list[str]:
    """The day in words."""
    day = format_date(on, "long")
    said = [
        _("%(name)s, NIP %(nip)s, pada %(day)s", name=person.full_name, nip=person.nip, day=day)
    ]
    if found.posting is None:
        return [*said, _("Pada tanggal itu belum tercatat penempatannya.")]
    said.append(_("%(title)s di %(unit)s", title=found.posting.position.title, unit=found.unit))
    if found.standing:
        said.append(str(found.standing.standing.label))
    said += [line_words(superior) for superior in found.superiors.values()]
    names = ", ".join(one.full_name for one in found.led) or _("tidak ada")
    return [*said, _("Bawahan langsung (%(num)s): %(names)s", num=found.led_count, names=names)]


def line_words(superior: Superior) -> str:
    """One superior in words."""
    if superior.person is None or superior.source is None:
        return f"{superior.kind.label}: {_('belum ada')}"
    name, source = superior.person.full_name, superior.source.label
    return f"{superior.kind.label}: {name} ({source})"
