"""Golden values of the year's evaluation, the clocks and personal data, as of a day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from kinerja.rulebook.queries import rule
from kinerja.rulebook.rules import band
from tests.test_rulebook_golden import ON, Read


@pytest.fixture
def read(app: Flask) -> Read:
    """The value in force on a day."""

    def one(key: str, on: date = ON) -> Any:
        with app.app_context():
            return rule(key, on=on)

    return one


def test_predicates(read: Read) -> None:
    matrix = read("appraisal.predicates")
    columns = ("below", "meets", "above")
    assert [[matrix[row][column] for column in columns] for row in ("above", "meets", "below")] == [
        ["poor", "good", "very_good"],
        ["poor", "good", "good"],
        ["very_poor", "needs_improvement", "needs_improvement"],
    ]
    conversion = read("appraisal.conversion")
    terampil = Decimal(read("appraisal.coefficients")["terampil"])
    credit = [terampil * percent / 100 for percent in conversion.values()]
    assert credit == [Decimal(text) for text in ("7.5", "5", "3.75", "2.5", "1.25")]


def test_objections(read: Read) -> None:
    assert (read("appraisal.objection_days"), read("appraisal.objection_calendar")) == (
        14,
        "calendar",
    )
    assert (read("appraisal.receipt_days"), read("appraisal.objection_decision_days")) == (7, 14)


@pytest.mark.parametrize(
    ("score", "name"),
    [
        (120, "very_good"),
        (110, "very_good"),
        (109, "good"),
        (90, "good"),
        (89, "fair"),
        (70, "fair"),
        (69, "poor"),
        (50, "poor"),
        (49, None),
    ],
)
def test_scores_of_the_rules_before(read: Read, score: int, name: str | None) -> None:
    assert band(score, read("appraisal.legacy_bands")) == name
    assert read("appraisal.legacy_weights") == {"results": 70, "behaviour": 30}
    assert read("appraisal.legacy_weights_multi") == {"results": 60, "behaviour": 40}


@pytest.mark.parametrize(
    ("percent", "name"),
    [
        (91, "very_high"),
        (90, "high"),
        (76, "high"),
        (75, "medium"),
        (66, "medium"),
        (65, "low"),
        (51, "low"),
        (50, None),
    ],
)
def test_achievement(read: Read, percent: int, name: str | None) -> None:
    assert band(percent, read("goals.achievement_bands")) == name


@pytest.mark.parametrize(
    ("score", "name"),
    [
        ("90.01", "AA"),
        ("90", "A"),
        ("80", "BB"),
        ("70", "B"),
        ("60", "CC"),
        ("50", "C"),
        ("30.01", "C"),
        ("30", None),
    ],
)
def test_accountability_is_above_its_bounds(read: Read, score: str, name: str | None) -> None:
    assert band(Decimal(score), read("goals.accountability_bands"), beyond=True) == name


def test_working_time(read: Read) -> None:
    assert (read("worktime.week_hours"), read("worktime.year_hours")) == ("37.5", 1250)
    assert read("worktime.month_minutes") == 140 * 60


def test_weights_of_raters(read: Read) -> None:
    assert read("feedback.weights") == {"superior": 60, "peers": 20, "reports": 20}
    without = read("feedback.weights_without_reports")
    assert without == {"superior": 60, "peers": 40}
    shown = (Decimal("4.0") * without["superior"] + Decimal("3.5") * without["peers"]) / 100
    assert shown == Decimal("3.80")
    assert (read("feedback.minimum_raters"), read("feedback.citizen_weight_max")) == (3, 10)


def test_raters_of_an_assessment(read: Read) -> None:
    assert read("competency.peer_raters") == {"minimum": 3, "maximum": 7, "per_rater": 7}


def test_clocks_of_complaints_and_information(read: Read) -> None:
    assert read("complaints.final_days") == {"information": 5, "ordinary": 14, "oversight": 60}
    days = ("verification_days", "first_response_days", "autoclose_days", "aspiration_days")
    assert [read(f"complaints.{name}") for name in days] == [3, 5, 10, 14]
    kip = ("answer_days", "extension_days", "objection_days")
    assert [read(f"information.{name}") for name in kip] == [10, 7, 30]


def test_floors_and_duties_of_personal_data(read: Read) -> None:
    floors = ("citizen_floor", "staff_floor", "staff_unit_floor")
    assert [read(f"privacy.{name}") for name in floors] == [10, 5, 10]
    duties = ("request_hours", "withdrawal_hours", "breach_hours")
    assert {read(f"privacy.{name}") for name in duties} == {3 * 24}
