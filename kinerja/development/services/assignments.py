"""One training for many people at once."""

from flask_babel import lazy_gettext as _
from sqlalchemy import insert

from kinerja import audit, clock
from kinerja.development.models import Assignment, PlanItem, Skip, Training
from kinerja.development.queries.assignments import allotment
from kinerja.development.rules import Allotment, PlanItemStatus, Selection
from kinerja.development.services.notices import tell_assigned
from kinerja.development.services.plans import hold_training
from kinerja.errors import DomainError, StaleError
from kinerja.extensions import db
from kinerja.permissions import Viewer


class NobodyLeftError(DomainError):
    """Everybody of the set is skipped."""


class SetGrownError(StaleError):
    """More people match now than the trainer has seen."""


def assign_training(
    training: Training, *, selection: Selection, expected: int, by: Viewer
) -> Assignment:
    """Put the training into the plans of all who can take it, in one transaction and a number
    of statements that does not depend on the people. The set is worked out anew: `expected` is
    how many the trainer was shown, fewer may be left, never more.

    :raises TrainingClosedError: it cannot be joined any longer.
    :raises NobodyLeftError: everybody would be skipped.
    :raises SetGrownError: more people than the trainer was shown.
    """
    hold_training(training)
    found = allotment(training, selection, to=by)
    if not found.assigned:
        raise NobodyLeftError(
            _("Tidak ada orang yang bisa ditugaskan. Ubah saringan atau pilih kegiatan lain.")
        )
    if len(found.assigned) > expected:
        raise SetGrownError(
            _(
                "Sejak Anda periksa, orang yang memenuhi bertambah dari %(before)s menjadi "
                "%(now)s. Periksa daftarnya, lalu tugaskan sekali lagi.",
                before=expected,
                now=len(found.assigned),
            )
        )
    assignment = Assignment(
        training_id=training.id,
        min_gap=selection.need.min_gap,
        expected=expected,
        assigned=len(found.assigned),
        skipped=len(found.skipped),
        outside=0 if selection.everybody else len(selection.employee_ids) - found.total,
        assigned_by_id=by.employee_id,
        at=clock.now(),
    )
    db.session.add(assignment)
    db.session.flush()
    _insert(assignment, training, found)
    tell_assigned((person.employee_id for person in found.assigned), training)
    audit.record(
        "training.assigned",
        assignment,
        by=by.employee_id,
        training=training.id,
        assigned=assignment.assigned,
        skipped=assignment.skipped,
    )
    return assignment


def _insert(assignment: Assignment, training: Training, found: Allotment) -> None:
    items = [
        {
            "employee_id": person.employee_id,
            "training_id": training.id,
            "year": training.year,
            "jp": training.jp,
            "gap": person.gap,
            "status": PlanItemStatus.ASSIGNED,
            "since": assignment.at,
            "chosen_by_id": assignment.assigned_by_id,
            "assignment_id": assignment.id,
            "evidence_url": "",
            "note": "",
        }
        for person in found.assigned
    ]
    skips = [
        {"assignment_id": assignment.id, "employee_id": person.employee_id, "reason": reason}
        for person, reason in found.skipped
    ]
    db.session.execute(insert(PlanItem), items)
    if skips:
        db.session.execute(insert(Skip), skips)
