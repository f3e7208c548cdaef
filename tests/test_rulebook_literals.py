"""No threshold of the book stands in the code: `rule(key, on=day)` is asked instead."""

import ast
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja.extensions import db
from kinerja.rulebook.models import Rule
from kinerja.rulebook.rules import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
# What the numbers are for: the registry says what a value may be, the demo is made up.
NOT_FEATURES = ("kinerja/rulebook/rules/", "/demo/", "kinerja/demo.py", "satisfaction/demo.py")
# Up to here, and these, numbers are too common to tell a threshold from a size or a count.
COMMON = Decimal(40)
ROUND = {Decimal(number) for number in (50, 60, 100, 256, 500, 1000)}
# Calls whose numbers are lengths of texts.
LENGTHS = ("String", "Length")
ALLOWED = {
    ("kinerja/sheets/sheet.py", "65"): "the letter A, for columns of a spreadsheet",
    ("kinerja/sheets/template.py", "90"): "width of a column of a spreadsheet",
    ("kinerja/people/rules/imports/rows.py", "80"): "longest degree after a name",
    ("kinerja/people/views/import_files.py", "80"): "width of a column of a spreadsheet",
    ("kinerja/competency/rules/unit_figures.py", "0.3"): "where a colour of the map begins",
    ("kinerja/competency/views/charts.py", "150"): "the middle of the radar, in pixels",
    ("kiosk/rules.py", "120"): "seconds until a forgotten kiosk goes back to its start",
}


def numbers(value: Any) -> Iterator[Decimal]:
    """Every number that stands anywhere in a value."""
    if isinstance(value, dict):
        for one in value.values():
            yield from numbers(one)
    elif (number := as_number(value)) is not None:
        yield number


def as_number(value: Any) -> Decimal | None:
    """The value as a number, texts too."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def is_distinctive(number: Decimal) -> bool:
    """Whether the number can hardly be anything but the threshold."""
    if number != number.to_integral_value():
        return True
    return number > COMMON and number not in ROUND


def literals(source: str) -> Iterator[tuple[int, Decimal]]:
    """Line and value of each number in the code that is no text's length."""
    tree = ast.parse(source)
    lengths = {
        id(inside)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in LENGTHS
        for inside in ast.walk(call)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in lengths:
            number = as_number(node.value)
            if number is not None:
                yield node.lineno, number


def feature_files() -> Iterator[tuple[str, str]]:
    """Path and source of each file with feature code."""
    for package in ("kinerja", "kiosk"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not any(part in name for part in NOT_FEATURES):
                yield name, path.read_text()


@pytest.fixture
def thresholds(app: Flask) -> set[Decimal]:
    """The distinctive numbers of the book."""
    with app.app_context():
        rules = db.session.execute(select(Rule.key, Rule.value)).all()
    return {
        number
        for key, value in rules
        if key in SETTINGS
        for number in numbers(value)
        if is_distinctive(number)
    }


def test_the_laws_numbers_are_among_the_thresholds(thresholds: set[Decimal]) -> None:
    named = "76.61 88.31 65.00 2.60 3.0644 3.5324 78 90 68 80 3.841 0.05 0.7 37.5 110 91 76 66 51"
    assert set(map(Decimal, named.split())) <= thresholds


def test_no_threshold_of_the_book_stands_in_feature_code(thresholds: set[Decimal]) -> None:
    found = {
        f"{name}:{line}: {number}"
        for name, source in feature_files()
        for line, number in literals(source)
        if number in thresholds and (name, f"{number.normalize():f}") not in ALLOWED
    }
    assert found == set()


def test_each_exception_is_still_needed(thresholds: set[Decimal]) -> None:
    used = {
        (name, f"{number.normalize():f}")
        for name, source in feature_files()
        for _line, number in literals(source)
        if number in thresholds
    }
    assert set(ALLOWED) - used == set()


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ('grade = "A" if ikm >= Decimal("88.31") else "B"', ["88.31"]),
        ("limit = 0.05", ["0.05"]),
        ("name: Mapped[str] = mapped_column(String(80))", []),
        ("if jpm >= 78: pass", ["78"]),
        ("flag = True", []),
    ],
)
def test_literals_are_seen_whatever_they_look_like(source: str, seen: list[str]) -> None:
    assert [number for _line, number in literals(source)] == list(map(Decimal, seen))
