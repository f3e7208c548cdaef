"""The package an XLSX file is: refused by its directory, then unpacked under what it declares."""

import re
import zipfile
import zlib
from typing import Any

MEGABYTE = 1024 * 1024
UNPACKED = 50 * MEGABYTE
RATIO = 100
ENTRIES = 2000
STORED, DEFLATED = 0, 8
LOCAL_HEADER = 30
# Parts that run, or that fetch something from elsewhere.
MACROS = re.compile(r"vbaproject|macrosheets/|activex/", re.IGNORECASE)
LINKED = re.compile(r"externallinks/|embeddings/|connections\.xml|querytables/", re.IGNORECASE)
WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Refusal(Exception):  # noqa: N818  # not an error of ours: an answer
    """Why the file is not read: a code and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.answer = {"refused": code, "facts": facts}


def look(archive: zipfile.ZipFile) -> None:
    """Refuse by the directory alone, before anything is unpacked."""
    entries = archive.infolist()
    if len(entries) > ENTRIES:
        raise Refusal("entries", most=ENTRIES)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refusal("encrypted")
    code = foreign(frozenset(entry.filename for entry in entries))
    if code:
        raise Refusal(code)
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if declared > UNPACKED or declared > max(RATIO * packed, MEGABYTE):
        raise Refusal("bomb", most=UNPACKED // MEGABYTE)


def foreign(names: frozenset[str]) -> str | None:
    """The code for a package that is no XLSX of plain data."""
    if {"mimetype", "content.xml"} <= names:
        return "ods"
    if "xl/workbook.xml" not in names:
        return "xlsb" if "xl/workbook.bin" in names else "other"
    if any(MACROS.search(name) for name in names):
        return "macros"
    return "links" if any(LINKED.search(name) for name in names) else None


def unpack(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    """What the entry really holds; never more than it declares."""
    start = entry.header_offset
    name, extra = (
        int.from_bytes(content[start + at : start + at + 2], "little") for at in (26, 28)
    )
    begin = start + LOCAL_HEADER + name + extra
    packed = content[begin : begin + entry.compress_size]
    if entry.compress_type == STORED:
        found = packed
    elif entry.compress_type == DEFLATED:
        inflater = zlib.decompressobj(-15)
        found = inflater.decompress(packed, entry.file_size + 1)
        if not inflater.eof and inflater.decompress(inflater.unconsumed_tail, 1):
            raise Refusal("bomb", most=UNPACKED // MEGABYTE)
    else:
        raise Refusal("damaged")
    if len(found) != entry.file_size:
        code = "bomb" if len(found) > entry.file_size else "damaged"
        raise Refusal(code, most=UNPACKED // MEGABYTE)
    return found


def check_parts(content: bytes, archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Unpack each part once, under its declared size; returns the worksheets' XML."""
    sheets = {}
    for entry in archive.infolist():
        found = unpack(content, entry)
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            if is_wide(found):
                found = found.decode("utf-16", errors="replace").encode()
            if b"<!" in found and DOCTYPE.search(found):
                raise Refusal("entities")
        if entry.filename == "[Content_Types].xml" and b"macroEnabled" in found:
            raise Refusal("macros")
        if WORKSHEET.fullmatch(entry.filename) or entry.filename in (
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
        ):
            sheets[entry.filename] = found
    return sheets


def is_wide(part: bytes) -> bool:
    """Whether the XML is in UTF-16."""
    return part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part[:4]
