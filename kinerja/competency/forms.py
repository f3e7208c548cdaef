"""What people enter: an answer, the declaration, verdicts, a cycle, a row of standards."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from kinerja.competency.models import Answer, Competency
from kinerja.competency.queries import in_language
from kinerja.competency.rules import (
    LEVEL_LABELS,
    LEVELS,
    Verdict,
    dates_in_order,
    is_link,
)
from kinerja.forms import DateField, Form, IntegerField, LongTextField, TextField

LINK_LONGEST = 2000
REASON_LONGEST = 500
NOTE_LONGEST = 1000


class DraftForm(Form):
    """An answer that may be unfinished. `longest` is the rulebook's limit of the example."""

    level = IntegerField(_("Tingkat"))
    example = LongTextField(_("Contoh nyata"))
    evidence_url = TextField(_("Tautan bukti"), [Length(max=LINK_LONGEST)])
    version = IntegerField(_("Versi"), [Optional()])
    replaces = IntegerField(_("Versi yang digantikan"), [Optional()])
    needs_level = False

    def __init__(self, answer: Answer, *, longest: int) -> None:
        super().__init__(
            data={
                "level": answer.self_level,
                "example": answer.example,
                "evidence_url": answer.evidence_url,
            }
        )
        self.longest = longest
        self.competency = answer.competency

    def validate_level(self, field: IntegerField) -> None:
        """:raises ValidationError: it is none of the five cards, or no card where one is needed."""
        if field.data not in LEVELS and (self.needs_level or field.data is not None):
            name = in_language(self.competency, "name")
            raise ValidationError(gettext("Pilih satu tingkat untuk %(name)s.", name=name))

    def validate_example(self, field: LongTextField) -> None:
        """:raises ValidationError: it is too long."""
        length = len(field.data or "")
        if length > self.longest:
            raise ValidationError(
                gettext(
                    "Contoh nyata paling banyak %(limit)s huruf, sekarang %(length)s.",
                    limit=self.longest,
                    length=length,
                )
            )

    def validate_evidence_url(self, field: TextField) -> None:
        """:raises ValidationError: it is not a web address."""
        if field.data and not is_link(field.data):
            raise ValidationError(
                gettext("Tulis tautan lengkap, contoh https://drive.contoh.go.id/laporan.")
            )


class AnswerForm(DraftForm):
    """An answer that is finished: it has a level."""

    needs_level = True


class SubmitForm(Form):
    """What somebody declares before sending."""

    declared = BooleanField(
        _("Jawaban ini saya isi sendiri dan menggambarkan kebiasaan kerja saya."),
        [InputRequired(_("Centang pernyataan sebelum mengirim."))],
    )


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


def level_choices() -> list[SelectChoice]:
    """The five levels to choose from: "3 Menengah"."""
    return [SelectChoice(str(level), f"{level} {LEVEL_LABELS[level]}") for level in LEVELS]


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


class CycleForm(Form):
    """A cycle to plan."""

    name = TextField(
        _("Nama siklus"),
        [InputRequired(_("Isi nama siklus, contoh Penilaian 2026.")), Length(max=200)],
    )
    starts_on = DateField(_("Mulai"), [InputRequired(_("Isi tanggal mulai."))])
    self_due_on = DateField(
        _("Batas penilaian mandiri"), [InputRequired(_("Isi batas penilaian mandiri."))]
    )
    verify_due_on = DateField(
        _("Batas verifikasi atasan"), [InputRequired(_("Isi batas verifikasi atasan."))]
    )

    def validate_verify_due_on(self, field: DateField) -> None:
        """:raises ValidationError: the three days are not in order."""
        days = (self.starts_on.data, self.self_due_on.data, field.data)
        if None not in days and not dates_in_order(*days):
            raise ValidationError(
                gettext(
                    "Urutkan tanggalnya: mulai, batas penilaian mandiri, lalu batas verifikasi."
                )
            )


class ConfirmForm(Form):
    """A button alone."""


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
