"""The survey's arithmetic against published results, and the command that reads spreadsheets."""

import csv
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result as Run
from hypothesis import given
from hypothesis import strategies as st

from kinerja.satisfaction.rules import (
    BANDS,
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
    index,
    minimum_sample,
    shown,
)
from wsgi import app as bare_app

DATA = Path(__file__).parent / "data"
VECTORS = json.loads((DATA / "skm_vectors.json").read_text(), parse_float=Decimal)
PUBLISHED = {vector["id"]: vector for vector in VECTORS["vectors"]}
HEADER = [f"U{number}" for number in range(1, 10)]


def rows_of(sums: Mapping[str, int], n: int) -> list[list[int]]:
    """Answers of n respondents whose sums are these."""
    columns = [[total // n + (at < total % n) for at in range(n)] for total in sums.values()]
    return [list(row) for row in zip(*columns, strict=True)]


def sums_of(vector: Mapping[str, Any]) -> dict[str, int]:
    return dict(vector.get("sums") or vector["sums_inferred"])


def recomputed(vector: Mapping[str, Any]) -> dict[str, Any]:
    return dict(vector.get("recomputed_from_inferred_sums") or vector["recomputed"])


def tallies_of(vector: Mapping[str, Any]) -> dict[Element, Tally]:
    totals = sums_of(vector).values()
    pairs = zip(QUESTIONNAIRE_ORDER, totals, strict=True)
    return {element: Tally(vector["n"], total) for element, total in pairs}


# rules


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
    assert grade(rounded) == case["category"]


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


# the command


@pytest.fixture
def compute(tmp_path: Path) -> Callable[..., Run]:
    """Run `flask skm compute` on a file with this content. There is no database."""

    def run(content: str | bytes, *options: str) -> Run:
        path = tmp_path / "jawaban.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return bare_app.test_cli_runner().invoke(args=["skm", "compute", str(path), *options])

    return run


def facts(run: Run) -> dict[str, Any]:
    assert run.exit_code == 0, run.stderr
    return dict(json.loads(run.stdout))


def faults(run: Run) -> list[tuple[int, str | None]]:
    """Row and column of each fault; the same on both outputs, and no figure on either."""
    assert run.exit_code == 1
    found = json.loads(run.stdout)
    assert set(found) == {"errors"}
    lines = [
        f"baris {e['row']}, kolom {e['column'] or '-'}: {e['message']}" for e in found["errors"]
    ]
    assert run.stderr.splitlines() == lines
    assert all(set(e) == {"row", "column", "value", "message"} for e in found["errors"])
    return [(e["row"], e["column"]) for e in found["errors"]]


def table(rows: list[list[int]], header: list[str], separator: str = ",") -> str:
    return "\n".join(separator.join(map(str, row)) for row in [header, *rows]) + "\n"


@pytest.mark.parametrize("mode", ["exact", "0.111", "0.11"])
@pytest.mark.parametrize("name", PUBLISHED)
def test_compute_reproduces_the_published_results(
    compute: Callable[..., Run], name: str, mode: str
) -> None:
    vector, expected = PUBLISHED[name], recomputed(PUBLISHED[name])
    rows = rows_of(sums_of(vector), vector["n"])
    found = facts(compute(table(rows, HEADER), "--json", "--weights", mode))
    key = "exact_1_over_k" if mode == "exact" else f"weight_{mode.replace('.', '_')}"
    assert Decimal(found["ikm"]) == expected[key]
    assert (found["n"], found["k"], found["weights"]) == (vector["n"], 9, mode)


def test_compute_prints_every_figure_in_the_agreed_shape(compute: Callable[..., Run]) -> None:
    vector = PUBLISHED["gaspul_tw3"]
    found = facts(compute(table(rows_of(sums_of(vector), 29), HEADER), "--json"))
    assert list(found) == ["n", "k", "weights", "elements", "index", "ikm", "grade", "label"]
    assert [row["code"] for row in found["elements"]] == [element.value for element in Element]
    complaints, facilities = found["elements"][7:]
    assert complaints == {
        **{"code": "pengaduan", "n": 29, "sum": 115, "nrr": "3.9655", "score": "99.14"}
    }
    assert facilities["sum"] == 105
    assert (found["index"], found["ikm"]) == ("3.6590", "91.48")
    assert (found["grade"], found["label"]) == ("A", "Sangat Baik")


def test_compute_speaks_bahasa_without_json(compute: Callable[..., Run]) -> None:
    vector = PUBLISHED["gaspul_tw3"]
    run = compute(table(rows_of(sums_of(vector), 29), HEADER))
    assert run.exit_code == 0
    assert "IKM 91,48 · A (Sangat Baik) · indeks 3,6590" in run.stdout
    assert "29 responden, 9 unsur, bobot exact" in run.stdout
    assert not run.stderr


def test_u8_is_facilities_unless_the_lampiran_is_asked_for(compute: Callable[..., Run]) -> None:
    content = "U8,U9\n1,4\n"
    asked = {e["code"]: e["sum"] for e in facts(compute(content, "--json"))["elements"]}
    printed = facts(compute(content, "--json", "--order", "lampiran"))["elements"]
    assert asked == {"sarana": 1, "pengaduan": 4}
    assert {e["code"]: e["sum"] for e in printed} == {"pengaduan": 1, "sarana": 4}


@pytest.mark.parametrize(
    "content",
    [
        "waktu,biaya\n3,4\n2,\n",
        "waktu;biaya\n3;4\n2;\n",
        b"\xef\xbb\xbfwaktu,biaya\r\n3,4\r\n2,\r\n",
        '"waktu","biaya"\n"3","4"\n"2",""\n',
        " Waktu , BIAYA \n 3 ,\t4\n\n2, \n,\n;\n".replace(";\n", "  \n"),
        "U3,U4\r3,4\r2\r",
        "waktu,biaya,,\n3,4,,\n2,,,\n",
        "\n\nwaktu,biaya\n3,4\n2\n\n",
    ],
)
def test_compute_reads_what_spreadsheets_write(compute: Callable[..., Run], content: str) -> None:
    found = facts(compute(content, "--json"))
    assert (found["n"], found["k"]) == (2, 2)
    assert [(e["n"], e["sum"]) for e in found["elements"]] == [(2, 5), (1, 4)]
    assert found["ikm"] == "81.25"


def test_a_respondent_without_any_answer_is_not_counted(compute: Callable[..., Run]) -> None:
    assert facts(compute("waktu,biaya\n3,4\n,\n , \n4,\n", "--json"))["n"] == 2


def test_fewer_elements_share_the_weight(compute: Callable[..., Run]) -> None:
    found = facts(compute("waktu,biaya,sarana\n4,4,4\n", "--json"))
    assert (found["k"], found["index"], found["ikm"]) == (3, "4.0000", "100.00")
    ninth = compute("waktu,biaya,sarana\n4,4,4\n", "--json", "--weights", "0.11")
    assert facts(ninth)["index"] == "1.3200"
    assert "9 unsur" in ninth.stderr


def test_every_wrong_cell_is_named_with_row_and_column(compute: Callable[..., Run]) -> None:
    content = "waktu;U4;nama\n3;5;Sari\n\n0;4;\n3,0;;\n3.0;x;\n03;4;4\n"
    assert faults(compute(content, "--json", "--ignore", "Nama")) == [
        *((2, "U4"), (4, "waktu"), (5, "waktu"), (6, "waktu"), (6, "U4"), (7, "waktu"))
    ]
    run = compute(content, "--ignore", "nama")
    assert run.exit_code == 1
    assert not run.stdout
    assert run.stderr.splitlines()[0] == "baris 2, kolom U4: “5” bukan 1, 2, 3, atau 4"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("waktu,nama\n3,4\n", [(1, "nama")]),
        ("waktu,U3\n3,4\n", [(1, "U3")]),
        ("waktu,WAKTU\n3,4\n", [(1, "WAKTU")]),
        ("U8,sarana\n3,4\n", [(1, "sarana")]),
        ("U0,U10,waktu\n3,4,1\n", [(1, "U0"), (1, "U10")]),
        ("waktu,\n3,4\n", [(2, "2")]),
        ("waktu\n3,4\n", [(2, "2")]),
        ("waktu,biaya\n3,\n", [(1, "biaya")]),
        ("waktu,biaya\n", [(2, None)]),
        ("waktu,biaya\n,\n", [(2, None)]),
        ("", [(1, None)]),
        ("\n \n", [(1, None)]),
        ('waktu,biaya\n3,"4\n3,4\n', [(2, None)]),
        ("waktu\n３\n", [(2, "waktu")]),
        ("waktu\n-1\n", [(2, "waktu")]),
        ("waktu,biaya\n3,4\n".encode("utf-16"), [(1, None)]),
        (b"waktu,biaya\n3,4\n\xe9,3\n", [(1, None)]),
        (b"waktu,biaya\n" + b"3,4\n" * 9000 + b"\xe9,3\n", None),
    ],
)
def test_a_file_that_gives_no_figure_says_where(
    compute: Callable[..., Run], content: str, expected: list[tuple[int, str | None]] | None
) -> None:
    found = faults(compute(content, "--json"))
    assert found == expected if expected else found


