"""Reads over the editions of dictionaries: which holds, what it says, what it comes after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import selectinload, subqueryload

from kinerja import clock
from kinerja.competency.models import Answer, Competency, Edition, Level
from kinerja.competency.rules.dictionary import Entry, Pair, Scale, pairs
from kinerja.errors import MissingError
from kinerja.extensions import db


@dataclass(frozen=True)
class EditionRow:
    """An edition with how many competencies it has."""

    edition: Edition
    competencies: int
    in_force: bool
    is_coming: bool


def in_force(on: date) -> Select[int]:
    """The ids of the editions that hold on the day: of each urusan the latest begun by then."""
    latest = (
        select(Edition.urusan, func.max(Edition.valid_from))
        .where(Edition.valid_from <= on)
        .group_by(Edition.urusan)
    )
    return select(Edition.id).where(tuple_(Edition.urusan, Edition.valid_from).in_(latest))


def editions() -> list[EditionRow]:
    """All editions, the national ones first, of each urusan the latest first."""
    today = clock.today()
    holding = set(db.session.scalars(in_force(today)))
    rows = db.session.execute(
        select(Edition, func.count(Competency.id))
        .outerjoin(Competency, Competency.edition_id == Edition.id)
        .group_by(Edition.id)
        .order_by(Edition.urusan, Edition.valid_from.desc())
    )
    return [
        EditionRow(one, count, one.id in holding, one.valid_from > today) for one, count in rows
    ]


@dataclass(frozen=True)
class Overview:
    """The dictionary as it holds today: the national edition's competencies, the technical
    editions in force, and all editions that are over or still to come.
    """

    national: Edition | None
    competencies: list[Competency]
    technical: list[EditionRow]
    others: list[EditionRow]


def overview() -> Overview:
    """The dictionaries of today. Constant queries."""
    rows = editions()
    holding = [row for row in rows if row.in_force]
    national = next((row.edition for row in holding if not row.edition.urusan), None)
    return Overview(
        national,
        competencies_of(national.id) if national else [],
        [row for row in holding if row.edition.urusan],
        [row for row in rows if not row.in_force],
    )


def edition_row(edition_id: int) -> EditionRow:
    """One edition, and whether it holds today.

    :raises MissingError: there is no such.
    """
    row, today = edition(edition_id), clock.today()
    count = select(func.count()).where(Competency.edition_id == edition_id)
    is_held = select(Edition.id).where(Edition.id == edition_id, Edition.id.in_(in_force(today)))
    return EditionRow(
        row,
        db.session.scalar(count) or 0,
        db.session.scalar(is_held) is not None,
        row.valid_from > today,
    )


def edition(edition_id: int) -> Edition:
    """One edition.

    :raises MissingError: there is no such.
    """
    found = db.session.get(Edition, edition_id)
    if found is None:
        raise MissingError()
    return found


def edition_of(urusan: str, valid_from: date) -> Edition | None:
    """The urusan's edition that begins on exactly that day."""
    return db.session.scalar(
        select(Edition).where(Edition.urusan == urusan, Edition.valid_from == valid_from)
    )


def beside(urusan: str, valid_from: date) -> tuple[Edition | None, Edition | None]:
    """The urusan's last edition before that day, and its first one after it."""
    same = select(Edition).where(Edition.urusan == urusan)
    before = same.where(Edition.valid_from < valid_from).order_by(Edition.valid_from.desc())
    after = same.where(Edition.valid_from > valid_from).order_by(Edition.valid_from)
    return db.session.scalar(before.limit(1)), db.session.scalar(after.limit(1))


def former_edition(row: Edition) -> Edition | None:
    """The edition that it follows."""
    return beside(row.urusan, row.valid_from)[0]


def all_urusan() -> list[str]:
    """Every urusan that has a dictionary."""
    named = select(Edition.urusan).where(Edition.urusan != "").distinct()
    return list(db.session.scalars(named.order_by(Edition.urusan)))


def competencies_of(edition_id: int) -> list[Competency]:
    """The edition's competencies in its own order."""
    mine = select(Competency).where(Competency.edition_id == edition_id)
    return list(db.session.scalars(mine.order_by(Competency.rank, Competency.id)))


