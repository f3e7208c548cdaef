"""An answer of one's own, and the declaration before sending."""

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from kinerja.competency.forms.evidence import LINK_LONGEST, file_of, refuse_no_link
from kinerja.competency.models import Answer, Level
from kinerja.competency.queries import in_language, ladder
from kinerja.competency.rules import LEVELS, Rung, missing_rungs
from kinerja.competency.services import NewEvidence
from kinerja.competency.services.evidence import TITLE_LONGEST
from kinerja.forms import Form, IntegerField, LongTextField, TextField
from kinerja.web import LARGEST, whole_number

NOTE_LONGEST = 500
NOT_SAVED = ("file", "title", "evidence_url", "search", "reuse")


def ticks(label: Any) -> SelectMultipleField:
    """Ids that are ticked; the service decides which there may be."""
    return SelectMultipleField(label, coerce=whole_number, choices=[], validate_choice=False)


class DraftForm(Form):
    """An answer that may be unfinished. `longest` is the rulebook's limit of the example; `typed`
    what was typed before the session ended.
    """

    level = IntegerField(_("Tingkat"))
    indicator_ids = ticks(_("Indikator"))
    override_note = LongTextField(
        _("Catatan untuk tetap memakai tingkat ini"), [Length(max=NOTE_LONGEST)]
    )
    example = LongTextField(_("Contoh nyata"))
    evidence_ids = ticks(_("Bukti dari pustaka"))
    file = FileField(
        _("Berkas bukti baru"), render_kw={"accept": ".pdf,.jpg,.jpeg,.png,.xlsx,.docx"}
    )
    evidence_url = TextField(_("Tautan bukti"), [Length(max=LINK_LONGEST)])
    title = TextField(_("Judul bukti baru"), [Length(max=TITLE_LONGEST)])
    search = TextField(_("Cari di pustaka bukti Anda"), [Length(max=TITLE_LONGEST)])
    reuse = IntegerField(_("Pakai lagi bukti"), [Optional(), NumberRange(1, LARGEST)])
    version = IntegerField(_("Versi"), [Optional()])
    replaces = IntegerField(_("Versi yang digantikan"), [Optional()])
    needs_level = False

    def __init__(
        self,
        answer: Answer,
        *,
        longest: int,
        levels: Sequence[Level],
        typed: MultiDict[str, str] | None = None,
    ) -> None:
        given: dict[str, Any] = {} if typed is None else {"formdata": typed}
        super().__init__(
            data={
                "level": answer.self_level,
                "example": answer.example,
                "override_note": answer.override_note,
                "indicator_ids": sorted(answer.indicator_ids),
                "evidence_ids": sorted(answer.evidence_ids),
                "version": answer.version,
            },
            **given,
        )
        self.longest = longest
        self.competency = answer.competency
        self.levels = levels
        self.is_resumed = typed is not None

    @property
    def missing(self) -> tuple[Rung, ...]:
        """The levels below the chosen one that do not hold, as they are ticked here."""
        ticked: Collection[int] = self.indicator_ids.data or ()
        level = self.level.data if self.level.data in LEVELS else None
        return missing_rungs(level, ladder(self.levels), ticked)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything is right; a file is not kept by the page, so it says so."""
        fine = bool(super().validate(extra_validators))
        if not fine and self.file.data and not self.file.errors:
            self.file.errors = [
                gettext("Berkasnya belum tersimpan. Perbaiki dulu isian lain, lalu pilih lagi.")
            ]
        return fine

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

    def validate_indicator_ids(self, field: SelectMultipleField) -> None:
        """:raises ValidationError: one is not in this dictionary."""
        known = {one for ids in ladder(self.levels).values() for one in ids}
        if not known.issuperset(field.data or ()):
            raise ValidationError(
                gettext("Salah satu indikator tidak ada di kamus ini. Muat ulang halaman.")
            )

    def validate_evidence_url(self, field: TextField) -> None:
        """:raises ValidationError: it is not a web address."""
        refuse_no_link(field.data)

    def values(self) -> dict[str, Any]:
        """The answer itself, without what is added to the library; with what is used again."""
        found = {name: data for name, data in super().values().items() if name not in NOT_SAVED}
        again = {self.reuse.data} if self.reuse.data else set()
        return found | {
            "evidence_ids": again.union(self.evidence_ids.data or ()),
            "override_note": self.override_note.data or "",
        }

    def added(self) -> list[NewEvidence]:
        """What is added to the library: a file, a link, or both."""
        title = self.title.data or ""
        link = NewEvidence(url=self.evidence_url.data or "", title=title)
        filename, content = file_of(self.file)
        file = NewEvidence(filename=filename, content=content, title=title)
        return [one for one in (file, link) if one.filename or one.url]


class AnswerForm(DraftForm):
    """An answer that is finished: it has a level, which holds or is explained."""

    needs_level = True

    def validate_override_note(self, field: LongTextField) -> None:
        """:raises ValidationError: lower levels do not hold and nothing says why this one does."""
        if self.missing and not field.data:
            raise ValidationError(
                gettext(
                    "%(rungs)s. Centang yang sudah biasa Anda lakukan, atau tulis catatan mengapa "
                    "tingkat %(level)s tetap tepat.",
                    rungs=rung_words(self.missing),
                    level=self.level.data,
                )
            )

    def values(self) -> dict[str, Any]:
        """The answer; a note on why is kept only where it is needed."""
        found = super().values()
        return found if self.missing else found | {"override_note": ""}


def rung_words(rungs: Sequence[Rung]) -> str:
    """Which levels do not hold: "Tingkat 2 belum lengkap: 1 dari 3 indikator"."""
    return "; ".join(
        gettext(
            "Tingkat %(level)s belum lengkap: %(ticked)s dari %(total)s indikator",
            level=rung.level,
            ticked=rung.ticked,
            total=rung.total,
        )
        for rung in rungs
    )


class SubmitForm(Form):
    """What somebody declares before sending."""

    declared = BooleanField(
        _("Jawaban ini saya isi sendiri dan menggambarkan kebiasaan kerja saya."),
        [InputRequired(_("Centang pernyataan sebelum mengirim."))],
    )
