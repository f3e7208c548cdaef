"""Levels with their indicators, and answers that claim one whose lower ones do not hold."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from kinerja.competency.models import Answer, Assessment, Indicator, Level
from kinerja.competency.rules import Rung, missing_rungs
from kinerja.extensions import db

Ladders = dict[int, dict[int, list[int]]]


def levels_of(competency_id: int) -> list[Level]:
    """The competency's levels with their indicators, the lowest first. Two queries."""
    return list(
        db.session.scalars(
            select(Level)
            .where(Level.competency_id == competency_id)
            .order_by(Level.level)
            .options(selectinload(Level.indicators))
        )
    )


def ladder(levels: Sequence[Level]) -> dict[int, list[int]]:
    """The ids of each level's indicators."""
    return {level.level: [one.id for one in level.indicators] for level in levels}


def ladders(competency_ids: Sequence[int]) -> Ladders:
    """The same for several competencies, by competency. One query."""
    rows = db.session.execute(
        select(Level.competency_id, Level.level, Indicator.id)
        .join(Indicator, Indicator.level_id == Level.id)
        .where(Level.competency_id.in_(competency_ids))
        .order_by(Level.level, Indicator.rank)
    )
    found: Ladders = {}
    for competency_id, level, indicator_id in rows:
        found.setdefault(competency_id, {}).setdefault(level, []).append(indicator_id)
    return found


def unsettled(assessment: Assessment) -> dict[int, tuple[Rung, ...]]:
    """The answers that claim a level above one that does not hold, without a note on why: by the
    answer's id, the levels that do not hold. One query.
    """
    known = ladders([answer.competency_id for answer in assessment.answers])
    missing = {
        answer.id: missing_rungs(
            answer.self_level, known.get(answer.competency_id, {}), answer.indicator_ids
        )
        for answer in assessment.answers
        if not answer.override_note
    }
    return {answer_id: rungs for answer_id, rungs in missing.items() if rungs}


def ticked_at(answer: Answer) -> list[tuple[int, list[Indicator]]]:
    """The answer's ticked indicators by their level, the lowest first."""
    by_level: dict[int, list[Indicator]] = {}
    for indicator in sorted(answer.indicators, key=lambda one: (one.level.level, one.rank)):
        by_level.setdefault(indicator.level.level, []).append(indicator)
    return list(by_level.items())
