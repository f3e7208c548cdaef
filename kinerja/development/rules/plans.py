"""The life of a plan item, and what a year's learning hours (JP) mean."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.people.rules import EmployeeKind

JP_PNS_TARGET = "jp.pns_target"
JP_PPPK_CEILING = "jp.pppk_ceiling"


class Party(StrEnum):
    """Who may move a plan item: its holder, or a trainer of the holder's unit."""

    HOLDER = "holder"
    TRAINER = "trainer"


class Action(StrEnum):
    """What somebody does to a plan item."""

    START = "start"
    FINISH = "finish"
    CONFIRM = "confirm"
    RETURN = "return"
    CANCEL = "cancel"
    UNDO = "undo"


class PlanItemStatus(StrEnum):
    """Where an activity of a plan stands."""

    ASSIGNED = "assigned"
    RUNNING = "running"
    FINISHED = "finished"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> LazyString:
        """The state's name for people."""
        return _STATUS_LABELS[self]

    @property
    def waits_for(self) -> Party | None:
        """Who holds the ball; nobody once the item is over."""
        return _WAITS_FOR.get(self)


_STATUS_LABELS = {
    PlanItemStatus.ASSIGNED: _("Belum dimulai"),
    PlanItemStatus.RUNNING: _("Berjalan"),
    PlanItemStatus.FINISHED: _("Menunggu pelatih"),
    PlanItemStatus.CONFIRMED: _("Selesai"),
    PlanItemStatus.CANCELLED: _("Dibatalkan"),
}
_WAITS_FOR = {
    PlanItemStatus.ASSIGNED: Party.HOLDER,
    PlanItemStatus.RUNNING: Party.HOLDER,
    PlanItemStatus.FINISHED: Party.TRAINER,
}
OPEN = (PlanItemStatus.ASSIGNED, PlanItemStatus.RUNNING, PlanItemStatus.FINISHED)

MOVES = {
    (PlanItemStatus.ASSIGNED, Action.START, Party.HOLDER): PlanItemStatus.RUNNING,
    (PlanItemStatus.ASSIGNED, Action.CANCEL, Party.HOLDER): PlanItemStatus.CANCELLED,
    (PlanItemStatus.ASSIGNED, Action.CANCEL, Party.TRAINER): PlanItemStatus.CANCELLED,
    (PlanItemStatus.RUNNING, Action.FINISH, Party.HOLDER): PlanItemStatus.FINISHED,
    (PlanItemStatus.RUNNING, Action.CANCEL, Party.TRAINER): PlanItemStatus.CANCELLED,
    (PlanItemStatus.FINISHED, Action.CONFIRM, Party.TRAINER): PlanItemStatus.CONFIRMED,
    (PlanItemStatus.FINISHED, Action.RETURN, Party.TRAINER): PlanItemStatus.RUNNING,
    (PlanItemStatus.CONFIRMED, Action.UNDO, Party.TRAINER): PlanItemStatus.FINISHED,
    (PlanItemStatus.RUNNING, Action.UNDO, Party.TRAINER): PlanItemStatus.FINISHED,
}


def next_status(status: PlanItemStatus, action: Action, party: Party) -> PlanItemStatus | None:
    """Where the move leads, None if it does not exist."""
    return MOVES.get((status, action, party))


class JpMeaning(StrEnum):
    """What a yearly number of JP is: a right to at least so many, or at most so many."""

    TARGET = "target"
    CEILING = "ceiling"


def jp_meaning(kind: EmployeeKind) -> JpMeaning:
    """PNS have a right to at least 20 JP a year (PP 11/2017 jo. PP 17/2020), PPPK may use at
    most 24 JP per contract year (PP 49/2018).
    """
    return JpMeaning.CEILING if kind.is_contract else JpMeaning.TARGET


@dataclass(frozen=True)
class JpStanding:
    """One person's learning hours of a year. Only confirmed ones count."""

    meaning: JpMeaning
    limit: int
    confirmed: int
    planned: int

    @property
    def expected(self) -> int:
        """JP at the end of the year if every planned activity gets confirmed."""
        return self.confirmed + self.planned

    @property
    def missing(self) -> int:
        """JP still to be confirmed up to the limit."""
        return max(self.limit - self.confirmed, 0)

    @property
    def room(self) -> int:
        """JP that can still be planned up to the limit."""
        return max(self.limit - self.expected, 0)

    @property
    def is_reached(self) -> bool:
        """Whether the confirmed JP alone are as many as the limit."""
        return self.confirmed >= self.limit

    @property
    def is_over(self) -> bool:
        """Whether more is planned than the limit."""
        return self.expected > self.limit

    def admits(self, jp: int) -> bool:
        """Whether so many more JP may be planned: a target never stops anybody, a ceiling does."""
        return self.meaning is JpMeaning.TARGET or jp <= self.room
