"""Job levels and classes, kinds of employment, grades, and who is counted."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class JobLevel(StrEnum):
    """Job levels of UU 20/2023: managerial, executors, and the two functional ladders."""

    JPT_UTAMA = "jpt_utama"
    JPT_MADYA = "jpt_madya"
    JPT_PRATAMA = "jpt_pratama"
    ADMINISTRATOR = "administrator"
    PENGAWAS = "pengawas"
    PELAKSANA = "pelaksana"
    AHLI_UTAMA = "ahli_utama"
    AHLI_MADYA = "ahli_madya"
    AHLI_MUDA = "ahli_muda"
    AHLI_PERTAMA = "ahli_pertama"
    PENYELIA = "penyelia"
    MAHIR = "mahir"
    TERAMPIL = "terampil"
    PEMULA = "pemula"

    @property
    def label(self) -> LazyString:
        """The level's name for people."""
        return _JOB_LEVEL_LABELS[self]

    @property
    def job_class(self) -> "JobClass":
        """Managerial, functional or executor."""
        if self in MANAGERIAL:
            return JobClass.MANAGERIAL
        return JobClass.EXECUTOR if self is JobLevel.PELAKSANA else JobClass.FUNCTIONAL

    @property
    def rank(self) -> int:
        """Where the level stands among all, 0 the highest."""
        return _RANKS[self]


class JobClass(StrEnum):
    """The classes of positions of UU 20/2023: managerial, and two that are not."""

    MANAGERIAL = "managerial"
    FUNCTIONAL = "functional"
    EXECUTOR = "executor"

    @property
    def label(self) -> LazyString:
        """The class's name for people."""
        return _JOB_CLASS_LABELS[self]


class EmployeeKind(StrEnum):
    """How somebody is employed."""

    PNS = "pns"
    CPNS = "cpns"
    PPPK = "pppk"
    PPPK_PART_TIME = "pppk_part_time"

    @property
    def label(self) -> LazyString:
        """The kind's name for people."""
        return _KIND_LABELS[self]

    @property
    def is_contract(self) -> bool:
        """PPPK of both kinds: their number has a code where a NIP has the month."""
        return self in {EmployeeKind.PPPK, EmployeeKind.PPPK_PART_TIME}


class Standing(StrEnum):
    """Whether somebody works and is counted, or why they are left out of counts and cycles."""

    ACTIVE = "active"
    STUDY_LEAVE = "study_leave"
    UNPAID_LEAVE = "unpaid_leave"
    DISCIPLINED = "disciplined"
    RETIRED = "retired"
    MOVED_OUT = "moved_out"
    LEFT = "left"

    @property
    def label(self) -> LazyString:
        """The standing's name, for whoever keeps the person's data."""
        return _STANDING_LABELS[self]

    @property
    def open_label(self) -> LazyString:
        """The standing in words for everybody else: who is away is not told why."""
        return _EXCLUDED if self in AWAY else self.label


MANAGERIAL = frozenset(
    {
        JobLevel.JPT_UTAMA,
        JobLevel.JPT_MADYA,
        JobLevel.JPT_PRATAMA,
        JobLevel.ADMINISTRATOR,
        JobLevel.PENGAWAS,
    }
)
# Whoever has left may not sign in any more; the other standings only leave them out of counts.
GONE = frozenset({Standing.RETIRED, Standing.MOVED_OUT, Standing.LEFT})
# Still employed, but not counted: why is told to few.
AWAY = frozenset({Standing.STUDY_LEAVE, Standing.UNPAID_LEAVE, Standing.DISCIPLINED})
ROMAN = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
)
GRADES = tuple(
    f"{roman}/{letter}"
    for roman, letters in (("I", "abcd"), ("II", "abcd"), ("III", "abcd"), ("IV", "abcde"))
    for letter in letters
)


def grades(kind: EmployeeKind) -> tuple[str, ...]:
    """The grades (golongan) there are: I/a–IV/e, for PPPK I–XVII."""
    return ROMAN if kind.is_contract else GRADES


def read_grade(typed: str, kind: EmployeeKind) -> str | None:
    """The grade as stored ("iii/A" is III/a), or None when there is no such grade for the kind."""
    folded = "".join(typed.split()).casefold()
    return next((grade for grade in grades(kind) if grade.casefold() == folded), None)


_RANKS = {level: place for place, level in enumerate(JobLevel)}
_STANDING_LABELS = {
    Standing.ACTIVE: _("Aktif"),
    Standing.STUDY_LEAVE: _("Tugas belajar"),
    Standing.UNPAID_LEAVE: _("Cuti di luar tanggungan negara"),
    Standing.DISCIPLINED: _("Hukuman disiplin"),
    Standing.RETIRED: _("Pensiun"),
    Standing.MOVED_OUT: _("Mutasi keluar"),
    Standing.LEFT: _("Berhenti"),
}
_EXCLUDED = _("Dikecualikan dari hitungan")
_JOB_CLASS_LABELS = {
    JobClass.MANAGERIAL: _("Manajerial"),
    JobClass.FUNCTIONAL: _("Fungsional"),
    JobClass.EXECUTOR: _("Pelaksana"),
}
_JOB_LEVEL_LABELS = {
    JobLevel.JPT_UTAMA: _("JPT Utama"),
    JobLevel.JPT_MADYA: _("JPT Madya"),
    JobLevel.JPT_PRATAMA: _("JPT Pratama"),
    JobLevel.ADMINISTRATOR: _("Administrator"),
    JobLevel.PENGAWAS: _("Pengawas"),
    JobLevel.PELAKSANA: _("Pelaksana"),
    JobLevel.AHLI_UTAMA: _("Fungsional Ahli Utama"),
    JobLevel.AHLI_MADYA: _("Fungsional Ahli Madya"),
    JobLevel.AHLI_MUDA: _("Fungsional Ahli Muda"),
    JobLevel.AHLI_PERTAMA: _("Fungsional Ahli Pertama"),
    JobLevel.PENYELIA: _("Fungsional Penyelia"),
    JobLevel.MAHIR: _("Fungsional Mahir"),
    JobLevel.TERAMPIL: _("Fungsional Terampil"),
    JobLevel.PEMULA: _("Fungsional Pemula"),
}

_KIND_LABELS = {
    EmployeeKind.PNS: _("PNS"),
    EmployeeKind.CPNS: _("CPNS"),
    EmployeeKind.PPPK: _("PPPK"),
    EmployeeKind.PPPK_PART_TIME: _("PPPK paruh waktu"),
}
