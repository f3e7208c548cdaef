"""Who read or took out what about whom in a period: what a breach report needs (P3)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from kinerja.audit import Entry
from kinerja.extensions import db
from kinerja.home.queries.trail import is_reading
from kinerja.people.models import Employee


@dataclass(frozen=True)
class Reading:
    """One act: when, by whom, what, about whom, in which request, how many rows."""

    at: datetime
    actor_id: int | None
    actor: str
    action: str
    subject: str
    about_id: int | None
    about: str
    request: str
    rows: int | None


def readings(*, since: datetime, until: datetime, actor_id: int | None = None) -> Sequence[Reading]:
    """Readings and exports of the period (its end excluded), the oldest first. One query."""
    actor, about = aliased(Employee), aliased(Employee)
    statement = (
        select(Entry, actor.name.label("actor"), about.name.label("about"))
        .outerjoin(actor, actor.id == Entry.actor_id)
        .outerjoin(about, about.id == Entry.about_id)
        .where(Entry.at >= since, Entry.at < until, is_reading())
        .order_by(Entry.seq)
    )
    if actor_id is not None:
        statement = statement.where(Entry.actor_id == actor_id)
    return [_reading(row) for row in db.session.execute(statement)]


def _reading(row: Row[*tuple[Any, ...]]) -> Reading:
    entry: Entry = row.Entry
    return Reading(
        at=entry.at,
        actor_id=entry.actor_id,
        actor=row.actor or "",
        action=entry.action,
        subject=entry.subject,
        about_id=entry.about_id,
        about=row.about or "",
        request=entry.request or "",
        rows=json.loads(entry.details).get("rows"),
    )
