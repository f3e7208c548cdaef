"""What people type about a day off."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from kinerja.forms import DateField, Form, LongTextField, TextField
from kinerja.rulebook.rules.holidays import HolidayKind


class RemoveHolidayForm(Form):
    """Why a day is a working day again."""

    reason = LongTextField(_("Alasan"), [DataRequired(_("Tulis alasannya.")), Length(max=500)])


class HolidayForm(Form):
    """One day off."""

    day = DateField(_("Tanggal"), [InputRequired(_("Isi tanggalnya."))])
    name = TextField(_("Nama"), [DataRequired(_("Isi nama hari libur.")), Length(max=200)])
    kind = RadioField(
        _("Jenis"),
        choices=[SelectChoice(kind.value, kind.label) for kind in HolidayKind],
        coerce=HolidayKind,
        default=HolidayKind.NATIONAL,
    )
    legal_basis = TextField(
        _("Dasar hukum"), [DataRequired(_("Isi nomor keputusannya.")), Length(max=500)]
    )
    reason = LongTextField(
        _("Alasan perubahan"), [DataRequired(_("Tulis alasannya.")), Length(max=500)]
    )
