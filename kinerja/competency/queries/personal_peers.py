"""What is held on somebody of peers' part: figures and comments about one, and whom one rated."""

from flask_babel import lazy_gettext as _

from kinerja.competency.models import (
    Assessment,
    Competency,
    Cycle,
    PeerComment,
    PeerPanel,
    PeerRater,
    PeerResult,
)
from kinerja.competency.rules.peers import CommentStatus, RaterStatus
from kinerja.people.models import Employee
from kinerja.personal import Columns, Group, Section, picked

KEPT = "retention.staff_years"


def peers_said(employee_id: int) -> Section:
    """The figures of the groups that rated one; a group's answers are nobody's, so none is here."""
    columns: Columns = {
        "cycle": (Cycle.name, _("Siklus")),
        "competency": (Competency.name, _("Kompetensi")),
        "level": (PeerResult.level, _("Nilai tengah rekan")),
        "raters": (PeerResult.raters, _("Dari berapa rekan")),
        "settled_on": (PeerPanel.settled_on, _("Dihitung")),
    }
    return Section(
        key="penilaian-rekan",
        group=Group.COMPETENCY,
        title=_("Penilaian rekan tentang Anda"),
        source=_("Dari sedikitnya 3 rekan; siapa menjawab apa tidak disimpan"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(PeerResult)
        .join(PeerPanel, PeerPanel.assessment_id == PeerResult.assessment_id)
        .join(Assessment, Assessment.id == PeerPanel.assessment_id)
        .join(Assessment.cycle)
        .join(Competency, Competency.id == PeerResult.competency_id)
        .where(Assessment.employee_id == employee_id)
        .order_by(Cycle.starts_on.desc(), Assessment.id.desc(), Competency.rank),
        brief=("competency", "level", "raters"),
        covers=(),
    )


def peers_wrote(employee_id: int) -> Section:
    """The comments about one that may be read."""
    columns: Columns = {
        "cycle": (Cycle.name, _("Siklus")),
        "competency": (Competency.name, _("Kompetensi")),
        "text": (PeerComment.text, _("Komentar")),
    }
    return Section(
        key="komentar-rekan",
        group=Group.COMPETENCY,
        title=_("Komentar rekan tentang Anda"),
        source=_("Dari rekan, tanpa nama; yang sudah diperiksa pengelola kepegawaian"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(PeerComment)
        .join(Assessment, Assessment.id == PeerComment.assessment_id)
        .join(Assessment.cycle)
        .join(PeerComment.competency)
        .where(Assessment.employee_id == employee_id, PeerComment.status == CommentStatus.APPROVED)
        .order_by(Cycle.starts_on.desc(), Assessment.id.desc(), Competency.rank, PeerComment.id),
        brief=("competency", "text"),
        covers=(),
    )


def asked_to_rate(employee_id: int) -> Section:
    """Whom one was asked to rate; what one answered is not kept under one's name."""
    columns: Columns = {
        "cycle": (Cycle.name, _("Siklus")),
        "person": (Employee.name, _("Rekan")),
    }
    return Section(
        key="menilai-rekan",
        group=Group.COMPETENCY,
        title=_("Rekan yang Anda diminta nilai"),
        source=_("Dari atasan rekan itu; jawaban Anda tidak disimpan atas nama Anda"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(PeerRater)
        .join(Assessment, Assessment.id == PeerRater.assessment_id)
        .join(Assessment.cycle)
        .join(Assessment.employee)
        .where(PeerRater.rater_id == employee_id, PeerRater.status != RaterStatus.PROPOSED)
        .order_by(Cycle.starts_on.desc(), Assessment.id.desc()),
        brief=("cycle", "person"),
        covers=(PeerRater.rater_id,),
    )
