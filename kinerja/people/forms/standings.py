"""What people type when somebody leaves, goes away for a time, or comes back."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from kinerja.forms import DateField, Form, TextField
from kinerja.people.rules import Standing


class StandingForm(Form):
    """Why somebody is not counted, from when to when."""

    standing = SelectField(
        _("Status"),
        choices=[
            SelectChoice(standing.value, standing.label)
            for standing in Standing
            if standing is not Standing.ACTIVE
        ],
        coerce=Standing,
    )
    valid_from = DateField(_("Berlaku sejak (TMT)"), [InputRequired(_("Isi tanggal mulai."))])
    valid_to = DateField(_("Sampai"), [Optional()])
    decree = TextField(
        _("Nomor SK atau alasan"),
        [DataRequired(_("Isi nomor SK atau alasannya.")), Length(max=200)],
    )


class ReturnForm(Form):
    """From which day on somebody works again, and by which decision."""

    returns_on = DateField(_("Kembali bekerja mulai"), [InputRequired(_("Isi tanggalnya."))])
    decree = TextField(
        _("Nomor SK atau alasan"),
        [DataRequired(_("Isi nomor SK atau alasannya.")), Length(max=200)],
    )
