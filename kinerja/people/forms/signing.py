"""What people type to sign in and to choose a password, and the language they choose."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, PasswordField, SelectField
from wtforms.validators import DataRequired, Length, ValidationError

from kinerja.forms import Form, TextField

NUMBER = {
    "autocomplete": "username",
    "autocapitalize": "none",
    "spellcheck": "false",
    "inputmode": "numeric",
}
ONE_TIME = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


class SignInForm(Form):
    """Number and password."""

    nip = TextField(
        _("NIP"), [DataRequired(_("Isi NIP Anda, 18 digit.")), Length(max=40)], render_kw=NUMBER
    )
    password = PasswordField(
        _("Kata sandi"),
        [DataRequired(_("Isi kata sandi Anda.")), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )


class SecondStepForm(Form):
    """The authenticator app's present code."""

    code = TextField(
        _("Kode 6 angka"),
        [DataRequired(_("Isi 6 angka yang tampil di aplikasi autentikator.")), Length(max=40)],
        render_kw=ONE_TIME | {"inputmode": "numeric"},
    )


class RecoveryForm(Form):
    """A recovery code from paper."""

    code = TextField(
        _("Kode pemulihan"),
        [DataRequired(_("Isi satu kode pemulihan yang belum dipakai.")), Length(max=40)],
        render_kw=ONE_TIME | {"autocomplete": "off"},
    )


class NumberForm(Form):
    """Whose password was forgotten."""

    nip = TextField(
        _("NIP"), [DataRequired(_("Isi NIP Anda, 18 digit.")), Length(max=40)], render_kw=NUMBER
    )


class NewPasswordForm(Form):
    """A new password. `repeat` is only there for browsers that cannot show what was typed."""

    password = PasswordField(
        _("Kata sandi baru"),
        [DataRequired(_("Pilih kata sandi baru.")), Length(max=1000)],
        render_kw={"autocomplete": "new-password", "spellcheck": "false"},
    )
    repeat = PasswordField(_("Ulangi kata sandi baru"), render_kw={"autocomplete": "new-password"})

    def validate_repeat(self, field: Field) -> None:
        """:raises ValidationError: both were typed, and they differ."""
        if field.raw_data and field.data != self.password.data:
            raise ValidationError(gettext("Keduanya berbeda. Ketik ulang kata sandi baru."))

    def values(self) -> dict[str, Any]:
        """What was entered, once."""
        return {name: value for name, value in super().values().items() if name != "repeat"}


class UseCodeForm(NewPasswordForm):
    """Number and code from a slip, and the new password."""

    nip = TextField(
        _("NIP"), [DataRequired(_("Isi NIP Anda, 18 digit.")), Length(max=40)], render_kw=NUMBER
    )
    code = TextField(
        _("Kode dari slip"),
        [DataRequired(_("Isi kode yang tercetak di slip Anda.")), Length(max=40)],
        render_kw=ONE_TIME | {"autocomplete": "off"},
    )


class ChangePasswordForm(NewPasswordForm):
    """The present password and the new one."""

    current = PasswordField(
        _("Kata sandi saat ini"),
        [DataRequired(_("Isi kata sandi yang Anda pakai sekarang.")), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )


class ConfirmForm(Form):
    """The password once more. Its field's name is used by no other form."""

    confirm_password = PasswordField(
        _("Kata sandi"),
        [DataRequired(_("Isi kata sandi Anda.")), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )


class LanguageForm(Form):
    """The language of the pages."""

    language = SelectField(_("Bahasa"), choices={"id": "Bahasa Indonesia", "en": "English"})
