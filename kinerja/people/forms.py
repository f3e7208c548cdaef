"""What people type: signing in, choosing a language, an employee's data."""

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from kinerja.forms import Form, TextField
from kinerja.people.rules import EmployeeKind


class SignInForm(Form):
    """Number and password."""

    nip = TextField(
        _("NIP"),
        [DataRequired(_("Isi NIP Anda, 18 digit.")), Length(max=40)],
        render_kw={
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "inputmode": "numeric",
        },
    )
    password = PasswordField(
        _("Kata sandi"),
        [DataRequired(_("Isi kata sandi Anda.")), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )


class LanguageForm(Form):
    """The language of the pages."""

    language = SelectField(_("Bahasa"), choices={"id": "Bahasa Indonesia", "en": "English"})


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
    name = TextField(_("Nama tanpa gelar"), [DataRequired(_("Isi nama pegawai.")), Length(max=200)])
    title_before = TextField(_("Gelar depan"), [Length(max=40)])
    title_after = TextField(_("Gelar belakang"), [Length(max=80)])
    unit_id = SelectField(_("Unit kerja"), coerce=int)
    position_id = SelectField(_("Jabatan"), coerce=int)
    supervisor_nip = TextField(
        _("NIP atasan langsung"),
        [Length(max=40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
