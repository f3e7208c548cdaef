"""What people type about units: from which day what holds, and why."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import DataRequired, Length

from kinerja.forms import DateField, Form, TextField


def unit_number(value: object) -> int | None:
    """The chosen unit; None for none.

    :raises ValueError: it is no number.
    """
    return int(str(value)) if value not in (None, "") else None


class CloseUnitForm(Form):
    """From which day a unit is closed, and why."""

    valid_from = DateField(_("Mulai tanggal"), [DataRequired(_("Isi tanggal mulai berlaku."))])
    reason = TextField(
        _("Dasar atau alasan"),
        [DataRequired(_("Isi nomor SK, perda, atau alasannya.")), Length(max=200)],
    )


class ChangeUnitForm(CloseUnitForm):
    """What a unit is called and where it belongs; the view gives the units to choose from."""

    name = TextField(_("Nama unit"), [DataRequired(_("Isi nama unit.")), Length(max=200)])
    parent_id = SelectField(_("Unit induk"), coerce=unit_number)


class AddUnitForm(ChangeUnitForm):
    """A new unit; only the agency itself belongs nowhere."""

    parent_id = SelectField(
        _("Unit induk"), [DataRequired(_("Pilih unit induk."))], coerce=unit_number
    )


class MergeUnitForm(CloseUnitForm):
    """Into which unit it goes; the view gives the units to choose from."""

    into_id = SelectField(
        _("Digabung ke"), [DataRequired(_("Pilih unit tujuan."))], coerce=unit_number
    )
