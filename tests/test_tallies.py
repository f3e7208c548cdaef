"""How many people stand where: always what follows from the rows, whatever has changed them."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from kinerja import clock
from kinerja.competency import services
from kinerja.competency.models import JobStandard, Record, Tally, TallySum
from kinerja.competency.queries.tallies import COLUMNS, SUMS, standings, strayed_units
from kinerja.competency.rules import Need, RecordKind
from kinerja.competency.services.job_standards import add_job_standard
from kinerja.competency.services.tallies import rebuild_tallies, refresh_units, settle_tallies
from kinerja.extensions import db
from kinerja.people.models import Employee, Position
from kinerja.people.rules import EmployeeKind, JobLevel, Standing
from kinerja.people.services import add_employee, change_position, move_employee
from kinerja.people.services.standings import change_standing
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.factories import Counting


def kept(model: Any, columns: tuple[str, ...]) -> set[tuple[int, ...]]:
    """The summary's rows; ask inside of a context."""
    return {tuple(row) for row in db.session.execute(select(*(getattr(model, c) for c in columns)))}


def summaries() -> tuple[set[tuple[int, ...]], set[tuple[int, ...]]]:
    """Both summaries."""
    return kept(Tally, COLUMNS), kept(TallySum, SUMS)


class Walk:
    """Steps of a random walk, each by a service. Inside of a context."""

    def __init__(self, app: Flask, seed: int) -> None:
        self.random, self.days = Random(seed), 0
        codes = factories.dictionary(app)
        self.units = [factories.unit(app) for _turn in range(3)]
        self.jobs = [factories.position(app, JobLevel.PELAKSANA) for _turn in range(3)]
        for unit in self.units * 2:
            factories.employee(app, unit_id=unit, position_id=self.random.choice(self.jobs))
        scope = frozenset(self.units)
        self.by = Viewer(factories.employee(app), 0, self.units[0], grants=((Role.HR, scope),))
        self.competencies = list(codes.values())[:3]

    def step(self) -> None:
        """Any one of the changes."""
        steps = (
            *(self.assess, self.assess, self.void, self.move, self.leave, self.employ),
            *(self.default, self.standard, self.reclass),
        )
        self.random.choice(steps)()

    def somebody(self) -> Employee:
        """One of those who work."""
        people = select(Employee).where(Employee.unit_id.in_(self.units), Employee.is_active)
        return self.random.choice(db.session.scalars(people.order_by(Employee.id)).all())

    def assess(self) -> None:
        services.add_record(
            self.somebody(),
            competency_id=self.random.choice(self.competencies),
            kind=self.random.choice((RecordKind.ASSESSOR, RecordKind.PRIOR)),
            level=self.random.randint(1, 5),
            on=clock.today() - timedelta(days=self.random.randrange(200)),
            by=self.by,
        )

    def void(self) -> None:
        rows = db.session.scalars(select(Record).where(Record.voided_at.is_(None))).all()
        if rows:
            services.void_record(self.random.choice(rows), reason="Keliru", by=self.by)

    def move(self) -> None:
        person = self.somebody()
        self.days += 1
        move_employee(
            person,
            unit_id=self.random.choice([one for one in self.units if one != person.unit_id]),
            position_id=self.random.choice(self.jobs),
            valid_from=clock.today() - timedelta(days=400 - self.days),
            decree="Keputusan uji",
            keeps_superiors=False,
            by=self.by,
        )

    def leave(self) -> None:
        working = select(func.count()).where(
            Employee.unit_id.in_(self.units), Employee.standing == Standing.ACTIVE
        )
        if (db.session.scalar(working) or 0) > 3:
            change_standing(
                self.somebody(),
                standing=self.random.choice((Standing.RETIRED, Standing.STUDY_LEAVE)),
                valid_from=clock.today(),
                valid_to=None,
                decree="Keputusan uji",
                by=self.by,
            )

    def employ(self) -> None:
        add_employee(
            nip=factories.nip(appointed="202001"),
            kind=EmployeeKind.PNS,
            name="Orang Baru",
            unit_id=self.random.choice(self.units),
            position_id=self.random.choice(self.jobs),
            valid_from=clock.today() - timedelta(days=600),
            by=self.by,
        )

    def default(self) -> None:
        levels = {self.random.choice(self.competencies): self.random.choice((None, 1, 2, 4))}
        services.set_standards(JobLevel.PELAKSANA, levels=levels, by=self.by)

    def standard(self) -> None:
        """An edition that holds at once where none does, else a coming one."""
        job = db.session.get_one(Position, self.random.choice(self.jobs))
        has = db.session.scalar(select(func.count()).where(JobStandard.position_id == job.id))
        self.days += 1
        day = clock.today() + timedelta(days=self.days if has else 0)
        needs = {self.random.choice(self.competencies): Need(self.random.randint(1, 5))}
        add_job_standard(
            job, valid_from=day, needs=needs, requirements=[], decree="Uji", by=self.by
        )

    def reclass(self) -> None:
        job = db.session.get_one(Position, self.random.choice(self.jobs))
        change_position(
            job,
            title=job.title,
            code=job.code,
            job_level=self.random.choice((JobLevel.PELAKSANA, JobLevel.AHLI_MUDA)),
            leads_unit=job.leads_unit,
            is_active=True,
            by=self.by,
        )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_walk_of_changes_the_kept_tallies_equal_the_rebuilt(
    app: Flask, seed: int
) -> None:
    walk = Walk(app, seed)
    with app.app_context():
        rebuild_tallies()
        for _turn in range(40):
            walk.step()
            assert strayed_units(on=clock.today()) == []
        found = summaries()
        assert found[0]
        rebuild_tallies()
        assert summaries() == found


