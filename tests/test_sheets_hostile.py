"""Workbooks that mean harm: bombs, lies about sizes, entities, far cells."""

import io
import struct
import zipfile
import zlib
from time import perf_counter
from typing import Any

import pytest

from kinerja.sheets import child
from tests.staff_files import as_xlsx, repacked
from tests.test_sheets_workbooks import HEADINGS, WORKSHEET, packed, plain, refusal, with_part


def test_bomb_of_195_kilobytes_is_refused_before_it_is_opened() -> None:
    content = with_part("xl/media/besar.xml", b"\0" * 200_000_000)
    assert len(content) < 210_000
    begun = perf_counter()
    assert "mengembang terlalu besar" in refusal(content)
    assert perf_counter() - begun < 10


def lying(declared: int) -> bytes:
    """A package whose directory says that the worksheet is smaller than it is."""
    rows = b"".join(b"<row r='%d'><c><v>1</v></c></row>" % n for n in range(60_000))
    content = repacked(
        plain(["1", "a"]),
        edit=lambda name, part: (
            part.replace(b"</sheetData>", rows + b"</sheetData>") if name == WORKSHEET else part
        ),
    )
    real = zipfile.ZipFile(io.BytesIO(content)).getinfo(WORKSHEET)
    prefix = zipfile.ZipFile(io.BytesIO(content)).read(WORKSHEET)[:declared]
    old = struct.pack("<III", real.CRC, real.compress_size, real.file_size)
    new = struct.pack("<III", zlib.crc32(prefix), real.compress_size, declared)
    assert content.count(old) == 2
    return content.replace(old, new)


def test_directory_that_lies_about_a_size_is_seen_through() -> None:
    assert "mengembang terlalu besar" in refusal(lying(500))


def laughing() -> bytes:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    head = b'<!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]>"
    return repacked(
        plain(["1", "a"]),
        edit=lambda name, part: (
            part.replace(b"<worksheet", head + b"<worksheet") if name == WORKSHEET else part
        ),
    )


@pytest.mark.parametrize("wide", [False, True])
def test_billion_laughs_are_refused(wide: bool) -> None:
    content = laughing()
    if wide:
        content = repacked(
            content,
            edit=lambda name, part: part.decode().encode("utf-16") if name == WORKSHEET else part,
        )
    assert "definisi yang tidak dibuat oleh Excel" in refusal(content)


def test_cell_far_away_costs_a_refusal_and_no_memory() -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.write("XFD1048576", "jauh")

    message = refusal(as_xlsx([["1", "a"]], headings=["NIP", "Nama"], change=change))
    assert "terlalu berat" in message or "lebih dari" in message


def test_too_many_rows_are_refused() -> None:
    content = as_xlsx([[str(n)] for n in range(50_001)], headings=["NIP"])
    assert "lebih dari 50.000 baris" in refusal(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04rusak", "damaged"),
        (laughing(), "entities"),
        (lying(500), "bomb"),
        (lying(9_000_000), "damaged"),
        (packed({"a": b"x"}), "other"),
    ],
)
def test_reader_answers_with_codes(content: bytes, code: str) -> None:
    assert child.answered(content, HEADINGS)["refused"] == code
