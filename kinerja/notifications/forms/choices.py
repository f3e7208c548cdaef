"""How somebody wants to hear of each kind."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from kinerja.forms import Form
from kinerja.notifications.rules import MailChoice, NoticeKind, Rhythm


def choice_field(kind: NoticeKind) -> RadioField:
    """The three ways of hearing of the kind by mail."""
    return RadioField(
        kind.label,
        choices=[SelectChoice(choice.value, choice.label) for choice in MailChoice],
        coerce=MailChoice,
    )


class ChoicesForm(Form):
    """One field for each kind, named as the kind, as far as the visitor has to do with it."""

    rhythm = RadioField(
        _("Kapan ringkasan datang"),
        choices=[SelectChoice(rhythm.value, rhythm.label) for rhythm in Rhythm],
        coerce=Rhythm,
    )
    cycle = choice_field(NoticeKind.CYCLE)
    assessment = choice_field(NoticeKind.ASSESSMENT)
    verify = choice_field(NoticeKind.VERIFY)
    peer = choice_field(NoticeKind.PEER)
    plan = choice_field(NoticeKind.PLAN)
    confirm = choice_field(NoticeKind.CONFIRM)
    data = choice_field(NoticeKind.DATA)
    data_case = choice_field(NoticeKind.DATA_CASE)
    reminder = choice_field(NoticeKind.REMINDER)

    def leave(self, kinds: Iterable[NoticeKind]) -> None:
        """Ask about these kinds only."""
        wanted = set(kinds)
        for kind in NoticeKind:
            if kind not in wanted and kind.value in self._fields:
                del self[kind.value]

    def values(self) -> dict[str, Any]:
        """The rhythm, and the choices by kind."""
        chosen = super().values()
        rhythm = chosen.pop("rhythm")
        return {"rhythm": rhythm, "by_kind": {NoticeKind(k): v for k, v in chosen.items()}}
