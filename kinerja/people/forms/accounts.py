"""What people type about an account, their own or one that they manage."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, Regexp

from kinerja.forms import Form, TextField
from kinerja.people.forms.staff import EMAIL, PHONE
from kinerja.people.rules.accounts import Salutation


class SalutationForm(Form):
    """How somebody wants to be greeted; the empty choice is by name only."""

    salutation = RadioField(
        _("Sapaan"),
        choices=[
            *(SelectChoice(each.value, each.label) for each in Salutation),
            SelectChoice("", _("Tanpa sapaan")),
        ],
        coerce=lambda value: Salutation(value) if value else None,
    )


class ContactForm(Form):
    """How one is reached."""

    email = TextField(
        _("Surel"),
        [
            Optional(),
            Length(max=254),
            Regexp(EMAIL, message=_("Tulis surel seperti nama@contoh.id.")),
        ],
        render_kw={"type": "email", "autocomplete": "email"},
    )
    phone = TextField(
        _("Nomor ponsel"),
        [
            Optional(),
            Length(max=20),
            Regexp(PHONE, message=_("Tulis nomor seperti 0812 3456 7890.")),
        ],
        render_kw={"type": "tel", "autocomplete": "tel"},
    )


class EmailCodeForm(Form):
    """The code that was sent to the new address."""

    code = TextField(
        _("Kode dari surel"),
        [DataRequired(_("Isi kode yang kami kirim ke surel baru Anda.")), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none"},
    )


class FactorResetForm(Form):
    """Why a second factor is to be removed, and that the person was met."""

    reason = TextField(
        _("Alasan"), [DataRequired(_("Tulis apa yang terjadi dengan ponselnya.")), Length(max=200)]
    )
    met = BooleanField(
        _("Saya sudah bertemu langsung dengan orangnya dan mencocokkan kartu identitasnya."),
        [DataRequired(_("Temui orangnya dan cocokkan kartu identitasnya dulu."))],
    )

    def values(self) -> dict[str, Any]:
        """The reason; that they met is a condition, not a fact to keep."""
        return {"reason": self.reason.data}
