"""Which kind of file some bytes are, told by their content alone, and what is refused."""

import re
import unicodedata
import zipfile
from io import BytesIO

from kinerja.competency.rules.evidence import LARGEST_FILE, FileKind
from kinerja.sheets.child.archive import ENTRIES, MACROS, RATIO, UNPACKED, Refusal, unpack

PDF, JPG, PNG = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
ZIPPED, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = "[Content_Types].xml"
LONGEST_TYPES = 1024 * 1024
PLAIN_RATIO = 1024 * 1024  # what so little unpacks to harms nobody, however well it was packed
MAIN_PARTS = {"xl/workbook.xml": FileKind.XLSX, "word/document.xml": FileKind.DOCX}
LONGEST_NAME = 100
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
ENDING = re.compile(r"\.([A-Za-z0-9]{1,5})$")


class FileRefusal(Exception):  # noqa: N818  # not an error of ours: an answer
    """Why a file is not taken: a code and its facts."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def kind_of(content: bytes, filename: str) -> FileKind:
    """The kind that the content is; nothing of it is executed, drawn or unpacked but the list of
    an Office file's parts.

    :raises FileRefusal: it is empty, too large, damaged, dangerous, of no kind that is taken, or
        bears the ending of another kind.
    """
    if len(content) > LARGEST_FILE:
        raise FileRefusal("size")
    if not content.strip(b"\0\t\r\n "):
        raise FileRefusal("empty")
    kind = _sniffed(content)
    ending = ENDING.search(filename.strip())
    known = {name for one in FileKind for name in one.endings}
    if ending and ending[1].lower() in known and ending[1].lower() not in kind.endings:
        raise FileRefusal("named", ending=ending[1].lower(), kind=kind.value.upper(), right=kind)
    return kind


def _sniffed(content: bytes) -> FileKind:
    if content.startswith(OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise FileRefusal("encrypted" if encrypted else "old")
    if content.startswith(ZIPPED):
        return _office(content)
    for start, end, kind in (
        (PDF, b"%%EOF", FileKind.PDF),
        (JPG, b"\xff\xd9", FileKind.JPG),
        (PNG, b"IEND\xaeB`\x82", FileKind.PNG),
    ):
        if content.startswith(start):
            if end not in content[-4096:]:
                raise FileRefusal("damaged")
            return kind
    raise FileRefusal("other")


def _office(content: bytes) -> FileKind:
    """The Office file that a ZIP archive is, by the directory of its parts."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_hostile(entries, len(content))
            names = frozenset(entry.filename for entry in entries)
            kind = next((MAIN_PARTS[name] for name in MAIN_PARTS if name in names), None)
            if kind is None or TYPES not in names:
                raise FileRefusal("other")
            types = archive.getinfo(TYPES)
            if types.file_size > LONGEST_TYPES:
                raise FileRefusal("bomb")
            if b"macroEnabled" in unpack(content, types):
                raise FileRefusal("macros")
    except (zipfile.BadZipFile, Refusal, ValueError, OverflowError, NotImplementedError) as error:
        raise FileRefusal("damaged") from error
    return kind


def _refuse_hostile(entries: list[zipfile.ZipInfo], size: int) -> None:
    """:raises FileRefusal: the directory alone says that nobody should open it."""
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    overlaps = packed > size
    if len(entries) > ENTRIES or overlaps or declared > UNPACKED:
        raise FileRefusal("bomb")
    if declared > max(RATIO * packed, PLAIN_RATIO):
        raise FileRefusal("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefusal("encrypted")
    if any(MACROS.search(entry.filename) for entry in entries):
        raise FileRefusal("macros")


def safe_name(filename: str, kind: FileKind) -> str:
    """The name under which the file is kept and downloaded: no folder, nothing that cannot be
    seen or that a disk would refuse, the ending of its kind.
    """
    name = unicodedata.normalize("NFC", filename).replace("\\", "/").rpartition("/")[2]
    shown = (c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    stem = FORBIDDEN.sub("-", "".join(shown))
    ending = ENDING.search(stem.strip())
    if ending and ending[1].lower() in kind.endings:
        stem = stem.strip()[: ending.start()]
    stem = " ".join(stem.split()).strip(". -")[:LONGEST_NAME].rstrip(". -")
    return f"{stem or 'bukti'}.{kind}"