def competency_of(edition_id: int, code: str) -> Competency:
    """One competency of the edition with its levels and indicators.

    :raises MissingError: the edition has no such code.
    """
    found = db.session.scalar(
        select(Competency)
        .where(Competency.edition_id == edition_id, Competency.code == code.upper())
        .options(selectinload(Competency.levels).selectinload(Level.indicators))
    )
    if found is None:
        raise MissingError()
    return found


def rows_by_code(edition_id: int) -> dict[str, Competency]:
    """The edition's competencies with levels and indicators, in three queries."""
    found = db.session.scalars(
        select(Competency)
        .where(Competency.edition_id == edition_id)
        .order_by(Competency.rank, Competency.id)
        .options(subqueryload(Competency.levels).subqueryload(Level.indicators))
    )
    return {row.code: row for row in found}


def entries(edition_id: int | None) -> dict[str, Entry]:
    """The edition's texts by code; none without an edition."""
    if edition_id is None:
        return {}
    return {code: entry_of(row) for code, row in rows_by_code(edition_id).items()}


def entry_of(row: Competency) -> Entry:
    """The competency's texts."""
    return Entry(
        code=row.code,
        cluster=row.cluster,
        name=row.name,
        name_en=row.name_en,
        definition=row.definition,
        definition_en=row.definition_en,
        levels={
            one.level: Scale(
                one.name,
                one.description,
                one.description_en,
                tuple((each.text, each.text_en) for each in one.indicators),
            )
            for one in row.levels
        },
    )


def codes_elsewhere(urusan: str, wanted: Iterable[str]) -> dict[str, str]:
    """Which of the codes dictionaries of another urusan use, and which urusan that is."""
    rows = db.session.execute(
        select(Competency.code, Edition.urusan)
        .join(Edition, Edition.id == Competency.edition_id)
        .where(Edition.urusan != urusan, Competency.code.in_(sorted(wanted)))
    )
    return dict(iter(rows))


def is_assessed(edition_id: int) -> bool:
    """Whether anybody's assessment asks for a competency of the edition."""
    found = (
        select(Answer.id)
        .join(Competency, Competency.id == Answer.competency_id)
        .where(Competency.edition_id == edition_id)
    )
    return db.session.scalar(found.limit(1)) is not None


@dataclass(frozen=True)
class Comparison:
    """An edition beside the one before it, competency by competency."""

    edition: Edition
    former: Edition
    pairs: list[Pair]

    @property
    def counts(self) -> dict[str, int]:
        """How many competencies are new, changed, the same, and gone."""
        both = [pair for pair in self.pairs if pair.before and pair.after]
        changed = sum(bool(pair.changes) for pair in both)
        return {
            "new": sum(pair.before is None for pair in self.pairs),
            "changed": changed,
            "same": len(both) - changed,
            "gone": sum(pair.after is None for pair in self.pairs),
        }

    def changed(self, code: str) -> Pair | None:
        """The competency with this code, if its texts differ."""
        return next((one for one in self.pairs if one.code == code and one.changes), None)


def comparison(edition_id: int) -> Comparison:
    """What the edition adds, drops and words anew.

    :raises MissingError: there is no such, or none before it.
    """
    row = edition(edition_id)
    former = former_edition(row)
    if former is None:
        raise MissingError()
    old, new = rows_by_code(former.id), rows_by_code(row.id)
    later = {one.id: code for code, one in new.items()}
    successors = {
        code: later[one.successor_id] for code, one in old.items() if one.successor_id in later
    }
    found = pairs(
        {code: entry_of(one) for code, one in new.items()},
        {code: entry_of(one) for code, one in old.items()},
        successors,
    )
    return Comparison(row, former, found)


def mapped(edition_id: int) -> tuple[Edition, list[Competency], list[Competency]]:
    """The edition, the competencies of the one before it, and its own.

    :raises MissingError: there is no such, or none before it.
    """
    row = edition(edition_id)
    former = former_edition(row)
    if former is None:
        raise MissingError()
    return row, competencies_of(former.id), competencies_of(edition_id)
