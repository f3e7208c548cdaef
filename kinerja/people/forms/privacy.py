"""What people type about their consents, and admins about legal holds."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import AnyOf, DataRequired, Length, Optional

from kinerja.forms import DateField, Form, LongTextField, TextField
from kinerja.people.rules import Purpose


def purpose_or_none(value: object) -> Purpose | None:
    """The purpose with this value, if there is one."""
    return Purpose(str(value)) if value in set(Purpose) else None


class ConsentForm(Form):
    """Which consent is given or withdrawn: the button's own form."""

    purpose = HiddenField(
        filters=[purpose_or_none], validators=[AnyOf(list(Purpose), _("Muat ulang halaman ini."))]
    )


class HoldForm(Form):
    """Whose data are to be kept, since when and why."""

    nip = TextField(_("NIP atau NI PPPK"), [DataRequired(_("Isi NIP, 18 digit."))])
    reason = LongTextField(
        _("Alasan"),
        [
            DataRequired(_("Tulis alasannya, contoh: nomor perkara atau pemeriksaan.")),
            Length(max=500, message=_("Paling panjang 500 huruf. Singkatkan alasannya.")),
        ],
    )
    valid_from = DateField(_("Mulai"), [DataRequired(_("Isi tanggal mulai."))])
    valid_to = DateField(_("Sampai"), [Optional()])


class EndHoldForm(Form):
    """Nothing but being sure."""
