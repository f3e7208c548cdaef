"""Whom an assignment means, who gets a seat, and why somebody is skipped."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.development.rules.plans import JpStanding
from kinerja.people.rules import JobLevel

PICKED_LIMIT = 200


class SkipReason(StrEnum):
    """Why a person of the filtered set does not get the activity."""

    INACTIVE = "inactive"
    NO_GAP = "no_gap"
    SAME_ACTIVITY = "same_activity"
    OVER_CEILING = "over_ceiling"
    NO_SEAT = "no_seat"

    @property
    def label(self) -> LazyString:
        """The reason, to be read after a number of people."""
        return _SKIP_LABELS[self]


_SKIP_LABELS = {
    SkipReason.INACTIVE: _("tidak aktif lagi sejak disaring"),
    SkipReason.NO_GAP: _("selisihnya tidak lagi sebesar yang dipilih"),
    SkipReason.SAME_ACTIVITY: _("sudah mempunyai kegiatan yang sama dalam rencananya"),
    SkipReason.OVER_CEILING: _("PPPK yang JP-nya akan melebihi batas setahun"),
    SkipReason.NO_SEAT: _("tidak kebagian kursi; selisih terbesar didahulukan"),
}


@dataclass(frozen=True)
class Need:
    """Whom a trainer is looking for: a gap in a competency, narrowed by filters."""

    competency_id: int
    min_gap: int = 1
    unit_id: int | None = None
    job_level: JobLevel | None = None
    q: str = ""


@dataclass(frozen=True)
class Selection:
    """The people meant: everybody who matches the need, or the ones picked by hand."""

    need: Need
    everybody: bool
    employee_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """A person of the selection, with all that decides whether the activity is assigned."""

    employee_id: int
    name: str
    nip: str
    unit: str
    gap: int | None
    is_active: bool
    has_same: bool
    standing: JpStanding


@dataclass(frozen=True)
class Allotment:
    """Who gets the activity, best claim first, and who does not, with the reason."""

    assigned: tuple[Candidate, ...]
    skipped: tuple[tuple[Candidate, SkipReason], ...]

    @property
    def total(self) -> int:
        """Everybody who was looked at."""
        return len(self.assigned) + len(self.skipped)

    @property
    def reasons(self) -> dict[SkipReason, list[Candidate]]:
        """The skipped people by reason, in the order of the reasons' table."""
        found: dict[SkipReason, list[Candidate]] = {}
        for reason in SkipReason:
            people = [person for person, why in self.skipped if why is reason]
            if people:
                found[reason] = people
        return found


def allot(candidates: Iterable[Candidate], *, min_gap: int, seats: int, jp: int) -> Allotment:
    """Give the seats to those with the bigger gap first; equals keep the order they came in."""
    assigned: list[Candidate] = []
    skipped: list[tuple[Candidate, SkipReason]] = []
    for person in sorted(candidates, key=lambda person: -(person.gap or 0)):
        reason = _obstacle(person, min_gap=min_gap, jp=jp)
        if reason is None and len(assigned) >= seats:
            reason = SkipReason.NO_SEAT
        if reason is None:
            assigned.append(person)
        else:
            skipped.append((person, reason))
    return Allotment(tuple(assigned), tuple(skipped))


def _obstacle(person: Candidate, *, min_gap: int, jp: int) -> SkipReason | None:
    if not person.is_active:
        return SkipReason.INACTIVE
    if (person.gap or 0) < min_gap:
        return SkipReason.NO_GAP
    if person.has_same:
        return SkipReason.SAME_ACTIVITY
    return None if person.standing.admits(jp) else SkipReason.OVER_CEILING
