"""Which of the people one waits for are to be reminded."""

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField
from wtforms.validators import DataRequired

from kinerja.forms import Form


class PeopleForm(Form):
    """Numbers of employees, whoever they are: the service looks who may be reminded."""

    people = SelectMultipleField(
        _("Orang"),
        [DataRequired(_("Centang paling sedikit satu orang."))],
        coerce=int,
        validate_choice=False,
    )
