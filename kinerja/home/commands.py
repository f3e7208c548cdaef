"""`flask privacy`: what must be told within 3 × 24 hours when data got into wrong hands."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, time, timedelta
from itertools import groupby

import click
from flask.cli import AppGroup

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.home.queries import Reading, readings
from kinerja.people.queries import employee_by_nip

cli = AppGroup("privacy", help="Pelindungan data pribadi.")
DAY = click.DateTime(["%Y-%m-%d"])


@cli.command("breach")
@click.option("--from", "first", type=DAY, required=True, help="Hari pertama, YYYY-MM-DD.")
@click.option("--to", "last", type=DAY, required=True, help="Hari terakhir, YYYY-MM-DD.")
@click.option("--actor", "nip", help="Hanya yang dibaca pegawai dengan NIP ini.")
@click.option("--json", "as_json", is_flag=True, help="Cetak sebagai JSON.")
def report_breach(*, first: datetime, last: datetime, nip: str | None, as_json: bool) -> None:
    """Siapa membaca atau mengunduh data siapa, dan kapan (UU 27/2022 Pasal 46)."""
    actor = employee_by_nip(nip) if nip else None
    if nip and actor is None:
        click.echo(f"Tidak ada pegawai dengan NIP {nip}. Periksa lagi 18 digitnya.", err=True)
        sys.exit(1)
    if last < first:
        click.echo("Hari terakhir lebih awal daripada hari pertama. Tukar keduanya.", err=True)
        sys.exit(1)
    found = readings(
        since=start_of(first),
        until=start_of(last + timedelta(days=1)),
        actor_id=actor.id if actor else None,
    )
    audit.record("audit.exported", "audit_entry", by=None, rows=len(found))
    db.session.commit()
    click.echo(as_json_text(found) if as_json else as_text(found))


def start_of(day: datetime) -> datetime:
    """The day's first moment on the agency's clocks."""
    return datetime.combine(day.date(), time.min, tzinfo=clock.zone())


def as_json_text(found: Sequence[Reading]) -> str:
    """The readings with how many people they are about, as JSON."""
    facts = {
        "readings": [asdict(one) | {"at": local_text(one)} for one in found],
        "people": len(affected(found)),
    }
    return json.dumps(facts, ensure_ascii=False, indent=1)


def as_text(found: Sequence[Reading]) -> str:
    """The readings by who did them, one line each."""
    lines = []
    by_actor = sorted(found, key=lambda one: (one.actor, one.actor_id or 0, one.at))
    for (actor, actor_id), acts in groupby(by_actor, key=lambda one: (one.actor, one.actor_id)):
        theirs = list(acts)
        lines.append(
            f"{actor or 'Sistem'} (pegawai {actor_id or '-'}): {len(theirs)} pembacaan, "
            f"{len(affected(theirs))} orang terdampak"
        )
        lines += [f"  {line(one)}" for one in theirs]
    lines.append(f"Jumlah: {len(found)} pembacaan, {len(affected(found))} orang terdampak.")
    return "\n".join(lines)


def line(one: Reading) -> str:
    """One act: when, what, about whom, in which request."""
    about = f"{one.about} (pegawai {one.about_id})" if one.about_id else "tanpa orang tertentu"
    rows = f", {one.rows} baris" if one.rows is not None else ""
    return f"{local_text(one)}  {one.action}  {one.subject}  {about}{rows}  [{one.request or '-'}]"


def local_text(one: Reading) -> str:
    """When it was, on the agency's clocks."""
    return clock.local(one.at).isoformat(timespec="seconds")


def affected(found: Sequence[Reading]) -> set[int]:
    """Ids of the people about whom something was read by somebody else."""
    return {one.about_id for one in found if one.about_id and one.about_id != one.actor_id}
