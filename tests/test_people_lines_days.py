"""Who led whom on any day: random agencies, and the same answer however it is asked."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings

from kinerja.people import queries
from kinerja.people.rules import (
    Line,
    LineKind,
    LineSource,
    Standing,
    circles,
)
from tests import factories
from tests.agencies import DAY, Agency, agencies, load
from tests.factories import Counting

ON = date(2026, 6, 15)
LONG_AGO = date(2015, 1, 1)
SUPERVISOR, RATER, RATER_SUPERIOR = LineKind
SET, DERIVED, ACTING, FOLLOWED = LineSource


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(agency=agencies())
def test_asked_for_some_the_lines_are_those_of_the_whole(app: Flask, agency: Agency) -> None:
    with app.app_context():
        load(agency)
        whole = queries.structure(on=DAY)
        for person in agency.person_ids:
            part = queries.structure(on=DAY, employee_ids=[person])
            for kind in LineKind:
                assert part.line(person, kind) == whole.line(person, kind)
                line = whole.line(person, kind)
                if line:
                    assert part.line(line.superior_id, kind) == whole.line(line.superior_id, kind)
            assert queries.circles_on(DAY, employee_ids=[person]) == circles(
                whole.above(SUPERVISOR)
            ) | circles(whole.above(RATER))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(agency=agencies())
def test_no_line_leads_to_oneself_or_to_who_has_left(app: Flask, agency: Agency) -> None:
    with app.app_context():
        load(agency)
        whole = queries.structure(on=DAY)
        led = {person: queries.led_by(person, on=DAY) for person in agency.person_ids}
        for person in agency.person_ids:
            for kind in LineKind:
                line = whole.line(person, kind)
                assert line is None or line.superior_id != person
                assert line is None or line.superior_id not in whole.gone
            line = whole.line(person, SUPERVISOR)
            for other, below in led.items():
                assert (person in below) == (line is not None and line.superior_id == other)


def test_any_day_can_be_asked(app: Flask) -> None:
    unit = factories.unit(app)
    first, second, person = (factories.employee(app, unit_id=unit) for _index in range(3))
    changed = date(2026, 3, 1)
    factories.line(app, person, first, valid_to=changed - timedelta(days=1))
    factories.line(app, person, second, valid_from=changed)
    with app.app_context():
        for when, superior in (
            (LONG_AGO - timedelta(days=1), None),
            (LONG_AGO, first),
            (changed - timedelta(days=1), first),
            (changed, second),
            (date(2099, 1, 1), second),
        ):
            line = queries.lines_of(person, on=when).get(SUPERVISOR)
            assert (line and line.superior_id) == superior, when
            assert queries.led_by(second, on=when) == ([person] if superior == second else [])


def test_a_moved_unit_is_led_by_whoever_stood_above_it_then(app: Flask) -> None:
    chief = factories.position(app, leads_unit=True)
    upper, other = factories.unit(app), factories.unit(app)
    one = factories.employee(app, unit_id=upper, position_id=chief)
    two = factories.employee(app, unit_id=other, position_id=chief)
    unit = factories.unit(app, parent=upper)
    person = factories.employee(app, unit_id=unit)
    with app.app_context():
        assert queries.lines_of(person, on=ON)[SUPERVISOR] == Line(one, DERIVED, upper)
        from kinerja.extensions import db
        from kinerja.people.models import UnitVersion
        from kinerja.people.services import histories

        histories.begin(UnitVersion, {"unit_id": unit}, valid_from=ON, name="X", parent_id=other)
        db.session.commit()
        assert queries.lines_of(person, on=ON)[SUPERVISOR].superior_id == two
        assert queries.lines_of(person, on=ON - timedelta(days=1))[SUPERVISOR].superior_id == one


@pytest.mark.parametrize("people", [30, 300, 3000])
def test_the_number_of_queries_does_not_depend_on_the_people(
    app: Flask, count_queries: Counting, people: int
) -> None:
    unit, job = factories.unit(app), factories.position(app)
    boss = factories.employee(app, unit_id=unit)
    staff = factories.employees(app, people, unit_id=unit, position_id=job, supervisor_id=boss)
    with app.app_context():
        for ask, most in (
            (lambda: queries.structure(on=ON), 5),
            (lambda: queries.lines_of(staff[-1], on=ON), 5),
            (lambda: queries.superiors_on(ON, staff[:50]), 8),
            (lambda: queries.led_by(boss, on=ON), 11),
        ):
            with count_queries() as statements:
                ask()
            assert len(statements) <= most, statements
        assert queries.led_by(boss, on=ON) == staff[1:]


def test_standing_active_written_as_a_row_is_no_absence(app: Flask) -> None:
    unit = factories.unit(app)
    head = factories.employee(
        app, unit_id=unit, position_id=factories.position(app, leads_unit=True)
    )
    person = factories.employee(app, unit_id=unit)
    factories.standing(app, head, Standing.ACTIVE)
    with app.app_context():
        assert queries.lines_of(person, on=ON)[SUPERVISOR].superior_id == head
