"""What people type to set somebody's superior, or to end that."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from kinerja.forms import DateField, Form, TextField
from kinerja.people.rules import LineKind


class SuperiorForm(Form):
    """`superior_id` gets what the search has found; a number may be written instead."""

    kind = RadioField(
        _("Sebagai"),
        choices=[SelectChoice(kind.value, kind.label) for kind in LineKind],
        coerce=LineKind,
        default=LineKind.SUPERVISOR,
    )
    superior_id = RadioField(_("Hasil pencarian"), coerce=int, choices=[], validate_choice=False)
    superior_nip = TextField(
        _("NIP atasan"),
        [Length(max=40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    valid_from = DateField(_("Berlaku sejak"), [InputRequired(_("Isi tanggal mulai berlaku."))])
    valid_to = DateField(_("Sampai"), [Optional()])
    reason = TextField(
        _("Alasan"),
        [DataRequired(_("Isi alasannya, misalnya nomor surat tugas.")), Length(max=200)],
    )


class EndSuperiorForm(Form):
    """From which day on the superior follows from the units again, and why."""

    valid_from = DateField(
        _("Mulai tanggal ini mengikuti susunan unit"), [InputRequired(_("Isi tanggalnya."))]
    )
    reason = TextField(
        _("Alasan"), [DataRequired(_("Isi alasan penetapan ini berakhir.")), Length(max=200)]
    )
