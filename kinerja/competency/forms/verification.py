"""Verdicts on every competency of an assessment."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from kinerja.competency.forms.levels import level_choices
from kinerja.competency.models import Answer
from kinerja.competency.queries import in_language
from kinerja.competency.rules import (
    Verdict,
)
from kinerja.forms import Form, IntegerField, LongTextField

REASON_LONGEST = 500
NOTE_LONGEST = 1000


class VerificationForm(Form):
    """Verdicts on every competency: `verdict_7`, `level_7` and `reason_7` on answer 7."""

    version = IntegerField(_("Versi"), [Optional()])
    replaces = IntegerField(_("Versi yang digantikan"), [Optional()])
    note = LongTextField(
        _("Apa yang perlu diperbaiki?"),
        [Length(max=NOTE_LONGEST)],
        render_kw={"maxlength": NOTE_LONGEST},
    )
    answers: tuple[Answer, ...] = ()

    def values(self) -> dict[str, Any]:
        """As the service takes it."""
        items = [
            {"answer_id": answer.id} | {part: self.part(part, answer).data for part in PARTS}
            for answer in self.answers
        ]
        return {"items": items, "version": self.replaces.data or self.version.data}

    def part(self, part: str, answer: Answer) -> Any:
        """The field of this part on this answer."""
        return self[f"{part}_{answer.id}"]

    def is_complete(self) -> bool:
        """Whether every competency is decided; says at each field what is missing."""
        for answer in self.answers:
            self._check(answer)
        return not self.errors

    def has_note(self) -> bool:
        """Whether there is a note to return it with; says so at the field if not."""
        if not self.note.data:
            self.note.errors = [
                gettext("Tulis apa yang perlu diperbaiki, agar bawahan bisa langsung memperbaiki.")
            ]
        return not self.errors

    def _check(self, answer: Answer) -> None:
        name = in_language(answer.competency, "name")
        verdict, level, reason = (self.part(part, answer) for part in PARTS)
        if verdict.data is None:
            verdict.errors = [gettext("Putuskan %(name)s.", name=name)]
        elif verdict.data is Verdict.ADJUST:
            if level.data in (None, answer.self_level):
                level.errors = [
                    gettext("Pilih tingkat lain untuk %(name)s, atau pilih Setuju.", name=name)
                ]
            if not reason.data:
                reason.errors = [gettext("Tulis alasan penyesuaian %(name)s.", name=name)]


PARTS = ("verdict", "level", "reason")


class OptionalRadioField(RadioField):
    """Short choices of which none needs to be taken."""

    def pre_validate(self, form: Any) -> None:
        """Nothing chosen is as good as a known choice."""
        if self.data is not None:
            super().pre_validate(form)


def verification_form(answers: Iterable[Answer]) -> VerificationForm:
    """The form over these answers, with what has been judged so far."""
    answers = tuple(answers)
    fields: dict[str, Any] = {"answers": answers}
    for answer in answers:
        fields |= {
            f"verdict_{answer.id}": OptionalRadioField(
                _("Putusan Anda"),
                choices=[SelectChoice(verdict.value, verdict.label) for verdict in Verdict],
                coerce=Verdict,
                default=answer.verdict,
            ),
            f"level_{answer.id}": OptionalRadioField(
                _("Tingkat menurut Anda"),
                choices=level_choices(),
                coerce=int,
                default=answer.verified_level,
            ),
            f"reason_{answer.id}": LongTextField(
                _("Alasan"),
                [Length(max=REASON_LONGEST)],
                default=answer.reason,
                render_kw={"maxlength": REASON_LONGEST, "rows": 3},
            ),
        }
    form: VerificationForm = type("BoundVerificationForm", (VerificationForm,), fields)()
    return form
