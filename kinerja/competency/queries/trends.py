"""How somebody's levels went from cycle to cycle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, or_, select

from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.queries.present import reach
from kinerja.competency.rules import FINISHED, Index, index
from kinerja.extensions import db

SHOWN = 5  # cycles, the latest


@dataclass(frozen=True)
class TrendPoint:
    """One cycle: levels by competency of the assessment that the trend leads to, and the index
    over all that was asked then. `is_verified`: else they are the person's own.
    """

    name: str
    starts_on: date
    is_verified: bool
    levels: Mapping[int, int]
    index: Index


def trend(assessment: Assessment) -> Sequence[TrendPoint]:
    """The verified assessments of the same person up to this one, and this one, the oldest first.
    Levels of a competency that another has followed stand with its successor. One query.
    """
    pairs = reach()
    rows = db.session.execute(
        select(
            Assessment.id,
            Assessment.status,
            Cycle.name,
            Cycle.starts_on,
            Answer.competency_id,
            pairs.c.for_id,
            Answer.self_level,
            Answer.verified_level,
            Answer.standard_level,
        )
        .join(Cycle, Cycle.id == Assessment.cycle_id)
        .join(Answer, Answer.assessment_id == Assessment.id)
        .join(pairs, pairs.c.competency_id == Answer.competency_id)
        .where(
            Assessment.employee_id == assessment.employee_id,
            Cycle.starts_on <= assessment.cycle.starts_on,
            or_(Assessment.status.in_(FINISHED), Assessment.id == assessment.id),
        )
        .order_by(Cycle.starts_on, Assessment.id, pairs.c.for_id, Answer.competency_id.desc())
    ).all()
    wanted = {answer.competency_id for answer in assessment.answers}
    points = [_point(list(of_one), wanted) for _id, of_one in groupby(rows, key=lambda row: row.id)]
    return points[-SHOWN:]


def _point(rows: list[Row[*tuple[Any, ...]]], wanted: set[int]) -> TrendPoint:
    """Of several predecessors the latest entered counts."""
    first = rows[0]
    verified = first.status in FINISHED
    levels: dict[int, int] = {}
    for row in rows:
        level = row.verified_level if verified else row.self_level
        if row.for_id in wanted and level is not None:
            levels.setdefault(row.for_id, level)
    asked = (row for row in rows if row.for_id == row.competency_id)
    pairs = (
        (row.verified_level if verified else row.self_level, row.standard_level) for row in asked
    )
    return TrendPoint(first.name, first.starts_on, verified, levels, index(pairs))
