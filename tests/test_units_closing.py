"""Units are closed, and plans are taken back."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.extensions import db
from kinerja.people import services
from kinerja.people.models import Posting, Unit
from kinerja.people.services import (
    EmployeeRefusedError,
    UnitHeldError,
    change_unit,
    close_unit,
    found_unit,
    merge_unit,
    settle,
    withdraw_plan,
)
from tests import factories
from tests.organising import (
    NEW_YEAR,
    TODAY,
    Town,
    acting,
    change,
    tree_on,
)
from tests.organising import town as build
from tests.test_units_changes import YEAR_END, refused, versions


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saturday, 21 November 2026, noon in Jakarta."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 5, 0, tzinfo=UTC))


@pytest.fixture
def town(app: Flask) -> Town:
    """The agency."""
    return build(app)


# closing


def test_closed_unit_is_gone_from_its_day_on(app: Flask, town: Town) -> None:
    change(app, town.hr, close_unit, town.west)
    assert "Kecamatan Barat" in tree_on(app, town.hr, YEAR_END)
    assert "Kecamatan Barat" not in tree_on(app, town.hr, NEW_YEAR)
    with app.app_context():
        settle(on=NEW_YEAR)
        unit = db.session.get_one(Unit, town.west)
        assert (unit.name, unit.is_active, unit.successor.id) == (
            "Kecamatan Barat", False, town.west,
        )  # fmt: skip


def test_closing_is_refused_while_people_units_or_services_remain(app: Flask, town: Town) -> None:
    offered = factories.service(app, unit_id=town.east, name="KTP-el")
    with pytest.raises(UnitHeldError) as caught:
        change(app, town.hr, close_unit, town.east)
    texts = [holding.text for holding in caught.value.holdings]
    assert texts == [
        "Kelurahan Utara berada di bawah unit ini.",
        "Kelurahan Selatan berada di bawah unit ini.",
        "1 layanan dengan loketnya masih berjalan: KTP-el.",
    ]
    assert [holding.endpoint for holding in caught.value.holdings][
        -1
    ] == "satisfaction.list_services"
    with pytest.raises(UnitHeldError) as caught:
        change(app, town.hr, close_unit, town.north)
    (people,) = caught.value.holdings
    assert people.text == "2 orang masih bertugas di sini: Kirana Uji, Sari Uji."
    assert offered


def test_closing_counts_who_leaves_before_and_who_comes_later(app: Flask, town: Town) -> None:
    with acting(app, town.hr):
        posting = db.session.scalars(select(Posting).where(Posting.employee_id == town.other)).one()
        posting.valid_to = YEAR_END
        posting_west = Posting(
            employee_id=town.other,
            unit_id=town.west,
            position_id=town.clerks,
            valid_from=NEW_YEAR,
        )
        db.session.add(posting_west)
    change(app, town.hr, close_unit, town.south)
    with pytest.raises(UnitHeldError):
        change(app, town.hr, close_unit, town.west, valid_from=TODAY)


def test_closing_is_refused_on_the_unit_s_first_day(app: Flask, town: Town) -> None:
    made = change(app, town.hr, found_unit, name="A", parent_id=town.west, valid_from=TODAY)
    assert refused(app, town.hr, close_unit, made, valid_from=TODAY).field == "valid_from"


def test_nothing_can_be_done_with_a_closed_unit(app: Flask, town: Town) -> None:
    change(app, town.hr, close_unit, town.west, valid_from=TODAY)
    for service, facts in (
        (change_unit, {"name": "X", "parent_id": town.root}),
        (close_unit, {}),
        (merge_unit, {"into_id": town.east}),
        (withdraw_plan, {}),
    ):
        assert refused(app, town.hr, service, town.west, **facts)
    assert refused(app, town.hr, found_unit, name="X", parent_id=town.west)


def test_nobody_is_placed_in_a_closed_unit(app: Flask, town: Town) -> None:
    planned = change(app, town.hr, found_unit, name="A", parent_id=town.root)
    change(app, town.hr, close_unit, town.west, valid_from=date(2026, 12, 1))
    for unit, day, field in (
        (town.west, TODAY, "unit_id"),
        (town.west, NEW_YEAR, "unit_id"),
        (planned, TODAY, "valid_from"),
    ):
        with pytest.raises(EmployeeRefusedError) as caught, app.app_context():
            services.open_places.refuse_closed_place(unit, town.clerks, on=day)
        assert caught.value.field == field
    with app.app_context():
        services.open_places.refuse_closed_place(planned, town.clerks, on=NEW_YEAR)


# taking back


def test_taking_a_plan_back_restores_what_was(app: Flask, town: Town) -> None:
    before = versions(app, town.north)
    change(app, town.hr, change_unit, town.north, name="Kelurahan Lor", parent_id=town.west)
    change(app, town.hr, withdraw_plan, town.north)
    assert versions(app, town.north) == before
    change(app, town.hr, close_unit, town.west)
    change(app, town.hr, withdraw_plan, town.west)
    assert versions(app, town.west)[-1][3] is None


def test_what_has_begun_is_not_taken_back(app: Flask, town: Town) -> None:
    change(app, town.hr, change_unit, town.north, name="Lor", parent_id=town.east, valid_from=TODAY)
    assert refused(app, town.hr, withdraw_plan, town.north)


def test_taking_back_is_refused_when_the_old_name_is_taken_now(app: Flask, town: Town) -> None:
    change(app, town.hr, change_unit, town.north, name="Kelurahan Lor", parent_id=town.east)
    change(app, town.hr, found_unit, name="Kelurahan Utara", parent_id=town.west)
    assert "dipakai unit lain" in str(refused(app, town.hr, withdraw_plan, town.north).message)


def test_planned_unit_is_given_up_while_nothing_stands_in_it(app: Flask, town: Town) -> None:
    made = change(app, town.hr, found_unit, name="Kelurahan Baru", parent_id=town.west)
    below = change(app, town.hr, found_unit, name="Kelurahan Anak", parent_id=made)
    assert refused(app, town.hr, withdraw_plan, made)
    change(app, town.hr, withdraw_plan, below)
    change(app, town.hr, withdraw_plan, made)
    assert versions(app, made) == []
    again = change(app, town.hr, found_unit, name="Kelurahan Baru", parent_id=town.west)
    change(app, town.hr, merge_unit, town.south, into_id=again)
    assert "Togar Uji" in str(refused(app, town.hr, withdraw_plan, again).message)
