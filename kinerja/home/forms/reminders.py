"""What somebody writes to whoever they wait for."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from kinerja.forms import Form, LongTextField
from kinerja.notifications.rules import Way


class ReminderForm(Form):
    """The message; its two buttons are the ways."""

    message = LongTextField(
        _("Pesan"), [DataRequired(_("Tulis pesannya.")), Length(max=500)], render_kw={"rows": 8}
    )
    way = RadioField(
        _("Cara mengingatkan"),
        [DataRequired(_("Pilih lewat Kinerja atau WhatsApp."))],
        choices=[SelectChoice(way.value, way.label) for way in Way],
        coerce=Way,
    )
