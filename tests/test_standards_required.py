"""What a position asks for on a day, and what an opened cycle freezes of it."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.queries.job_standards import job_standard
from kinerja.competency.queries.required import required_levels
from kinerja.competency.rules import CycleStatus, Necessity, Need
from kinerja.competency.services.cycles import enrol
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import JobLevel
from tests import factories
from tests.factories import Counting


def asked(app: Flask, position_id: int, on: date) -> dict[int, int | None]:
    """Level by competency."""
    with app.app_context():
        rows = db.session.execute(required_levels(on, [position_id])).all()
        assert all(row.position_id == position_id for row in rows)
        assert len({row.competency_id for row in rows}) == len(rows)
        return {row.competency_id: row.level for row in rows}


def answers_of(app: Flask, employee_id: int) -> dict[int, int | None]:
    """The frozen level by competency in the person's latest assessment."""
    with app.app_context():
        rows = db.session.execute(
            select(Answer.competency_id, Answer.standard_level)
            .join(Assessment)
            .where(Assessment.employee_id == employee_id)
        )
        return dict(iter(rows))


def test_without_an_own_standard_the_job_levels_default_holds(app: Flask) -> None:
    codes = factories.dictionary(app)
    job = factories.position(app, JobLevel.AHLI_MUDA)
    assert asked(app, job, date(2026, 6, 1)) == dict.fromkeys(codes.values(), 3)


def test_an_edition_holds_from_its_day_until_the_next_and_alone(app: Flask) -> None:
    codes = factories.dictionary(app)
    job = factories.position(app, JobLevel.AHLI_MUDA)
    factories.job_standard(app, job, {codes["INT"]: 4, codes["KOM"]: 2}, on=date(2024, 1, 1))
    factories.job_standard(app, job, {codes["INT"]: 5}, on=date(2026, 3, 1))
    other = factories.position(app, JobLevel.AHLI_MUDA)
    assert asked(app, job, date(2023, 12, 31)) == dict.fromkeys(codes.values(), 3)
    assert asked(app, job, date(2024, 1, 1)) == {codes["INT"]: 4, codes["KOM"]: 2}
    assert asked(app, job, date(2026, 2, 28)) == {codes["INT"]: 4, codes["KOM"]: 2}
    assert asked(app, job, date(2026, 3, 1)) == {codes["INT"]: 5}
    assert asked(app, other, date(2026, 3, 1)) == dict.fromkeys(codes.values(), 3)
    with app.app_context():
        held = job_standard(job, date(2026, 2, 28))
        assert held is not None
        assert held.valid_from == date(2024, 1, 1)
        assert [item.competency.code for item in held.ordered] == ["INT", "KOM"]
        assert job_standard(job, date(2023, 1, 1)) is None


def test_relevance_and_necessity_come_along(app: Flask) -> None:
    codes = factories.dictionary(app)
    job = factories.position(app)
    need = Need(2, 4, 3, Necessity.ABSOLUTE)
    made = factories.job_standard(app, job, {codes["PP"]: need}, on=date(2025, 1, 1))
    with app.app_context():
        (row,) = db.session.execute(required_levels(date(2026, 1, 1), [job])).all()
        assert tuple(row) == (job, codes["PP"], 2, 4, 3, "mutlak", made)


def test_technical_competencies_are_asked_where_an_edition_names_them(app: Flask) -> None:
    factories.dictionary(app)
    technical = factories.technical(app, "Kearsipan", ["ARS1", "ARS2"])
    named, plain = factories.position(app), factories.position(app)
    factories.job_standard(app, named, {technical["ARS1"]: 3}, on=date(2025, 1, 1))
    archivist = factories.employee(app, position_id=named)
    clerk = factories.employee(app, position_id=plain)
    factories.open_cycle(app)
    assert answers_of(app, archivist) == {technical["ARS1"]: 3}
    assert not set(answers_of(app, clerk)) & set(technical.values())
    assert len(answers_of(app, clerk)) == 9


def test_where_a_later_dictionary_holds_the_successor_is_asked(app: Flask) -> None:
    factories.dictionary(app)
    old = factories.technical(app, "Kearsipan", ["ARS1", "ARS2"], on=date(2020, 1, 1))
    new = factories.technical(app, "Kearsipan", ["ARS1"], on=date(2025, 1, 1))
    factories.succeed(app, {old["ARS1"]: new["ARS1"], old["ARS2"]: new["ARS1"]})
    job = factories.position(app)
    factories.job_standard(app, job, {old["ARS1"]: 2, old["ARS2"]: 4}, on=date(2021, 1, 1))
    assert asked(app, job, date(2024, 12, 31)) == {old["ARS1"]: 2, old["ARS2"]: 4}
    assert asked(app, job, date(2025, 1, 1)) == {new["ARS1"]: 4}  # two became one: the higher


def test_opening_freezes_the_standard_of_that_day(app: Flask) -> None:
    codes = factories.dictionary(app)
    job = factories.position(app, JobLevel.AHLI_MUDA)
    person = factories.employee(app, position_id=job)
    with app.app_context():
        today = clock.today()
    factories.job_standard(app, job, {codes["INT"]: 4}, on=today - timedelta(days=9))
    factories.job_standard(app, job, {codes["INT"]: 5}, on=today + timedelta(days=1))
    factories.open_cycle(app)
    assert answers_of(app, person) == {codes["INT"]: 4}
    with app.app_context():
        row = db.session.scalar(select(Assessment).where(Assessment.employee_id == person))
        assert row is not None
        assert row.position_id == job


def test_enrolling_takes_two_statements_for_any_number_of_positions(
    app: Flask, count_queries: Counting
) -> None:
    codes = factories.dictionary(app)
    unit = factories.unit(app)
    for number in range(300):
        job = factories.position(app, JobLevel.AHLI_MUDA)
        factories.employee(app, position_id=job, unit_id=unit)
        if number % 3 == 0:
            factories.job_standard(app, job, {codes["INT"]: 4}, on=date(2025, 1, 1))
    with app.app_context():
        cycle = Cycle(
            name="Siklus besar",
            starts_on=clock.today(),
            self_due_on=clock.today(),
            verify_due_on=clock.today(),
            status=CycleStatus.OPEN,
        )
        db.session.add(cycle)
        db.session.flush()
        with count_queries() as statements:
            enrol(cycle, Employee.is_active)
        assert sum(line.startswith("INSERT") for line in statements) == 2
        assert len(statements) <= 4
        assert db.session.scalar(select(db.func.count(Answer.id))) == 100 * 1 + 200 * 9
