"""An answer of one's own, and the declaration before sending."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from kinerja.competency.models import Answer
from kinerja.competency.queries import in_language
from kinerja.competency.rules import (
    LEVELS,
    is_link,
)
from kinerja.forms import Form, IntegerField, LongTextField, TextField

LINK_LONGEST = 2000


class DraftForm(Form):
    """An answer that may be unfinished. `longest` is the rulebook's limit of the example."""

    level = IntegerField(_("Tingkat"))
    example = LongTextField(_("Contoh nyata"))
    evidence_url = TextField(_("Tautan bukti"), [Length(max=LINK_LONGEST)])
    version = IntegerField(_("Versi"), [Optional()])
    replaces = IntegerField(_("Versi yang digantikan"), [Optional()])
    needs_level = False

    def __init__(self, answer: Answer, *, longest: int) -> None:
        super().__init__(
            data={
                "level": answer.self_level,
                "example": answer.example,
                "evidence_url": answer.evidence_url,
            }
        )
        self.longest = longest
        self.competency = answer.competency

    def validate_level(self, field: IntegerField) -> None:
        """:raises ValidationError: it is none of the five cards, or no card where one is needed."""
        if field.data not in LEVELS and (self.needs_level or field.data is not None):
            name = in_language(self.competency, "name")
            raise ValidationError(gettext("Pilih satu tingkat untuk %(name)s.", name=name))

    def validate_example(self, field: LongTextField) -> None:
        """:raises ValidationError: it is too long."""
        length = len(field.data or "")
        if length > self.longest:
            raise ValidationError(
                gettext(
                    "Contoh nyata paling banyak %(limit)s huruf, sekarang %(length)s.",
                    limit=self.longest,
                    length=length,
                )
            )

    def validate_evidence_url(self, field: TextField) -> None:
        """:raises ValidationError: it is not a web address."""
        if field.data and not is_link(field.data):
            raise ValidationError(
                gettext("Tulis tautan lengkap, contoh https://drive.contoh.go.id/laporan.")
            )


class AnswerForm(DraftForm):
    """An answer that is finished: it has a level."""

    needs_level = True


class SubmitForm(Form):
    """What somebody declares before sending."""

    declared = BooleanField(
        _("Jawaban ini saya isi sendiri dan menggambarkan kebiasaan kerja saya."),
        [InputRequired(_("Centang pernyataan sebelum mengirim."))],
    )
