"""Reads over people's present levels and their gaps."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from kinerja import clock
from kinerja.competency.models import Answer, Present, Record, Standard
from kinerja.competency.queries.present import in_force
from kinerja.competency.rules import RecordKind
from kinerja.extensions import db
from kinerja.people.models import Employee, Position


@dataclass(frozen=True)
class CurrentLevel:
    """A level that somebody has now, where it comes from and since which day."""

    level: int
    source: RecordKind
    on: date


def needed() -> ColumnElement[int]:
    """The level that the job asks for, beside a present level (see `gap_select`, which joins what
    this reads): the one frozen when it was assessed, else that of the job level now.
    """
    return func.coalesce(Answer.standard_level, Standard.level)


def gap_select() -> Select[*tuple[Any, ...]]:
    """Rows (employee_id, competency_id, level, standard_level, gap, assessment_id) of the present
    levels that somebody else has confirmed, in the competencies in force; an own view alone, and
    what has no standard, is left out. `assessment_id` is where the level comes from, if any.
    """
    asked = and_(
        Answer.assessment_id == Record.assessment_id, Answer.competency_id == Record.competency_id
    )
    standard = and_(
        Standard.job_level == Position.job_level, Standard.competency_id == Present.competency_id
    )
    return (
        select(
            Present.employee_id,
            Present.competency_id,
            Present.level,
            needed().label("standard_level"),
            (needed() - Present.level).label("gap"),
            Record.assessment_id,
        )
        .join(Record, Record.id == Present.record_id)
        .join(Employee, Employee.id == Present.employee_id)
        .join(Position, Position.id == Employee.position_id)
        .outerjoin(Answer, asked)
        .outerjoin(Standard, standard)
        .where(
            Present.kind != RecordKind.SELF,
            Present.competency_id.in_(in_force(on=clock.today())),
            needed().is_not(None),
        )
    )


def current_level(employee_id: int) -> dict[int, CurrentLevel]:
    """Somebody's present level by competency."""
    rows = db.session.execute(
        select(Present.competency_id, Present.level, Present.kind, Present.on).where(
            Present.employee_id == employee_id
        )
    )
    return {row.competency_id: CurrentLevel(row.level, row.kind, row.on) for row in rows}
