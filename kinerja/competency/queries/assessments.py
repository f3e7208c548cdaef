"""Reads over cycles and single assessments; the loaders decide whose they are."""

from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from kinerja import clock
from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.rules import SENT, CycleStatus, verify_due
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Permission, Viewer
from kinerja.rulebook.queries import rule


def own_assessment(employee_id: int) -> Assessment | None:
    """The person's assessment in the open cycle, with cycle, people, answers and competencies."""
    return db.session.scalar(
        _whole()
        .join(Assessment.cycle)
        .where(Cycle.status == CycleStatus.OPEN, Assessment.employee_id == employee_id)
    )


def own_answer(employee_id: int, code: str) -> Answer:
    """The person's answer on one competency in the open cycle, with the whole assessment.

    :raises MissingError: there is no assessment, or it does not ask this competency.
    """
    assessment = own_assessment(employee_id)
    for answer in assessment.answers if assessment else ():
        if answer.competency.code == code.upper():
            return answer
    raise MissingError()


def own_result(employee_id: int) -> Assessment | None:
    """What the person has to read: the open cycle's assessment once sent, else the latest sent."""
    return db.session.scalar(
        _whole()
        .where(Assessment.employee_id == employee_id, Assessment.status.in_(SENT))
        .order_by(Assessment.submitted_at.desc())
        .limit(1)
    )


def visible_result(assessment_id: int, *, to: Viewer) -> Assessment:
    """Somebody's sent assessment: one's own, a direct report's, or in a unit granted.

    :raises MissingError: there is none, it is not sent, or not for this viewer.
    """
    found = _loaded(assessment_id)
    units = to.units(Permission.VIEW_RESULTS)
    if found.status in SENT and (
        found.employee_id == to.employee_id
        or _is_verifier(found, to)
        or found.employee.unit_id in units
    ):
        return found
    raise MissingError()


def visible_verification(assessment_id: int, *, to: Viewer) -> Assessment:
    """A sent assessment for who verifies it: the direct supervisor, or who was it at sending.

    :raises MissingError: there is none, it is not sent, or not for this viewer.
    """
    found = _loaded(assessment_id)
    if found.status in SENT and _is_verifier(found, to):
        return found
    raise MissingError()


def visible_decision(assessment_id: int, *, to: Viewer) -> Assessment:
    """An assessment that its verifier has decided or returned, for who verifies it.

    :raises MissingError: there is none, it was never sent, or not for this viewer.
    """
    found = _loaded(assessment_id)
    if found.submitted_at is not None and _is_verifier(found, to):
        return found
    raise MissingError()


def due_if_sent_now(assessment: Assessment) -> date:
    """Until when the verifier would have time if the answers were sent today."""
    today = clock.today()
    return verify_due(
        today,
        days=rule("competency.verify_days", on=today),
        cycle_due=assessment.cycle.verify_due_on,
    )


def is_verified_by(verifier: Viewer) -> ColumnElement[bool]:
    """Rows that this person verifies: of direct reports, also while standing in for their leader
    (Plh.), and those sent to them before. Nobody verifies himself.
    """
    theirs = or_(
        Assessment.verifier_id == verifier.employee_id,
        Assessment.employee_id.in_(verifier.direct_reports),
    )
    return theirs & (Assessment.employee_id != verifier.employee_id)


def _is_verifier(assessment: Assessment, viewer: Viewer) -> bool:
    if assessment.employee_id == viewer.employee_id:
        return False
    return (
        assessment.verifier_id == viewer.employee_id
        or assessment.employee_id in viewer.direct_reports
    )


def _loaded(assessment_id: int) -> Assessment:
    found = db.session.scalar(_whole().where(Assessment.id == assessment_id))
    if found is None:
        raise MissingError()
    return found


def _whole() -> Select[Assessment]:
    return select(Assessment).options(
        joinedload(Assessment.cycle),
        joinedload(Assessment.employee).joinedload(Employee.unit),
        joinedload(Assessment.verifier).joinedload(Employee.position),
        selectinload(Assessment.answers).joinedload(Answer.competency),
    )
