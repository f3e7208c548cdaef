"""What a piece of evidence is, how much of it a person may keep, and when it may go."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MEGABYTE = 1024 * 1024
LARGEST_FILE = 5 * MEGABYTE
QUOTA = 100 * MEGABYTE  # of one person's files together


class EvidenceKind(StrEnum):
    """A file that is kept here, or a link to what is kept elsewhere."""

    FILE = "file"
    LINK = "link"

    @property
    def label(self) -> LazyString:
        """The word for people."""
        return _KINDS[self]


_KINDS = {EvidenceKind.FILE: _("Berkas"), EvidenceKind.LINK: _("Tautan")}


class FileKind(StrEnum):
    """The kinds of files that are taken; the value is the ending of their names."""

    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"
    XLSX = "xlsx"
    DOCX = "docx"

    @property
    def media_type(self) -> str:
        """The type that a download is sent as."""
        return _MEDIA_TYPES[self]

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings that a name of this kind may have."""
        return ("jpg", "jpeg") if self is FileKind.JPG else (self.value,)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
}


def fits_quota(used: int, size: int) -> bool:
    """Whether a file of `size` bytes still fits beside `used` bytes of the same person."""
    return used + size <= QUOTA
