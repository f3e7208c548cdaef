"""Reads over the dictionary and the job standards."""

from collections.abc import Iterable
from datetime import date

from flask_babel import get_locale
from sqlalchemy import select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from kinerja import clock
from kinerja.competency.models import Answer, Competency, Edition, Indicator, Level, Standard
from kinerja.competency.queries.editions import in_force
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.rules import JobLevel
from kinerja.rulebook.queries import history, rule
from kinerja.rulebook.rules import Confidence

UNSURE = "competency.required_levels_unsure"


def competencies(on: date | None = None) -> list[Competency]:
    """Of every urusan, and of the national dictionary, the edition in force on the day (today),
    in its own order.
    """
    held = in_force(on or clock.today())
    return list(
        db.session.scalars(
            select(Competency)
            .where(Competency.edition_id.in_(held))
            .order_by(Competency.rank, Competency.id)
        )
    )


def competency_by_code(code: str) -> Competency:
    """One competency with its five levels and their indicators, of the edition in force, else
    of the latest older one that has it; the code's case does not matter.

    :raises MissingError: no dictionary has such a code by now.
    """
    found = db.session.scalar(
        select(Competency)
        .join(Edition, Edition.id == Competency.edition_id)
        .where(Competency.code == code.upper(), Edition.valid_from <= clock.today())
        .order_by(Edition.valid_from.desc(), Edition.id.desc())
        .limit(1)
        .options(
            joinedload(Competency.edition),
            selectinload(Competency.levels).selectinload(Level.indicators),
        )
    )
    if found is None:
        raise MissingError()
    return found


def levels_above(wanted: Iterable[tuple[int, int]]) -> dict[int, Level]:
    """For each (competency, level): the next level with its indicators, by competency; none above
    the highest. Two queries.
    """
    above = [(competency_id, level + 1) for competency_id, level in wanted]
    if not above:
        return {}
    rows = db.session.scalars(
        select(Level)
        .where(tuple_(Level.competency_id, Level.level).in_(above))
        .options(selectinload(Level.indicators))
    )
    return {row.competency_id: row for row in rows}


def descriptors(answers: Iterable[Answer]) -> dict[int, Level]:
    """For each answer with an own level that may be shown: that level's descriptor, by the
    answer's id.
    """
    own = {
        (answer.competency_id, answer.self_level): answer.id
        for answer in answers
        if not answer.is_veiled
    }
    rows = db.session.scalars(
        select(Level).where(tuple_(Level.competency_id, Level.level).in_(list(own)))
    )
    return {own[row.competency_id, row.level]: row for row in rows}


def level_texts(answers: Iterable[Answer]) -> dict[int, list[Level]]:
    """For each answer all levels of its competency, the lowest first, by the answer's id."""
    asked = {answer.competency_id: answer.id for answer in answers}
    if not asked:
        return {}
    found: dict[int, list[Level]] = {answer_id: [] for answer_id in asked.values()}
    rows = select(Level).where(Level.competency_id.in_(asked)).order_by(Level.level)
    for level in db.session.scalars(rows):
        found[asked[level.competency_id]].append(level)
    return found


def standards() -> dict[tuple[JobLevel, int], int]:
    """Every standard entered, by job level and competency."""
    rows = db.session.execute(select(Standard.job_level, Standard.competency_id, Standard.level))
    return {(job_level, competency_id): level for job_level, competency_id, level in rows}


def starting_standards(*, on: date) -> dict[JobLevel, int]:
    """The level that each job level begins with in managerial and socio-cultural competencies,
    until the agency enters its own job standards (PermenPANRB 38/2017).
    """
    levels = rule("competency.required_levels", on=on) | rule(UNSURE, on=on)
    return {JobLevel(job_level): level for job_level, level in levels.items()}


def unsure_job_levels(*, on: date) -> frozenset[JobLevel]:
    """Job levels whose starting standard the agency still has to make sure of."""
    held = history(UNSURE, on=on).current
    if held is None or held.confidence is not Confidence.UNCERTAIN:
        return frozenset()
    return frozenset(map(JobLevel, rule(UNSURE, on=on)))


def in_language(row: Competency | Level | Indicator, name: str) -> str:
    """A text of the dictionary in the visitor's language, else in Bahasa."""
    locale = get_locale()
    translated = getattr(row, f"{name}_en") if locale and locale.language == "en" else ""
    return str(translated or getattr(row, name))
