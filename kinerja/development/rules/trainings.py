"""The official forms of development, and until when somebody can join a training."""

from datetime import date
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


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
