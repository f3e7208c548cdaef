"""The rule of the talent grid: predicate and official JPM give one of nine boxes."""

import pytest
from flask import Flask

from kinerja import clock
from kinerja.appraisal.queries.talent import talent_rule
from kinerja.appraisal.rules import (
    Performance,
    Potential,
    Predicate,
    TalentRule,
    predicate_of,
    told_counts,
)

P = Predicate
# The table of the regulation's practice, with figures that were put in by hand.
RULE = TalentRule(
    boxes={
        "above": {"low": 4, "medium": 7, "high": 9},
        "meets": {"low": 2, "medium": 5, "high": 8},
        "below": {"low": 1, "medium": 3, "high": 6},
    },
    cuts={"high": 80, "medium": 60},
    scores={"very_good": 100, "good": 80, "needs_improvement": 60, "poor": 40, "very_poor": 20},
)
# Predicate, sums of levels, box: all nine, then the bounds, then what exceeds 100.
PLACES = [
    (P.VERY_GOOD, 8, 18, 4),
    (P.VERY_GOOD, 14, 18, 7),
    (P.VERY_GOOD, 18, 18, 9),
    (P.NEEDS_IMPROVEMENT, 8, 18, 2),
    (P.NEEDS_IMPROVEMENT, 14, 18, 5),
    (P.NEEDS_IMPROVEMENT, 18, 18, 8),
    (P.POOR, 8, 18, 1),
    (P.POOR, 14, 18, 3),
    (P.POOR, 18, 18, 6),
    (P.GOOD, 4, 5, 9),  # exactly 80: both bounds are inclusive
    (P.GOOD, 7999, 10000, 7),
    (P.NEEDS_IMPROVEMENT, 3, 5, 5),  # exactly 60
    (P.NEEDS_IMPROVEMENT, 5999, 10000, 2),
    (P.VERY_POOR, 59999, 100000, 1),
    (P.GOOD, 79999, 100000, 7),  # 80.00 when rounded, and yet below
    (P.VERY_POOR, 25, 18, 6),  # 138.89
]


@pytest.mark.parametrize(("given", "achieved", "required", "box"), PLACES)
def test_predicate_and_jpm_give_the_box(
    given: Predicate, achieved: int, required: int, box: int
) -> None:
    place = RULE.performance(given), RULE.potential(achieved, required)
    assert RULE.box(*place) == box
    assert RULE.places(box) == [place]


def test_the_rulebook_holds_the_table(app: Flask) -> None:
    with app.app_context():
        assert talent_rule(on=clock.today()) == RULE


def test_no_box_has_another_number() -> None:
    assert RULE.places(0) == RULE.places(10) == []
    assert RULE.predicates(Performance.ABOVE) == [P.VERY_GOOD, P.GOOD]
    assert RULE.predicates(Performance.MEETS) == [P.NEEDS_IMPROVEMENT]
    assert RULE.predicates(Performance.BELOW) == [P.POOR, P.VERY_POOR]


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("Sangat  baik", P.VERY_GOOD),
        ("SB", P.VERY_GOOD),
        ("b", P.GOOD),
        ("Butuh Perbaikan / Cukup", P.NEEDS_IMPROVEMENT),
        ("Kurang/Misconduct", P.POOR),
        ("SK", P.VERY_POOR),
        ("Bagus", None),
        ("", None),
    ],
)
def test_predicates_are_read_as_they_are_written(written: str, given: Predicate | None) -> None:
    assert predicate_of(written) is given


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({1: 5, 2: 9}, set()),
        ({1: 4, 2: 9, 3: 7}, {1, 3}),  # 4 alone could be counted back
        ({1: 3, 2: 2, 3: 20}, {1, 2}),
        ({1: 0, 2: 20}, {1}),
        ({1: 4, 2: 5}, {1, 2}),  # fewer than ten people in all
    ],
)
def test_small_boxes_hide_another_with_them(counts: dict[int, int], hidden: set[int]) -> None:
    told = told_counts(counts, floor=5, unit_floor=10)
    assert {box for box, people in told.items() if people is None} == hidden
    assert all(people == counts[box] for box, people in told.items() if people is not None)


def test_potentials_and_performances_have_names() -> None:
    assert [str(one.label) for one in Potential] == ["Rendah", "Menengah", "Tinggi"]
    assert str(Performance.MEETS.label) == "Sesuai ekspektasi"
