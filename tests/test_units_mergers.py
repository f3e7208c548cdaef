"""A unit goes into another with its people and the units under it; the plan can be taken back."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from kinerja import clock
from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import Employee, Posting, Unit, UnitVersion
from kinerja.people.services import (
    UnitRefusedError,
    change_unit,
    close_unit,
    found_unit,
    merge_unit,
    plan_merger,
    withdraw_plan,
)
from tests import factories
from tests.organising import (
    DECREE,
    LAST_YEAR,
    NEW_YEAR,
    TODAY,
    Town,
    acting,
    change,
    place_on,
    tree_on,
    viewer_of,
)
from tests.organising import town as build

YEAR_END = date(2026, 12, 31)
MIDYEAR = date(2027, 7, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saturday, 21 November 2026, noon in Jakarta."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 5, 0, tzinfo=UTC))


@pytest.fixture
def town(app: Flask) -> Town:
    """The agency."""
    return build(app)


def postings(app: Flask) -> list[tuple[int, int, date, date | None]]:
    with app.app_context():
        rows = db.session.scalars(select(Posting).order_by(Posting.employee_id, Posting.valid_from))
        return [(row.employee_id, row.unit_id, row.valid_from, row.valid_to) for row in rows]


def plan(app: Flask, town: Town, unit_id: int, into_id: int) -> list[str]:
    with app.app_context():
        unit = db.session.get_one(Unit, unit_id)
        by = viewer_of(town.hr)
        return plan_merger(
            unit, into_id=into_id, valid_from=NEW_YEAR, reason=DECREE, by=by
        ).sentences


def refused(app: Flask, town: Town, unit_id: int, into_id: int, **facts: object) -> str:
    with pytest.raises(UnitRefusedError) as caught:
        change(app, town.hr, merge_unit, unit_id, into_id=into_id, **facts)
    assert caught.value.field in ("into_id", "valid_from")
    return str(caught.value.message)


def test_people_and_units_go_along_from_the_day_on(app: Flask, town: Town) -> None:
    change(app, town.hr, merge_unit, town.east, into_id=town.west)
    change(app, town.hr, merge_unit, town.north, into_id=town.south, valid_from=MIDYEAR)
    with app.app_context():
        for day, unit in ((YEAR_END, town.north), (NEW_YEAR, town.north), (MIDYEAR, town.south)):
            assert place_on(town.clerk, day) == (unit, town.clerks)
        assert place_on(town.head, MIDYEAR) == (town.south, town.lead)
        assert db.session.get_one(Unit, town.east).merged_into_id == town.west
    assert tree_on(app, town.hr, YEAR_END)["Kelurahan Selatan"] == ("Kecamatan Timur", 1, 1)
    assert tree_on(app, town.hr, NEW_YEAR)["Kelurahan Selatan"] == ("Kecamatan Barat", 1, 1)
    assert tree_on(app, town.hr, MIDYEAR)["Kelurahan Selatan"] == ("Kecamatan Barat", 3, 3)
    assert "Kecamatan Timur" not in tree_on(app, town.hr, NEW_YEAR)


def test_merging_keeps_the_number_of_people(app: Flask, town: Town) -> None:
    for unit, into in ((town.north, town.south), (town.west, town.east)):
        change(app, town.hr, merge_unit, unit, into_id=into, valid_from=TODAY)
    for day in (LAST_YEAR, TODAY, NEW_YEAR):
        assert tree_on(app, town.hr, day)["Kota Uji"] == ("", 1, 4)
    with app.app_context():
        settled = select(func.count(Employee.id)).where(Employee.unit_id == town.south)
        assert db.session.scalar(settled) == 3


def test_merger_in_the_past_takes_effect_at_once(app: Flask, town: Town) -> None:
    change(app, town.hr, merge_unit, town.north, into_id=town.south, valid_from=LAST_YEAR)
    with app.app_context():
        assert db.session.get_one(Employee, town.clerk).unit_id == town.south
        closed = db.session.get_one(Unit, town.north)
        assert (closed.name, closed.is_active, closed.successor.id) == (
            "Kelurahan Utara", False, town.south,
        )  # fmt: skip
        version = db.session.scalars(
            select(UnitVersion).where(UnitVersion.unit_id == town.north)
        ).one()
        assert version.end_reason == DECREE
        row = db.session.scalars(
            select(Posting).where(Posting.employee_id == town.clerk, Posting.decree == DECREE)
        ).one()
        assert row.valid_from == LAST_YEAR


def test_what_was_merged_twice_belongs_to_the_last_one(app: Flask, town: Town) -> None:
    change(app, town.hr, merge_unit, town.north, into_id=town.south, valid_from=LAST_YEAR)
    change(app, town.hr, merge_unit, town.south, into_id=town.west, valid_from=TODAY)
    with app.app_context():
        for unit in (town.north, town.south):
            assert db.session.get_one(Unit, unit).successor.id == town.west
        under = set(db.session.scalars(queries.subtree(town.west)))
        assert under == {town.west, town.north, town.south}
    assert tree_on(app, town.hr, TODAY)["Kecamatan Barat"] == ("Kota Uji", 3, 3)


def test_a_known_move_elsewhere_stays(app: Flask, town: Town) -> None:
    with acting(app, town.hr) as by:
        services.move_employee(
            db.session.get_one(Employee, town.clerk),
            unit_id=town.west,
            position_id=town.clerks,
            valid_from=MIDYEAR,
            decree="SK 9",
            keeps_superiors=False,
            by=by,
        )
    before = postings(app)
    change(app, town.hr, merge_unit, town.north, into_id=town.south)
    with app.app_context():
        units = [place_on(town.clerk, day)[0] for day in (YEAR_END, NEW_YEAR, MIDYEAR)]
    assert units == [town.north, town.south, town.west]
    change(app, town.hr, withdraw_plan, town.north)
    assert postings(app) == before


def test_taking_a_merger_back_restores_everything(app: Flask, town: Town) -> None:
    before, tree = postings(app), tree_on(app, town.hr, NEW_YEAR)
    change(app, town.hr, merge_unit, town.east, into_id=town.west)
    change(app, town.hr, withdraw_plan, town.east)
    change(app, town.hr, merge_unit, town.north, into_id=town.south)
    assert postings(app) != before
    change(app, town.hr, withdraw_plan, town.north)
    assert postings(app) == before
    assert tree_on(app, town.hr, NEW_YEAR) == tree
    with app.app_context():
        assert db.session.get_one(Unit, town.north).merged_into_id is None
        version = db.session.scalars(
            select(UnitVersion).where(UnitVersion.unit_id == town.north)
        ).one()
        assert (version.valid_to, version.end_reason) == (None, None)


def test_who_got_another_position_since_then_stays_where_that_is(app: Flask, town: Town) -> None:
    change(app, town.hr, merge_unit, town.north, into_id=town.south)
    with acting(app, town.hr) as by:
        services.move_employee(
            db.session.get_one(Employee, town.head),
            unit_id=town.south,
            position_id=town.clerks,
            valid_from=NEW_YEAR,
            decree="SK 9",
            keeps_superiors=False,
            by=by,
        )
    change(app, town.hr, withdraw_plan, town.north)
    with app.app_context():
        assert place_on(town.head, NEW_YEAR) == (town.south, town.clerks)
        assert place_on(town.clerk, NEW_YEAR) == (town.north, town.clerks)


def test_taking_back_is_refused_once_something_else_is_built_on_it(app: Flask, town: Town) -> None:
    change(app, town.hr, merge_unit, town.east, into_id=town.west)
    facts = {"name": "Kelurahan Utara", "parent_id": town.root}
    change(app, town.hr, change_unit, town.north, **facts, valid_from=MIDYEAR)
    with pytest.raises(UnitRefusedError, match="Kelurahan Utara"):
        change(app, town.hr, withdraw_plan, town.east)
    change(app, town.hr, withdraw_plan, town.north)
    facts = {"name": "Kelurahan Lor", "parent_id": town.west}
    change(app, town.hr, change_unit, town.north, **facts)
    with pytest.raises(UnitRefusedError, match="Kembalikan dulu namanya"):
        change(app, town.hr, withdraw_plan, town.east)
    change(app, town.hr, change_unit, town.north, **(facts | {"name": "Kelurahan Utara"}))
    change(app, town.hr, withdraw_plan, town.east)
    assert tree_on(app, town.hr, NEW_YEAR)["Kelurahan Utara"] == ("Kecamatan Timur", 2, 2)


def test_merger_refuses_a_target_that_cannot_take_it(app: Flask, town: Town) -> None:
    assert "Pilih unit lain" in refused(app, town, town.east, town.east)
    assert "di bawah unit ini" in refused(app, town, town.east, town.north)
    late = change(app, town.hr, found_unit, name="Baru", parent_id=town.root, valid_from=MIDYEAR)
    assert "tidak buka terus" in refused(app, town, town.north, late)
    change(app, town.hr, close_unit, town.west, valid_from=MIDYEAR)
    assert "tidak buka terus" in refused(app, town, town.north, town.west)
    stranger = factories.unit(app, "Kota Lain")
    assert "dari daftar" in refused(app, town, town.north, stranger)


def test_two_units_go_into_a_new_one(app: Flask, town: Town) -> None:
    new = change(app, town.hr, found_unit, name="Kelurahan Baru", parent_id=town.east)
    for unit in (town.north, town.south):
        change(app, town.hr, merge_unit, unit, into_id=new)
    assert tree_on(app, town.hr, NEW_YEAR)["Kecamatan Timur"] == ("Kota Uji", 0, 3)
    assert tree_on(app, town.hr, NEW_YEAR)["Kelurahan Baru"] == ("Kecamatan Timur", 3, 3)


def test_merger_refuses_what_begins_on_the_day_or_later(app: Flask, town: Town) -> None:
    with acting(app, town.hr) as by:
        services.move_employee(
            db.session.get_one(Employee, town.other),
            unit_id=town.north,
            position_id=town.clerks,
            valid_from=NEW_YEAR,
            decree="SK 9",
            keeps_superiors=False,
            by=by,
        )
    assert "Togar Uji" in refused(app, town, town.north, town.south)
    facts = {"name": "Kelurahan Kidul", "parent_id": town.east}
    change(app, town.hr, change_unit, town.south, **facts, valid_from=MIDYEAR)
    assert "Kelurahan Kidul" in refused(app, town, town.east, town.west)
    assert refused(app, town, town.south, town.west)
