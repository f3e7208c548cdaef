"""Reads over people's present levels and their gaps."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from kinerja import clock
from kinerja.competency.models import Answer, Assessment
from kinerja.competency.rules import SENT, Source
from kinerja.extensions import db


@dataclass(frozen=True)
class CurrentLevel:
    """A level that somebody has now, where it comes from and since which day."""

    level: int
    source: Source
    on: date


def gap_select() -> Select[*tuple[Any, ...]]:
    """Rows (employee_id, competency_id, level, standard_level, gap) of each person's latest
    verified assessment; competencies not observed or without a standard are left out.
    """
    return (
        select(
            Assessment.employee_id,
            Answer.competency_id,
            Answer.verified_level.label("level"),
            Answer.standard_level,
            (Answer.standard_level - Answer.verified_level).label("gap"),
        )
        .join(Answer, Answer.assessment_id == Assessment.id)
        .where(
            Assessment.is_current,
            Answer.verified_level.is_not(None),
            Answer.standard_level.is_not(None),
        )
    )


def current_level(employee_id: int) -> dict[int, CurrentLevel]:
    """Present level by competency: the latest verified one, else the latest one sent."""
    rows = db.session.execute(
        select(
            Answer.competency_id,
            Answer.self_level,
            Answer.verified_level,
            Assessment.submitted_at,
            Assessment.verified_at,
        )
        .join(Assessment, Assessment.id == Answer.assessment_id)
        .where(Assessment.employee_id == employee_id, Assessment.status.in_(SENT))
        .order_by(Assessment.submitted_at)
    )
    found: dict[int, CurrentLevel] = {}
    for competency_id, own, verified, submitted_at, verified_at in rows:
        before = found.get(competency_id)
        if verified is not None and verified_at is not None:
            found[competency_id] = CurrentLevel(verified, Source.SUPERVISOR, _day(verified_at))
        elif own is not None and (before is None or before.source is Source.SELF):
            found[competency_id] = CurrentLevel(own, Source.SELF, _day(submitted_at))
    return found


def _day(moment: datetime | None) -> date:
    return clock.local(moment or clock.now()).date()
