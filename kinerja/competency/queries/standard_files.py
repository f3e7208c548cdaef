"""What a file of job standards is compared with, and what such a file holds."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from kinerja.competency.models import Competency, JobStandard, JobStandardItem, StandardImport
from kinerja.competency.queries.editions import in_force
from kinerja.competency.queries.job_standards import (
    StandardFilter,
    needs_of,
    standard_positions,
)
from kinerja.competency.queries.required import required_levels
from kinerja.competency.rules import Necessity, Need, in_order
from kinerja.competency.rules.standard_files import Known, KnownEdition, folded
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Position

SheetRow = list[str]


def known_standards(titles: Iterable[str], *, on: date) -> Known:
    """What is known of the positions with these titles, in a few queries whatever their number."""
    wanted = {folded(title) for title in titles}
    positions = {
        folded(row.title): row.id
        for row in db.session.execute(select(Position.id, Position.title))
        if folded(row.title) in wanted
    }
    rows = db.session.execute(
        select(Competency.code, Competency.id).where(Competency.edition_id.in_(in_force(on)))
    )
    competencies: dict[str, int] = dict(iter(rows))
    editions: dict[int, dict[date, KnownEdition]] = {}
    for standard in db.session.scalars(whole_standards(list(positions.values()))):
        needs = needs_of(standard)
        named = {item.competency_id: item.competency.code for item in standard.items}
        for number, code in named.items():
            competencies.setdefault(code, number)
        editions.setdefault(standard.position_id, {})[standard.valid_from] = KnownEdition(
            id=standard.id,
            facts=facts_of(standard),
            needs={named[number]: (number, need) for number, need in needs.items()},
        )
    return Known(positions, competencies, editions, on)


def whole_standards(position_ids: list[int]) -> Select[JobStandard]:
    """All editions of the positions with what they say."""
    return (
        select(JobStandard)
        .where(JobStandard.position_id.in_(position_ids))
        .options(
            joinedload(JobStandard.position),
            selectinload(JobStandard.items).joinedload(JobStandardItem.competency),
            selectinload(JobStandard.requirements),
        )
    )


def facts_of(standard: JobStandard) -> dict[str, str]:
    """What the edition says once, by the service's parameter names."""
    names = ("decree", "job_code", "job_group", "urusan", "summary")
    return {name: getattr(standard, name) for name in names}


def standard_import(file_id: int) -> StandardImport:
    """A file that was read; job standards are the agency's.

    :raises MissingError: there is none.
    """
    found = db.session.get(StandardImport, file_id)
    if found is None:
        raise MissingError()
    return found


def standard_rows(chosen: StandardFilter, *, on: date) -> Iterator[SheetRow]:
    """The rows of a file: of each position that the filter leaves its editions in force and
    coming, by title and day; with `without_own` the defaults of those without one, to be
    completed.
    """
    found = db.session.execute(standard_positions(chosen, on=on)).all()
    positions = [row.Position for row in found]
    if chosen.without_own:
        yield from _default_rows(positions, on)
        return
    starts = {row.Position.id: row.valid_from for row in found}
    standards = db.session.scalars(
        whole_standards([one.id for one in positions]).order_by(JobStandard.valid_from)
    )
    shown = [
        one
        for one in standards
        if starts[one.position_id] is None or one.valid_from >= starts[one.position_id]
    ]
    for standard in sorted(shown, key=lambda one: (one.position.title, one.valid_from)):
        yield from _own_rows(standard)


def _own_rows(standard: JobStandard) -> Iterator[SheetRow]:
    start = standard.valid_from.isoformat()
    for item in standard.ordered:
        need = Need(item.level, item.max_level, item.relevance, item.necessity)
        yield _row(standard.position.title, start, facts_of(standard), item.competency, need)


def _default_rows(positions: list[Position], on: date) -> Iterator[SheetRow]:
    needs: dict[int, list[tuple[int, int]]] = {}
    asked = required_levels(on, [one.id for one in positions])
    for row in db.session.execute(asked):
        if row.level is not None:
            needs.setdefault(row.position_id, []).append((row.competency_id, row.level))
    known = {one.id: one for one in db.session.scalars(select(Competency))}
    for position in positions:
        facts = {"job_code": position.code or ""}
        levels = dict(needs.get(position.id, []))
        order = sorted(levels, key=lambda one: in_order(known[one].cluster, known[one].rank, one))
        for number in order:
            yield _row(position.title, "", facts, known[number], Need(levels[number]))


def _row(
    title: str, start: str, facts: dict[str, str], competency: Competency, need: Need
) -> SheetRow:
    return [
        title,
        facts.get("job_code", ""),
        start,
        facts.get("decree", ""),
        facts.get("job_group", ""),
        facts.get("urusan", ""),
        facts.get("summary", ""),
        competency.code,
        competency.name,
        str(need.level),
        str(need.max_level or ""),
        str(need.relevance),
        Necessity(need.necessity).value.capitalize(),
    ]
