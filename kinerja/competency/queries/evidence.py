"""Reads over the evidence library: one's own, what an answer offers, who may open a file."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, exists, func, or_, select
from sqlalchemy.orm import selectinload

from kinerja.competency.models import (
    Answer,
    AnswerEvidence,
    Assessment,
    Competency,
    Cycle,
    Evidence,
    EvidenceFile,
)
from kinerja.competency.queries.assessments import is_verified_by, veiled
from kinerja.competency.rules import FINISHED, SENT
from kinerja.database import Page, paged
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Permission, Viewer

RECENT = 8
FOUND = 20


@dataclass(frozen=True)
class Kept:
    """A piece of evidence, how many answers use it, and whether one of them was ever sent."""

    evidence: Evidence
    uses: int
    is_sent: bool


@dataclass(frozen=True)
class Usage:
    """Where a piece of evidence is used."""

    competency: Competency
    cycle: Cycle
    is_sent: bool


def own_library(
    employee_id: int, *, search: str = "", archived: bool = False, page: int = 1
) -> Page[Kept]:
    """One page of the person's evidence, the newest first. Three queries."""
    statement = select(Evidence).where(
        Evidence.employee_id == employee_id,
        Evidence.archived_at.is_not(None) if archived else Evidence.archived_at.is_(None),
    )
    if search.strip():
        statement = statement.where(_matching(search))
    rows = paged(statement.order_by(Evidence.added_at.desc(), Evidence.id.desc()), page=page)
    uses = _uses([one.id for one in rows.items])
    items = [Kept(one, *uses.get(one.id, (0, False))) for one in rows.items]
    return Page(items, rows.number, rows.size, rows.total)


def own_evidence(evidence_id: int, *, to: Viewer) -> Evidence:
    """One of the viewer's own pieces of evidence.

    :raises MissingError: there is none, or it is somebody else's.
    """
    found = db.session.get(Evidence, evidence_id)
    if found is None or found.employee_id != to.employee_id:
        raise MissingError()
    return found


def usages(evidence: Evidence) -> list[Usage]:
    """The answers that use it, the newest cycle first."""
    rows = db.session.execute(
        select(Competency, Cycle, Assessment.submitted_at)
        .select_from(AnswerEvidence)
        .join(Answer, Answer.id == AnswerEvidence.answer_id)
        .join(Answer.assessment)
        .join(Assessment.cycle)
        .join(Answer.competency)
        .where(AnswerEvidence.evidence_id == evidence.id)
        .order_by(Cycle.starts_on.desc(), Competency.rank)
    )
    return [Usage(competency, cycle, sent is not None) for competency, cycle, sent in rows]


def choosable(employee_id: int, *, chosen: Collection[int], search: str = "") -> list[Evidence]:
    """What an answer offers to tick: what is ticked already, then what the search finds, without
    one the newest; archived evidence only where it is ticked. Two queries.
    """
    mine = Evidence.employee_id == employee_id
    newest = (Evidence.added_at.desc(), Evidence.id.desc())
    ticked = db.session.scalars(
        select(Evidence).where(mine, Evidence.id.in_(chosen)).order_by(*newest)
    ).all()
    others = select(Evidence).where(
        mine, Evidence.archived_at.is_(None), Evidence.id.not_in(chosen)
    )
    if search.strip():
        others = others.where(_matching(search))
    limit = FOUND if search.strip() else RECENT
    return [*ticked, *db.session.scalars(others.order_by(*newest).limit(limit))]


def used_bytes(employee_id: int) -> int:
    """How many bytes the person's files take together, archived ones too."""
    total = db.session.scalar(
        select(func.coalesce(func.sum(Evidence.size), 0)).where(Evidence.employee_id == employee_id)
    )
    return int(total or 0)