def test_an_edition_and_a_standard_that_begin_are_settled_by_the_daily_job(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = factories.dictionary(app)
    unit, job = factories.unit(app), factories.position(app, JobLevel.PELAKSANA)
    factories.employee(app, unit_id=unit, position_id=job)
    with app.app_context():
        refresh_units([unit])
        later = clock.today() + timedelta(days=30)
        db.session.commit()
    factories.job_standard(app, job, {codes["KOM"]: Need(4, relevance=3)}, on=later)
    with app.app_context():
        assert strayed_units(on=clock.today()) == []
        monkeypatch.setattr(clock, "today", lambda: later)
        assert settle_tallies() == 1
        assert settle_tallies() == 0
        rows = [(row.competency_id, row.required, row.relevance) for row in standings([unit])]
        assert rows == [(codes["KOM"], 4, 3)]


def test_a_dictionary_that_begins_takes_the_place_of_the_former(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = date(2026, 6, 1)
    monkeypatch.setattr(clock, "today", lambda: today)
    old = factories.technical(app, "Arsip Uji", ["LAMA"])["LAMA"]
    unit, job = factories.unit(app), factories.position(app, JobLevel.PELAKSANA)
    factories.employee(app, unit_id=unit, position_id=job)
    factories.job_standard(app, job, {old: 3}, on=date(2026, 1, 1))
    new = factories.technical(app, "Arsip Uji", ["BARU"], on=date(2026, 7, 1))["BARU"]
    factories.succeed(app, {old: new})
    with app.app_context():
        settle_tallies()
        assert {row.competency_id for row in standings([unit])} == {old}
        monkeypatch.setattr(clock, "today", lambda: date(2026, 7, 1))
        settle_tallies()
        assert {row.competency_id for row in standings([unit])} == {new}


@pytest.mark.parametrize("people", [2, 40])
def test_many_people_are_counted_by_as_many_statements_as_a_few(
    app: Flask, count_queries: Counting, people: int
) -> None:
    factories.dictionary(app)
    unit = factories.unit(app)
    factories.employees(app, people, unit_id=unit, position_id=factories.position(app))
    with app.app_context(), count_queries() as statements:
        refresh_units([unit])
    assert len(statements) == 5
