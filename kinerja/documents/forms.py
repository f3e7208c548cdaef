"""What people type to check a document, and why they withdraw one."""

from flask_babel import lazy_gettext as _
from wtforms.validators import DataRequired, Length

from kinerja.forms import Form, LongTextField, TextField

TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class CheckForm(Form):
    """The code that stands on a paper."""

    code = TextField(
        _("Kode dokumen"),
        [DataRequired(_("Isi kode yang tercetak di bawah gambar QR.")), Length(max=60)],
        render_kw=TYPED,
    )


class WithdrawForm(Form):
    """Why a document is taken back."""

    reason = LongTextField(
        _("Alasan"),
        [
            DataRequired(_("Tulis mengapa dokumen ini ditarik.")),
            Length(max=500, message=_("Tulis paling banyak %(max)d huruf.")),
        ],
    )
