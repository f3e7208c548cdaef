"""Corrections of one's own data: about what, the states, and at whose desk a case lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.permissions import Role


class CorrectionTopic(StrEnum):
    """What somebody says is wrong."""

    SUPERVISOR = "supervisor"
    UNIT = "unit"
    POSITION = "position"
    NAME = "name"
    GRADE = "grade"
    NIP = "nip"
    CONTACT = "contact"

    @property
    def label(self) -> LazyString:
        """The topic's name for people."""
        return _TOPIC_LABELS[self]

    @property
    def slug(self) -> str:
        """The topic in an address: atasan."""
        return SLUGS[self]

    @property
    def is_chosen(self) -> bool:
        """Whether the right value is somebody or something known: it is searched, not typed."""
        return self in {
            CorrectionTopic.SUPERVISOR,
            CorrectionTopic.UNIT,
            CorrectionTopic.POSITION,
        }


class CorrectionStatus(StrEnum):
    """Where a case is."""

    ASKED = "asked"
    ESCALATED = "escalated"
    CORRECTED = "corrected"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> LazyString:
        """The state's name for people."""
        return _STATUS_LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return self in OPEN_CORRECTIONS


class CorrectionAction(StrEnum):
    """What can be done with a case."""

    CORRECT = "correct"
    REFUSE = "refuse"
    ESCALATE = "escalate"
    WITHDRAW = "withdraw"


class CorrectionParty(StrEnum):
    """Who moves it: whoever asked, a data admin, or the clock when the time is over."""

    ASKER = "asker"
    HANDLER = "handler"
    CLOCK = "clock"


_S, _A, _P = CorrectionStatus, CorrectionAction, CorrectionParty
OPEN_CORRECTIONS = frozenset({_S.ASKED, _S.ESCALATED})
CORRECTION_MOVES: dict[
    tuple[CorrectionStatus, CorrectionAction, CorrectionParty], CorrectionStatus
] = {
    (_S.ASKED, _A.CORRECT, _P.HANDLER): _S.CORRECTED,
    (_S.ASKED, _A.REFUSE, _P.HANDLER): _S.REFUSED,
    (_S.ASKED, _A.ESCALATE, _P.HANDLER): _S.ESCALATED,
    (_S.ASKED, _A.ESCALATE, _P.CLOCK): _S.ESCALATED,
    (_S.ASKED, _A.WITHDRAW, _P.ASKER): _S.WITHDRAWN,
    (_S.ESCALATED, _A.CORRECT, _P.HANDLER): _S.CORRECTED,
    (_S.ESCALATED, _A.REFUSE, _P.HANDLER): _S.REFUSED,
    (_S.ESCALATED, _A.WITHDRAW, _P.ASKER): _S.WITHDRAWN,
}
SLUGS = {
    CorrectionTopic.SUPERVISOR: "atasan",
    CorrectionTopic.UNIT: "unit",
    CorrectionTopic.POSITION: "jabatan",
    CorrectionTopic.NAME: "nama",
    CorrectionTopic.GRADE: "golongan",
    CorrectionTopic.NIP: "nip",
    CorrectionTopic.CONTACT: "kontak",
}
# What each topic is made of, by the names of the services' parameters.
FIELDS = {
    CorrectionTopic.SUPERVISOR: ("supervisor_id",),
    CorrectionTopic.UNIT: ("unit_id",),
    CorrectionTopic.POSITION: ("position_id",),
    CorrectionTopic.NAME: ("name", "title_before", "title_after"),
    CorrectionTopic.GRADE: ("grade",),
    CorrectionTopic.NIP: ("nip",),
    CorrectionTopic.CONTACT: ("email", "phone"),
}
FIELD_LABELS = {
    "supervisor_id": _("Atasan langsung"),
    "unit_id": _("Unit kerja"),
    "position_id": _("Jabatan"),
    "name": _("Nama tanpa gelar"),
    "title_before": _("Gelar depan"),
    "title_after": _("Gelar belakang"),
    "grade": _("Golongan"),
    "nip": _("NIP atau NI PPPK"),
    "email": _("Surel"),
    "phone": _("Nomor ponsel"),
}
_TOPIC_LABELS = {
    CorrectionTopic.SUPERVISOR: _("Atasan langsung"),
    CorrectionTopic.UNIT: _("Unit kerja"),
    CorrectionTopic.POSITION: _("Jabatan"),
    CorrectionTopic.NAME: _("Nama dan gelar"),
    CorrectionTopic.GRADE: _("Golongan"),
    CorrectionTopic.NIP: _("NIP"),
    CorrectionTopic.CONTACT: _("Surel dan nomor ponsel"),
}
_STATUS_LABELS = {
    CorrectionStatus.ASKED: _("Diajukan"),
    CorrectionStatus.ESCALATED: _("Diteruskan"),
    CorrectionStatus.CORRECTED: _("Diperbaiki"),
    CorrectionStatus.REFUSED: _("Ditolak"),
    CorrectionStatus.WITHDRAWN: _("Ditarik"),
}


def topic_of(slug: str) -> CorrectionTopic | None:
    """The topic that an address names."""
    return next((topic for topic, name in SLUGS.items() if name == slug), None)


def next_correction_status(
    status: CorrectionStatus, action: CorrectionAction, party: CorrectionParty
) -> CorrectionStatus | None:
    """The state that follows, or None when the party may not do this in that state."""
    return CORRECTION_MOVES.get((status, action, party))


@dataclass(frozen=True)
class Handler:
    """Somebody who handles corrections of a unit; `distance` levels above it the role is held."""

    employee_id: int
    name: str
    role: Role
    distance: int


def desk(
    handlers: Iterable[Handler], *, asker_id: int, status: CorrectionStatus
) -> tuple[Handler, ...]:
    """Whose turn it is: the nearest level, the highest once escalated; never the asker's own."""
    others = [one for one in handlers if one.employee_id != asker_id]
    if not others:
        return ()
    furthest = status is not CorrectionStatus.ASKED
    level = (max if furthest else min)(one.distance for one in others)
    return tuple(one for one in others if one.distance == level)
