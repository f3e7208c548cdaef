"""What people type to appoint an acting leader, or to end that."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from kinerja.forms import DateField, Form, TextField


class PlhForm(Form):
    """`holder_id` gets what the search has found; a number may be written instead."""

    holder_id = RadioField(_("Hasil pencarian"), coerce=int, choices=[], validate_choice=False)
    holder_nip = TextField(
        _("NIP yang ditunjuk"),
        [Length(max=40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    valid_from = DateField(_("Mulai"), [InputRequired(_("Isi tanggal mulai."))])
    valid_to = DateField(_("Sampai"), [InputRequired(_("Isi tanggal berakhir."))])
    decree = TextField(
        _("Nomor surat perintah"),
        [DataRequired(_("Isi nomor surat perintahnya.")), Length(max=200)],
    )


class PltForm(PlhForm):
    """`unit_id` gets its choices from the view."""

    unit_id = SelectField(_("Unit kerja"), coerce=int)


class EndActingForm(Form):
    """The last day, and why it is earlier."""

    valid_to = DateField(_("Hari terakhir"), [InputRequired(_("Isi hari terakhirnya."))])
    reason = TextField(
        _("Alasan"), [DataRequired(_("Isi alasan berakhir lebih awal.")), Length(max=200)]
    )
