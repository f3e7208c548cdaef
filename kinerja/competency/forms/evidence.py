"""A piece of evidence: a new file or link, and what is said of it."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from kinerja.competency.rules import is_link
from kinerja.competency.services import NewEvidence
from kinerja.competency.services.evidence import LINK_WRONG, TITLE_LONGEST
from kinerja.forms import DateField, Form, LongTextField, TextField

LINK_LONGEST = 2000
DESCRIPTION_LONGEST = 1000


def refuse_no_link(text: str | None) -> None:
    """:raises ValidationError: it is not a web address."""
    if text and not is_link(text):
        raise ValidationError(str(LINK_WRONG))


def file_of(field: FileField) -> tuple[str, bytes]:
    """The name and the bytes of the file that was sent; both empty where none was."""
    if not field.data:
        return "", b""
    return field.data.filename or "berkas", field.data.read()


class DescribeForm(Form):
    """What is said of a piece of evidence."""

    title = TextField(
        _("Judul"), [DataRequired(_("Isi judul buktinya.")), Length(max=TITLE_LONGEST)]
    )
    description = LongTextField(_("Keterangan"), [Length(max=DESCRIPTION_LONGEST)])
    dated_on = DateField(_("Tanggal bukti"), [Optional()])


class EvidenceForm(DescribeForm):
    """A new one: a file or a link, never both."""

    file = FileField(_("Berkas"), render_kw={"accept": ".pdf,.jpg,.jpeg,.png,.xlsx,.docx"})
    evidence_url = TextField(_("Atau tautan"), [Length(max=LINK_LONGEST)])
    title = TextField(_("Judul"), [Length(max=TITLE_LONGEST)])

    def validate_file(self, field: FileField) -> None:
        """:raises ValidationError: neither a file nor a link is given, or both are."""
        if bool(field.data) == bool(self.evidence_url.data):
            raise ValidationError(gettext("Pilih satu berkas, atau tulis satu tautan."))

    def validate_evidence_url(self, field: TextField) -> None:
        """:raises ValidationError: it is not a web address."""
        refuse_no_link(field.data)

    def values(self) -> dict[str, Any]:
        """What is added."""
        filename, content = file_of(self.file)
        return {
            "new": NewEvidence(
                url=self.evidence_url.data or "",
                filename=filename,
                content=content,
                title=self.title.data or "",
                description=self.description.data or "",
                dated_on=self.dated_on.data,
            )
        }
