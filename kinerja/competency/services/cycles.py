"""Opening an assessment cycle, and taking people into it."""

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnExpressionArgument, func, insert, literal, select, true

from kinerja import audit, clock
from kinerja.competency import queries
from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.queries.required import answers_to_ask
from kinerja.competency.rules import (
    AssessmentStatus,
    CycleAction,
    CycleStatus,
)
from kinerja.competency.services.cycle_moves import follow, require
from kinerja.competency.services.notices import tell_opened
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people.models import Employee, Position
from kinerja.permissions import Viewer


class CycleRunningError(DomainError):
    """Another cycle is open."""


class NobodyAskedError(DomainError):
    """The population holds nobody."""


class NoDictionaryError(DomainError):
    """There is nothing to assess yet."""


def open_cycle(cycle: Cycle, *, by: Viewer) -> int:
    """Open it for the active people of its population, with the job standards and the rulebook
    of this moment frozen into it.

    :returns: how many people are asked.
    :raises CycleRunningError: another one is open.
    :raises NoDictionaryError: the dictionary is empty.
    :raises CycleMovedError: it has been opened already.
    :raises NobodyAskedError: nobody belongs to its population.
    """
    if queries.open_cycle() is not None:
        raise CycleRunningError(_("Masih ada siklus yang dibuka. Tutup dulu siklus itu."))
    if not queries.competencies():
        raise NoDictionaryError(_("Kamus kompetensi masih kosong. Impor dulu kamusnya."))
    if not queries.staff_count(cycle.population):
        raise NobodyAskedError(
            _("Populasi ini tidak memuat seorang pun. Ubah dulu unit, jenjang, atau jenisnya.")
        )
    moved = follow(cycle, CycleAction.OPEN)
    cycle.opened_at = clock.now()
    cycle.frozen = {
        "on": clock.today().isoformat(),
        "rules": queries.rules_on(clock.today()),
        "population": cycle.asks,
        "with_peers": cycle.with_peers,
        "with_assessors": cycle.with_assessors,
        "verifier_first": cycle.verifier_first,
    }
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
    require(cycle, CycleStatus.OPEN)
    newest = db.session.scalar(select(func.max(Assessment.id))) or 0
    before = queries.missing_count(cycle)
    enrol(cycle, true())
    audit.record("cycle.people_added", cycle, by=by.employee_id, people=before)
    tell_opened(cycle, newer_than=newest)
    return before


def enrol(cycle: Cycle, who: ColumnExpressionArgument[bool]) -> None:
    """Make the assessments and empty answers of these active people of the cycle's population who
    have none yet, in two statements whatever their number. Job, supervisor and standards are those
    of now; the cycle's own verifier, where one is named, comes before the supervisor.
    """
    named = queries.assigned_verifier(cycle)
    present = select(Assessment.employee_id).where(Assessment.cycle_id == cycle.id)
    db.session.execute(
        insert(Assessment).from_select(
            [
                "cycle_id",
                "employee_id",
                "verifier_id",
                "is_assigned",
                "position_id",
                "job_level",
                "job_title",
                "status",
                "since",
            ],
            select(
                literal(cycle.id),
                Employee.id,
                func.coalesce(named, Employee.supervisor_id),
                named.is_not(None),
                Position.id,
                Position.job_level,
                Position.title,
                literal(AssessmentStatus.NOT_STARTED.value),
                literal(clock.now(), Assessment.since.type),
            )
            .join(Position, Position.id == Employee.position_id)
            .where(
                who,
                Employee.is_active,
                queries.is_asked(cycle.population),
                Employee.id.not_in(present),
            ),
        )
    )
    _add_answers(cycle)


def _add_answers(cycle: Cycle) -> None:
    db.session.execute(
        insert(Answer).from_select(
            ["assessment_id", "competency_id", "standard_level"],
            answers_to_ask(cycle, on=clock.today()),
        )
    )
