"""A cycle to plan."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired, Length, ValidationError

from kinerja.competency.rules import (
    dates_in_order,
)
from kinerja.forms import DateField, Form, TextField


class CycleForm(Form):
    """A cycle to plan."""

    name = TextField(
        _("Nama siklus"),
        [InputRequired(_("Isi nama siklus, contoh Penilaian 2026.")), Length(max=200)],
    )
    starts_on = DateField(_("Mulai"), [InputRequired(_("Isi tanggal mulai."))])
    self_due_on = DateField(
        _("Batas penilaian mandiri"), [InputRequired(_("Isi batas penilaian mandiri."))]
    )
    verify_due_on = DateField(
        _("Batas verifikasi atasan"), [InputRequired(_("Isi batas verifikasi atasan."))]
    )

    def validate_verify_due_on(self, field: DateField) -> None:
        """:raises ValidationError: the three days are not in order."""
        days = (self.starts_on.data, self.self_due_on.data, field.data)
        if None not in days and not dates_in_order(*days):
            raise ValidationError(
                gettext(
                    "Urutkan tanggalnya: mulai, batas penilaian mandiri, lalu batas verifikasi."
                )
            )