def test_a_column_passed_over_is_read_by_nobody(compute: Callable[..., Run]) -> None:
    found = facts(compute("waktu,umur,umur\n3,41,x\n", "--json", "--ignore", "UMUR"))
    assert (found["n"], found["k"]) == (1, 1)
    only = compute("umur\n41\n", "--json", "--ignore", "umur")
    assert faults(only) == [(1, None)]


def test_errors_stop_at_a_thousand(compute: Callable[..., Run]) -> None:
    assert len(faults(compute("waktu\n" + "9\n" * 1500, "--json"))) == 1000


def test_a_missing_file_is_said_in_one_line(tmp_path: Path) -> None:
    runner = bare_app.test_cli_runner()
    for path, message in (("tidak-ada.csv", "berkas tidak ditemukan"), ("", "tidak dapat dibaca")):
        run = runner.invoke(args=["skm", "compute", str(tmp_path / path), "--json"])
        assert run.exit_code == 1
        assert message in run.stderr
        assert json.loads(run.stdout)["errors"][0]["row"] == 1


def test_sample_prints_the_number_and_refuses_nonsense() -> None:
    runner = bare_app.test_cli_runner()
    run = runner.invoke(args=["skm", "sample", "120"])
    assert (run.exit_code, run.stdout) == (0, "92\n")
    for wrong in ("0", "-5", "1,5", "banyak"):
        refused = runner.invoke(args=["skm", "sample", wrong])
        assert refused.exit_code == 1
        assert not refused.stdout
        assert refused.stderr
