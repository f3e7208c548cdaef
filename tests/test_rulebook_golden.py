"""Every boundary that the regulations name, evaluated from the rows of the book."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from kinerja.competency.queries import starting_standards, unsure_job_levels
from kinerja.extensions import db
from kinerja.people.rules import JobLevel
from kinerja.rulebook.models import Rule
from kinerja.rulebook.queries import rule
from kinerja.rulebook.rules import SHIPPED, Confidence, band
from kinerja.satisfaction import rules as skm

ON = date(2026, 11, 21)
Read = Callable[..., Any]


@pytest.fixture
def read(app: Flask) -> Read:
    """The value in force on a day."""

    def one(key: str, on: date = ON) -> Any:
        with app.app_context():
            return rule(key, on=on)

    return one


@pytest.mark.parametrize(
    ("ikm", "grade"),
    [
        ("100.00", "A"),
        ("88.31", "A"),
        ("88.30", "B"),
        ("76.61", "B"),
        ("76.60", "C"),
        ("65.00", "C"),
        ("64.99", "D"),
        ("25.00", "D"),
    ],
)
def test_service_grades(read: Read, ikm: str, grade: str) -> None:
    assert skm.grade(Decimal(ikm), read("skm.bands")) == grade
    assert (band(Decimal(ikm), read("skm.bands")) or "D") == grade


@pytest.mark.parametrize(
    ("index", "grade"),
    [
        ("3.5324", "A"),
        ("3.532", "B"),
        ("3.0644", "B"),
        ("3.064", "C"),
        ("2.60", "C"),
        ("2.5996", "D"),
    ],
)
def test_service_grades_of_the_index(read: Read, index: str, grade: str) -> None:
    assert (band(Decimal(index), read("skm.index_bands")) or "D") == grade


@pytest.mark.parametrize(
    ("ikm", "grade"),
    [
        ("81.26", "A"),
        ("81.25", "B"),
        ("62.51", "B"),
        ("62.50", "C"),
        ("43.76", "C"),
        ("43.75", "D"),
    ],
)
def test_results_from_before_2017_keep_the_old_scale(read: Read, ikm: str, grade: str) -> None:
    assert skm.grade(Decimal(ikm), read("skm.bands", date(2017, 5, 8))) == grade
    assert read("skm.bands", date(2017, 5, 9)) == read("skm.bands")


def test_minimum_sample_and_survey(read: Read) -> None:
    assert skm.minimum_sample(120, **read("skm.sample")) == 92
    assert skm.minimum_sample(1_000_000, **read("skm.sample")) == 384
    assert read("skm.hours")["morning_until"] == "12:00"
    assert read("skm.hours")["afternoon_from"] == "13:00"
    assert (read("skm.surveys_per_year"), read("skm.weights")) == (1, "exact")
    assert read("skm.follow_up_horizon") == {"medium": 24, "short": 12}
    assert (read("skm.follow_up_lowest"), read("skm.follow_up_below")) == (3, "76.61")


def test_what_commands_use_without_a_database_is_what_the_book_holds(read: Read) -> None:
    assert {key: read(key) for key in SHIPPED} == SHIPPED


@pytest.mark.parametrize(
    ("jpm", "selection", "mapping"),
    [
        ("100", "qualified", "optimal"),
        ("90", "qualified", "optimal"),
        ("89.99", "qualified", "fairly_optimal"),
        ("80", "qualified", "fairly_optimal"),
        ("79.99", "still_qualified", "fairly_optimal"),
        ("78", "still_qualified", "fairly_optimal"),
        ("77.78", "still_qualified", None),
        ("68", "still_qualified", None),
        ("67.99", None, None),
        ("138.89", "qualified", "optimal"),
    ],
)
def test_job_person_match(read: Read, jpm: str, selection: str | None, mapping: str | None) -> None:
    assert band(Decimal(jpm), read("competency.selection_bands")) == selection
    assert band(Decimal(jpm), read("competency.mapping_bands")) == mapping


def test_starting_standards(app: Flask) -> None:
    with app.app_context():
        levels = starting_standards(on=ON)
        unsure = unsure_job_levels(on=ON)
    assert set(levels) == set(JobLevel)
    assert levels[JobLevel.JPT_UTAMA] == levels[JobLevel.JPT_MADYA] == 5
    assert levels[JobLevel.JPT_PRATAMA] == levels[JobLevel.AHLI_MADYA] == 4
    assert levels[JobLevel.ADMINISTRATOR] == levels[JobLevel.AHLI_MUDA] == 3
    assert levels[JobLevel.PENGAWAS] == levels[JobLevel.AHLI_PERTAMA] == 2
    assert levels[JobLevel.PELAKSANA] == levels[JobLevel.PEMULA] == 1
    assert unsure == {
        JobLevel.JPT_MADYA,
        JobLevel.PENYELIA,
        JobLevel.MAHIR,
        JobLevel.TERAMPIL,
        JobLevel.PEMULA,
    }


def test_standard_that_the_agency_has_made_sure_of_is_no_longer_marked(app: Flask) -> None:
    with app.app_context():
        value = rule("competency.required_levels_unsure", on=ON)
        db.session.add(
            Rule(
                key="competency.required_levels_unsure",
                value=value | {"jpt_madya": 4},
                valid_from=date(2026, 11, 1),
                legal_basis="SK Contoh",
                confidence=Confidence.SEEN,
            )
        )
        db.session.commit()
    with app.app_context():
        assert unsure_job_levels(on=ON) == frozenset()
        assert starting_standards(on=ON)[JobLevel.JPT_MADYA] == 4
        assert len(unsure_job_levels(on=date(2026, 10, 31))) == 5


def test_talent_boxes(read: Read) -> None:
    boxes = read("talent.boxes")
    assert [
        [boxes[y][x] for x in ("low", "medium", "high")] for y in ("above", "meets", "below")
    ] == [
        [4, 7, 9],
        [2, 5, 8],
        [1, 3, 6],
    ]
    scores, cuts = read("talent.predicate_scores"), read("talent.cut_points")
    assert {name: band(score, cuts) for name, score in scores.items()} == {
        "very_good": "high",
        "good": "high",
        "needs_improvement": "medium",
        "poor": None,
        "very_poor": None,
    }


def test_learning_hours(read: Read) -> None:
    assert (read("jp.pns_target"), read("jp.pppk_ceiling"), read("jp.minutes")) == (20, 24, 45)
    assert read("jp.mix") == {"workplace": 70, "social": 20, "classical": 10}
    national, abroad = read("jp.national"), read("jp.international")
    assert set(national) == set(abroad)
    assert len(national) == 24
    per = {form: (row["basis"], row["jp"]) for form, row in national.items() if row["jp"]}
    assert per == {
        "A1": ("semester", 20),
        "A2": ("semester", 20),
        "B6": ("day", 4),
        "B7": ("day", 5),
        "B11": ("day", 4),
        "C1": ("time", 2),
        "C2": ("time", 2),
        "C5": ("time", 20),
        "C7": ("time", 10),
        "C8": ("time", 20),
        "C11": ("time", 20),
    }
    caps = {form: row["day_cap"] for form, row in national.items() if row["day_cap"]}
    assert caps == {"C3": 3, "C9": 2, "C10": 2}
    assert {form for form, row in national.items() if row["month_times"] == 2} == {"C1", "C2"}
    assert abroad["B1"]["basis"] == "none"
    assert (abroad["B6"]["jp"], abroad["B7"]["jp"], abroad["C7"]["jp"]) == (6, 7, 20)
    assert abroad["C3"]["day_cap"] == 4
    extra = {form for form, row in abroad.items() if row["extra"] == 20}
    assert extra == {"B2", "B3", "B4", "B5", "B8", "B9", "B10", "C4", "C6", "C9", "C10"}


def test_worked_example_of_a_years_hours(read: Read) -> None:
    """Workshop 2 days, coaching 3 times in May, e-learning 5 days of 3 hours: 10 + 4 + 15."""
    national = read("jp.national")
    workshop = 2 * national["B7"]["jp"]
    coaching = min(3, national["C1"]["month_times"]) * national["C1"]["jp"]
    a_day = min(3 * 60 // read("jp.minutes"), national["C3"]["day_cap"])
    assert (workshop, coaching, 5 * a_day) == (10, 4, 15)


@pytest.mark.parametrize(
    ("gain", "name"), [("0.7", "high"), ("0.69", "medium"), ("0.3", "medium"), ("0.29", None)]
)
def test_gain_of_a_training(read: Read, gain: str, name: str | None) -> None:
    assert band(Decimal(gain), read("training.gain_bands")) == name
