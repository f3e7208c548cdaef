"""Reads over cycles and single assessments; the loaders decide whose they are."""

from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from kinerja import clock
from kinerja.competency.models import Answer, Assessment, Cycle, Indicator
from kinerja.competency.queries.frozen import cycle_rule
from kinerja.competency.rules import FINISHED, SENT, CycleStatus, verify_due
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.people.models import Employee
from kinerja.permissions import Permission, Viewer


class VeiledError(DomainError):
    """The verifier's own level comes first."""


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
    :raises VeiledError: the viewer verifies it and has still to give levels of his own.
    """
    units = Employee.unit_id.in_(to.units(Permission.VIEW_RESULTS))
    own = Assessment.employee_id == to.employee_id
    theirs = or_(own, Assessment.employee_id.in_(to.direct_reports), is_verified_by(to), units)
    found = _one(assessment_id, Assessment.status.in_(SENT), theirs)
    if found.is_blind and is_veiled_from(found, to):
        raise VeiledError(
            _("Beri dulu tingkat menurut Anda di halaman verifikasi, lalu jawabannya tampil.")
        )
    return found


def visible_verification(assessment_id: int, *, to: Viewer) -> Assessment:
    """A sent assessment for who verifies it: the direct supervisor, or who was it at sending.

    :raises MissingError: there is none, it is not sent, or not for this viewer.
    """
    return _one(assessment_id, Assessment.status.in_(SENT), is_verified_by(to))


def visible_decision(assessment_id: int, *, to: Viewer) -> Assessment:
    """An assessment that was ever sent, for who verifies it: also where it has been returned or
    finished meanwhile, so that what was typed for it can be shown again.

    :raises MissingError: there is none, it was never sent, or not for this viewer.
    """
    return _one(assessment_id, Assessment.submitted_at.is_not(None), is_verified_by(to))


def is_verifier(assessment: Assessment, viewer: Viewer) -> bool:
    """Whether the viewer verifies it. One query."""
    theirs = select(Assessment.id).where(Assessment.id == assessment.id, is_verified_by(viewer))
    return db.session.scalar(theirs) is not None


def is_veiled_from(assessment: Assessment, viewer: Viewer) -> bool:
    """Whether an answer in it must not be seen yet by the viewer, who verifies it. One query."""
    found = select(Assessment.id).where(Assessment.id == assessment.id, veiled(viewer))
    return db.session.scalar(found) is not None


def veiled(viewer: Viewer) -> ColumnElement[bool]:
    """Assessments that the viewer verifies in a cycle where the own level comes first, and of
    which at least one answer has not been shown for it.
    """
    cycles = select(Cycle.id).where(Cycle.verifier_first, Cycle.status == CycleStatus.OPEN)
    item = aliased(Answer)
    unshown = exists().where(item.assessment_id == Assessment.id, item.first_at.is_(None))
    return and_(
        Assessment.status.not_in(FINISHED),
        Assessment.cycle_id.in_(cycles),
        unshown,
        is_verified_by(viewer),
    )


def reads_remark(assessment: Assessment, *, to: Viewer) -> bool:
    """Whether the viewer reads what the person says of the result, and the levels that the
    verifier gave first: the verifier, and whoever keeps the records there. One query at most.
    """
    keeps = assessment.employee.unit_id in to.units(Permission.KEEP_RECORDS)
    is_other = assessment.employee_id != to.employee_id
    return is_other and (keeps or is_verifier(assessment, to))


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
    """Rows that this person verifies: of direct reports, and those sent to them before. Where the
    cycle names another verifier, that one alone, as long as he works here. Whoever stands in for
    an absent verifier (Plh.) verifies in his place. Nobody verifies himself.
    """
    gone = select(Employee.id).where(~Employee.is_active)
    by_line = or_(~Assessment.is_assigned, Assessment.verifier_id.in_(gone))
    theirs = or_(
        in_place_of(verifier.employee_id, on=clock.today()),
        Assessment.employee_id.in_(verifier.direct_reports) & by_line,
    )
    return theirs & (Assessment.employee_id != verifier.employee_id)


def in_place_of(employee_id: int, *, on: date) -> ColumnElement[bool]:
    """Rows whose verifier this person is, or stands in for on the day."""
    absent = people.stood_in_for(employee_id, on=on)
    return or_(Assessment.verifier_id == employee_id, Assessment.verifier_id.in_(absent))


def _one(assessment_id: int, *which: ColumnElement[bool]) -> Assessment:
    statement = _whole().join(Assessment.employee).where(Assessment.id == assessment_id, *which)
    found = db.session.scalar(statement)
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
