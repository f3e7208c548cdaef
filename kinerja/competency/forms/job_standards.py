"""A position's own standard: the record, a level for each competency, and the requirements."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from kinerja.competency.forms.levels import level_choices
from kinerja.competency.forms.standards import level_or_none
from kinerja.competency.models import Competency
from kinerja.competency.queries import in_language
from kinerja.competency.rules import (
    RELEVANCE_LABELS,
    USUAL_RELEVANCE,
    Necessity,
    Need,
    Requirement,
    RequirementKind,
    is_max_level,
)
from kinerja.forms import DateField, Form, LongTextField, TextField

FACTS = ("decree", "job_code", "job_group", "urusan", "summary")
SUMMARY_LONGEST = 4000
REQUIREMENT_LONGEST = 1000
SPARE_ROWS = 3
FIRST_ROWS = 6
MORE_ROWS = 4
MOST_ROWS = 60
PARTS = ("level", "max", "relevance", "necessity")


class JobStandardForm(Form):
    """One edition: `level_3`, `max_3`, `relevance_3` and `necessity_3` for competency 3, an empty
    level where it is not asked for; `kind_0`, `text_0` and `need_0` for the first requirement.
    """

    valid_from = DateField(
        _("Berlaku mulai"), [InputRequired(_("Isi hari mulai berlakunya edisi ini."))]
    )
    decree = TextField(
        _("Dasar hukum"),
        [InputRequired(_("Isi nomor keputusan yang menetapkan standar ini.")), Length(max=200)],
    )
    job_code = TextField(_("Kode jabatan"), [Length(max=40)])
    job_group = TextField(_("Kelompok jabatan"), [Length(max=200)])
    urusan = TextField(_("Urusan pemerintahan"), [Length(max=200)])
    summary = LongTextField(_("Ikhtisar jabatan"), [Length(max=SUMMARY_LONGEST)])
    competencies: tuple[Competency, ...] = ()
    rows: int = FIRST_ROWS

    def part(self, name: str, competency: Competency) -> Any:
        """The field of this part of the competency's line."""
        return self[f"{name}_{competency.id}"]

    def requirement(self, row: int) -> tuple[Field, Field, Field]:
        """Kind, text and necessity of one row of requirements."""
        return self[f"kind_{row}"], self[f"text_{row}"], self[f"need_{row}"]

    def values(self) -> dict[str, Any]:
        """As the service takes it."""
        facts = {name: self[name].data or "" for name in FACTS}
        return {
            "valid_from": self.valid_from.data,
            **facts,
            "needs": self.needs(),
            "requirements": self.requirements(),
        }

    def needs(self) -> dict[int, Need]:
        """What is asked for, by competency."""
        lines = {one.id: [self.part(name, one).data for name in PARTS] for one in self.competencies}
        return {number: Need(*line) for number, line in lines.items() if line[0] is not None}

    def requirements(self) -> list[Requirement]:
        """The rows with a text."""
        rows = (self.requirement(row) for row in range(self.rows))
        return [
            Requirement(kind.data, text.data, need.data) for kind, text, need in rows if text.data
        ]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Whether everything can be kept; what is wrong is said at its field."""
        sound: bool = super().validate(*args, **kwargs)
        for competency in self.competencies:
            self._check(competency)
        if not self.needs():
            self.form_errors.append(gettext("Isi tingkat untuk paling sedikit satu kompetensi."))
        return sound and not self.errors

    def _check(self, competency: Competency) -> None:
        level, most = self.part("level", competency), self.part("max", competency)
        if level.errors or most.errors or is_max_level(level.data, most.data):
            return
        name = in_language(competency, "name")
        if level.data is None:
            said = gettext("Pilih juga tingkat %(name)s, atau kosongkan maksimumnya.", name=name)
            level.errors = [said]
        else:
            said = gettext("Tingkat maksimum %(name)s paling rendah sama.", name=name)
            most.errors = [said]


def job_standard_form(
    competencies: Iterable[Competency],
    needs: Mapping[int, Need],
    requirements: Sequence[Requirement],
    facts: Mapping[str, Any],
) -> JobStandardForm:
    """The form over these competencies, begun with what is given. It has as many rows for
    requirements as were sent, at first some more than there are.
    """
    competencies = tuple(competencies)
    rows = _rows(len(requirements))
    fields: dict[str, Any] = {"competencies": competencies, "rows": rows}
    for competency in competencies:
        fields |= _line(competency, needs.get(competency.id))
    for row in range(rows):
        fields |= _row(row, requirements[row] if row < len(requirements) else None)
    form: JobStandardForm = type("BoundJobStandardForm", (JobStandardForm,), fields)(
        data=dict(facts)
    )
    return form


def wants_more() -> bool:
    """Whether the visitor only asked for more rows."""
    return request.method == "POST" and "more" in request.form


def _rows(filled: int) -> int:
    sent = request.form.get("rows", "")
    if sent.isdecimal() and len(sent) <= 3:
        return min(MOST_ROWS, int(sent) + (MORE_ROWS if wants_more() else 0))
    return min(MOST_ROWS, max(FIRST_ROWS, filled + SPARE_ROWS))


def _line(competency: Competency, need: Need | None) -> dict[str, Any]:
    name, number = in_language(competency, "name"), competency.id
    return {
        f"level_{number}": SelectField(
            _("Tingkat %(name)s", name=name),
            choices=[SelectChoice("", _("Tidak diminta")), *level_choices()],
            coerce=level_or_none,
            default=need.level if need else None,
        ),
        f"max_{number}": SelectField(
            _("Tingkat maksimum %(name)s", name=name),
            choices=[SelectChoice("", _("Tanpa maksimum")), *level_choices()],
            coerce=level_or_none,
            default=need.max_level if need else None,
        ),
        f"relevance_{number}": SelectField(
            _("Bobot %(name)s", name=name),
            choices=[
                SelectChoice(str(weight), f"{weight} {label}")
                for weight, label in RELEVANCE_LABELS.items()
            ],
            coerce=int,
            default=need.relevance if need else USUAL_RELEVANCE,
        ),
        f"necessity_{number}": SelectField(
            _("Sifat %(name)s", name=name),
            choices=_necessities(),
            coerce=Necessity,
            default=need.necessity if need else Necessity.IMPORTANT,
        ),
    }


def _row(row: int, held: Requirement | None) -> dict[str, Any]:
    kinds = list(RequirementKind)
    number = row + 1
    return {
        f"kind_{row}": SelectField(
            _("Jenis persyaratan %(number)s", number=number),
            choices=[SelectChoice(kind.value, kind.label) for kind in kinds],
            coerce=RequirementKind,
            default=held.kind if held else kinds[min(row, len(kinds) - 1)],
        ),
        f"text_{row}": LongTextField(
            _("Isi persyaratan %(number)s", number=number),
            [Length(max=REQUIREMENT_LONGEST)],
            default=held.text if held else "",
            render_kw={"rows": 2},
        ),
        f"need_{row}": SelectField(
            _("Sifat persyaratan %(number)s", number=number),
            choices=_necessities(),
            coerce=Necessity,
            default=held.necessity if held else Necessity.IMPORTANT,
        ),
    }


def _necessities() -> list[SelectChoice]:
    return [SelectChoice(one.value, one.label) for one in Necessity]
