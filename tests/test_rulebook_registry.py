"""What the registry knows: every key, and what a value of it must be."""

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.extensions import db
from kinerja.rulebook.models import Rule
from kinerja.rulebook.rules import SETTINGS, Cell, Grid, Record, Whole, at, built, cells, faults
from kinerja.rulebook.rules.kinds import Choice, Clock, Field, Number


def test_every_key_of_the_book_is_registered_and_the_other_way_round(app: Flask) -> None:
    with app.app_context():
        kept = set(db.session.scalars(select(Rule.key)))
        today = clock.today()
        held = set(db.session.scalars(select(Rule.key).where(Rule.valid_from <= today)))
    assert {key for key in kept if not key.startswith("uji.")} == set(SETTINGS)
    assert held == kept


def test_every_value_that_comes_with_the_application_is_one_that_it_may_hold(app: Flask) -> None:
    with app.app_context():
        rules = db.session.scalars(select(Rule)).all()
        wrong = {
            rule.key: [str(message) for _place, message in found]
            for rule in rules
            if (found := faults(SETTINGS[rule.key].kind, rule.value))
        }
    assert wrong == {}


def test_every_setting_says_what_it_is(app: Flask) -> None:
    with app.test_request_context():
        titles = [str(setting.title) for setting in SETTINGS.values()]
        assert all(titles)
        assert len(set(titles)) == len(titles)
        assert all(str(setting.group.label) for setting in SETTINGS.values())


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("privacy.citizen_floor", 9, "Paling kecil 10."),
        ("privacy.staff_floor", 4, "Paling kecil 5."),
        ("privacy.staff_unit_floor", 9, "Paling kecil 10."),
        ("feedback.minimum_raters", 2, "Paling kecil 3."),
        ("competency.peer_raters", {"minimum": 2, "maximum": 7, "per_rater": 7}, "Paling kecil 3."),
        ("privacy.breach_hours", 73, "Paling besar 72."),
        ("feedback.citizen_weight_max", 11, "Paling besar 10."),
        ("jp.pns_target", "20", "Isi bilangan bulat."),
        ("jp.pns_target", True, "Isi bilangan bulat."),
        ("jp.pns_target", None, "Isi bilangan bulat."),
        ("skm.weights", "0.2", "Pilih salah satu dari daftar."),
        ("worktime.week_hours", "dua", "Isi angka."),
        ("worktime.week_hours", 37.5, "Isi angka."),
        ("worktime.week_hours", "NaN", "Isi angka."),
        ("worktime.week_hours", "37.555", "Paling banyak 2 angka di belakang koma."),
        ("worktime.week_hours", "0.5", "Paling kecil 1."),
        ("skm.hours", {"morning_from": "8"}, "Isi setiap kotak, tidak lebih."),
        ("skm.bands", {"A": "76.61", "B": "88.31", "C": "65.00"}, "Angkanya harus menurun"),
        ("skm.bands", {"A": "88.31", "B": "76.61", "C": "24.00"}, "Paling kecil 25."),
        ("skm.bands", {"A": "88.31", "B": "76.61"}, "Isi setiap kotak, tidak lebih."),
        ("skm.bands", "88.31", "Isi setiap kotak, tidak lebih."),
        ("feedback.weights", {"superior": 60, "peers": 20, "reports": 30}, "Jumlahnya harus 100."),
        ("appraisal.annual_due", {"day": 32, "month": 1}, "Paling besar 31."),
    ],
)
def test_nonsense_is_named(app: Flask, key: str, value: Any, message: str) -> None:
    with app.test_request_context():
        found = [str(fault) for _place, fault in faults(SETTINGS[key].kind, value)]
    assert found
    assert found[0].startswith(message)


def test_floor_may_be_raised() -> None:
    assert faults(SETTINGS["privacy.citizen_floor"].kind, 30) == []


GRID = Grid(
    "Baris",
    {"a": "A", "b": "B"},
    {"n": Field("N", Whole(1, 9)), "t": Field("T", Whole(optional=True))},
)


def test_cells_stand_in_reading_order_with_their_names() -> None:
    assert list(cells(Whole())) == [Cell((), "", Whole())]
    assert [(cell.path, cell.label) for cell in cells(GRID)] == [
        (("a", "n"), "A, N"),
        (("a", "t"), "A, T"),
        (("b", "n"), "B, N"),
        (("b", "t"), "B, T"),
    ]


def test_value_is_built_from_its_cells_and_taken_apart_again() -> None:
    value = {"a": {"n": 1, "t": None}, "b": {"n": 2, "t": 3}}
    parts = {cell.path: at(value, cell.path) for cell in cells(GRID)}
    assert built(parts) == value
    assert built({(): 7}) == 7
    assert faults(GRID, value) == []
    assert [place for place, _fault in faults(GRID, built(parts | {("b", "n"): 0}))] == [("b", "n")]
    assert at({"a": 1}, ("a", "n")) is None


def test_numbers_are_kept_as_the_setting_writes_them() -> None:
    assert Number(2, padded=True).text(Decimal("65")) == "65.00"
    assert Number(4).text(Decimal("2.600")) == "2.6"
    assert Number(2).text(Decimal("120")) == "120"


def test_times_and_choices() -> None:
    assert Clock().fault("08:00") is None
    assert Clock().fault("24:00")
    assert Choice({"x": "X"}).fault("x") is None
    assert Choice({"x": "X"}).fault(None)
    record = Record({"from": Field("Dari", Clock())})
    assert faults(record, {"from": "07:30"}) == []
