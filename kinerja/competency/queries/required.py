"""What a position asks for on a day: its own standard in force, else its job level's default."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from kinerja.competency.models import (
    Answer,
    Assessment,
    Competency,
    Cycle,
    JobStandard,
    JobStandardItem,
    Standard,
)
from kinerja.competency.queries.editions import in_force
from kinerja.competency.rules import USUAL_RELEVANCE, Cluster, Necessity
from kinerja.extensions import db
from kinerja.people.models import Position


def held_standards(on: date) -> Subquery:
    """Rows (position_id, job_standard_id): each position's edition in force on the day."""
    newest = (
        select(JobStandard.position_id, func.max(JobStandard.valid_from).label("valid_from"))
        .where(JobStandard.valid_from <= on)
        .group_by(JobStandard.position_id)
        .subquery()
    )
    return (
        select(JobStandard.position_id, JobStandard.id.label("job_standard_id"))
        .join(
            newest,
            and_(
                newest.c.position_id == JobStandard.position_id,
                newest.c.valid_from == JobStandard.valid_from,
            ),
        )
        .subquery()
    )


def named_levels(held: Subquery, on: date, wanted: ColumnElement[bool]) -> Subquery:
    """What the editions in force name for these positions, in the dictionaries of the day."""
    successor = aliased(Competency)
    asked = case((successor.edition_id.in_(in_force(on)), successor.id), else_=Competency.id)
    return (
        select(
            Position.id.label("position_id"),
            asked.label("competency_id"),
            JobStandardItem.level,
            JobStandardItem.max_level,
            JobStandardItem.relevance,
            JobStandardItem.necessity,
            JobStandardItem.job_standard_id,
        )
        .join(held, held.c.position_id == Position.id)
        .join(JobStandardItem, JobStandardItem.job_standard_id == held.c.job_standard_id)
        .join(Competency, Competency.id == JobStandardItem.competency_id)
        .outerjoin(successor, successor.id == Competency.successor_id)
        .where(wanted)
        .subquery()
    )


def required_levels(
    on: date, position_ids: Iterable[int] | Select[Any] | None = None
) -> CompoundSelect[Any]:
    """Rows (position_id, competency_id, level, max_level, relevance, necessity, job_standard_id)
    of what the positions ask for on the day; all positions where none are given.

    A position with an edition in force asks for what that one names, and nothing else. Every
    other asks for its job level's default: all managerial and socio-cultural competencies of the
    dictionary in force, without a level where none is set, and the technical ones with one.
    Where a later dictionary holds, a competency's successor is asked for in its place.
    """
    held = held_standards(on)
    wanted = true() if position_ids is None else Position.id.in_(position_ids)
    named = named_levels(held, on, wanted)
    own = select(
        named.c.position_id,
        named.c.competency_id,
        func.max(named.c.level).label("level"),
        func.max(named.c.max_level).label("max_level"),
        func.max(named.c.relevance).label("relevance"),
        func.min(named.c.necessity).label("necessity"),  # the strictest comes first
        named.c.job_standard_id,
    ).group_by(named.c.position_id, named.c.job_standard_id, named.c.competency_id)
    nothing = cast(null(), JobStandardItem.max_level.type)
    default = (
        select(
            Position.id.label("position_id"),
            Competency.id.label("competency_id"),
            Standard.level,
            nothing.label("max_level"),
            literal(USUAL_RELEVANCE).label("relevance"),
            literal(Necessity.IMPORTANT, JobStandardItem.necessity.type).label("necessity"),
            nothing.label("job_standard_id"),
        )
        .select_from(Position)
        .join(Competency, Competency.edition_id.in_(in_force(on)))
        .outerjoin(
            Standard,
            and_(Standard.competency_id == Competency.id, Standard.job_level == Position.job_level),
        )
        .where(
            wanted,
            Position.id.not_in(select(held.c.position_id)),
            or_(Competency.cluster != Cluster.TECHNICAL, Standard.level.is_not(None)),
        )
    )
    return own.union_all(default)


def asked_level(position_id: int, competency_id: int, *, on: date) -> int | None:
    """The level that the position asks for in one competency on the day; none where it does not."""
    need = required_levels(on, [position_id]).subquery()
    return db.session.scalar(select(need.c.level).where(need.c.competency_id == competency_id))


def answers_to_ask(cycle: Cycle, *, on: date) -> Select[int, int, int | None]:
    """Rows (assessment_id, competency_id, standard_level) of the cycle's assessments that have no
    answer yet: what each person's position asks for on the day.
    """
    need = required_levels(on).subquery()
    return (
        select(Assessment.id, need.c.competency_id, need.c.level)
        .join(need, need.c.position_id == Assessment.position_id)
        .where(Assessment.cycle_id == cycle.id, Assessment.id.not_in(select(Answer.assessment_id)))
    )
