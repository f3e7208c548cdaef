"""Forgetting what is due, class by class and in batches: daily, and by `flask retention run`."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

import click
from flask.cli import AppGroup
from sqlalchemy import func, or_, select, update

from kinerja import audit, clock
from kinerja.database import insert_new
from kinerja.extensions import db
from kinerja.home.queries.retention import DUTIES, due_rows, report
from kinerja.people.models import RetentionRun
from kinerja.people.queries import held_people
from kinerja.personal import Duty, Rows

cli = AppGroup("retention", help="Masa simpan data.")
BATCH = 200  # in one transaction, so that nobody waits long to write


class StuckError(RuntimeError):
    """A batch was forgotten and is still due: the class would never end."""


@dataclass(frozen=True)
class Outcome:
    """What a run did with one class."""

    key: str
    forgotten: int
    held: int


def run(*, now: datetime | None = None, by: int | None = None) -> list[Outcome]:
    """Forget what is due in every class but what is held; commits batch by batch.

    Running it again finds nothing left. What the application never forgets is left out.

    :raises StuckError: a class does not get smaller.
    """
    moment = now or clock.now()
    return [forget(duty, now=moment, by=by) for duty in DUTIES if duty.forget]


def apply_retention() -> None:
    """The job of each day."""
    run()


def forget(duty: Duty, *, now: datetime, by: int | None = None) -> Outcome:
    """Forget what is due in the class, and note how much it was."""
    due, forgotten, before = due_rows(duty, now=now).subquery(), 0, set[Any]()
    free = _free(due, now)
    while ids := db.session.scalars(free.limit(BATCH)).all():
        if before.intersection(ids):
            raise StuckError(duty.key)
        cast(Any, duty.forget)(ids)
        forgotten, before = forgotten + len(ids), set(ids)
        db.session.commit()
    held = db.session.scalar(select(func.count()).select_from(due)) or 0
    _note(Outcome(duty.key, forgotten, held), now=now, by=by)
    return Outcome(duty.key, forgotten, held)


def _free(due: Any, now: datetime) -> Rows:
    """Ids of what is due and not held."""
    held = held_people(on=clock.local(now).date())
    return select(due.c.id).where(or_(due.c.employee_id.is_(None), due.c.employee_id.not_in(held)))


def _note(outcome: Outcome, *, now: datetime, by: int | None) -> None:
    facts = {"at": now, "forgotten": outcome.forgotten, "held": outcome.held}
    if not insert_new(RetentionRun, key=outcome.key, **facts):
        own = update(RetentionRun).where(RetentionRun.key == outcome.key)
        db.session.execute(own.values(**facts))
    if outcome.forgotten:
        audit.record(
            "retention.applied",
            f"rulebook_rule:{outcome.key}",
            by=by,
            forgotten=outcome.forgotten,
            held=outcome.held,
        )
    db.session.commit()


@cli.command("run")
@click.option("--dry-run", is_flag=True, help="Hitung saja, jangan hapus apa pun.")
@click.option("--json", "as_json", is_flag=True, help="Cetak sebagai JSON.")
def run_retention(*, dry_run: bool, as_json: bool) -> None:
    """Hapus data yang masa simpannya lewat, kecuali yang ditahan."""
    found = would_be(now=clock.now()) if dry_run else run()
    if as_json:
        facts = {"dry_run": dry_run, "classes": [asdict(outcome) for outcome in found]}
        click.echo(json.dumps(facts, indent=1))
        return
    word = "akan dihapus" if dry_run else "dihapus"
    for outcome in found:
        click.echo(f"{outcome.key}: {outcome.forgotten} {word}, {outcome.held} ditahan")
    click.echo(f"Jumlah: {sum(outcome.forgotten for outcome in found)} {word}.")


def would_be(*, now: datetime) -> Sequence[Outcome]:
    """What a run would do, without doing it."""
    return [
        Outcome(one.duty.key, one.removable, one.held) for one in report(now=now) if one.duty.forget
    ]
