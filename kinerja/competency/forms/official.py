"""One official result typed by hand, a file of them, and why one is taken back."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from kinerja.competency.forms.levels import level_choices
from kinerja.competency.models import Competency
from kinerja.competency.queries import in_language
from kinerja.competency.rules import in_order
from kinerja.competency.rules.jpm import OfficialPurpose
from kinerja.competency.rules.official_cells import PURPOSE_WORDS, OfficialColumn, OfficialFault
from kinerja.forms import DateField, Form, TextField

# Which field holds what a column of the file does.
FIELDS = {
    OfficialColumn.NIP: "nip",
    OfficialColumn.DAY: "on",
    OfficialColumn.PROVIDER: "provider",
    OfficialColumn.REPORT: "report_number",
    OfficialColumn.PURPOSE: "purpose",
    OfficialColumn.POSITION: "position",
    OfficialColumn.UNTIL: "until",
    OfficialColumn.PRINTED: "printed",
}


class OfficialForm(Form):
    """A result as a report shows it; `level_3` is the level of competency 3."""

    nip = TextField(_("NIP"), [InputRequired(_("Isi NIP pegawai."))])
    on = DateField(_("Tanggal uji"), [InputRequired(_("Isi tanggal uji kompetensinya."))])
    provider = TextField(
        _("Penyelenggara"),
        [InputRequired(_("Isi lembaga yang menilai.")), Length(max=200)],
    )
    report_number = TextField(
        _("Nomor laporan"),
        [InputRequired(_("Isi nomor laporan hasilnya.")), Length(max=100)],
    )
    purpose = RadioField(
        _("Tujuan"),
        [InputRequired(_("Pilih tujuannya."))],
        choices=[SelectChoice(one.value, one.label) for one in OfficialPurpose],
        default=OfficialPurpose.MAPPING.value,
        coerce=OfficialPurpose,
    )
    position = TextField(_("Jabatan yang dinilai"), [Length(max=200)])
    until = DateField(_("Berlaku sampai"), [Optional()])
    printed = TextField(_("JPM pada laporan"), [Length(max=20)])
    competencies: tuple[Competency, ...] = ()

    def level(self, competency: Competency) -> Any:
        """The field of this competency's level."""
        return self[f"level_{competency.id}"]

    def cells(self) -> dict[str, str]:
        """As the cells of a file's row."""
        found = {column.value: self._text(name) for column, name in FIELDS.items()}
        found |= {one.code.upper(): self.level(one).data or "" for one in self.competencies}
        return {name: text for name, text in found.items() if text}

    def _text(self, name: str) -> str:
        value = self[name].data
        if isinstance(value, OfficialPurpose):
            return PURPOSE_WORDS[value]
        return value if isinstance(value, str) else value.isoformat() if value else ""

    def show(self, faults: Iterable[OfficialFault]) -> None:
        """Say at its field what is wrong in each cell."""
        levels = {one.code.upper(): f"level_{one.id}" for one in self.competencies}
        names = {column.value: name for column, name in FIELDS.items()} | levels
        for fault in faults:
            field = self[names[fault.column]]
            field.errors = [*field.errors, str(fault.message)]


class OfficialFileForm(Form):
    """The file itself. It bears no receipt key: reading it must not keep other writers waiting."""

    file = FileField(
        _("Berkas hasil uji kompetensi"),
        [DataRequired(_("Pilih berkas XLSX atau CSV."))],
        render_kw={"accept": ".xlsx,.csv"},
    )

    def values(self) -> dict[str, Any]:
        """The file's name and its bytes."""
        return {"filename": self.file.data.filename or "", "content": self.file.data.read()}


def official_form(competencies: Iterable[Competency], nip: str = "") -> OfficialForm:
    """The form over these competencies, for the person with the NIP."""
    choices = [SelectChoice("", _("Tidak dinilai")), *level_choices()]
    ordered = sorted(competencies, key=lambda one: in_order(one.cluster, one.rank, one.id))
    fields = {
        f"level_{one.id}": SelectField(
            in_language(one, "name"), choices=choices, validate_choice=False
        )
        for one in ordered
    }
    form: OfficialForm = type("OfficialForm", (OfficialForm,), fields)(data={"nip": nip})
    form.competencies = tuple(ordered)
    return form
