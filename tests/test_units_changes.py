"""Units are founded, renamed, moved and closed from a day on, and plans are taken back."""

import json
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.people.models import Posting, ReportingLine, Unit, UnitVersion
from kinerja.people.rules import LineKind
from kinerja.people.services import (
    CircleError,
    UnitRefusedError,
    change_unit,
    close_unit,
    found_unit,
    merge_unit,
    settle,
    withdraw_plan,
)
from kinerja.permissions import Role
from tests import factories
from tests.organising import (
    DECREE,
    LAST_YEAR,
    NEW_YEAR,
    TODAY,
    Town,
    acting,
    change,
    tree_on,
)
from tests.organising import town as build

YEAR_END = date(2026, 12, 31)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saturday, 21 November 2026, noon in Jakarta."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 5, 0, tzinfo=UTC))


@pytest.fixture
def town(app: Flask) -> Town:
    """The agency."""
    return build(app)


def refused(app: Flask, by: int, *args: object, **facts: object) -> UnitRefusedError:
    with pytest.raises(UnitRefusedError) as caught:
        change(app, by, *args, **facts)
    return caught.value


def versions(app: Flask, unit_id: int) -> list[tuple[str, int | None, date, date | None]]:
    with app.app_context():
        rows = db.session.scalars(
            select(UnitVersion)
            .where(UnitVersion.unit_id == unit_id)
            .order_by(UnitVersion.valid_from)
        )
        return [(row.name, row.parent_id, row.valid_from, row.valid_to) for row in rows]


def unit_now(app: Flask, unit_id: int) -> tuple[str, int | None, bool]:
    with app.app_context():
        unit = db.session.get_one(Unit, unit_id)
        return unit.name, unit.parent_id, unit.is_active


def last_entry(app: Flask) -> audit.Entry:
    with app.app_context():
        return db.session.scalars(select(audit.Entry).order_by(audit.Entry.seq.desc())).first()


# founding


def test_unit_begins_on_its_day(app: Flask, town: Town) -> None:
    made = change(app, town.hr, found_unit, name="Kelurahan Baru", parent_id=town.west)
    assert versions(app, made) == [("Kelurahan Baru", town.west, NEW_YEAR, None)]
    assert unit_now(app, made) == ("Kelurahan Baru", town.west, False)
    assert "Kelurahan Baru" not in tree_on(app, town.hr, YEAR_END)
    assert tree_on(app, town.hr, NEW_YEAR)["Kelurahan Baru"] == ("Kecamatan Barat", 0, 0)
    with app.app_context():
        settle(on=NEW_YEAR)
        assert db.session.get_one(Unit, made).is_active


def test_unit_begins_at_once_or_in_the_past(app: Flask, town: Town) -> None:
    now = change(app, town.hr, found_unit, name="A", parent_id=town.west, valid_from=TODAY)
    past = change(app, town.hr, found_unit, name="B", parent_id=town.west, valid_from=LAST_YEAR)
    assert unit_now(app, now)[2]
    assert unit_now(app, past)[2]
    assert "B" in tree_on(app, town.hr, LAST_YEAR)


def test_founding_refuses_a_name_that_is_taken_then(app: Flask, town: Town) -> None:
    error = refused(app, town.hr, found_unit, name="kelurahan UTARA", parent_id=town.west)
    assert error.field == "name"
    assert "Pilih nama lain" in str(error.message)
    change(app, town.hr, change_unit, town.north, name="Kelurahan Lor", parent_id=town.east)
    refused(app, town.hr, found_unit, name="Kelurahan Utara", parent_id=town.west, valid_from=TODAY)
    change(app, town.hr, found_unit, name="Kelurahan Utara", parent_id=town.west)


def test_founding_refuses_an_upper_unit_that_is_not_open(app: Flask, town: Town) -> None:
    late = change(app, town.hr, found_unit, name="Kecamatan Baru", parent_id=town.root)
    error = refused(app, town.hr, found_unit, name="A", parent_id=late, valid_from=TODAY)
    assert error.field == "parent_id"
    change(app, town.hr, close_unit, town.west)
    assert refused(app, town.hr, found_unit, name="A", parent_id=town.west, valid_from=TODAY)


