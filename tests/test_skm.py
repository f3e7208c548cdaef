"""The survey's arithmetic against published results."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.satisfaction import rules
from kinerja.satisfaction.rules import (
    LAMPIRAN_ORDER,
    QUESTIONNAIRE_ORDER,
    WORDING,
    Element,
    Grade,
    PopulationTooSmallError,
    Tally,
    Weights,
    grade,
    half_up,
    shown,
)
from tests.vectors import BANDS, DATA, PUBLISHED, SAMPLE, VECTORS, recomputed, sums_of

index = partial(rules.index, bands=BANDS)
minimum_sample = partial(rules.minimum_sample, **SAMPLE)


def tallies_of(vector: Mapping[str, Any]) -> dict[Element, Tally]:
    totals = sums_of(vector).values()
    pairs = zip(QUESTIONNAIRE_ORDER, totals, strict=True)
    return {element: Tally(vector["n"], total) for element, total in pairs}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_results_are_reproduced_from_their_sums(name: str) -> None:
    vector, expected = PUBLISHED[name], recomputed(PUBLISHED[name])
    found = {
        mode: index(tallies_of(vector), respondents=vector["n"], weights=mode) for mode in Weights
    }
    assert found[Weights.EXACT].ikm == expected["exact_1_over_k"]
    assert half_up(found[Weights.EXACT].exact * 25, 4) == expected["exact_1_over_k_4dp"]
    assert found[Weights.THREE_DIGITS].ikm == expected["weight_0_111"]
    assert found[Weights.TWO_DIGITS].ikm == expected["weight_0_11"]
    assert found[Weights.EXACT].grade == expected["category_exact"]
    assert found[Weights.TWO_DIGITS].grade == expected["category_0_11"]


def test_a_published_headline_that_is_one_elements_value_is_not_reproduced() -> None:
    vector = PUBLISHED["dpmptsp_kota_bogor_page"]
    found = index(tallies_of(vector), respondents=32)
    assert found.ikm != vector["published"]["ikm"]
    assert found.tallies[Element.PENGADUAN].score == vector["published"]["ikm"]
    assert found.weakest is Element.WAKTU
    assert found.strongest is Element.PENGADUAN


def test_each_elements_mean_is_the_published_one() -> None:
    vector = PUBLISHED["gaspul_tw3"]
    means = [half_up(tally.nrr, 4) for tally in tallies_of(vector).values()]
    assert means == list(vector["nrr"].values())


@pytest.mark.parametrize("case", VECTORS["category_boundary_vectors"], ids=lambda c: str(c["raw"]))
def test_grades_are_read_after_rounding_half_up(case: Mapping[str, Any]) -> None:
    rounded = half_up(Fraction(case["raw"]), 2)
    assert rounded == case["rounded_half_up"]
    assert grade(rounded, BANDS) == case["category"]


def test_a_weight_of_two_digits_can_cost_a_grade() -> None:
    sums = dict.fromkeys(LAMPIRAN_ORDER, Tally(100, 353)) | {Element.SARANA: Tally(100, 356)}
    modes = {mode: index(sums, respondents=100, weights=mode) for mode in Weights}
    assert [str(modes[mode].ikm) for mode in Weights] == ["88.33", "88.25", "87.45"]
    assert [modes[mode].grade for mode in Weights] == [Grade.A, Grade.B, Grade.B]


def test_the_bands_of_the_rulebook_decide_the_grade() -> None:
    assert grade(Decimal("82.00"), {"A": "81.26", "B": "62.51", "C": "43.76"}) is Grade.A
    assert grade(Decimal("82.00"), BANDS) is Grade.B


def test_an_element_without_an_answer_has_no_mean() -> None:
    with pytest.raises(ValueError, match="no mean"):
        index({Element.WAKTU: Tally(0, 0)}, respondents=1)
    with pytest.raises(ValueError, match="no mean"):
        index({}, respondents=1)


def test_every_element_has_a_question_and_four_labels_of_its_own() -> None:
    assert set(WORDING) == set(Element)
    assert len({wording.labels for wording in WORDING.values()}) == 8  # two share "… sesuai"
    assert WORDING[Element.BIAYA].labels == ("Sangat mahal", "Cukup mahal", "Murah", "Gratis")
    assert Element.PENGADUAN.label == "Penanganan Pengaduan, Saran dan Masukan"
    assert all(w.question.startswith("Bagaimana pendapat Saudara") for w in WORDING.values())
    assert LAMPIRAN_ORDER[7:] == QUESTIONNAIRE_ORDER[:6:-1]


def test_the_whole_table_of_krejcie_and_morgan_is_reproduced() -> None:
    with (DATA / "krejcie_morgan.csv").open() as file:
        table = [(int(row["population"]), int(row["sample"])) for row in csv.DictReader(file)]
    assert len(table) == 90
    assert [(n, minimum_sample(n)) for n, _sample in table] == table


@pytest.mark.parametrize("population", [0, -1])
def test_a_population_below_one_is_refused(population: int) -> None:
    with pytest.raises(PopulationTooSmallError):
        minimum_sample(population)


def test_the_floor_can_be_raised_but_not_lowered() -> None:
    assert [shown(9), shown(10), shown(10, 20), shown(20, 20), shown(9, 3)] == [
        *(False, True, False, True, False)
    ]


answers = st.lists(
    st.lists(st.sampled_from([None, 1, 2, 3, 4]), min_size=9, max_size=9), min_size=1, max_size=40
).filter(lambda rows: all(any(row[at] for row in rows) for at in range(9)))


def tallied(rows: list[list[int | None]]) -> dict[Element, Tally]:
    found = {}
    for at, element in enumerate(QUESTIONNAIRE_ORDER):
        valid = [row[at] for row in rows if row[at] is not None]
        found[element] = Tally(len(valid), sum(value or 0 for value in valid))
    return found


@given(answers)
def test_the_index_is_the_mean_of_the_means_within_its_scale(rows: list[list[int | None]]) -> None:
    found = index(tallied(rows), respondents=len(rows))
    means = [
        Fraction(sum(filter(None, column)), sum(value is not None for value in column))
        for column in zip(*rows, strict=True)
    ]
    assert found.exact == sum(means) / 9
    assert 1 <= found.index <= 4
    assert 25 <= found.ikm <= 100
    assert abs(found.ikm - Decimal(float(sum(means) * 25 / 9))) <= Decimal("0.005001")


@given(answers, st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[list[int | None]], random: Any) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    assert tallied(mixed) == tallied(rows)


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(0, 6))
def test_rounding_is_to_the_nearest_and_a_half_goes_up(top: int, bottom: int, places: int) -> None:
    exact = Fraction(top, bottom)
    off = exact - Fraction(half_up(exact, places))
    half = Fraction(1, 2 * 10**places)
    assert -half <= off < half
