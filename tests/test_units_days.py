"""Any day can be asked: where somebody was, what it was called, who headed it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from kinerja import clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import ActingLeader, Posting, Unit
from kinerja.people.rules import FOREVER, ActingKind, Standing, faults, held_span
from kinerja.people.services import change_unit, close_unit, found_unit, merge_unit, settle
from tests import factories
from tests.organising import TODAY, Town, acting, change, place_on, tree_on, viewer_of
from tests.organising import town as build

LONG_AGO = factories.people.LONG_AGO
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saturday, 21 November 2026, noon in Jakarta."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 5, 0, tzinfo=UTC))


@pytest.fixture
def town(app: Flask) -> Town:
    """The agency."""
    return build(app)


def test_who_was_where_and_what_it_was_called(app: Flask, town: Town) -> None:
    renamed, moved, merged = date(2018, 3, 1), date(2020, 7, 1), date(2024, 1, 1)
    hr, east, west = town.hr, town.east, town.west
    change(app, hr, change_unit, town.north, name="Lor", parent_id=east, valid_from=renamed)
    change(app, hr, change_unit, town.north, name="Lor", parent_id=west, valid_from=moved)
    change(app, hr, merge_unit, town.north, into_id=town.south, valid_from=merged)
    change(app, hr, change_unit, town.south, name="Kidul", parent_id=east, valid_from=TODAY)
    told = []
    for day in (LONG_AGO, renamed - DAY, renamed, moved - DAY, moved, merged - DAY, merged, TODAY):
        with app.app_context():
            place = place_on(town.clerk, day)
            assert place is not None
            names = queries.UnitNames(queries.unit_spans())
            record = queries.unit_record(place[0], to=viewer_of(hr), on=day, today=TODAY)
            told.append((names.on(place[0], day), record.branch.path[-1].name))
            assert names.on(place[0], day) == record.name
    assert told == [
        ("Kelurahan Utara", "Kecamatan Timur"),
        ("Kelurahan Utara", "Kecamatan Timur"),
        ("Lor", "Kecamatan Timur"),
        ("Lor", "Kecamatan Timur"),
        ("Lor", "Kecamatan Barat"),
        ("Lor", "Kecamatan Barat"),
        ("Kelurahan Selatan", "Kecamatan Timur"),
        ("Kidul", "Kecamatan Timur"),
    ]


def test_nothing_was_before_the_first_day(app: Flask, town: Town) -> None:
    assert tree_on(app, town.hr, LONG_AGO - DAY) == {}
    assert tree_on(app, town.hr, date.min) == {}
    assert len(tree_on(app, town.hr, date.max)) == 5


def test_head_of_a_day_is_named_and_plt_marked(app: Flask, town: Town) -> None:
    with acting(app, town.hr):
        db.session.add(
            ActingLeader(
                kind=ActingKind.PLT,
                employee_id=town.other,
                unit_id=town.south,
                valid_from=date(2026, 1, 1),
                valid_to=date(2026, 6, 30),
            )
        )
    with app.app_context():
        both = [town.north, town.south]
        then = queries.unit_heads(both, on=date(2026, 3, 1))
        assert (then[town.south].name, then[town.south].is_acting) == ("Togar Uji", True)
        assert (then[town.north].name, then[town.north].is_acting) == ("Kirana Uji", False)
        assert then[town.north].title == "Lurah"
        assert set(queries.unit_heads(both, on=TODAY)) == {town.north}
        assert queries.unit_heads([], on=TODAY) == {}


def test_people_away_are_not_counted_on_those_days(app: Flask, town: Town) -> None:
    away = factories.employee(app, unit_id=town.north, standing=Standing.STUDY_LEAVE)
    assert tree_on(app, town.hr, TODAY)["Kelurahan Utara"] == ("Kecamatan Timur", 2, 2)
    with app.app_context():
        counted = queries.job_level_counts([town.north], on=TODAY)
    assert sum(people for _level, people in counted) == 2
    assert away


def test_names_outside_of_a_units_days_are_its_nearest(app: Flask, town: Town) -> None:
    change(app, town.hr, close_unit, town.west, valid_from=TODAY)
    with app.app_context():
        names = queries.UnitNames(queries.unit_spans([town.west]))
        assert names.on(town.west, LONG_AGO - DAY) == "Kecamatan Barat"
        assert names.on(town.west, TODAY) == "Kecamatan Barat"
        assert names.on(town.east, TODAY) == ""
        assert names.on(None, TODAY) == ""


def test_former_names_are_told_once_each(app: Flask, town: Town) -> None:
    for month, name in ((1, "Lor"), (2, "Kelurahan Utara"), (3, "Wetan")):
        facts = {"name": name, "parent_id": town.east, "valid_from": date(2020, month, 1)}
        change(app, town.hr, change_unit, town.north, **facts)
    with app.app_context():
        names = queries.UnitNames(queries.unit_spans())
        assert names.former(town.north, TODAY) == ["Kelurahan Utara", "Lor"]
        assert names.former(town.north, date(2020, 2, 1)) == ["Lor"]
        assert names.former(town.south, TODAY) == []


KINDS = st.sampled_from(["rename", "move", "merge", "close", "found", "withdraw"])
STEPS = st.lists(
    st.tuples(KINDS, st.integers(0, 5), st.integers(0, 5), st.integers(-400, 400)), max_size=10
)


def attempt(kind: str, units: list[int], one: int, other: int, offset: int, by: Any) -> None:
    """Try the step; what is refused leaves everything as it was."""
    unit, second = (units[number % len(units)] for number in (one, other))
    facts = {"valid_from": TODAY + offset * DAY, "reason": "uji", "by": by}
    target = db.session.get_one(Unit, unit)
    parent = target.parent_id
    if kind == "rename":
        change_unit(target, name=f"Nama {other}", parent_id=parent, **facts)
    elif kind == "move":
        change_unit(target, name=target.name, parent_id=second, **facts)
    elif kind == "merge":
        merge_unit(target, into_id=second, **facts)
    elif kind == "close":
        close_unit(target, **facts)
    elif kind == "found":
        units.append(found_unit(name=f"Baru {one}{other}", parent_id=second, **facts).id)
    else:
        services.withdraw_plan(target, by=by)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, asked=st.integers(-500, 500))
def test_whatever_is_done_history_stays_whole_and_settles_to_the_day(
    app: Flask, town: Town, steps: list[tuple[str, int, int, int]], asked: int
) -> None:
    with app.app_context():
        units = [town.east, town.west, town.north, town.south]
        for kind, one, other, offset in steps:
            by, known = viewer_of(town.hr), list(units)
            try:
                with db.session.begin_nested():
                    attempt(kind, units, one, other, offset, by)
            except DomainError:
                units = known
                db.session.expire_all()
        check_spans()
        check_people()
        for day in (TODAY + asked * DAY, TODAY):
            check_settled(day)
        db.session.rollback()


def check_spans() -> None:
    """Of one unit no two hold on a day, none is missing between them; nothing forbidden is so."""
    spans = queries.unit_spans()
    for before, after in pairwise(spans):
        if before.unit_id == after.unit_id:
            assert before.last + DAY == after.first
    assert faults(spans, since=LONG_AGO) == frozenset()


def check_people() -> None:
    """Everybody has one place on every day, in a unit that is open then."""
    spans = queries.unit_spans()
    everybody = db.session.scalar(select(func.count(func.distinct(Posting.employee_id))))
    for offset in range(-450, 451, 50):
        day = TODAY + offset * DAY
        places = db.session.execute(
            select(Posting.employee_id, Posting.unit_id).where(queries.held_on(Posting, day))
        ).all()
        assert len(places) == everybody
        assert all(held_span(spans, place.unit_id, day) for place in places)


def check_settled(day: date) -> None:
    """What lists read is what the histories say of the day."""
    settle(on=day)
    spans = queries.unit_spans()
    for unit in db.session.scalars(select(Unit)):
        held = held_span(spans, unit.id, day)
        assert unit.is_active is (held is not None)
        if held is not None:
            assert (unit.name, unit.parent_id) == (held.name, held.parent_id)
            assert unit.successor is unit
    assert settle(on=day) == 0
    assert all(span.first <= span.last <= FOREVER for span in spans)
