"""What is entered to give a role, and to end one."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from kinerja.forms import DateField, Form, TextField
from kinerja.permissions import GRANTABLE, ROLE_LABELS, Role

REASON = [DataRequired(_("Tulis alasannya, contoh: nomor surat tugas.")), Length(max=200)]


def role_or_none(value: object) -> Role | None:
    """The role with this value, if there is one."""
    return next((role for role in Role if role == value), None)


class GrantForm(Form):
    """`unit_id` gets its choices from the view."""

    role = SelectField(
        _("Peran"),
        [DataRequired(_("Pilih peran."))],
        choices=[
            SelectChoice("", _("Pilih peran")),
            *(SelectChoice(role.value, ROLE_LABELS[role]) for role in GRANTABLE),
        ],
        coerce=role_or_none,
    )
    unit_id = SelectField(_("Unit, termasuk semua di bawahnya"), coerce=int)
    valid_from = DateField(_("Mulai berlaku"), [DataRequired(_("Isi tanggal mulai berlaku."))])
    valid_to = DateField(_("Hari terakhir berlaku"), [Optional()])
    reason = TextField(_("Alasan"), REASON)


class EndGrantForm(Form):
    """From which day on the grant no longer holds, and why."""

    on = DateField(_("Tidak berlaku lagi mulai"), [DataRequired(_("Isi tanggalnya."))])
    reason = TextField(_("Alasan"), REASON)
