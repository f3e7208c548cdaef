"""What a file is, by its content alone; each wrong one with its sentence; its safe name."""

import struct
import zipfile
from io import BytesIO

import pytest
from flask import Flask

from kinerja.competency.rules import LARGEST_FILE, FileKind, FileRefusal, kind_of, safe_name
from kinerja.competency.services import EvidenceRefusedError, NewEvidence, add_evidence
from kinerja.permissions import Viewer
from tests.factories import JPG, office, pdf, png

DOCX = office("word/document.xml")
XLSX = office("xl/workbook.xml")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def encrypted() -> bytes:
    """The archive with the flag of an encrypted part set in its directory."""
    content = bytearray(DOCX)
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def bomb() -> bytes:
    return office("word/document.xml", {"word/media/a.bin": b"\0" * 30 * 1024 * 1024})


def huge_directory() -> bytes:
    """An archive that declares a part of four gigabytes."""
    content = bytearray(DOCX)
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 2**32 - 2)
    return bytes(content)


def overlapping() -> bytes:
    """Parts that claim more packed bytes than the file has."""
    content = bytearray(DOCX)
    at = content.rindex(b"PK\x01\x02")
    content[at + 20 : at + 24] = struct.pack("<I", 40_000_000)
    content[at + 24 : at + 28] = struct.pack("<I", 40_000_000)
    return bytes(content)


def plain_zip() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "halo")
    return file.getvalue()


@pytest.mark.only("sqlite", reason="a pure rule")
@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", pdf(), FileKind.PDF),
        ("tanpa akhiran", pdf(), FileKind.PDF),
        ("a.JPEG", JPG, FileKind.JPG),
        ("a.png", png(), FileKind.PNG),
        ("a.docx", DOCX, FileKind.DOCX),
        ("laporan v1.2", XLSX, FileKind.XLSX),
    ],
)
def test_content_decides_the_kind(name: str, content: bytes, kind: FileKind) -> None:
    assert kind_of(content, name) is kind


WRONG = [
    ("a.pdf", b"", "Berkas ini kosong"),
    ("a.pdf", b"\0" * 100, "Berkas ini kosong"),
    ("a.pdf", pdf() + b" " * LARGEST_FILE, "lebih dari 5 MB"),
    ("a.pdf", b"MZ\x90\0" + b"\0" * 500 + b"PE", "bukan PDF, JPG, PNG, XLSX, atau DOCX"),
    ("a.pdf", b"<html><script>alert(1)</script></html>", "bukan PDF"),
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan PDF"),
    ("a.txt", b"halo", "bukan PDF"),
    ("a.zip", plain_zip(), "bukan PDF"),
    ("a.pdf", pdf()[:200], "rusak atau terpotong"),
    ("a.png", png()[:60], "rusak atau terpotong"),
    ("a.docx", DOCX[:80], "rusak atau terpotong"),
    ("a.doc", OLE, "berkas Office lama"),
    ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "berkata sandi"),
    ("a.docx", encrypted(), "berkata sandi"),
    ("a.docx", office("word/document.xml", {"word/vbaProject.bin": b"x"}), "berisi makro"),
    ("a.docx", office("word/document.xml", types=b"macroEnabled"), "berisi makro"),
    ("a.docx", bomb(), "mengembang terlalu besar"),
    ("a.docx", huge_directory(), "mengembang terlalu besar"),
    ("a.docx", overlapping(), "mengembang terlalu besar"),
    ("a.jpg", pdf(), "berakhiran .jpg, tetapi isinya PDF. Ubah akhiran namanya menjadi .pdf"),
    ("a.xlsx", DOCX, "berakhiran .xlsx, tetapi isinya DOCX"),
]


@pytest.mark.only("sqlite", reason="refused before anything is asked of the database")
@pytest.mark.parametrize(("name", "content", "sentence"), WRONG, ids=range(len(WRONG)))
def test_wrong_file_is_refused_with_what_to_do(
    app: Flask, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(FileRefusal):
        kind_of(content, name)
    with app.test_request_context(), pytest.raises(EvidenceRefusedError) as caught:
        add_evidence(NewEvidence(filename=name, content=content), by=Viewer(1, 1, 1))
    assert sentence in caught.value.message


@pytest.mark.only("sqlite", reason="a pure rule")
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Laporan Agustus.pdf", "Laporan Agustus.pdf"),
        ("Laporan.PDF", "Laporan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\saya\\laporan.pdf", "laporan.pdf"),
        ("laporan.pdf.exe", "laporan.pdf.exe.pdf"),
        ('a"b;c\r\nSet-Cookie: x.pdf', "a-b;cSet-Cookie- x.pdf"),
        ("lap\u202efdp.exe", "lapfdp.exe.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "bukti.pdf"),
        ("...", "bukti.pdf"),
        ("x" * 300, "x" * 100 + ".pdf"),
    ],
)
def test_name_is_made_safe(given: str, kept: str) -> None:
    assert safe_name(given, FileKind.PDF) == kept


@pytest.mark.only("sqlite", reason="a pure rule")
def test_photo_keeps_one_ending() -> None:
    assert safe_name("foto.jpeg", FileKind.JPG) == "foto.jpg"
