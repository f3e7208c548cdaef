"""A dictionary's file with the edition it is meant for, and who follows whom in a new edition."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from kinerja.competency.models import Competency
from kinerja.competency.queries import in_language
from kinerja.forms import DateField, Form, TextField


class DictionaryFileForm(Form):
    """The file and its edition. It bears no receipt key: reading it must not keep other writers
    waiting.
    """

    file = FileField(
        _("Berkas kamus"),
        [DataRequired(_("Pilih berkas XLSX atau CSV."))],
        render_kw={"accept": ".xlsx,.csv"},
    )
    urusan = TextField(
        _("Urusan"), [Length(max=200, message=_("Paling panjang 200 huruf."))], default=""
    )
    name = TextField(
        _("Nama edisi"),
        [
            InputRequired(_("Isi nama edisi, contoh Kamus kompetensi teknis kearsipan 2026.")),
            Length(max=200, message=_("Paling panjang 200 huruf.")),
        ],
    )
    legal_basis = TextField(
        _("Dasar hukum"),
        [
            InputRequired(_("Isi dasar hukum, contoh Peraturan Menteri dan nomornya.")),
            Length(max=200, message=_("Paling panjang 200 huruf.")),
        ],
    )
    valid_from = DateField(
        _("Berlaku sejak"), [InputRequired(_("Isi tanggal mulai berlakunya edisi."))]
    )

    def values(self) -> dict[str, Any]:
        """As the service takes it."""
        return {
            "filename": self.file.data.filename or "",
            "content": self.file.data.read(),
            "name": self.name.data,
            "urusan": self.urusan.data or "",
            "legal_basis": self.legal_basis.data,
            "valid_from": self.valid_from.data,
        }


class MappingForm(Form):
    """The follower of each competency: `follower_3` for competency 3, empty where it ends."""

    competencies: tuple[Competency, ...] = ()

    def values(self) -> dict[str, Any]:
        """As the service takes it."""
        return {"followers": {item.id: self.follower(item).data for item in self.competencies}}

    def follower(self, competency: Competency) -> Any:
        """The field of this competency."""
        return self[f"follower_{competency.id}"]


def id_or_none(text: str | int | None) -> int | None:
    """A chosen competency; an empty choice is none."""
    return int(text) if text else None


def mapping_form(former: Iterable[Competency], later: Iterable[Competency]) -> MappingForm:
    """The form over these competencies of the former edition, with what is settled so far."""
    former, later = tuple(former), tuple(later)
    known = {row.id for row in later}
    choices = [
        SelectChoice("", gettext("Tidak dilanjutkan")),
        *(SelectChoice(row.id, f"{row.code} · {in_language(row, 'name')}") for row in later),
    ]
    fields: dict[str, Any] = {"competencies": former}
    for row in former:
        fields[f"follower_{row.id}"] = SelectField(
            f"{row.code} · {in_language(row, 'name')}",
            choices=choices,
            coerce=id_or_none,
            default=row.successor_id if row.successor_id in known else None,
        )
    form: MappingForm = type("BoundMappingForm", (MappingForm,), fields)()
    return form
