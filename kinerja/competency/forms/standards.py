"""One job level's standards."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from kinerja.competency.forms.levels import level_choices
from kinerja.competency.models import Competency
from kinerja.competency.queries import in_language
from kinerja.forms import Form


class StandardsForm(Form):
    """One job level's standards: `level_3` for competency 3, empty where there is none."""

    competencies: tuple[Competency, ...] = ()

    def values(self) -> dict[str, Any]:
        """As the service takes it."""
        return {"levels": {item.id: self.level(item).data for item in self.competencies}}

    def level(self, competency: Competency) -> Any:
        """The field of this competency."""
        return self[f"level_{competency.id}"]


def level_or_none(text: str | int | None) -> int | None:
    """A chosen level; an empty choice is none."""
    return int(text) if text else None


def standards_form(competencies: Iterable[Competency], levels: dict[int, int]) -> StandardsForm:
    """The form over these competencies, with the standards of now."""
    competencies = tuple(competencies)
    named = [SelectChoice("", _("Belum diatur")), *level_choices()]
    fields: dict[str, Any] = {"competencies": competencies}
    for competency in competencies:
        fields[f"level_{competency.id}"] = SelectField(
            in_language(competency, "name"),
            choices=named,
            coerce=level_or_none,
            default=levels.get(competency.id),
        )
    form: StandardsForm = type("BoundStandardsForm", (StandardsForm,), fields)()
    return form
