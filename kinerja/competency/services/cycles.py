"""Planning, opening and closing an assessment cycle."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnExpressionArgument, and_, func, insert, literal, or_, select, true

from kinerja import audit, clock
from kinerja.competency import queries
from kinerja.competency.models import Answer, Assessment, Competency, Cycle, Standard
from kinerja.competency.rules import (
    CYCLE_TRANSITIONS,
    AssessmentStatus,
    Cluster,
    CycleAction,
    CycleStatus,
)
from kinerja.competency.services.moves import lock
from kinerja.competency.services.notices import tell_opened
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people.models import Employee, Position
from kinerja.permissions import Viewer


class CycleRunningError(DomainError):
    """Another cycle is open."""


class CycleMovedError(DomainError):
    """The cycle is not in a state that allows this."""


class CycleNameError(DomainError):
    """A cycle has this name already."""


class NoDictionaryError(DomainError):
    """There is nothing to assess yet."""


def plan_cycle(
    *, name: str, starts_on: date, self_due_on: date, verify_due_on: date, by: Viewer
) -> Cycle:
    """Enter a cycle; nobody is asked before it is opened.

    :raises CycleNameError: the name is taken.
    """
    if db.session.scalar(select(Cycle.id).where(Cycle.name == name)) is not None:
        raise CycleNameError(_("Sudah ada siklus dengan nama ini. Pilih nama lain."))
    cycle = Cycle(
        name=name, starts_on=starts_on, self_due_on=self_due_on, verify_due_on=verify_due_on
    )
    db.session.add(cycle)
    db.session.flush()
    dates = {"starts_on": starts_on, "self_due_on": self_due_on, "verify_due_on": verify_due_on}
    audit.record("cycle.planned", cycle, by=by.employee_id, after={"name": name, **dates})
    return cycle


def open_cycle(cycle: Cycle, *, by: Viewer) -> int:
    """Open it for all active employees, with the job standards of this moment frozen into it.

    :returns: how many people are asked.
    :raises CycleRunningError: another one is open.
    :raises NoDictionaryError: the dictionary is empty.
    """
    if queries.open_cycle() is not None:
        raise CycleRunningError(_("Masih ada siklus yang dibuka. Tutup dulu siklus itu."))
    if not queries.competencies():
        raise NoDictionaryError(_("Kamus kompetensi masih kosong. Impor dulu kamusnya."))
    moved = _follow(cycle, CycleAction.OPEN)
    enrol(cycle, true())
    people = sum(queries.status_counts(cycle).values())
    audit.record("cycle.opened", cycle, by=by.employee_id, **moved, people=people)
    tell_opened(cycle)
    return people


def add_missing(cycle: Cycle, *, by: Viewer) -> int:
    """Ask the active people who are not in the open cycle: new ones, and who has come back.

    :returns: how many were added.
    :raises CycleMovedError: it is not open.
    """
    lock(cycle)
    if cycle.status is not CycleStatus.OPEN:
        raise CycleMovedError(_("Siklus ini tidak sedang dibuka. Buka lagi daftar siklus."))
    newest = db.session.scalar(select(func.max(Assessment.id))) or 0
    before = queries.missing_count(cycle)
    enrol(cycle, true())
    audit.record("cycle.people_added", cycle, by=by.employee_id, people=before)
    tell_opened(cycle, newer_than=newest)
    return before


def close_cycle(cycle: Cycle, *, by: Viewer) -> None:
    """Close it: what is unfinished stays as it is and can no longer be changed.

    :raises CycleMovedError: it is not open.
    """
    moved = _follow(cycle, CycleAction.CLOSE)
    audit.record("cycle.closed", cycle, by=by.employee_id, **moved)


def enrol(cycle: Cycle, who: ColumnExpressionArgument[bool]) -> None:
    """Make the assessments and empty answers of these active people who have none yet, in two
    statements whatever their number. Job, supervisor and standards are those of now.
    """
    present = select(Assessment.employee_id).where(Assessment.cycle_id == cycle.id)
    db.session.execute(
        insert(Assessment).from_select(
            ["cycle_id", "employee_id", "verifier_id", "job_level", "job_title", "status", "since"],
            select(
                literal(cycle.id),
                Employee.id,
                Employee.supervisor_id,
                Position.job_level,
                Position.title,
                literal(AssessmentStatus.NOT_STARTED.value),
                literal(clock.now(), Assessment.since.type),
            )
            .join(Position, Position.id == Employee.position_id)
            .where(who, Employee.is_active, Employee.id.not_in(present)),
        )
    )
    _add_answers(cycle)


def _add_answers(cycle: Cycle) -> None:
    filled = select(Answer.assessment_id)
    standard = and_(
        Standard.competency_id == Competency.id, Standard.job_level == Assessment.job_level
    )
    db.session.execute(
        insert(Answer).from_select(
            ["assessment_id", "competency_id", "standard_level"],
            select(Assessment.id, Competency.id, Standard.level)
            .select_from(Assessment)
            .join(Competency, true())
            .outerjoin(Standard, standard)
            .where(
                Assessment.cycle_id == cycle.id,
                Assessment.id.not_in(filled),
                or_(Competency.cluster != Cluster.TECHNICAL, Standard.level.is_not(None)),
            ),
        )
    )


def _follow(cycle: Cycle, action: CycleAction) -> dict[str, Any]:
    """Take the cycle to the state that follows; the change as the audit trail notes it."""
    lock(cycle)
    following = CYCLE_TRANSITIONS.get((cycle.status, action))
    if following is None:
        raise CycleMovedError(_("Keadaan siklus ini sudah berubah. Buka lagi daftar siklus."))
    change = {"before": {"status": cycle.status}, "after": {"status": following}}
    cycle.status = following
    db.session.flush()
    return change
