"""From a file's bytes to its rows: what kind of file it is, and who reads it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.sheets.delimited import read_delimited
from kinerja.sheets.sheet import Sheet, SheetRefusedError, revived

LARGEST = 10 * 1024 * 1024
WALL_SECONDS = 30
# The child package alone is on the reader's path, behind the standard library.
CHILD = "import sys; sys.path.append(sys.argv[2]); from child import main; main()"
HERE = str(Path(__file__).parent)
# Each may take much memory: a storm of uploads must not take all of it.
AT_ONCE = BoundedSemaphore(os.cpu_count() or 1)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIPPED = b"PK"
WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXT_NAMES = (".csv", ".txt", ".tsv")
FOREIGN = (b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8\xff", b"<html", b"<!doc", b"<table", b"<?xml")
REFUSALS: dict[str, LazyString] = {
    "size": _("Berkas ini lebih dari 10 MB. Hapus lembar dan gambar lain, atau bagi berkasnya."),
    "empty": _("Berkas ini kosong. Isi templatnya, lalu unggah lagi."),
    "old": _("Ini berkas .xls lama. Simpan sebagai .xlsx."),
    "xlsb": _("Ini berkas .xlsb. Simpan sebagai .xlsx."),
    "ods": _("Ini berkas .ods. Simpan sebagai .xlsx."),
    "encrypted": _("Berkas ini berkata sandi. Hapus kata sandinya, simpan, lalu unggah lagi."),
    "macros": _("Berkas ini berisi makro. Simpan sebagai .xlsx tanpa makro."),
    "links": _(
        "Berkas ini mengambil isi dari berkas atau sumber lain. Salin datanya sebagai nilai ke "
        "templat, lalu unggah templat itu."
    ),
    "bomb": _(
        "Isi berkas ini mengembang terlalu besar saat dibuka (paling besar %(most)s MB). Salin "
        "datanya ke templat yang baru, lalu unggah templat itu."
    ),
    "entries": _(
        "Berkas ini berisi lebih dari %(most)s bagian. Salin datanya ke templat yang baru, lalu "
        "unggah templat itu."
    ),
    "entities": _(
        "Berkas ini berisi definisi yang tidak dibuat oleh Excel. Salin datanya ke templat yang "
        "baru, lalu unggah templat itu."
    ),
    "rows": _("Berkas ini lebih dari 50.000 baris. Bagi menjadi beberapa berkas."),
    "columns": _("Berkas ini lebih dari %(most)s kolom. Hapus kolom yang tidak diperlukan."),
    "slow": _(
        "Berkas ini tidak selesai dibaca dalam %(most)s detik. Salin datanya ke templat yang "
        "baru, atau simpan sebagai CSV."
    ),
    "heavy": _(
        "Berkas ini terlalu berat untuk dibaca. Hapus baris dan kolom kosong di bawah dan di "
        "kanan data, simpan, lalu unggah lagi."
    ),
    "damaged": _("Berkas ini rusak. Buka dengan Excel, simpan lagi sebagai .xlsx, lalu unggah."),
    "other": _("Berkas ini bukan XLSX atau CSV. Unggah templat yang sudah diisi."),
    "named_text": _(
        "Nama berkas ini berakhiran CSV, tetapi isinya buku kerja Excel. Ubah akhiran namanya "
        "menjadi .xlsx, lalu unggah lagi."
    ),
    "named_workbook": _(
        "Nama berkas ini berakhiran XLSX, tetapi isinya teks. Ubah akhiran namanya menjadi "
        ".csv, lalu unggah lagi."
    ),
}


def refusal(code: str, **facts: Any) -> SheetRefusedError:
    """The refusal with its sentence."""
    sentence = REFUSALS[code]
    return SheetRefusedError(str(sentence) % facts)


def read_sheet(content: bytes, *, filename: str, headings: frozenset[str]) -> Sheet:
    """The table that the file holds, formulas and merged cells told by their address.

    Of a workbook the first visible sheet is read that has one of the `headings` (folded) near
    its top. Content and name must agree. Never inside of a transaction that writes: it may take
    half a minute.

    :raises SheetRefusedError: the file is too large, empty, damaged, dangerous or of another kind.
    """
    if len(content) > LARGEST:
        raise refusal("size")
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise refusal("empty")
    if content.startswith(OLE):
        raise refusal("encrypted" if ENCRYPTED in content else "old")
    name = filename.lower()
    if not content.startswith(ZIPPED):
        refuse_no_text(content, name)
        return read_delimited(content)
    if name.endswith(TEXT_NAMES):
        raise refusal("named_text")
    return read_workbook(content, headings)


def refuse_no_text(content: bytes, name: str) -> None:
    """Refuse what is neither a workbook nor a table of text.

    :raises SheetRefusedError: it is something else, or bears a workbook's name.
    """
    if content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(FOREIGN):
        raise refusal("other")
    if name.endswith(WORKBOOK_NAMES):
        raise refusal("named_workbook" if is_text(content) else "damaged")
    if not name.endswith(TEXT_NAMES):
        raise refusal("other")


def is_text(content: bytes) -> bool:
    """Whether the beginning could be a text that somebody renamed."""
    return b"\0" not in content[:2048] and b"\n" in content[:65536]


def read_workbook(content: bytes, headings: frozenset[str]) -> Sheet:
    """The sheet, read by a process of its own that is bound in memory and time.

    :raises SheetRefusedError: what that process says, or that it did not come to an end.
    """
    command = [sys.executable, "-I", "-c", CHILD, json.dumps(sorted(headings)), HERE]
    with AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603  # our own file, the content only as its input
                command, input=content, capture_output=True, timeout=WALL_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise refusal("slow", most=WALL_SECONDS) from None
    if done.returncode or not done.stdout:
        raise refusal("heavy")
    found = json.loads(done.stdout)
    if "refused" in found:
        raise refusal(found["refused"], **found["facts"])
    return Sheet(
        name=found["name"],
        rows=[(number, revived(cells)) for number, cells in found["rows"]],
        formulas=frozenset((row, column) for row, column in found["formulas"]),
        merged=tuple((a, b, c, d) for a, b, c, d in found["merged"]),
    )
