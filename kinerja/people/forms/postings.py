"""What people type to move somebody."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from kinerja.forms import DateField, Form, TextField


class MoveForm(Form):
    """`unit_id` and `position_id` get their choices from the view."""

    unit_id = SelectField(_("Unit kerja"), coerce=int)
    position_id = SelectField(_("Jabatan"), coerce=int)
    valid_from = DateField(
        _("Berlaku sejak (TMT)"), [InputRequired(_("Isi tanggal mulai berlaku."))]
    )
    decree = TextField(
        _("Nomor SK atau alasan"),
        [DataRequired(_("Isi nomor SK atau alasan pindah.")), Length(max=200)],
    )
    keeps_superiors = BooleanField(_("Pertahankan atasan yang sudah ditetapkan"))
