"""A competency record to add, and the reason for voiding one."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from kinerja.competency.models import Competency
from kinerja.competency.queries import in_language
from kinerja.competency.rules import LEVEL_LABELS, RecordKind, is_link
from kinerja.forms import DateField, Form, LongTextField, TextField

# What somebody may enter by hand; the others come from assessments.
BY_HAND = {
    RecordKind.ASSESSOR: _("Hasil asesor"),
    RecordKind.TRAINING: _("Hasil pelatihan"),
    RecordKind.PRIOR: _("Pembelajaran lampau"),
}


class RecordForm(Form):
    """A record that somebody else has attested."""

    competency_id = SelectField(
        _("Kompetensi"), [InputRequired(_("Pilih kompetensinya."))], coerce=int
    )
    kind = RadioField(
        _("Jenis catatan"),
        [InputRequired(_("Pilih jenis catatannya."))],
        choices=[SelectChoice(kind.value, label) for kind, label in BY_HAND.items()],
        coerce=RecordKind,
    )
    level = SelectField(_("Tingkat"), [InputRequired(_("Pilih tingkatnya."))], coerce=int)
    on = DateField(_("Tanggal hasil"), [InputRequired(_("Isi tanggal hasilnya."))])
    until = DateField(_("Berlaku sampai"), [Optional()])
    author_name = TextField(
        _("Asesor atau penyelenggara"),
        [InputRequired(_("Isi siapa yang menyatakan tingkat ini.")), Length(max=200)],
    )
    evidence = TextField(_("Tautan bukti"), [Optional(), Length(max=2000)])
    note = LongTextField(_("Catatan"), [Optional(), Length(max=1000)])

    def validate_evidence(self, field: TextField) -> None:
        """:raises ValidationError: it has not the form of a link."""
        if field.data and not is_link(field.data):
            raise ValidationError(_("Isi tautan lengkap, contoh https://contoh.go.id/berkas."))


def record_form(competencies: list[Competency]) -> RecordForm:
    """The form with the competencies and levels to choose from."""
    form = RecordForm()
    form.competency_id.choices = [
        SelectChoice(one.id, in_language(one, "name")) for one in competencies
    ]
    form.level.choices = [
        SelectChoice(level, f"{level} – {label}") for level, label in LEVEL_LABELS.items()
    ]
    return form


class VoidForm(Form):
    """Why a record does not count any more."""

    reason = LongTextField(
        _("Alasan pembatalan"),
        [InputRequired(_("Tulis alasannya; pegawai membacanya.")), Length(max=1000)],
    )
