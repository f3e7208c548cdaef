"""CSV as people save it: encodings, delimiters, quotes, and what is refused."""

import pytest

from kinerja.sheets import SheetRefusedError, column_letter, fold, read_sheet, tidy, tidy_row
from kinerja.sheets.sheet import Sheet

ROWS = [(1, ["NIP", "Nama"]), (2, ["1", "Zoë, S.Sos."]), (4, ["2", "baris\nganda"])]


def read(content: bytes, name: str = "a.csv") -> Sheet:
    return read_sheet(content, filename=name, headings=frozenset({"nip"}))


def refusal(content: bytes) -> str:
    with pytest.raises(SheetRefusedError) as refused:
        read(content)
    return refused.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_usual_way_of_saving_reads_alike(encoding: str, delimiter: str) -> None:
    text = 'NIP,Nama\r\n1,"Zoë, S.Sos."\r\n\r\n2,"baris\nganda"\r\n'
    if delimiter != ",":
        text = (
            f'NIP{delimiter}Nama\r\n1{delimiter}"Zoë, S.Sos."\r\n\r\n2{delimiter}"baris\nganda"\r\n'
        )
    assert read(text.encode(encoding)).rows == ROWS


def test_lines_with_more_of_another_sign_do_not_mislead() -> None:
    content = b'NIP;Nama\n1;"Sari, S.Sos., M.Si., M.A."\n2;"Budi, S.E., M.M."\n'
    assert read(content).rows[1] == (2, ["1", "Sari, S.Sos., M.Si., M.A."])


def test_delimiter_told_by_the_file_is_believed() -> None:
    assert read(b"sep=;\r\nNIP;Nama\r\n1;a,b\r\n").rows == [(2, ["NIP", "Nama"]), (3, ["1", "a,b"])]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'NIP,Nama\n1,a\n2,"b\n3,c\n', "Tanda kutip di baris 3 tidak berpasangan."),
        (b'NIP,Nama\n1,"a"b\n', "Tanda kutip di baris 2 tidak berpasangan."),
        (b"NIP,Nama\n1,a\n2,\x81\x8d\n", "Huruf di baris 3 tidak terbaca."),
        ("NIP,Nama\n1,ZoÃ«\n".encode(), "Huruf di baris 2 tidak terbaca."),
        ("NIP,Nama\n1,Zo\ufffd\n".encode(), "Huruf di baris 2 tidak terbaca."),
        ("NIP,Nama\n1,Zoë\n".encode("utf-16-le"), "Huruf di baris 2 tidak terbaca."),
        (b"\xff\xfeN", "Huruf di baris 1 tidak terbaca."),
        (b"NIP,Nama\n1,\xa4\xa6\xb8\n", "Huruf di baris 2 tidak terbaca."),
        (b"NIP,Nama\n1,\xe9\x01\n", "Huruf di baris 2 tidak terbaca."),
        (b",,\n,,\n", "Berkas ini kosong."),
        (b"NIP\n" + b"x," * 101 + b"\n", "Baris 2 lebih dari 100 kolom."),
        (b"NIP\n" + b"1\n" * 50_001, "lebih dari 50.000 baris"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_row(content: bytes, sentence: str) -> None:
    assert sentence in refusal(content)


def test_long_cells_are_cut() -> None:
    assert read(b"NIP,Nama\n1," + b"x" * 5000 + b"\n").rows[1] == (2, ["1", "x" * 2000])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Sari   Dewi ", "Sari Dewi"),
        ("Sari\u00a0Dewi", "Sari Dewi"),
        ("Sa\u200bri\ufeff", "Sari"),
        ("Sari\r\nDewi\t", "Sari Dewi"),
        ("e\u0301", "é"),
        (None, ""),
        (3, "3"),
    ],
)
def test_cells_become_one_clean_line(cell: object, text: str) -> None:
    assert tidy(cell) == text


def test_rows_are_tidied_as_their_cells_are() -> None:
    for cells in (["a", "b c"], [" a", "b"], ["a", "b  c"], ["a", "b "], ["é", "b"], ["a", 3], []):
        texts, is_ascii = tidy_row(list(cells))
        assert texts == [tidy(cell) for cell in cells]
        assert is_ascii is all(text.isascii() for text in texts)


def test_columns_are_named_as_a_spreadsheet_names_them() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
    assert fold(" Dinas  SOSIAL ") == "dinas sosial"
