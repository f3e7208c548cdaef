"""Reads over cycles and single assessments; the loaders decide whose they are."""

from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from kinerja import clock
from kinerja.competency.models import Answer, Assessment, Cycle, Indicator
from kinerja.competency.queries.frozen import cycle_rule
from kinerja.competency.rules import SENT, CycleStatus, verify_due
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Permission, Viewer


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
        or found.employee_id in to.direct_reports
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
    """Until when the verifier would have time if the answers were sent today, by the days that
    held when the cycle was opened.
    """
    return verify_due(
        clock.today(),
        days=cycle_rule(assessment.cycle, "competency.verify_days"),
        cycle_due=assessment.cycle.verify_due_on,
    )


def is_verified_by(verifier: Viewer) -> ColumnElement[bool]:
    """Rows that this person verifies: of direct reports, also while standing in for their leader
    (Plh.), and those sent to them before. Where the cycle names another verifier, that one alone,
    as long as he works here. Nobody verifies himself.
    """
    gone = select(Employee.id).where(~Employee.is_active)
    by_line = or_(~Assessment.is_assigned, Assessment.verifier_id.in_(gone))
    theirs = or_(
        Assessment.verifier_id == verifier.employee_id,
        Assessment.employee_id.in_(verifier.direct_reports) & by_line,
    )
    return theirs & (Assessment.employee_id != verifier.employee_id)


def _is_verifier(assessment: Assessment, viewer: Viewer) -> bool:
    if assessment.employee_id == viewer.employee_id:
        return False
    if assessment.verifier_id == viewer.employee_id:
        return True
    named = assessment.verifier if assessment.is_assigned else None
    by_line = named is None or not named.is_active
    return by_line and assessment.employee_id in viewer.direct_reports


def _loaded(assessment_id: int) -> Assessment:
    found = db.session.scalar(_whole().where(Assessment.id == assessment_id))
    if found is None:
        raise MissingError()
    return found


def _whole() -> Select[Assessment]:
    answers = selectinload(Assessment.answers)
    return select(Assessment).options(
        joinedload(Assessment.cycle),
        joinedload(Assessment.employee).joinedload(Employee.unit),
        joinedload(Assessment.verifier).joinedload(Employee.position),
        answers.joinedload(Answer.competency),
        answers.selectinload(Answer.evidence),
        answers.selectinload(Answer.indicators).joinedload(Indicator.level),
    )
