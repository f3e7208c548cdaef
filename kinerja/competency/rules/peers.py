"""Peers in an assessment: the states of their group, who moves them, and what their levels give.

The group answers anonymously: nothing is told from fewer than `FLOOR` raters, and what one of
them said is kept without a key to whom it came from.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

FLOOR = 3  # the rulebook may ask for more raters before a figure is told, never for fewer
EXTREMES = frozenset({1, 5})
MINUTES_EACH = 3  # what a rater needs for one colleague, as the pages say
COMMENT_MAX = 1000


class PanelStatus(StrEnum):
    """Where the group of peers of one assessment stands."""

    CHOOSING = "choosing"
    PROPOSED = "proposed"
    APPROVED = "approved"
    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"

    @property
    def label(self) -> LazyString:
        """The word for people."""
        return _STATUS_LABELS[self]


class PanelPart(StrEnum):
    """The part that somebody plays towards a group of peers."""

    SUBJECT = "subject"
    APPROVER = "approver"
    RATER = "rater"
    SYSTEM = "system"


class PanelAction(StrEnum):
    """What is done to a group of peers."""

    PROPOSE = "propose"
    APPROVE = "approve"
    ADD = "add"
    OPEN = "open"
    ANSWER = "answer"
    SETTLE = "settle"
    CLOSE = "close"


class PanelEnd(StrEnum):
    """Why a group ended without any figure."""

    NOT_CHOSEN = "not_chosen"
    TOO_FEW = "too_few"
    LEFT = "left"

    @property
    def label(self) -> LazyString:
        """The reason for people."""
        return _END_LABELS[self]


class RaterStatus(StrEnum):
    """Where one rater stands: never when, nor what was said. Once the group has ended, not even
    whether an answer came.
    """

    PROPOSED = "proposed"
    ASKED = "asked"
    ANSWERED = "answered"
    ENDED = "ended"


class CommentStatus(StrEnum):
    """Whether a comment may be read by whom it is about."""

    WAITING = "waiting"
    APPROVED = "approved"
    HIDDEN = "hidden"

    @property
    def label(self) -> LazyString:
        """The word for people."""
        return _COMMENT_LABELS[self]


_STATUS_LABELS = {
    PanelStatus.CHOOSING: _("Rekan belum diusulkan"),
    PanelStatus.PROPOSED: _("Usulan rekan menunggu atasan"),
    PanelStatus.APPROVED: _("Rekan sudah ditetapkan"),
    PanelStatus.OPEN: _("Rekan sedang menilai"),
    PanelStatus.DONE: _("Penilaian rekan selesai"),
    PanelStatus.CLOSED: _("Penilaian rekan ditutup tanpa hasil"),
}
_END_LABELS = {
    PanelEnd.NOT_CHOSEN: _("Rekan penilai tidak ditetapkan sampai batasnya."),
    PanelEnd.TOO_FEW: _("Rekan yang menjawab terlalu sedikit untuk menjaga kerahasiaan mereka."),
    PanelEnd.LEFT: _("Yang dinilai tidak lagi ikut dalam siklus ini."),
}
_COMMENT_LABELS = {
    CommentStatus.WAITING: _("Menunggu diperiksa"),
    CommentStatus.APPROVED: _("Ditampilkan"),
    CommentStatus.HIDDEN: _("Disembunyikan"),
}

_S, _A, _P = PanelStatus, PanelAction, PanelPart
PANEL_TRANSITIONS: Mapping[tuple[PanelStatus, PanelAction, PanelPart], PanelStatus] = {
    (_S.CHOOSING, _A.PROPOSE, _P.SUBJECT): _S.PROPOSED,
    (_S.PROPOSED, _A.PROPOSE, _P.SUBJECT): _S.PROPOSED,
    (_S.CHOOSING, _A.APPROVE, _P.APPROVER): _S.APPROVED,
    (_S.PROPOSED, _A.APPROVE, _P.APPROVER): _S.APPROVED,
    (_S.APPROVED, _A.APPROVE, _P.APPROVER): _S.APPROVED,
    (_S.OPEN, _A.ADD, _P.APPROVER): _S.OPEN,
    (_S.APPROVED, _A.OPEN, _P.SYSTEM): _S.OPEN,
    (_S.OPEN, _A.ANSWER, _P.RATER): _S.OPEN,
    (_S.OPEN, _A.SETTLE, _P.SYSTEM): _S.DONE,
    (_S.CHOOSING, _A.CLOSE, _P.SYSTEM): _S.CLOSED,
    (_S.PROPOSED, _A.CLOSE, _P.SYSTEM): _S.CLOSED,
    (_S.APPROVED, _A.CLOSE, _P.SYSTEM): _S.CLOSED,
    (_S.OPEN, _A.CLOSE, _P.SYSTEM): _S.CLOSED,
}
CHOOSABLE = frozenset({_S.CHOOSING, _S.PROPOSED})
LIVE = CHOOSABLE | {_S.APPROVED, _S.OPEN}
RATING = frozenset({RaterStatus.ASKED, RaterStatus.ANSWERED, RaterStatus.ENDED})


@dataclass(frozen=True)
class PeerLimits:
    """How many raters one person has, and how many colleagues one person rates at most."""

    minimum: int
    maximum: int
    per_rater: int

    @classmethod
    def from_rule(cls, value: Mapping[str, int]) -> "PeerLimits":
        """From the rulebook's value; never fewer raters than the floor."""
        least = max(FLOOR, value["minimum"])
        return cls(least, max(least, value["maximum"]), value["per_rater"])


def next_panel_status(
    status: PanelStatus, action: PanelAction, part: PanelPart
) -> PanelStatus | None:
    """The state that follows, or nothing where this move is not in the table."""
    return PANEL_TRANSITIONS.get((status, action, part))


def peer_level(levels: Collection[int], *, floor: int) -> int | None:
    """What a group of peers says of one competency: the median of its levels, a half rounded up;
    nothing from fewer raters than the floor, which is 3 at least.

    The median, because levels are steps and not quantities, and because one friendly or hostile
    voice cannot move it.
    """
    if len(levels) < max(FLOOR, floor):
        return None
    ordered, middle = sorted(levels), len(levels) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle] + 1) // 2


def needs_comment(level: int | None) -> bool:
    """Whether a level must be explained: the lowest and the highest."""
    return level in EXTREMES