def visible_file(evidence_id: int, *, to: Viewer) -> tuple[Evidence, bytes, int | None]:
    """A file for its owner, for who verifies an assessment that uses it, and for who sees results
    in the owner's unit: the evidence, its content, and the id of the assessment through which
    another person reads it (none for the owner).

    :raises MissingError: there is none, or it is not for this viewer.
    """
    row = db.session.execute(
        select(Evidence, EvidenceFile.content)
        .join(EvidenceFile, EvidenceFile.evidence_id == Evidence.id)
        .where(Evidence.id == evidence_id)
    ).one_or_none()
    if row is None:
        raise MissingError()
    evidence, content = row
    if evidence.employee_id == to.employee_id:
        return evidence, content, None
    through = db.session.scalar(_through(evidence_id, to))
    if through is None:
        raise MissingError()
    return evidence, content, through


def previous_answer(answer: Answer) -> Answer | None:
    """What the person answered to the same competency, or to the one that it succeeds, in the
    latest other assessment that was verified, with its evidence. Two queries.
    """
    assessment = answer.assessment
    same = or_(
        Answer.competency_id == answer.competency_id,
        Competency.successor_id == answer.competency_id,
    )
    return db.session.scalar(
        select(Answer)
        .join(Answer.assessment)
        .join(Assessment.cycle)
        .join(Answer.competency)
        .where(
            Assessment.employee_id == assessment.employee_id,
            Assessment.id != assessment.id,
            Assessment.status.in_(FINISHED),
            same,
        )
        .options(selectinload(Answer.evidence), selectinload(Answer.assessment))
        .order_by(Cycle.starts_on.desc(), Assessment.verified_at.desc(), Answer.id)
        .limit(1)
    )


def evidence_words() -> ScalarSelect[str]:
    """What each answer uses, for a list or a file: addresses of links and names of files, at most
    2,000 letters; to be selected beside `Answer`.
    """
    word = case((Evidence.url != "", Evidence.url), else_=Evidence.filename)
    return (
        select(func.substr(func.coalesce(func.aggregate_strings(word, "; "), ""), 1, 2000))
        .select_from(AnswerEvidence)
        .join(Evidence, Evidence.id == AnswerEvidence.evidence_id)
        .where(AnswerEvidence.answer_id == Answer.id)
        .correlate(Answer)
        .scalar_subquery()
    )


def sent_uses(evidence_id: int) -> int:
    """How many answers of assessments that were ever sent use it."""
    found = db.session.scalar(
        select(func.count())
        .select_from(AnswerEvidence)
        .join(Answer, Answer.id == AnswerEvidence.answer_id)
        .join(Answer.assessment)
        .where(AnswerEvidence.evidence_id == evidence_id, Assessment.submitted_at.is_not(None))
    )
    return int(found or 0)


def _through(evidence_id: int, to: Viewer) -> Select[int]:
    """The newest sent assessment that uses it and that the viewer may read."""
    uses = exists().where(
        AnswerEvidence.answer_id == Answer.id,
        AnswerEvidence.evidence_id == evidence_id,
        Answer.assessment_id == Assessment.id,
        or_(Answer.first_at.is_not(None), ~veiled(to)),
    )
    in_unit = Employee.unit_id.in_(to.units(Permission.VIEW_RESULTS))
    return (
        select(Assessment.id)
        .join(Assessment.employee)
        .where(uses, Assessment.status.in_(SENT), or_(is_verified_by(to), in_unit))
        .order_by(Assessment.id.desc())
        .limit(1)
    )


def _uses(ids: list[int]) -> dict[int, tuple[int, bool]]:
    rows = db.session.execute(
        select(AnswerEvidence.evidence_id, func.count(), func.count(Assessment.submitted_at))
        .join(Answer, Answer.id == AnswerEvidence.answer_id)
        .join(Answer.assessment)
        .where(AnswerEvidence.evidence_id.in_(ids))
        .group_by(AnswerEvidence.evidence_id)
    )
    return {evidence_id: (uses, sent > 0) for evidence_id, uses, sent in rows}


def _matching(search: str) -> ColumnElement[bool]:
    texts = (Evidence.title, Evidence.description, Evidence.filename, Evidence.url)
    return or_(*(text.icontains(search.strip(), autoescape=True) for text in texts))
