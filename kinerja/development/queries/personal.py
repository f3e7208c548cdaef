"""What is held on somebody here: the activities of their plans, and those they did not get."""

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import aliased

from kinerja.development.models import Assignment, PlanItem, Skip, Training
from kinerja.people.models import Employee
from kinerja.personal import Columns, Group, Section, picked

KEPT = "retention.staff_years"


def personal_data(employee_id: int) -> list[Section]:
    """The sections about the employee."""
    return [plan_items(employee_id), skips(employee_id)]


def plan_items(employee_id: int) -> Section:
    """Every activity of every year, with evidence and notes."""
    chooser, confirmer = aliased(Employee), aliased(Employee)
    columns: Columns = {
        "year": (PlanItem.year, _("Tahun")),
        "training": (Training.title, _("Kegiatan")),
        "jp": (PlanItem.jp, _("JP")),
        "gap": (PlanItem.gap, _("Selisih saat ditetapkan")),
        "status": (PlanItem.status, _("Status")),
        "since": (PlanItem.since, _("Sejak")),
        "chosen_by": (chooser.name, _("Dipilih oleh")),
        "evidence_url": (PlanItem.evidence_url, _("Tautan bukti")),
        "note": (PlanItem.note, _("Catatan")),
        "confirmed_by": (confirmer.name, _("Dikonfirmasi oleh")),
    }
    return Section(
        key="rencana",
        group=Group.DEVELOPMENT,
        title=_("Rencana dan kegiatan pengembangan"),
        source=_("Dari Anda dan pelatih"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(PlanItem)
        .join(PlanItem.training)
        .join(chooser, chooser.id == PlanItem.chosen_by_id)
        .outerjoin(confirmer, confirmer.id == PlanItem.confirmed_by_id)
        .where(PlanItem.employee_id == employee_id)
        .order_by(PlanItem.year.desc(), PlanItem.id.desc()),
        brief=("training", "year", "jp", "status"),
        covers=(PlanItem.employee_id,),
    )


def skips(employee_id: int) -> Section:
    """Group assignments that passed somebody by, and why."""
    columns: Columns = {
        "training": (Training.title, _("Kegiatan")),
        "reason": (Skip.reason, _("Sebab")),
        "at": (Assignment.at, _("Pada")),
    }
    return Section(
        key="penugasan-terlewat",
        group=Group.DEVELOPMENT,
        title=_("Penugasan yang melewati Anda"),
        source=_("Dicatat sistem saat pelatih menugaskan banyak orang"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(Skip)
        .join(Assignment, Assignment.id == Skip.assignment_id)
        .join(Training, Training.id == Assignment.training_id)
        .where(Skip.employee_id == employee_id)
        .order_by(Assignment.at.desc()),
        covers=(Skip.employee_id,),
    )
