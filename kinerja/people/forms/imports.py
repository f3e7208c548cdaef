"""What people choose while they import staff: a file, its columns, what a name means."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from kinerja.forms import DateField, Form, TextField
from kinerja.people.rules import GONE, JobLevel, Standing
from kinerja.people.rules.imports import MATCHABLE, Column

NOT_THERE = -1


class ImportFileForm(Form):
    """The file itself. It bears no receipt key: reading it must not keep other writers waiting."""

    file = FileField(
        _("Berkas pegawai"),
        [DataRequired(_("Pilih berkas XLSX atau CSV."))],
        render_kw={"accept": ".xlsx,.csv"},
    )

    def values(self) -> dict[str, Any]:
        """The file's name and its bytes."""
        return {"filename": self.file.data.filename or "", "content": self.file.data.read()}


class ImportStepForm(Form):
    """A step that needs nothing but a press."""


def place_of(column: Column) -> SelectField:
    """Where the column stands in the file; the choices come from the file."""
    return SelectField(column.label, coerce=int, choices=[], default=NOT_THERE)


class ImportColumnsForm(Form):
    """Which column of the file holds what."""

    nip = place_of(Column.NIP)
    name = place_of(Column.NAME)
    title_before = place_of(Column.TITLE_BEFORE)
    title_after = place_of(Column.TITLE_AFTER)
    kind = place_of(Column.KIND)
    grade = place_of(Column.GRADE)
    unit = place_of(Column.UNIT)
    position = place_of(Column.POSITION)
    supervisor_nip = place_of(Column.SUPERVISOR)
    valid_from = place_of(Column.VALID_FROM)
    email = place_of(Column.EMAIL)
    phone = place_of(Column.PHONE)

    def values(self) -> dict[str, Any]:
        """The chosen columns, those that are not in the file left out."""
        chosen = {column: self[column.value].data for column in Column}
        return {"columns": {column: at for column, at in chosen.items() if at != NOT_THERE}}


def matched_column(text: str | None) -> Column | None:
    """The column whose names can be matched; anything else is none."""
    return Column(text) if text in {column.value for column in MATCHABLE.values()} else None


class MatchNameForm(Form):
    """What an unknown name means: `target` gets its choices from the view."""

    column = HiddenField(_("Kolom"), [DataRequired()], filters=[matched_column])
    value = HiddenField(_("Nilai"), [DataRequired()])
    target = SelectField(_("Maksudnya"), validate_choice=False, choices=[])


class NewPositionForm(Form):
    """An unknown position is new: its level."""

    column = HiddenField(_("Kolom"), [DataRequired()], filters=[matched_column])
    value = HiddenField(_("Nilai"), [DataRequired()])
    job_level = SelectField(
        _("Jenjang jabatan"),
        choices=[SelectChoice(level.value, level.label) for level in JobLevel],
        coerce=JobLevel,
        default=JobLevel.PELAKSANA,
    )


class AbsentForm(Form):
    """Why the people ticked are not counted any more."""

    employee_ids = SelectMultipleField(
        _("Pegawai"),
        coerce=int,
        validate_choice=False,
        choices=[],
        option_widget=CheckboxInput(),
        widget=ListWidget(),
    )
    standing = SelectField(
        _("Keadaan"),
        choices=[SelectChoice(one.value, one.label) for one in Standing if one in GONE],
        coerce=Standing,
    )
    valid_from = DateField(_("Berlaku sejak (TMT)"), [DataRequired(_("Isi tanggal mulai."))])
    decree = TextField(
        _("Nomor SK atau alasan"),
        [DataRequired(_("Isi nomor SK atau alasannya.")), Length(max=200)],
    )
