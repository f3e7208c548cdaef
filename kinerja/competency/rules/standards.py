"""Editions of job standards: what they may say, which one holds, and how two of them differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.competency.rules.states import Cluster

RELEVANCES = range(1, 4)
USUAL_RELEVANCE = 2
RELEVANCE_LABELS: Mapping[int, LazyString] = {
    1: _("Pendukung"),
    2: _("Biasa"),
    3: _("Utama"),
}


class Necessity(StrEnum):
    """How much something is required of a position (PermenPANRB 38/2017)."""

    ABSOLUTE = "mutlak"
    IMPORTANT = "penting"
    NEEDED = "perlu"

    @property
    def label(self) -> LazyString:
        """The word for people."""
        return _NECESSITY_LABELS[self]


class RequirementKind(StrEnum):
    """What a position requires besides competencies (PermenPANRB 38/2017, part III)."""

    RANK = "rank"
    EDUCATION = "education"
    FIELD = "field"
    MANAGERIAL_TRAINING = "managerial_training"
    TECHNICAL_TRAINING = "technical_training"
    FUNCTIONAL_TRAINING = "functional_training"
    EXPERIENCE = "experience"
    PERFORMANCE = "performance"

    @property
    def label(self) -> LazyString:
        """The word for people."""
        return _REQUIREMENT_LABELS[self]


class StandardState(StrEnum):
    """Where an edition stands on a day."""

    COMING = "coming"
    IN_FORCE = "in_force"
    PAST = "past"

    @property
    def label(self) -> LazyString:
        """The word for people."""
        return _STATE_LABELS[self]


class StandardAction(StrEnum):
    """What is done to an edition."""

    CHANGE = "change"
    WITHDRAW = "withdraw"
    REPLACE = "replace"


class Difference(StrEnum):
    """How a competency differs between two editions."""

    ADDED = "added"
    REMOVED = "removed"
    RAISED = "raised"
    LOWERED = "lowered"
    WEIGHTED = "weighted"
    SAME = "same"

    @property
    def label(self) -> LazyString:
        """The word for people."""
        return _DIFFERENCE_LABELS[self]


_NECESSITY_LABELS = {
    Necessity.ABSOLUTE: _("Mutlak"),
    Necessity.IMPORTANT: _("Penting"),
    Necessity.NEEDED: _("Perlu"),
}
_REQUIREMENT_LABELS = {
    RequirementKind.RANK: _("Pangkat"),
    RequirementKind.EDUCATION: _("Kualifikasi pendidikan"),
    RequirementKind.FIELD: _("Bidang ilmu"),
    RequirementKind.MANAGERIAL_TRAINING: _("Pelatihan manajerial"),
    RequirementKind.TECHNICAL_TRAINING: _("Pelatihan teknis"),
    RequirementKind.FUNCTIONAL_TRAINING: _("Pelatihan fungsional"),
    RequirementKind.EXPERIENCE: _("Pengalaman kerja"),
    RequirementKind.PERFORMANCE: _("Indikator kinerja jabatan"),
}
_STATE_LABELS = {
    StandardState.COMING: _("Akan berlaku"),
    StandardState.IN_FORCE: _("Berlaku"),
    StandardState.PAST: _("Sudah diganti"),
}
_DIFFERENCE_LABELS = {
    Difference.ADDED: _("Ditambahkan"),
    Difference.REMOVED: _("Dihapus"),
    Difference.RAISED: _("Dinaikkan"),
    Difference.LOWERED: _("Diturunkan"),
    Difference.WEIGHTED: _("Bobot atau sifat berubah"),
    Difference.SAME: _("Tetap"),
}
# What may be done to an edition, by where it stands: what has held is never rewritten.
STANDARD_ACTIONS: Mapping[StandardState, frozenset[StandardAction]] = {
    StandardState.COMING: frozenset({StandardAction.CHANGE, StandardAction.WITHDRAW}),
    StandardState.IN_FORCE: frozenset({StandardAction.REPLACE}),
    StandardState.PAST: frozenset(),
}
_CLUSTER_ORDER = {cluster: place for place, cluster in enumerate(Cluster)}


@dataclass(frozen=True)
class Need:
    """What an edition asks in one competency: a level from 1 to 5, perhaps a highest one, a
    relevance from 1 to 3, and how necessary it is.
    """

    level: int
    max_level: int | None = None
    relevance: int = USUAL_RELEVANCE
    necessity: Necessity = Necessity.IMPORTANT


@dataclass(frozen=True)
class Changed:
    """How one competency differs between an earlier and a later edition."""

    competency_id: int
    difference: Difference
    before: Need | None
    after: Need | None


@dataclass(frozen=True)
class Requirement:
    """One requirement besides the competencies."""

    kind: RequirementKind
    text: str
    necessity: Necessity


def in_order(cluster: Cluster, rank: int, number: int) -> tuple[int, int, int]:
    """By what competencies are sorted: cluster, the dictionary's rank, then their number."""
    return _CLUSTER_ORDER[cluster], rank, number


def standard_in_force(starts: Iterable[date], *, on: date) -> date | None:
    """The day on which the edition began that holds on the day; nothing before the first."""
    return max((start for start in starts if start <= on), default=None)


def standard_state(start: date, starts: Iterable[date], *, on: date) -> StandardState:
    """Where the edition of that start stands among all of its position's on the day."""
    if start > on:
        return StandardState.COMING
    held = standard_in_force(starts, on=on)
    return StandardState.IN_FORCE if start == held else StandardState.PAST


def may_do(state: StandardState, action: StandardAction) -> bool:
    """Whether the state allows the action."""
    return action in STANDARD_ACTIONS[state]


def may_start(start: date, starts: Iterable[date], *, on: date) -> bool:
    """Whether an edition may begin then. The first may begin on any day, since nothing of the
    position's own has held; every other not before today and after the one in force.
    """
    held = standard_in_force(starts, on=on)
    return held is None or (start >= on and start > held)


def is_max_level(level: int | None, max_level: int | None) -> bool:
    """Whether the highest level is not below the one that is asked for."""
    return max_level is None or (level is not None and max_level >= level)


def differences(before: Mapping[int, Need], after: Mapping[int, Need]) -> list[Changed]:
    """Each competency of either edition with how it differs, in the order given, earlier first."""
    both = [*before, *(number for number in after if number not in before)]
    return [
        Changed(number, _difference(before.get(number), after.get(number)), *sides)
        for number in both
        for sides in [(before.get(number), after.get(number))]
    ]


def _difference(before: Need | None, after: Need | None) -> Difference:
    if before is None:
        return Difference.ADDED
    if after is None:
        return Difference.REMOVED
    if before.level != after.level:
        return Difference.RAISED if after.level > before.level else Difference.LOWERED
    return Difference.SAME if before == after else Difference.WEIGHTED
