"""Verdicts on every competency of an assessment, and the own level that may come before."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from kinerja.competency.forms.answers import ticks
from kinerja.competency.forms.levels import level_choices
from kinerja.competency.models import Answer
from kinerja.competency.queries import in_language
from kinerja.competency.rules import (
    PHRASE_LONGEST,
    PhraseKind,
    Verdict,
)
from kinerja.forms import Form, IntegerField, LongTextField, TextField
from kinerja.web import LARGEST

REASON_LONGEST = 500
NOTE_LONGEST = 1000
NOTE = "note"


class VerificationForm(Form):
    """Verdicts on every competency: `verdict_7`, `level_7` and `reason_7` on answer 7; of an
    answer that is not shown yet only `first_7`, the verifier's own level.
    """

    version = IntegerField(_("Versi"), [Optional()])
    replaces = IntegerField(_("Versi yang digantikan"), [Optional()])
    note = LongTextField(
        _("Apa yang perlu diperbaiki?"),
        [Length(max=NOTE_LONGEST)],
        render_kw={"maxlength": NOTE_LONGEST},
    )
    phrase_note = TextField(_("Kalimat siap pakai"))
    agree = ticks(_("Disetujui bersama"))
    open = IntegerField(_("Dibuka"), [Optional(), NumberRange(1, LARGEST)])
    into = TextField(_("Disisipkan ke"))
    answers: tuple[Answer, ...] = ()
    veiled: frozenset[int] = frozenset()

    def values(self) -> dict[str, Any]:
        """As the service takes it."""
        items = [
            {"answer_id": answer.id}
            | {part: self.part(part, answer).data for part in self.parts(answer)}
            for answer in self.answers
        ]
        return {"items": items, "version": self.replaces.data or self.version.data}

    def is_veiled(self, answer: Answer) -> bool:
        """Whether this page asks for the own level, and shows nothing of the answer."""
        return answer.id in self.veiled

    def parts(self, answer: Answer) -> tuple[str, ...]:
        """Which parts there are of the answer."""
        return BEFORE if self.is_veiled(answer) else PARTS

    def part(self, part: str, answer: Answer) -> Any:
        """The field of this part on this answer."""
        return self[f"{part}_{answer.id}"]

    def batch(self, employee_id: int) -> list[int]:
        """The numbers of the answers with which this verifier may agree together."""
        shown = (answer for answer in self.answers if not self.is_veiled(answer))
        return [answer.id for answer in shown if answer.may_agree_in_batch(employee_id)]

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

    def insert(self) -> None:
        """Add the sentence that was picked to the note, or to the reason of the answer with the
        number in `into`, after what stands there.
        """
        into = self.into.data
        texts = [f"{one.id}" for one in self.answers if not self.is_veiled(one)]
        if into not in (NOTE, *texts):
            return
        field = self.note if into == NOTE else self[f"reason_{into}"]
        picked = self[f"phrase_{into}"].data or ""
        field.data = " ".join(text for text in (field.data or "", picked) if text)
        field.render_kw = {**(field.render_kw or {}), "autofocus": True}

    def unsaved(self) -> Iterator[tuple[str, str]]:
        """What was typed here and is kept nowhere: what it is about, and the words."""
        for answer in self.answers:
            if not self.is_veiled(answer):
                typed = self.part("reason", answer).data
                if typed and typed != answer.reason:
                    yield in_language(answer.competency, "name"), typed
        if self.note.data:
            yield str(self.note.label.text), self.note.data

    def _check(self, answer: Answer) -> None:
        name = in_language(answer.competency, "name")
        if self.is_veiled(answer):
            first = self.part("first", answer)
            first.errors = [
                gettext("Pilih tingkat menurut Anda untuk %(name)s, lalu buka.", name=name)
            ]
            return
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
BEFORE = ("first",)


class OptionalRadioField(RadioField):
    """Short choices of which none needs to be taken."""

    def pre_validate(self, form: Any) -> None:
        """Nothing chosen is as good as a known choice."""
        if self.data is not None:
            super().pre_validate(form)


def verification_form(answers: Iterable[Answer]) -> VerificationForm:
    """The form over these answers, with what has been judged so far."""
    answers = tuple(answers)
    veiled = frozenset(answer.id for answer in answers if answer.is_veiled)
    fields: dict[str, Any] = {"answers": answers, "veiled": veiled}
    for answer in answers:
        fields |= _before(answer) if answer.id in veiled else _judging(answer)
    form: VerificationForm = type("BoundVerificationForm", (VerificationForm,), fields)()
    return form


def _before(answer: Answer) -> dict[str, Any]:
    return {
        f"first_{answer.id}": OptionalRadioField(
            _("Tingkat menurut Anda"),
            choices=level_choices(),
            coerce=int,
            default=answer.first_level,
        )
    }


def _judging(answer: Answer) -> dict[str, Any]:
    return {
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
            default=answer.verified_level or answer.first_level,
        ),
        f"reason_{answer.id}": LongTextField(
            _("Alasan"),
            [Length(max=REASON_LONGEST)],
            default=answer.reason,
            render_kw={"maxlength": REASON_LONGEST, "rows": 3},
        ),
        f"phrase_{answer.id}": TextField(_("Kalimat siap pakai")),
    }


class PhraseForm(Form):
    """A sentence for one's own list."""

    kind = RadioField(
        _("Untuk"),
        choices=[SelectChoice(kind.value, kind.label) for kind in PhraseKind],
        coerce=PhraseKind,
        default=PhraseKind.REASON,
    )
    text = TextField(
        _("Kalimat"), [Length(max=PHRASE_LONGEST)], render_kw={"maxlength": PHRASE_LONGEST}
    )
