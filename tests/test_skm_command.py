"""`flask skm`: figures from a spreadsheet of raw answers, the sample size."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result as Run

from kinerja.satisfaction.rules import Element
from tests.vectors import PUBLISHED, recomputed, sums_of
from wsgi import app as bare_app

HEADER = [f"U{number}" for number in range(1, 10)]


def rows_of(sums: Mapping[str, int], n: int) -> list[list[int]]:
    """Answers of n respondents whose sums are these."""
    columns = [[total // n + (at < total % n) for at in range(n)] for total in sums.values()]
    return [list(row) for row in zip(*columns, strict=True)]


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
        "code": "pengaduan",
        "n": 29,
        "sum": 115,
        "nrr": "3.9655",
        "score": "99.14",
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
