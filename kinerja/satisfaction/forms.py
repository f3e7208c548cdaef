"""What is entered about services and counters."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from kinerja.forms import Form, IntegerField, TextField

MOST_USERS = 100_000_000


class ServiceFacts(Form):
    """A service's name and how many people use it in a year."""

    name = TextField(
        _l("Nama layanan"),
        [DataRequired(_l("Isi nama layanan.")), Length(max=200)],
    )
    population = IntegerField(
        _l("Jumlah pengguna layanan setahun"),
        [Optional(), NumberRange(1, MOST_USERS, _l("Isi bilangan bulat mulai dari 1."))],
    )


class ChangeServiceForm(ServiceFacts):
    """A service that there is already."""

    is_active = BooleanField(_l("Layanan masih berjalan"))


class ServiceForm(ServiceFacts):
    """A new service of a unit."""

    unit_id = SelectField(_l("Unit"), coerce=int)


class CounterForm(Form):
    """A new counter of a service."""

    service_id = SelectField(_l("Layanan"), coerce=int)
    name = TextField(
        _l("Nama loket"),
        [DataRequired(_l("Isi nama loket.")), Length(max=200)],
    )
