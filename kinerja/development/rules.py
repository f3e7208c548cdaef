"""Forms of development, the life of a plan item, learning hours (JP), and who gets a seat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.people.rules import EmployeeKind, JobLevel

JP_PNS_TARGET = "jp.pns_target"
JP_PPPK_CEILING = "jp.pppk_ceiling"
PICKED_LIMIT = 200


class DevelopmentForm(StrEnum):
    """The official forms of competency development (PerLAN 10/2018): A education, B classical,
    C non-classical. Their codes are in `code`.
    """

    STUDY_ASSIGNMENT = "study_assignment"
    STUDY_PERMIT = "study_permit"
    LEADERSHIP_TRAINING = "leadership_training"
    MANAGERIAL_TRAINING = "managerial_training"
    TECHNICAL_TRAINING = "technical_training"
    FUNCTIONAL_TRAINING = "functional_training"
    SOCIAL_CULTURAL_TRAINING = "social_cultural_training"
    SEMINAR = "seminar"
    WORKSHOP = "workshop"
    COURSE = "course"
    UPGRADING = "upgrading"
    TECHNICAL_GUIDANCE = "technical_guidance"
    BRIEFING = "briefing"
    COACHING = "coaching"
    MENTORING = "mentoring"
    E_LEARNING = "e_learning"
    DISTANCE_TRAINING = "distance_training"
    SECONDMENT = "secondment"
    OUTDOOR_LEARNING = "outdoor_learning"
    BENCHMARKING = "benchmarking"
    SECTOR_EXCHANGE = "sector_exchange"
    SELF_STUDY = "self_study"
    LEARNING_COMMUNITY = "learning_community"
    INTERNSHIP = "internship"

    @property
    def code(self) -> str:
        """The form's official code, A1 to C11."""
        return _FORMS[self][0]

    @property
    def label(self) -> LazyString:
        """The official name."""
        return _FORMS[self][1]

    @property
    def is_open_ended(self) -> bool:
        """Non-classical forms may be joined while they run, the others only before they start."""
        return self.code.startswith("C")


_FORMS = {
    DevelopmentForm.STUDY_ASSIGNMENT: ("A1", _("Tugas belajar")),
    DevelopmentForm.STUDY_PERMIT: ("A2", _("Izin belajar")),
    DevelopmentForm.LEADERSHIP_TRAINING: ("B1", _("Pelatihan struktural kepemimpinan")),
    DevelopmentForm.MANAGERIAL_TRAINING: ("B2", _("Pelatihan manajerial")),
    DevelopmentForm.TECHNICAL_TRAINING: ("B3", _("Pelatihan teknis")),
    DevelopmentForm.FUNCTIONAL_TRAINING: ("B4", _("Pelatihan fungsional")),
    DevelopmentForm.SOCIAL_CULTURAL_TRAINING: ("B5", _("Pelatihan sosial kultural")),
    DevelopmentForm.SEMINAR: ("B6", _("Seminar/konferensi/sarasehan")),
    DevelopmentForm.WORKSHOP: ("B7", _("Workshop/lokakarya")),
    DevelopmentForm.COURSE: ("B8", _("Kursus")),
    DevelopmentForm.UPGRADING: ("B9", _("Penataran")),
    DevelopmentForm.TECHNICAL_GUIDANCE: ("B10", _("Bimbingan teknis")),
    DevelopmentForm.BRIEFING: ("B11", _("Sosialisasi")),
    DevelopmentForm.COACHING: ("C1", _("Coaching")),
    DevelopmentForm.MENTORING: ("C2", _("Mentoring")),
    DevelopmentForm.E_LEARNING: ("C3", _("E-learning")),
    DevelopmentForm.DISTANCE_TRAINING: ("C4", _("Pelatihan jarak jauh")),
    DevelopmentForm.SECONDMENT: ("C5", _("Detasering (secondment)")),
    DevelopmentForm.OUTDOOR_LEARNING: ("C6", _("Pembelajaran alam terbuka (outbond)")),
    DevelopmentForm.BENCHMARKING: ("C7", _("Patok banding (benchmarking)")),
    DevelopmentForm.SECTOR_EXCHANGE: ("C8", _("Pertukaran PNS dengan swasta/BUMN/BUMD")),
    DevelopmentForm.SELF_STUDY: ("C9", _("Belajar mandiri (self development)")),
    DevelopmentForm.LEARNING_COMMUNITY: ("C10", _("Komunitas belajar")),
    DevelopmentForm.INTERNSHIP: ("C11", _("Magang/praktik kerja")),
}
OPEN_ENDED = tuple(form for form in DevelopmentForm if form.is_open_ended)


def joinable_until(form: DevelopmentForm, *, starts_on: date, ends_on: date) -> date:
    """The last day on which somebody can still be put on a training."""
    return ends_on if form.is_open_ended else starts_on


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
