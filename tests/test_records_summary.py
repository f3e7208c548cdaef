"""The summary is always what follows from the records, however they came and went."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from kinerja import clock
from kinerja.competency import services
from kinerja.competency.models import Competency, Record
from kinerja.competency.queries.present import ranks, strayed
from kinerja.competency.rules import RecordKind, present
from kinerja.competency.services.records import refresh, settle_levels
from kinerja.extensions import db
from kinerja.people.models import Employee
from tests import factories
from tests.factories import Counting
from tests.recording import keeper, summary

KINDS = list(RecordKind)
PEOPLE = 6


def row(random: Random, person: int, competency: int, today: date) -> dict[str, Any]:
    """A record as it may come: of any kind, old or new, for ever or expired."""
    on = today - timedelta(days=random.randrange(0, 900))
    ends = on + timedelta(days=random.randrange(1, 1200))
    return {
        "employee_id": person,
        "competency_id": competency,
        "kind": random.choice(KINDS),
        "level": random.randint(1, 5),
        "on": on,
        "valid_until": random.choice((None, ends, ends, ends)),
        "created_at": clock.now(),
    }


def expected(on: date) -> Iterator[tuple[Any, ...]]:
    """The summary as the pure rule makes it, person by person."""
    competencies = db.session.scalars(select(Competency)).all()
    records = db.session.scalars(select(Record)).all()
    after = {one.id: one.successor_id for one in competencies}
    for person in {record.employee_id for record in records}:
        for competency in competencies:
            theirs = [
                record
                for record in records
                if record.employee_id == person
                and competency.id in line(record.competency_id, after)
            ]
            found = present(theirs, ranks(on=on), on)
            if found:
                yield (
                    *(person, competency.id, found.level, found.kind),
                    *(found.id, found.on, found.valid_until),
                )


def line(competency: int, after: dict[int, int | None]) -> list[int]:
    """The competency and what came after it."""
    found = [competency]
    while (following := after[found[-1]]) is not None:
        found.append(following)
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_added_and_voided_the_summary_equals_the_rebuilt_one_and_the_rule(
    app: Flask, seed: int
) -> None:
    random = Random(seed)
    codes = factories.dictionary(app)
    unit = factories.unit(app)
    staff = [factories.employee(app, unit_id=unit) for _turn in range(PEOPLE)]
    keeping = keeper(factories.employee(app, unit_id=unit), unit)
    with app.app_context():
        today = clock.today()
        old, middle, new = (db.session.get_one(Competency, codes[c]) for c in ("KOM", "MP", "PK"))
        old.successor_id, middle.successor_id = middle.id, new.id
        wanted = [*list(codes.values())[:5], old.id, middle.id, new.id]
        for _turn in range(12):
            person = random.choice(staff)
            rows = [row(random, person, random.choice(wanted), today) for _each in range(4)]
            db.session.execute(insert(Record), rows)
            refresh([person])
            standing = select(Record).where(Record.voided_at.is_(None))
            record = random.choice(db.session.scalars(standing.order_by(Record.id)).all())
            services.void_record(record, reason="Keliru", by=keeping)
            kept = db.session.get_one(Employee, random.choice(staff))
            services.add_record(
                kept,
                competency_id=random.choice(wanted),
                kind=random.choice((RecordKind.ASSESSOR, RecordKind.TRAINING, RecordKind.PRIOR)),
                level=random.randint(1, 5),
                on=today - timedelta(days=random.randrange(900)),
                by=keeping,
            )
        db.session.commit()
        kept_up = summary()
        assert kept_up == set(expected(today))
        assert strayed(on=today) == []
        assert services.rebuild() == len(kept_up)
        assert summary() == kept_up


def test_a_later_day_strays_and_the_job_settles_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    random, codes = Random(7), factories.dictionary(app)
    unit = factories.unit(app)
    staff = [factories.employee(app, unit_id=unit) for _turn in range(PEOPLE)]
    with app.app_context():
        today = clock.today()
        rows = [row(random, who, one, today) for who in staff for one in codes.values()]
        db.session.execute(insert(Record), rows * 3)
        refresh(staff)
        db.session.commit()
        later = today + timedelta(days=200)
        gone = strayed(on=later)
        assert gone
        monkeypatch.setattr(clock, "today", lambda: later)
        assert settle_levels() == len(gone)
        assert summary() == set(expected(later))


@pytest.mark.parametrize("people", [3, 60])
def test_many_people_need_as_many_statements_as_a_few(
    app: Flask, count_queries: Counting, people: int
) -> None:
    random, codes = Random(people), factories.dictionary(app)
    unit = factories.unit(app)
    staff = factories.employees(app, people, unit_id=unit, position_id=factories.position(app))
    with app.app_context():
        today = clock.today()
        rows = [row(random, who, one, today) for who in staff for one in codes.values()]
        db.session.execute(insert(Record), rows)
        ranks(on=today)
        with count_queries() as statements:
            refresh(staff)
            services.rebuild()
        assert len(statements) == 18
