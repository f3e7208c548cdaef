"""Checking a dictionary's file, and what differs between two editions: without a database."""

import pytest

from kinerja.competency.rules import LEVELS, Cluster
from kinerja.competency.rules.dictionary import (
    Change,
    Entry,
    Scale,
    changes,
    outcomes,
    pairs,
    rewrites,
)
from kinerja.competency.rules.dictionary_checks import Known, cluster_of, read_entries
from kinerja.competency.rules.dictionary_files import HEADINGS, Content, read_content
from kinerja.sheets import Outcome, Sheet
from tests.dictionary_files import Rows, cells, competency

ARCHIVES = Known(urusan="Kearsipan Uji")


def content(rows: Rows, headings: list[str] | None = None, **facts: object) -> Content:
    heads: list[object] = list(headings or HEADINGS.values())
    sheet = [heads, *cells(rows)]
    return read_content(Sheet("Kamus", list(enumerate(sheet, start=1)), **facts))  # type: ignore[arg-type]


def entry(code: str = "A", **facts: object) -> Entry:
    levels = {
        level: Scale("Dasar", f"Uraian {level}", "", ((f"Perilaku {level}", ""),))
        for level in LEVELS
    }
    texts = {"name": "Arsip", "name_en": "", "definition": "", "definition_en": ""}
    return Entry(**({"code": code, "cluster": Cluster.TECHNICAL, "levels": levels} | texts | facts))


def test_file_is_read_by_its_headings_however_they_are_spelt() -> None:
    for heads in (list(HEADINGS), [name.upper() for name in HEADINGS.values()]):
        found = read_entries(content(competency("arsip"), heads), ARCHIVES)
        assert not found.faults
        arsip = found.entries["ARSIP"]
        assert arsip.cluster is Cluster.TECHNICAL
        assert list(arsip.levels) == list(LEVELS)
        assert arsip.levels[2] == Scale(
            "Tingkat 2",
            "Uraian arsip 2",
            "",
            (("Perilaku arsip 2.1", ""), ("Perilaku arsip 2.2", "")),
        )


def test_rows_of_the_example_and_rows_above_the_headings_are_not_read() -> None:
    sheet = [["Kamus kami"], list(HEADINGS.values()), *cells(competency("CONTOH"))]
    found = read_content(Sheet("", list(enumerate(sheet, start=1))))
    assert (found.header, found.rows) == (2, [])
    (fault,) = read_entries(found, ARCHIVES).faults
    assert "Berkas tidak berisi kompetensi" in str(fault)


def test_missing_columns_are_named_as_the_file_names_its_others() -> None:
    for heads, name in ((["Kode", "Nama"], "Kelompok"), (["code", "name_id"], "cluster")):
        faults = read_entries(content([], heads), ARCHIVES).faults
        assert faults[0].column == name
        assert len(faults) == 4


@pytest.mark.parametrize(
    ("change", "column", "hint"),
    [
        ({"level": "6"}, "Tingkat", "angka 1 sampai 5"),
        ({"level": ""}, "Tingkat", "Isi kolom ini"),
        ({"level": "1"}, "Tingkat", "sudah ada di baris 2"),
        ({"cluster": "umum"}, "Kelompok", "manajerial, sosial_kultural, teknis"),
        ({"cluster": "Manajerial"}, "Kelompok", "hanya memuat kompetensi teknis"),
        ({"description_id": ""}, "Uraian", "Isi kolom ini"),
        ({"name_id": "Lain"}, "Nama", "Tidak sama dengan baris 2"),
        ({"code": "K" * 17}, "Kode", "paling panjang 16"),
        ({"code": "A/B"}, "Kode", "huruf, angka, titik"),
        ({"code": "impor"}, "Kode", "dipakai sistem"),
        ({"code": "KOM"}, "Kode", "sudah dipakai kamus nasional"),
        ({"level_name": "N" * 201}, "Nama tingkat", "Paling panjang 200"),
        ({"indicator_1_id": "", "indicator_2_id": ""}, "Indikator 1", "sedikitnya satu indikator"),
        ({"indicator_3_en": "Only here"}, "Indikator 3 (Inggris)", "dalam Bahasa Indonesia"),
    ],
)
def test_wrong_cell_is_named_with_its_row_and_what_to_do(
    change: dict[str, str], column: str, hint: str
) -> None:
    rows = competency()
    rows[1] |= change
    known = Known(urusan="Kearsipan Uji", taken={"KOM": ""})
    found = read_entries(content(rows), known)
    assert not found.entries
    assert [hint in str(one.message) for one in found.faults if one.column == column] == [True]
    assert {fault.row for fault in found.faults} == {3}


