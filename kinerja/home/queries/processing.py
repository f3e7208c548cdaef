"""What the notice about processing says that follows from the application itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import LazyString

from kinerja.home.queries.personal import kept_words, sections
from kinerja.home.queries.retention import DUTIES, legal_bases
from kinerja.people.rules import reads, seeing_roles, whom_seen
from kinerja.permissions import Role
from kinerja.personal import Basis, Group, Section
from kinerja.rulebook.queries import rule

NOBODY = 0


@dataclass(frozen=True)
class Kind:
    """A kind of data: what belongs to it, where it comes from, on which legal bases."""

    group: Group
    sections: Sequence[Section]

    @property
    def bases(self) -> list[Basis]:
        """The legal bases, each once."""
        return list(dict.fromkeys(section.basis for section in self.sections))


@dataclass(frozen=True)
class Kept:
    """A class of data: how long it is kept, what comes then, and which law says so."""

    title: LazyString
    kept: str
    effect: LazyString
    basis: str


@dataclass(frozen=True)
class ProcessingNotice:
    """Kinds of data, times of keeping, who sees what, and the hours that the law leaves."""

    kinds: Sequence[Kind]
    classes: Sequence[Kept]
    readers: Sequence[tuple[Role, Sequence[LazyString], LazyString]]
    request_hours: int
    withdrawal_hours: int
    breach_hours: int


def processing_notice(*, on: date) -> ProcessingNotice:
    """The facts of the notice on the day: from the registries, the roles and the rulebook."""
    found = groupby(sections(NOBODY), key=lambda section: section.group)
    bases = legal_bases([duty.key for duty in DUTIES], on=on)
    return ProcessingNotice(
        kinds=[Kind(group, list(held)) for group, held in found],
        classes=[
            Kept(duty.title, kept_words(duty.key, on=on), duty.effect, bases.get(duty.key, ""))
            for duty in DUTIES
        ],
        readers=[(role, reads(role), whom_seen(role)) for role in seeing_roles()],
        request_hours=rule("privacy.request_hours", on=on),
        withdrawal_hours=rule("privacy.withdrawal_hours", on=on),
        breach_hours=rule("privacy.breach_hours", on=on),
    )