# renaming and moving


def test_name_changes_from_a_day_on(app: Flask, town: Town) -> None:
    change(app, town.hr, change_unit, town.north, name="Kelurahan Lor", parent_id=town.east)
    assert versions(app, town.north) == [
        ("Kelurahan Utara", town.east, factories.people.LONG_AGO, YEAR_END),
        ("Kelurahan Lor", town.east, NEW_YEAR, None),
    ]
    assert unit_now(app, town.north)[0] == "Kelurahan Utara"
    with app.app_context():
        settle(on=NEW_YEAR)
        assert db.session.get_one(Unit, town.north).name == "Kelurahan Lor"


def test_two_units_exchange_their_names(app: Flask, town: Town) -> None:
    for unit, name in ((town.north, "X"), (town.south, "Kelurahan Utara")):
        change(app, town.hr, change_unit, unit, name=name, parent_id=town.east)
    change(app, town.hr, change_unit, town.north, name="Kelurahan Selatan", parent_id=town.east)
    with app.app_context():
        settle(on=NEW_YEAR)
        names = [db.session.get_one(Unit, unit).name for unit in (town.north, town.south)]
    assert names == ["Kelurahan Selatan", "Kelurahan Utara"]


def test_unit_moves_with_everything_under_it(app: Flask, town: Town) -> None:
    change(app, town.hr, change_unit, town.east, name="Kecamatan Timur", parent_id=town.west)
    assert tree_on(app, town.hr, YEAR_END)["Kecamatan Barat"] == ("Kota Uji", 0, 0)
    assert tree_on(app, town.hr, NEW_YEAR)["Kecamatan Barat"] == ("Kota Uji", 0, 3)


def test_unit_never_comes_under_itself_on_any_day(app: Flask, town: Town) -> None:
    for parent in (town.east, town.north):
        error = refused(
            app, town.hr, change_unit, town.east, name="Kecamatan Timur", parent_id=parent
        )
        assert error.field == "parent_id"
    change(app, town.hr, change_unit, town.west, name="Kecamatan Barat", parent_id=town.north)
    error = refused(
        app,
        town.hr,
        change_unit,
        town.east,
        name="Kecamatan Timur",
        parent_id=town.west,
        valid_from=TODAY,
    )
    assert "di bawah dirinya sendiri" in str(error.message)


def test_change_needs_a_change_and_a_day_after_the_last_one(app: Flask, town: Town) -> None:
    same = {"name": "Kelurahan Utara", "parent_id": town.east}
    assert refused(app, town.hr, change_unit, town.north, **same).field == "name"
    change(app, town.hr, change_unit, town.north, name="Kelurahan Lor", parent_id=town.east)
    error = refused(
        app, town.hr, change_unit, town.north, name="X", parent_id=town.east, valid_from=YEAR_END
    )
    assert error.field == "valid_from"
    assert "1 Januari 2027" in str(error.message)


def test_change_on_the_same_day_corrects_it(app: Flask, town: Town) -> None:
    for name in ("Kelurahan Lr", "Kelurahan Lor"):
        change(app, town.hr, change_unit, town.north, name=name, parent_id=town.east)
    assert [row[0] for row in versions(app, town.north)] == ["Kelurahan Utara", "Kelurahan Lor"]


def test_the_agency_is_renamed_but_belongs_nowhere(app: Flask, town: Town) -> None:
    change(app, town.hr, change_unit, town.root, name="Kota Baru", parent_id=None)
    error = refused(
        app, town.hr, change_unit, town.root, name="X", parent_id=town.east, valid_from=NEW_YEAR
    )
    assert error.field == "parent_id"
    assert (
        refused(app, town.hr, change_unit, town.east, name="Kecamatan Timur", parent_id=None).field
        == "parent_id"
    )
    assert refused(app, town.hr, close_unit, town.root)
    assert refused(app, town.hr, merge_unit, town.root, into_id=town.east)


