"""What is held on somebody here: assessments, and the answers and verdicts in them."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, case, null
from sqlalchemy.orm import InstrumentedAttribute, aliased

from kinerja.competency.models import Answer, Assessment, Competency, Cycle
from kinerja.competency.rules import FINISHED
from kinerja.people.models import Employee
from kinerja.personal import Columns, Group, Section, picked

KEPT = "retention.staff_years"


def personal_data(employee_id: int) -> list[Section]:
    """The sections about the employee."""
    return [assessments(employee_id), answers(employee_id)]


def assessments(employee_id: int) -> Section:
    """One row for each cycle."""
    verifier = aliased(Employee)
    columns: Columns = {
        "cycle": (Cycle.name, _("Siklus")),
        "status": (Assessment.status, _("Status")),
        "job_title": (Assessment.job_title, _("Jabatan saat itu")),
        "job_level": (Assessment.job_level, _("Jenjang saat itu")),
        "verifier": (verifier.name, _("Atasan yang memverifikasi")),
        "submitted_at": (Assessment.submitted_at, _("Dikirim")),
        "verified_at": (Assessment.verified_at, _("Diverifikasi")),
        "acknowledged_at": (Assessment.acknowledged_at, _("Hasilnya Anda baca")),
        "return_note": (Assessment.return_note, _("Catatan pengembalian")),
    }
    return Section(
        key="penilaian",
        group=Group.COMPETENCY,
        title=_("Penilaian kompetensi"),
        source=_("Dari Anda dan atasan langsung Anda"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(Assessment)
        .join(Assessment.cycle)
        .outerjoin(verifier, verifier.id == Assessment.verifier_id)
        .where(Assessment.employee_id == employee_id)
        .order_by(Cycle.starts_on.desc(), Assessment.id.desc()),
        brief=("cycle", "status", "submitted_at", "verified_at"),
        covers=(Assessment.employee_id,),
    )


def answers(employee_id: int) -> Section:
    """Own level, example and evidence; beside them the verdict, once the verification is over."""
    columns: Columns = {
        "cycle": (Cycle.name, _("Siklus")),
        "competency": (Competency.name, _("Kompetensi")),
        "standard_level": (Answer.standard_level, _("Standar")),
        "self_level": (Answer.self_level, _("Tingkat menurut Anda")),
        "example": (Answer.example, _("Contoh nyata")),
        "evidence_url": (Answer.evidence_url, _("Tautan bukti")),
        "verdict": (once_finished(Answer.verdict), _("Putusan atasan")),
        "verified_level": (once_finished(Answer.verified_level), _("Tingkat menurut atasan")),
        "reason": (once_finished(Answer.reason), _("Alasan atasan")),
        "saved_at": (Answer.saved_at, _("Disimpan")),
    }
    return Section(
        key="jawaban-penilaian",
        group=Group.COMPETENCY,
        title=_("Tingkat, contoh, dan putusan tiap kompetensi"),
        source=_("Dari Anda; putusan dari atasan tampil sesudah verifikasinya selesai"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(Answer)
        .join(Answer.assessment)
        .join(Assessment.cycle)
        .join(Answer.competency)
        .where(Assessment.employee_id == employee_id)
        .order_by(Cycle.starts_on.desc(), Assessment.id.desc(), Competency.rank),
        brief=("competency", "self_level", "verified_level", "standard_level"),
        covers=(),
    )


def once_finished(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """The column's value where the verification is over: a draft is nobody's judgement yet."""
    return case((Assessment.status.in_(FINISHED), column), else_=null())
