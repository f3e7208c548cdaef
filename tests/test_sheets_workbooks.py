"""Workbooks that people upload: what is read of them, and which are refused and why."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from flask import Flask

from kinerja.sheets import Sheet, SheetRefusedError, TemplateColumn, child, read_sheet, template
from kinerja.sheets.child import markup
from tests.staff_files import as_xlsx, repacked

HEADINGS = frozenset({"nip"})
WORKSHEET = "xl/worksheets/sheet1.xml"


def read(content: bytes, name: str = "a.xlsx") -> Sheet:
    return read_sheet(content, filename=name, headings=HEADINGS)


def refusal(content: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(SheetRefusedError) as refused:
        read(content, name)
    return refused.value.message


def plain(*rows: list[Any]) -> bytes:
    return as_xlsx(rows, headings=["NIP", "Nama"])


def test_cells_keep_their_kind_and_rows_their_numbers() -> None:
    content = as_xlsx(
        [["198800002011011001", "Sari"], [], [1.988e17, date(2020, 1, 31)], ["", 3]],
        headings=["NIP", "Nama"],
    )
    sheet = read(content)
    assert (sheet.name, sheet.formulas, sheet.merged) == ("Pegawai", frozenset(), ())
    assert sheet.rows == [
        (1, ["NIP", "Nama"]),
        (2, ["198800002011011001", "Sari"]),
        (4, [1.988e17, date(2020, 1, 31)]),
        (5, ["", 3]),
    ]
    assert Sheet.unpacked(sheet.packed()) == sheet


def test_sheet_with_the_headings_is_found_among_others_and_hidden_ones_are_left_aside() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Sampul").write(0, 0, "Laporan")
        hidden = book.add_worksheet("Rahasia")
        hidden.write_row(0, 0, ["NIP", "Nama"])
        hidden.hide()
        book.add_worksheet("Isi").write_row(4, 0, ["Nama", "nip "])
    sheet = read(file.getvalue())
    assert (sheet.name, sheet.rows) == ("Isi", [(5, ["Nama", "nip "])])


def test_without_the_headings_the_first_filled_sheet_is_read() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Kosong")
        book.add_worksheet("Isi").write_row(0, 0, ["Nomor", "Nama"])
    assert read(file.getvalue()).name == "Isi"


def test_formulas_and_merged_cells_are_told_by_their_address() -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.write_formula("B3", "=A1&A2", None, "hasil")
        sheet.write_array_formula("D4:D5", "{=A1:A2}")
        sheet.merge_range("A7:B8", "gabung")

    content = as_xlsx([["1", "a"]] * 9, headings=["NIP", "Nama"], change=change)
    sheet = read(content)
    assert sheet.formulas == {(3, 1), (4, 3)}
    assert sheet.merged == ((7, 0, 8, 1),)


def test_what_only_looks_like_a_formula_is_text() -> None:
    sheet = read(plain(["<f>", "=1+1 <f >"], ["a:f>", "b"]))
    assert sheet.formulas == frozenset()
    assert sheet.rows[1][1] == ["<f>", "=1+1 <f >"]


def test_formulas_are_found_in_every_spelling_of_the_xml() -> None:
    content = plain(["1", "a"], ["2", "b"])

    def prefixed(name: str, part: bytes) -> bytes:
        if name != WORKSHEET:
            return part
        part = part.replace(b"<v>", b"<f\n>A1</f><v>")
        return part.decode().replace("UTF-8", "UTF-16").encode("utf-16")

    found = markup.formulas(
        prefixed(WORKSHEET, zipfile.ZipFile(io.BytesIO(content)).read(WORKSHEET))
        .decode("utf-16")
        .encode()
    )
    assert found == [(1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1)]


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.xlsx", "Berkas ini kosong."),
        (b"\xef\xbb\xbf \r\n", "a.csv", "Berkas ini kosong."),
        (OLD, "a.xls", "Ini berkas .xls lama. Simpan sebagai .xlsx."),
        (OLD, "a.xlsx", "Ini berkas .xls lama. Simpan sebagai .xlsx."),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "Berkas ini berkata sandi."),
        (b"%PDF-1.7 \n", "a.xlsx", "Berkas ini bukan XLSX atau CSV."),
        (b"<html><table>\n", "a.xls", "Berkas ini bukan XLSX atau CSV."),
        (b"NIP,Nama\n1,a\n", "a.xlsx", "isinya teks. Ubah akhiran namanya menjadi .csv"),
        (b"NIP,Nama\n1,a\n", "a.doc", "Berkas ini bukan XLSX atau CSV."),
        (b"\x01\x02\x03\0\0", "a.xlsx", "Berkas ini rusak."),
        (b"PK\x03\x04rusak", "a.xlsx", "Berkas ini rusak."),
        (plain(["1", "a"]), "a.csv", "isinya buku kerja Excel. Ubah akhiran namanya menjadi .xlsx"),
        (b"x" * (10 * 1024 * 1024 + 1), "a.csv", "Berkas ini lebih dari 10 MB."),
    ],
)
def test_other_files_are_refused_with_what_to_do(content: bytes, name: str, sentence: str) -> None:
    assert sentence in refusal(content, name)


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def with_part(name: str, part: bytes = b"<a/>") -> bytes:
    """An innocent workbook with one part more."""
    return repacked(plain(["1", "a"]), add={name: part})


def with_macros_by_type() -> bytes:
    return repacked(
        plain(["1", "a"]),
        edit=lambda _name, part: part.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml"),
    )


def with_password_bit() -> bytes:
    content = bytearray(plain(["1", "a"]))
    entry = zipfile.ZipFile(io.BytesIO(bytes(content))).infolist()[0]
    directory = content.rindex(b"PK\x01\x02" + content[content.index(b"PK\x01\x02") + 4 :][:4])
    for at in (entry.header_offset + 6, directory + 8):
        content[at] |= 1
    return bytes(content)


PACKAGES = {
    "ods": packed({"mimetype": b"application/ods", "content.xml": b"<a/>"}),
    "xlsb": packed({"xl/workbook.bin": b"x"}),
    "other": packed({"word/document.xml": b"<a/>"}),
    "damaged": packed({"xl/workbook.xml": b"bukan xml"}),
    "macros": with_part("xl/vbaProject.bin"),
    "macros by type": with_macros_by_type(),
    "links": with_part("xl/externalLinks/externalLink1.xml"),
    "entries": repacked(plain(["1"]), add={f"x/{n}.xml": b"<a/>" for n in range(2001)}),
    "empty": as_xlsx([], headings=[]),
    "columns": as_xlsx([["x"] * 101], headings=["NIP"]),
    "bomb": with_part("xl/media/image1.png", b"\0" * 20_000_000),
    "encrypted": with_password_bit(),
}
SENTENCES = {
    "ods": "Ini berkas .ods.",
    "xlsb": "Ini berkas .xlsb.",
    "other": "Berkas ini bukan XLSX atau CSV.",
    "damaged": "Berkas ini rusak.",
    "macros": "Berkas ini berisi makro.",
    "links": "mengambil isi dari berkas atau sumber lain",
    "entries": "lebih dari 2000 bagian",
    "empty": "Berkas ini kosong.",
    "columns": "lebih dari 100 kolom",
    "bomb": "mengembang terlalu besar",
    "encrypted": "Berkas ini berkata sandi.",
}


@pytest.mark.parametrize("what", PACKAGES)
def test_packages_are_refused_by_what_is_in_them(what: str) -> None:
    code = what.partition(" ")[0]
    assert SENTENCES[code] in refusal(PACKAGES[what])
    assert child.answered(PACKAGES[what], HEADINGS)["refused"] == code


def test_hours_texts_and_truths_are_told_as_text() -> None:
    assert child.plain(True) == "True"
    assert child.plain("x" * 3000) == "x" * 2000
    assert child.plain(datetime(2020, 1, 31, 8, 0)) == datetime(2020, 1, 31, 8, 0)  # noqa: DTZ001
    assert (child.plain(3.0), child.plain(3.5), child.plain(1e17)) == (3, 3.5, 1e17)
    assert child.day(datetime(2020, 1, 31, 8, 0)) == ["2020-01-31"]  # noqa: DTZ001


def test_reader_answers_with_the_sheet() -> None:
    def change(_book: Any, sheet: Any) -> None:
        sheet.write_formula("B2", "=1+1")

    content = as_xlsx([["1", "a"], ["2", 3]], headings=["NIP", "Nama"], change=change)
    assert child.answered(content, HEADINGS) == {
        "name": "Pegawai",
        "rows": [(1, ["NIP", "Nama"]), (2, ["1", 0]), (3, ["2", 3])],
        "formulas": [(2, 1)],
        "merged": [],
    }


def test_reader_is_a_program_of_its_own() -> None:
    """It imports nothing of ours: started alone it takes no time, and there is little to break."""
    for file in Path(child.__file__).parent.glob("*.py"):
        text = file.read_text()
        assert "kinerja" not in text
        assert "flask" not in text


def test_template_offers_choices_and_keeps_long_numbers_as_text(app: Flask) -> None:
    columns = [
        TemplateColumn("NIP", "Wajib.", is_needed=True),
        TemplateColumn("Unit", "Pilih.", choices=["Dinas A", "Dinas B"]),
        TemplateColumn("TMT", "Hari.", is_day=True),
    ]
    content = template(
        "Pegawai",
        columns,
        [["198800002011011001", "=1+1", date(2020, 1, 31)]],
        guidance_title="Petunjuk",
        guidance=["Isi semua."],
        example=True,
    )
    sheet = read(content)
    assert sheet.rows[1] == (2, ["198800002011011001", "=1+1", date(2020, 1, 31)])
    assert sheet.formulas == frozenset()
    parts = zipfile.ZipFile(io.BytesIO(content))
    assert b"Daftar!$A$1:$A$2" in parts.read(WORKSHEET)
    assert b'state="hidden"' in parts.read("xl/workbook.xml")
    assert b"Petunjuk" in parts.read("xl/workbook.xml")
