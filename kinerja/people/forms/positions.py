"""What people type about a position."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from kinerja.forms import Form, TextField
from kinerja.people.rules import JobLevel


class PositionForm(Form):
    """A new position."""

    title = TextField(_("Nama jabatan"), [DataRequired(_("Isi nama jabatan.")), Length(max=200)])
    code = TextField(_("Kode jabatan"), [Length(max=40)], render_kw={"autocapitalize": "none"})
    job_level = SelectField(
        _("Jenjang jabatan"),
        choices=[
            SelectChoice(level.value, level.label, None, level.job_class.label)
            for level in JobLevel
        ],
        coerce=JobLevel,
    )
    leads_unit = BooleanField(_("Memimpin unit"))


class ChangePositionForm(PositionForm):
    """A position that there is already."""

    is_active = BooleanField(_("Ditawarkan saat menempatkan pegawai"))
