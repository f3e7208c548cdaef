"""What lists read of people and units is what the histories say of the day, whatever the day."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import Employee, Posting, StandingPeriod, Unit
from kinerja.people.queries import held_on
from kinerja.people.rules import LineKind, Standing
from tests import factories
from tests.agencies import BEFORE, DAY, LATER, Agency, agencies, load
from tests.factories import Counting

ON = date(2026, 6, 15)
A_DAY = timedelta(days=1)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(agency=agencies())
def test_settled_rows_are_what_the_histories_say_of_any_day(app: Flask, agency: Agency) -> None:
    with app.app_context():
        load(agency)
        for day in (DAY, LATER, DAY + A_DAY, BEFORE, DAY - A_DAY):
            services.settle(on=day)
            assert_settled(day)
            assert services.settle(on=day) == 0


def assert_settled(day: date) -> None:
    whole = queries.structure(on=day)
    places = {
        row.employee_id: row
        for row in db.session.scalars(select(Posting).where(held_on(Posting, day)))
    }
    away = {
        row.employee_id: row.standing
        for row in db.session.scalars(select(StandingPeriod).where(held_on(StandingPeriod, day)))
    }
    for person in db.session.scalars(select(Employee)):
        line = whole.line(person.id, LineKind.SUPERVISOR)
        assert person.supervisor_id == (line and line.superior_id)
        assert person.standing == away.get(person.id, Standing.ACTIVE)
        if person.id in places:
            assert person.unit_id == places[person.id].unit_id
            assert person.position_id == places[person.id].position_id


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(agency=agencies())
def test_settled_one_by_one_people_are_as_settled_together(app: Flask, agency: Agency) -> None:
    with app.app_context():
        load(agency)
        for person in agency.person_ids:
            services.settle_people([person], on=DAY)
        assert_settled(DAY)
        assert services.settle(on=DAY) == 0


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(agency=agencies())
def test_after_a_change_of_one_person_nothing_is_left_to_settle(app: Flask, agency: Agency) -> None:
    with app.app_context():
        load(agency)
        services.settle(on=DAY)
        person = agency.person_ids[-1]
        db.session.execute(db.delete(StandingPeriod).where(StandingPeriod.employee_id == person))
        db.session.add(
            StandingPeriod(employee_id=person, standing=Standing.RETIRED, valid_from=DAY)
        )
        services.settle_one(person, on=DAY)
        assert services.settle(on=DAY) == 0
        db.session.rollback()


def test_the_night_brings_what_was_decided_before(app: Flask) -> None:
    unit, next_unit = factories.unit(app), factories.unit(app)
    job = factories.position(app)
    person = factories.employee(app, unit_id=unit, position_id=job)
    with app.app_context():
        services.histories.begin(
            Posting, {"employee_id": person}, valid_from=ON, unit_id=next_unit, position_id=job
        )
        db.session.commit()
        for day, where in ((ON - A_DAY, unit), (ON, next_unit), (ON - A_DAY, unit)):
            services.settle(on=day)
            assert db.session.get_one(Employee, person).unit_id == where


def test_only_rows_that_differ_are_written(app: Flask, count_queries: Counting) -> None:
    unit = factories.unit(app)
    people = factories.employees(app, 40, unit_id=unit, position_id=factories.position(app))
    factories.settle(app, ON)
    factories.standing(app, people[3], Standing.STUDY_LEAVE, valid_from=ON)
    with app.app_context(), count_queries() as statements:
        assert services.settle(on=ON) == 1
        assert services.settle(on=ON) == 0
    assert len([text for text in statements if text.startswith("UPDATE")]) == 1


@pytest.mark.parametrize("people", [30, 300, 3000])
def test_settling_takes_ten_queries_at_most(
    app: Flask, count_queries: Counting, people: int
) -> None:
    unit = factories.unit(app)
    head = factories.employee(
        app, unit_id=unit, position_id=factories.position(app, leads_unit=True)
    )
    factories.employees(app, people, unit_id=unit, position_id=factories.position(app))
    with app.app_context():
        db.session.execute(db.update(Unit).values(name="Nama lama"))
        with count_queries() as statements:
            assert services.settle(on=ON) == people + 1
        assert len(statements) <= 10
        led = db.session.scalars(select(Employee.id).where(Employee.supervisor_id == head))
        assert len(list(led)) == people
