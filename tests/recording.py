"""Competency records that tests add without asking the services."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Competency, Present, Record
from kinerja.competency.rules import RecordKind
from kinerja.competency.services.records import refresh
from kinerja.extensions import db
from kinerja.permissions import Role, Viewer


def recorded(
    app: Flask,
    person: int,
    kind: RecordKind,
    level: int,
    *,
    code: str = "KOM",
    ago: int = 30,
    left: int | None = 300,
    **facts: object,
) -> int:
    """A record made so many days ago that ends in so many; the summary follows."""
    with app.app_context():
        today = clock.today()
        competency = db.session.scalars(select(Competency.id).where(Competency.code == code)).one()
        record = Record(
            employee_id=person,
            competency_id=competency,
            kind=kind,
            level=level,
            on=today - timedelta(days=ago),
            valid_until=None if left is None else today + timedelta(days=left),
            created_at=clock.now(),
            **facts,
        )
        db.session.add(record)
        refresh([person])
        db.session.commit()
        return record.id


def keeper(person: int, unit: int) -> Viewer:
    """Somebody who keeps records in the unit."""
    return Viewer(person, 0, unit, grants=((Role.HR, frozenset({unit})),))


def summary() -> set[tuple[int, int, int, str, int, date, date | None]]:
    """Everybody's present levels; ask inside of a context."""
    columns = (Present.employee_id, Present.competency_id, Present.level, Present.kind)
    more = (Present.record_id, Present.on, Present.valid_until)
    return {tuple(row) for row in db.session.execute(select(*columns, *more))}


def level_now(app: Flask, person: int, code: str = "KOM") -> tuple[int, str] | None:
    """The person's present level in the competency, and its kind."""
    with app.app_context():
        row = db.session.execute(
            select(Present.level, Present.kind)
            .join(Competency, Competency.id == Present.competency_id)
            .where(Present.employee_id == person, Competency.code == code)
        ).one_or_none()
        return (row.level, row.kind.value) if row else None
