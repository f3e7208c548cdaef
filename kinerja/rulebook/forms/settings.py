"""What an admin types to let a setting have a value from a day on: one box for each cell."""

from decimal import Decimal
from typing import Any, cast

from babel.numbers import format_decimal
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional
from wtforms.widgets import TextInput

from kinerja.forms import (
    DateField,
    DecimalField,
    Form,
    IntegerField,
    LongTextField,
    TextField,
    new_key,
)
from kinerja.rulebook.rules import (
    Cell,
    CellKind,
    Choice,
    Confidence,
    Number,
    Path,
    Setting,
    Whole,
    at,
    built,
    cells,
)
from kinerja.rulebook.services.settings import SettingRefusedError

CHECK, SAVE, EDIT = "check", "save", "edit"
LONGEST = 500


class NumberField(DecimalField):
    """A decimal number that is also shown in the visitor's notation.

    A box of text: browsers' own boxes for numbers know no comma.
    """

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return format_decimal(
            self.data, locale=get_locale(), decimal_quantization=False, group_separator=False
        )


class ReasonForm(Form):
    """Why a value is taken back."""

    reason = LongTextField(_("Alasan"), [DataRequired(_("Tulis alasannya.")), Length(max=LONGEST)])


class SettingForm(Form):
    """A dated value; the boxes of the value itself are added for each setting."""

    setting: Setting

    valid_from = DateField(_("Berlaku mulai"), [DataRequired(_("Isi tanggal mulai berlaku."))])
    legal_basis = TextField(
        _("Dasar hukum"),
        [DataRequired(_("Tulis peraturan atau keputusannya.")), Length(max=LONGEST)],
    )
    confidence = RadioField(
        _("Keyakinan"),
        choices=[SelectChoice(mark.value, mark.label) for mark in Confidence],
        coerce=Confidence,
        default=Confidence.KNOWN,
    )
    reason = LongTextField(
        _("Alasan perubahan"), [DataRequired(_("Tulis alasannya.")), Length(max=LONGEST)]
    )
    step = HiddenField(default=CHECK, validators=[AnyOf((CHECK, SAVE, EDIT))])

    @property
    def boxes(self) -> dict[Path, Field]:
        """The value's boxes by their place."""
        return {
            cell.path: self._fields[box_name(index)]
            for index, cell in enumerate(cells(self.setting.kind))
        }

    def values(self) -> dict[str, Any]:
        """What was entered, by the service's parameter names."""
        entered = super().values()
        kinds = {cell.path: cell.kind for cell in cells(self.setting.kind)}
        found = {path: kept(kinds[path], box.data) for path, box in self.boxes.items()}
        names = ("valid_from", "legal_basis", "confidence", "reason")
        return {name: entered[name] for name in names} | {"value": built(found)}

    def value_and_day(self) -> dict[str, Any]:
        """The value and from when, as the check takes them."""
        entered = self.values()
        return {name: entered[name] for name in ("value", "valid_from")}

    def refuse_places(self, error: SettingRefusedError) -> None:
        """Put each sentence beside the box it is about."""
        for place, message in error.places:
            field = self._fields.get(place) if isinstance(place, str) else self.boxes.get(place)
            if field is None or place in ((), "value"):
                self.form_errors.append(str(message))
            else:
                field.errors = [*field.errors, str(message)]

    def again(self) -> "SettingForm":
        """The same form to be sent once more, under a key of its own."""
        self.key.data = new_key()
        self.key.raw_data = None
        return self


def kept(kind: CellKind, data: Any) -> Any:
    """What is kept of a box: decimal fractions as text, an empty box as nothing."""
    if isinstance(kind, Number) and isinstance(data, Decimal):
        return kind.text(data)
    return None if data == "" else data


def box_name(index: int) -> str:
    """The name of the box of the value's cell with this number."""
    return f"cell{index}"


def setting_form(setting: Setting, value: Any, **defaults: Any) -> SettingForm:
    """The setting's form; without anything sent it shows the value."""
    boxes = {box_name(index): box(cell) for index, cell in enumerate(cells(setting.kind))}
    shaped = cast(type[SettingForm], type("SettingForm", (SettingForm,), boxes))
    data = {
        box_name(index): typed(cell, at(value, cell.path))
        for index, cell in enumerate(cells(setting.kind))
    }
    form = shaped(data=data | defaults)
    form.setting = setting
    return form


def typed(cell: Cell, value: Any) -> Any:
    """The kept value as its box holds it."""
    return Decimal(value) if isinstance(cell.kind, Number) and value is not None else value


def box(cell: Cell) -> Field:
    """The box for one cell."""
    kind, label = cell.kind, cell.label or _("Nilai")
    if isinstance(kind, Whole):
        if kind.optional:
            return IntegerField(label, [Optional()])
        return IntegerField(label, [InputRequired(_("Isi angkanya."))])
    if isinstance(kind, Number):
        return NumberField(
            label, [InputRequired(_("Isi angkanya."))], render_kw={"inputmode": "decimal"}
        )
    if isinstance(kind, Choice):
        return SelectField(label, choices=[SelectChoice(*one) for one in kind.options.items()])
    return TextField(label, [InputRequired(_("Isi jamnya, contoh 08:00."))])


__all__ = ["EDIT", "SAVE", "ReasonForm", "SettingForm", "setting_form"]
