"""What is held on somebody beside the assessments: frozen copies, and what verifying leaves."""

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import aliased

from kinerja.competency.models import Archive, Assessment, Cycle, CycleVerifier, Phrase
from kinerja.people.models import Employee, Unit
from kinerja.personal import Columns, Group, Section, picked

KEPT = "retention.staff_years"


def archives(employee_id: int) -> Section:
    """The copies of past assessments."""
    verifier = aliased(Employee)
    columns: Columns = {
        "cycle": (Cycle.name, _("Siklus")),
        "frozen_at": (Archive.frozen_at, _("Dibekukan")),
        "verifier": (verifier.name, _("Atasan yang memverifikasi")),
        "facts": (Archive.facts, _("Salinan")),
    }
    return Section(
        key="arsip-penilaian",
        group=Group.COMPETENCY,
        title=_("Salinan penilaian yang diarsipkan"),
        source=_("Dari penilaian Anda, saat siklusnya diarsipkan"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(Archive)
        .join(Assessment, Assessment.id == Archive.assessment_id)
        .join(Cycle, Cycle.id == Assessment.cycle_id)
        .outerjoin(verifier, verifier.id == Archive.verifier_id)
        .where(Archive.employee_id == employee_id)
        .order_by(Archive.frozen_at.desc(), Archive.id.desc()),
        brief=("cycle", "frozen_at"),
        covers=(Archive.employee_id,),
    )


def verifying(employee_id: int) -> Section:
    """The units whose people one was named to verify."""
    columns: Columns = {
        "cycle": (Cycle.name, _("Siklus")),
        "unit": (Unit.name, _("Unit kerja")),
    }
    return Section(
        key="tugas-verifikator",
        group=Group.COMPETENCY,
        title=_("Tugas memverifikasi"),
        source=_("Dari pengelola siklus"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(CycleVerifier)
        .join(Cycle, Cycle.id == CycleVerifier.cycle_id)
        .join(CycleVerifier.unit)
        .where(CycleVerifier.verifier_id == employee_id)
        .order_by(Cycle.starts_on.desc(), CycleVerifier.id),
        brief=("cycle", "unit"),
        covers=(CycleVerifier.verifier_id,),
    )


def phrases(employee_id: int) -> Section:
    """The ready sentences that one keeps for verifying."""
    columns: Columns = {
        "kind": (Phrase.kind, _("Untuk")),
        "text": (Phrase.text, _("Kalimat")),
        "added_at": (Phrase.added_at, _("Ditambahkan")),
    }
    return Section(
        key="kalimat-verifikasi",
        group=Group.COMPETENCY,
        title=_("Kalimat siap pakai"),
        source=_("Dari Anda"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns).where(Phrase.employee_id == employee_id).order_by(Phrase.id.desc()),
        brief=("kind", "text"),
        covers=(Phrase.employee_id,),
    )
