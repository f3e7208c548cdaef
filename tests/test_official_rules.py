"""The official figure: exact, half-open categories, and the index of one's own never called so."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import Flask

from kinerja import clock
from kinerja.competency.queries.official import categories
from kinerja.competency.rules.jpm import (
    Jpm,
    MappingCategory,
    SelectionCategory,
    is_as_printed,
    jpm,
    mapping,
    selection,
)
from kinerja.competency.rules.official_cells import level_of, nip_of, printed_of
from kinerja.rulebook.queries import periods

FILLING: Mapping[str, int] = {"qualified": 80, "still_qualified": 68}
MAPPED: Mapping[str, int] = {"optimal": 90, "fairly_optimal": 78}
S, M = SelectionCategory, MappingCategory


@pytest.mark.parametrize(
    ("achieved", "required", "shown", "filling", "mapped"),
    [
        (16, 18, "88.89", S.QUALIFIED, M.FAIRLY_OPTIMAL),  # domain reference: Pengawas, 9 × 2
        (14, 18, "77.78", S.STILL_QUALIFIED, M.LESS_OPTIMAL),  # domain reference
        (25, 18, "138.89", S.QUALIFIED, M.OPTIMAL),  # seen in practice; kept raw
        (18, 18, "100.00", S.QUALIFIED, M.OPTIMAL),
        (20, 25, "80.00", S.QUALIFIED, M.FAIRLY_OPTIMAL),  # the bound belongs to MS
        (17, 25, "68.00", S.STILL_QUALIFIED, M.LESS_OPTIMAL),  # the bound belongs to MMS
        (18, 20, "90.00", S.QUALIFIED, M.OPTIMAL),
        (39, 50, "78.00", S.STILL_QUALIFIED, M.FAIRLY_OPTIMAL),
        # Shown as the bound, but below it: decided on the fraction, not on what is shown.
        (79_999, 100_000, "80.00", S.STILL_QUALIFIED, M.FAIRLY_OPTIMAL),
        (67_999, 100_000, "68.00", S.LESS_QUALIFIED, M.LESS_OPTIMAL),
        (89_999, 100_000, "90.00", S.QUALIFIED, M.FAIRLY_OPTIMAL),
        (77_999, 100_000, "78.00", S.STILL_QUALIFIED, M.LESS_OPTIMAL),
        (12, 18, "66.67", S.LESS_QUALIFIED, M.LESS_OPTIMAL),
    ],
)
def test_golden_figures(
    achieved: int,
    required: int,
    shown: str,
    filling: SelectionCategory,
    mapped: MappingCategory,
) -> None:
    figure = Jpm(achieved, min(achieved, required), required)
    filled, placed = selection(figure, FILLING), mapping(figure, MAPPED)
    assert str(figure.percent) == shown
    assert filled is not None
    assert placed is not None
    assert (filled.category, placed.category) == (filling, mapped)


def test_surplus_does_not_hide_a_gap_without_compensation() -> None:
    figure = jpm([(5, 2), (5, 2), (1, 4)])
    assert (figure.achieved, figure.capped, figure.required) == (11, 5, 8)
    assert (figure.percent, figure.capped_percent) == (Decimal("137.50"), Decimal("62.50"))


def test_figure_beyond_a_hundred_is_kept_raw_and_clamped_for_talent_only() -> None:
    figure = Jpm(25, 18, 18)
    assert figure.exact == Fraction(2500, 18)
    assert (figure.clamped, figure.is_beyond) == (Fraction(100), True)
    assert (Jpm(18, 18, 18).is_beyond, Jpm(16, 16, 18).clamped) == (False, Fraction(1600, 18))


def test_levels_without_a_standard_do_not_count_and_none_gives_no_figure() -> None:
    assert jpm([(2, 2), (3, None), (None, 4)]) == Jpm(2, 2, 2)
    nothing = jpm([(3, None)])
    assert (nothing.exact, nothing.percent, nothing.clamped) == (None, None, None)
    assert (selection(nothing, FILLING), mapping(nothing, MAPPED)) == (None, None)


def test_category_knows_its_bounds() -> None:
    found = [selection(Jpm(n, n, 100), FILLING) for n in (80, 79, 67)]
    assert [(one.lower, one.upper) for one in found if one] == [(80, None), (68, 80), (None, 68)]


def test_bounds_come_from_the_rulebook(app: Flask) -> None:
    with app.app_context():
        filled, placed = categories(Jpm(14, 14, 18), on=clock.today())
        assert filled is not None
        assert placed is not None
        assert (filled.category.short, filled.lower, filled.upper) == ("MMS", 68, 80)
        assert (placed.category, placed.lower, placed.upper) == (M.LESS_OPTIMAL, None, 78)
        ((_first, end, bounds),) = periods("competency.selection_bands")
        assert (end, bounds) == (None, FILLING)


@pytest.mark.parametrize(
    ("printed", "is_same"),
    [("88.89", True), ("88.9", True), ("89", True), ("88.88", False), ("88", False), ("", True)],
)
def test_printed_figure_is_compared_at_its_own_decimals(printed: str, is_same: bool) -> None:
    assert is_as_printed(Jpm(16, 16, 18), printed) is is_same


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("88,89", "88.89"),
        ("88.9 %", "88.9"),
        ("089", "89"),
        ("88.88888888888889", "88.89"),
        ("1.234,5", None),
        ("delapan", None),
        ("-5", None),
    ],
)
def test_percent_is_read(text: str, read: str | None) -> None:
    assert printed_of(text) == read


def test_levels_and_numbers_are_read() -> None:
    assert [level_of(text) for text in ("1", "5.0", "6", "0", "a", "12", "²")] == [
        *(1, 5),
        *(None,) * 5,
    ]
    assert nip_of({"NIP": "19900101 202001 1 001"}) == "199001012020011001"
    assert nip_of({"NIP": "#1.99e+17"}) == ""
