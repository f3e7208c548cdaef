"""Reads over people's present levels and their gaps."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, select, true

from kinerja import clock
from kinerja.competency.models import Present, Record
from kinerja.competency.queries.present import in_force
from kinerja.competency.queries.required import required_levels
from kinerja.competency.rules import RecordKind
from kinerja.extensions import db
from kinerja.people.models import Employee


@dataclass(frozen=True)
class CurrentLevel:
    """A level that somebody has now, where it comes from and since which day."""

    level: int
    source: RecordKind
    on: date


def gap_select(whose: Collection[int] | Select[int] | None = None) -> Select[*tuple[Any, ...]]:
    """Rows (employee_id, competency_id, level, standard_level, gap, assessment_id) of the present
    levels that somebody else has confirmed, against what the person's position asks for today; an
    own view alone, and what the position asks no level for, is left out. `assessment_id` is where
    the level comes from, if any. `whose`: of these people only, which saves reading the standards
    of all positions.
    """
    today = clock.today()
    theirs = true() if whose is None else Employee.id.in_(whose)
    positions = None if whose is None else select(Employee.position_id).where(theirs)
    # Worked out once: PostgreSQL would do it again for each person where it knows no sizes yet.
    need = required_levels(today, positions).cte().prefix_with("MATERIALIZED", dialect="postgresql")
    asked = and_(
        need.c.position_id == Employee.position_id, need.c.competency_id == Present.competency_id
    )
    return (
        select(
            Present.employee_id,
            Present.competency_id,
            Present.level,
            need.c.level.label("standard_level"),
            (need.c.level - Present.level).label("gap"),
            Record.assessment_id,
        )
        .join(Record, Record.id == Present.record_id)
        .join(Employee, Employee.id == Present.employee_id)
        .join(need, asked)
        .where(
            theirs,
            Present.kind != RecordKind.SELF,
            Present.competency_id.in_(in_force(on=today)),
            need.c.level.is_not(None),
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
