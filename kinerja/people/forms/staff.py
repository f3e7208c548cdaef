"""What people type about an employee."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, Regexp

from kinerja.forms import DateField, Form, TextField
from kinerja.people.rules import EmployeeKind

EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s.]+$"
PHONE = r"^\+?[0-9 ()-]{8,20}$"


class EmployeeForm(Form):
    """`unit_id` and `position_id` get their choices from the view."""

    nip = TextField(
        _("NIP atau NI PPPK"),
        [DataRequired(_("Isi NIP, 18 digit.")), Length(max=40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    kind = SelectField(
        _("Status kepegawaian"),
        choices=[SelectChoice(kind.value, kind.label) for kind in EmployeeKind],
        coerce=EmployeeKind,
    )
    grade = TextField(_("Golongan"), [Length(max=10)], render_kw={"autocapitalize": "none"})
    name = TextField(_("Nama tanpa gelar"), [DataRequired(_("Isi nama pegawai.")), Length(max=200)])
    title_before = TextField(_("Gelar depan"), [Length(max=40)])
    title_after = TextField(_("Gelar belakang"), [Length(max=80)])
    email = TextField(
        _("Surel"),
        [
            Optional(),
            Length(max=254),
            Regexp(EMAIL, message=_("Tulis surel seperti nama@contoh.id.")),
        ],
        render_kw={"type": "email", "autocomplete": "off"},
    )
    phone = TextField(
        _("Nomor ponsel"),
        [
            Optional(),
            Length(max=20),
            Regexp(PHONE, message=_("Tulis nomor seperti 0812 3456 7890.")),
        ],
        render_kw={"type": "tel", "autocomplete": "off"},
    )
    unit_id = SelectField(_("Unit kerja"), coerce=int)
    position_id = SelectField(_("Jabatan"), coerce=int)
    valid_from = DateField(
        _("Berlaku sejak (TMT)"), [DataRequired(_("Isi tanggal mulai berlaku."))]
    )
    supervisor_nip = TextField(
        _("NIP atasan langsung"),
        [Length(max=40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
