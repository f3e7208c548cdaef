"""Past assessments: what was typed and judged, and the copies that archived cycles keep."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from kinerja import clock
from kinerja.competency.models import Answer, Archive, Assessment, Competency, Cycle, Level
from kinerja.competency.queries.assessments import visible_result
from kinerja.competency.queries.evidence import evidence_words
from kinerja.competency.rules import FINISHED, OVER, AssessmentStatus, ClosedAs
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee, Position, Unit
from kinerja.permissions import Viewer


@dataclass(frozen=True)
class Snapshot:
    """One assessment as plain facts, ready to be kept."""

    assessment_id: int
    employee_id: int
    verifier_id: int | None
    facts: dict[str, Any]


@dataclass(frozen=True)
class Past:
    """An assessment of a cycle that is over: `facts` come from the copy once there is one."""

    assessment: Assessment
    facts: dict[str, Any]
    archive: Archive | None
    verifier: Employee | None
    texts: dict[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> AssessmentStatus:
        """Where it stood."""
        return AssessmentStatus(self.facts["status"])

    @property
    def closed_as(self) -> ClosedAs | None:
        """What was decided where it was unfinished."""
        found = self.facts.get("closed_as")
        return ClosedAs(found) if found else None

    def day(self, name: str) -> date | None:
        """One of its days: `submitted`, `verified`, `acknowledged`."""
        found = self.facts.get(f"{name}_on")
        return date.fromisoformat(found) if found else None


def own_past(employee_id: int) -> list[Assessment]:
    """The person's assessments of cycles that are over, the latest first."""
    statement = (
        select(Assessment)
        .join(Assessment.cycle)
        .where(Assessment.employee_id == employee_id, Cycle.status.in_(OVER))
        .order_by(Cycle.starts_on.desc(), Assessment.id.desc())
    )
    return list(db.session.scalars(statement))


def visible_past(assessment_id: int, *, to: Viewer) -> Past:
    """One of one's own past assessments, sent or not; somebody else's where its result is seen.

    :raises MissingError: there is none, its cycle is not over, or it is not for this viewer.
    """
    found = db.session.get(Assessment, assessment_id)
    if found is None or not found.cycle.is_over:
        raise MissingError()
    if found.employee_id != to.employee_id:
        found = visible_result(assessment_id, to=to)
    kept = db.session.scalar(select(Archive).where(Archive.assessment_id == assessment_id))
    if kept is not None:
        verifier = db.session.get(Employee, kept.verifier_id) if kept.verifier_id else None
        return Past(found, kept.facts, kept, verifier, found.cycle.texts or {})
    now = next(snapshots(Assessment.id == assessment_id))
    return Past(found, now.facts, None, found.verifier, dictionary_texts(found.cycle))


def dictionary_texts(cycle: Cycle) -> dict[str, Any]:
    """The dictionary's words on every competency that the cycle asks, by code: definition and the
    five levels. Two queries.
    """
    asked = (
        select(Answer.competency_id)
        .join(Assessment, Assessment.id == Answer.assessment_id)
        .where(Assessment.cycle_id == cycle.id)
    )
    found: dict[str, Any] = {}
    rows = db.session.execute(
        select(Competency, Level)
        .join(Level, Level.competency_id == Competency.id)
        .where(Competency.id.in_(asked))
        .order_by(Competency.rank, Level.level)
    )
    for competency, level in rows:
        words = found.setdefault(
            str(competency.id),
            {
                "code": competency.code,
                "name": competency.name,
                "name_en": competency.name_en,
                "definition": competency.definition,
                "definition_en": competency.definition_en,
                "levels": {},
            },
        )
        words["levels"][str(level.level)] = {
            "name": level.name,
            "description": level.description,
            "description_en": level.description_en,
        }
    return found


def snapshots(which: ColumnElement[bool]) -> Iterator[Snapshot]:
    """Each of these assessments with its answers, in one query read row by row."""
    rows = db.session.execute(_rows(which), execution_options={"yield_per": 2000}).mappings()
    for _number, group in groupby(rows, key=lambda row: row["assessment_id"]):
        answers = list(group)
        first = answers[0]
        yield Snapshot(
            assessment_id=first["assessment_id"],
            employee_id=first["employee_id"],
            verifier_id=first["verifier_id"],
            facts=_head(first)
            | {"answers": [_answer(row) for row in answers if row["answer_id"] is not None]},
        )


def _rows(which: ColumnElement[bool]) -> Any:
    boss = aliased(Employee)
    job = aliased(Position)
    return (
        select(
            Assessment.id.label("assessment_id"),
            Assessment.employee_id,
            Assessment.verifier_id,
            Assessment.status,
            Assessment.job_title,
            Assessment.job_level,
            Assessment.submitted_at,
            Assessment.verified_at,
            Assessment.acknowledged_at,
            Assessment.closed_as,
            Assessment.closed_reason,
            Cycle.name.label("cycle"),
            Cycle.period,
            Unit.name.label("unit"),
            job.title.label("verifier_title"),
            Answer.id.label("answer_id"),
            Answer.competency_id,
            Answer.standard_level,
            Answer.self_level,
            Answer.example,
            Answer.override_note,
            evidence_words().label("evidence"),
            Answer.verdict,
            Answer.verified_level,
            Answer.reason,
            Competency.code,
            Competency.cluster,
            Competency.name,
            Competency.name_en,
        )
        .join(Assessment.cycle)
        .join(Employee, Employee.id == Assessment.employee_id)
        .join(Unit, Unit.id == Employee.unit_id)
        .outerjoin(boss, boss.id == Assessment.verifier_id)
        .outerjoin(job, job.id == boss.position_id)
        .outerjoin(Answer, Answer.assessment_id == Assessment.id)
        .outerjoin(Competency, Competency.id == Answer.competency_id)
        .where(which)
        .order_by(Assessment.id, Competency.rank, Answer.id)
    )


def _head(row: Any) -> dict[str, Any]:
    return {
        "cycle": row["cycle"],
        "period": row["period"],
        "status": row["status"].value,
        "job_title": row["job_title"],
        "job_level": row["job_level"].value,
        "unit": row["unit"],
        "verifier_title": row["verifier_title"],
        "submitted_on": _day(row["submitted_at"]),
        "verified_on": _day(row["verified_at"]),
        "acknowledged_on": _day(row["acknowledged_at"]),
        "closed_as": row["closed_as"].value if row["closed_as"] else None,
        "closed_reason": row["closed_reason"],
    }


def _answer(row: Any) -> dict[str, Any]:
    """One competency; a verdict that was never finished is nobody's judgement."""
    done = row["status"] in FINISHED
    return {
        "competency_id": row["competency_id"],
        "code": row["code"],
        "cluster": row["cluster"].value,
        "name": row["name"],
        "name_en": row["name_en"],
        "standard": row["standard_level"],
        "own": row["self_level"],
        "example": row["example"],
        "override_note": row["override_note"],
        "evidence": row["evidence"],
        "verdict": row["verdict"].value if done and row["verdict"] else None,
        "verified": row["verified_level"] if done else None,
        "reason": row["reason"] if done else "",
    }


def _day(moment: datetime | None) -> str | None:
    return clock.local(moment).date().isoformat() if moment else None
