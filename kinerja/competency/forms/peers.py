"""Raters to choose, what a rater says of every competency, and why a comment is hidden."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from kinerja.competency.forms.answers import ticks
from kinerja.competency.forms.verification import OptionalRadioField
from kinerja.competency.models import Competency, Level
from kinerja.competency.queries import in_language
from kinerja.competency.queries.peer_rating import Draft, Said
from kinerja.competency.rules import LEVEL_LABELS
from kinerja.competency.rules.peers import COMMENT_MAX, needs_comment
from kinerja.forms import Form, IntegerField, LongTextField

UNABLE = 0
Rated = Sequence[tuple[Competency, list[Level]]]


class RatersForm(Form):
    """Who rates."""

    rater_ids = ticks(_("Rekan"))

    def values(self) -> dict[str, Any]:
        """As the service takes it."""
        return {"rater_ids": self.rater_ids.data or []}


class RatingForm(Form):
    """What a rater says: `level_7` and `comment_7` on competency 7."""

    version = IntegerField(_("Versi"), [Optional()])
    replaces = IntegerField(_("Versi yang digantikan"), [Optional()])
    rated: Rated = ()

    def part(self, part: str, competency: Competency) -> Any:
        """The field of this part on this competency."""
        return self[f"{part}_{competency.id}"]

    def values(self) -> dict[str, Any]:
        """As the service takes it; what is wholly empty is left out."""
        said = {one.id: self._said(one) for one, _levels in self.rated}
        return {
            "said": {key: one for key, one in said.items() if one != Said()},
            "version": self.version.data if self.replaces.data is None else self.replaces.data,
        }

    def _said(self, competency: Competency) -> Said:
        level = self.part("level", competency).data
        comment = self.part("comment", competency).data or ""
        return Said(level or None, level == UNABLE, comment)

    def is_complete(self) -> bool:
        """Whether every competency is answered, extremes with a comment; says at each field what
        is missing.
        """
        for competency, _levels in self.rated:
            level, comment = self.part("level", competency), self.part("comment", competency)
            name = in_language(competency, "name")
            if level.data is None:
                level.errors = [
                    gettext("Jawab %(name)s, atau pilih tidak dapat menilai.", name=name)
                ]
            elif needs_comment(level.data) and not comment.data:
                comment.errors = [
                    gettext(
                        "Tulis komentar untuk tingkat %(level)s pada %(name)s.",
                        level=level.data,
                        name=name,
                    )
                ]
        return not self.errors


def rating_form(rated: Rated, draft: Draft) -> RatingForm:
    """The form over the competencies with their levels, filled with what is unfinished."""
    fields: dict[str, Any] = {"rated": rated}
    for competency, _levels in rated:
        said = draft.said.get(competency.id, Said())
        fields[f"level_{competency.id}"] = OptionalRadioField(
            _("Tingkat"),
            choices=[
                *(SelectChoice(level, label) for level, label in LEVEL_LABELS.items()),
                SelectChoice(UNABLE, _("Tidak dapat menilai")),
            ],
            coerce=_chosen,
            default=UNABLE if said.unable else said.level,
        )
        fields[f"comment_{competency.id}"] = LongTextField(
            _("Komentar"),
            [Length(max=COMMENT_MAX)],
            default=said.comment,
            render_kw={"maxlength": COMMENT_MAX, "rows": 2},
        )
    bound: type[RatingForm] = type("BoundRatingForm", (RatingForm,), fields)
    return bound(data={"version": draft.version})


def _chosen(value: Any) -> int | None:
    return None if value in (None, "", "None") else int(value)


class HideCommentForm(Form):
    """Why a comment is kept from its subject."""

    reason = LongTextField(
        _("Alasan disembunyikan"),
        [
            InputRequired(_("Tulis alasannya, agar keputusan ini bisa ditinjau.")),
            Length(max=COMMENT_MAX),
        ],
    )