def test_unit_with_a_known_end_is_renamed_until_then(app: Flask, town: Town) -> None:
    change(app, town.hr, close_unit, town.west, valid_from=date(2027, 7, 1))
    change(app, town.hr, change_unit, town.west, name="Kecamatan Kulon", parent_id=town.root)
    assert versions(app, town.west)[-1] == (
        "Kecamatan Kulon", town.root, NEW_YEAR, date(2027, 6, 30),
    )  # fmt: skip
    change(app, town.hr, withdraw_plan, town.west)
    change(app, town.hr, withdraw_plan, town.west)
    assert versions(app, town.west) == [
        ("Kecamatan Barat", town.root, factories.people.LONG_AGO, None)
    ]


# rights, lines and traces


def test_units_are_changed_within_the_actors_own_only(app: Flask, town: Town) -> None:
    local = factories.employee(app, unit_id=town.east)
    factories.grant(app, local, Role.HR, town.east)
    facts = {"name": "Kelurahan Lor", "parent_id": town.east}
    change(app, local, change_unit, town.north, **facts)
    change(app, local, change_unit, town.east, name="Kecamatan Wetan", parent_id=town.root)
    for service, unit, more in (
        (change_unit, town.west, {"name": "X", "parent_id": town.root}),
        (change_unit, town.south, {"name": "Kelurahan Selatan", "parent_id": town.west}),
        (merge_unit, town.south, {"into_id": town.west}),
        (merge_unit, town.west, {"into_id": town.south}),
        (close_unit, town.west, {}),
        (withdraw_plan, town.west, {}),
    ):
        assert refused(app, local, service, unit, **more)
    assert refused(app, local, found_unit, name="X", parent_id=town.west).field == "parent_id"


def test_move_that_makes_people_their_own_superiors_is_refused(app: Flask, town: Town) -> None:
    boss = factories.employee(
        app, unit_id=town.west, position_id=town.lead, supervisor_id=town.clerk, name="Bagas Uji"
    )
    with acting(app, town.hr):
        db.session.add(
            ReportingLine(
                employee_id=town.head,
                kind=LineKind.SUPERVISOR,
                superior_id=boss,
                valid_from=factories.people.LONG_AGO,
            )
        )
        settle(on=TODAY)
    # Sari is led by the head of the north, who is led by Bagas, who is led by Sari already.
    sari_alone = factories.unit(app, "Loket Sari", parent=town.root)
    with acting(app, town.hr):
        for row in db.session.scalars(select(Posting).where(Posting.employee_id == town.clerk)):
            row.unit_id = sari_alone
        settle(on=TODAY)
    with pytest.raises(CircleError):
        change(app, town.hr, change_unit, sari_alone, name="Loket Sari", parent_id=town.north)
    assert len(versions(app, sari_alone)) == 1


def test_every_change_is_written_down_with_its_reason(app: Flask, town: Town) -> None:
    change(app, town.hr, change_unit, town.north, name="Kelurahan Lor", parent_id=town.east)
    entry = last_entry(app)
    details = json.loads(entry.details)
    assert (entry.action, entry.subject, entry.actor_id) == (
        "unit.changed", f"people_unit:{town.north}", town.hr,
    )  # fmt: skip
    assert details["before"] == {"name": "Kelurahan Utara"}
    assert details["after"] == {"name": "Kelurahan Lor"}
    assert (details["why"], details["valid_from"]) == (DECREE, "2027-01-01")
    change(app, town.hr, withdraw_plan, town.north)
    assert last_entry(app).action == "unit.plan-withdrawn"
    change(app, town.hr, close_unit, town.west)
    assert last_entry(app).action == "unit.closed"
    with app.app_context():
        row = db.session.scalars(select(UnitVersion).where(UnitVersion.unit_id == town.west)).one()
        assert row.end_reason == DECREE