def test_technical_competency_does_not_belong_in_the_national_dictionary() -> None:
    faults = read_entries(content(competency()), Known()).faults
    assert len(faults) == 5
    assert "masuk kamus urusannya" in str(faults[0])


def test_cluster_spelt_in_two_ways_is_one_cluster() -> None:
    rows = competency()
    rows[1]["cluster"] = "Teknis"
    assert not read_entries(content(rows), ARCHIVES).faults


def test_missing_level_is_named() -> None:
    (fault,) = read_entries(content(competency()[:-1]), ARCHIVES).faults
    assert "ARSIP belum punya tingkat 5" in str(fault)


def test_formulas_and_merged_cells_are_told_instead_of_read() -> None:
    read = content(competency(), formulas=frozenset({(2, 8)}), merged=((3, 0, 6, 0),))
    faults = read_entries(read, ARCHIVES).faults
    assert (faults[0].row, faults[0].column) == (2, "Uraian")
    assert "rumus" in str(faults[0].message)
    assert [fault.row for fault in faults[1:]] == [3, 4, 5, 6]
    assert all("digabung" in str(fault.message) for fault in faults[1:])


def test_column_that_is_not_in_the_file_keeps_what_was_there() -> None:
    heads = [head for head in HEADINGS.values() if "Indikator" not in head]
    old = entry("ARSIP", name_en="Archive", definition="Merawat arsip.")
    sheet = [heads, *(row[: len(heads)] for row in cells(competency()))]
    read = read_content(Sheet("", list(enumerate(sheet, start=1))))  # type: ignore[arg-type]
    assert len(read_entries(read, ARCHIVES).faults) == 5  # nowhere are indicators
    found = read_entries(read, Known(urusan="Kearsipan Uji", base={"ARSIP": old})).entries["ARSIP"]
    assert found.levels[3].indicators == (("Perilaku 3", ""),)
    assert (found.name_en, found.definition) == ("", "")  # these columns are there, and empty


def test_clusters_are_recognised_in_several_spellings() -> None:
    assert cluster_of("Sosial Kultural") is Cluster.SOCIO_CULTURAL
    assert cluster_of("sosial_kultural") is Cluster.SOCIO_CULTURAL
    assert cluster_of("TEKNIS") is Cluster.TECHNICAL
    assert cluster_of("") is None


def test_stored_content_comes_back_as_it_was() -> None:
    read = content(competency(), formulas=frozenset({(2, 8)}))
    assert Content.from_json(read.as_json()) == read


def test_outcomes_go_by_level_and_a_new_name_changes_all() -> None:
    old = entry()
    assert set(outcomes(entry(), None).values()) == {Outcome.NEW}
    assert set(outcomes(entry(), old).values()) == {Outcome.SAME}
    assert set(outcomes(entry(name="Lain"), old).values()) == {Outcome.CHANGED}
    one = entry(levels=dict(old.levels) | {2: Scale("Dasar", "Baru")})
    assert [level for level, what in outcomes(one, old).items() if what is Outcome.CHANGED] == [2]


def test_filling_what_was_empty_rewrites_nothing() -> None:
    old = entry()
    filled = {
        level: Scale(one.name, one.description, "English", (*one.indicators, ("Lagi", "")))
        for level, one in old.levels.items()
    }
    assert changes(entry(levels=filled), old)
    assert not rewrites(entry(levels=filled, definition="Arti"), old)
    assert rewrites(entry(name="Lain"), old)
    bare = {level: Scale(one.name, one.description) for level, one in old.levels.items()}
    assert rewrites(entry(levels=bare), old)


def test_changes_name_the_text() -> None:
    old = entry()
    levels = dict(old.levels) | {2: Scale("Dasar", "Uraian 2", "", (("Perilaku lain", ""),))}
    (change,) = changes(entry(levels=levels), old)
    assert change == Change(2, "indicator", 1, "Perilaku 2", "Perilaku lain")
    assert change.label == "Tingkat 2 · indikator 1"


def test_pairs_follow_the_successor_and_else_the_code() -> None:
    before = {code: entry(code) for code in ("A", "B", "C")}
    after = {code: entry(code) for code in ("A", "D", "E")}
    found = pairs(after, before, {"B": "D"})
    assert [
        (one.code, one.before.code if one.before else None, one.after is not None) for one in found
    ] == [("A", "A", True), ("D", "B", True), ("E", None, True), ("C", "C", False)]
