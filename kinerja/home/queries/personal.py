"""All that is held on somebody, gathered from every feature; each section is one query."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func

from kinerja.appraisal.queries.personal import personal_data as appraisal
from kinerja.competency.queries.personal import personal_data as competency
from kinerja.database import Page, paged
from kinerja.development.queries.personal import personal_data as development
from kinerja.documents.queries.personal import personal_data as documents
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.home.queries.trail import personal_data as trail
from kinerja.notifications.queries.personal import personal_data as notifications
from kinerja.people.queries.personal import personal_data as people
from kinerja.personal import Group, Rows, Section, span
from kinerja.rulebook.queries import rule

# What each feature holds on somebody. A table that refers to people and is in none of these
# fails a test.
REGISTRY: tuple[Callable[[int], list[Section]], ...] = (
    people,
    competency,
    documents,
    development,
    appraisal,
    notifications,
    trail,
)
SHOWN = 3  # rows of a section in the summary
PAGE = 10
SINCE_LEAVING = frozenset({"retention.staff_years", "retention.accounts_days"})
Record = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """A section with `total` rows, some or all of them in `rows`; `kept` in words."""

    section: Section
    kept: str
    total: int
    rows: list[Record]


def sections(employee_id: int) -> list[Section]:
    """What can be held on the employee, in the order of the groups."""
    found = [section for feature in REGISTRY for section in feature(employee_id)]
    return sorted(found, key=lambda section: list(Group).index(section.group))


def summary(employee_id: int, *, on: date) -> list[tuple[Group, list[Held]]]:
    """Every section by its group, with how many rows there are and the newest of them."""
    found = [_newest(section, on=on) for section in sections(employee_id)]
    return [(group, list(held)) for group, held in groupby(found, key=lambda h: h.section.group)]


def everything(employee_id: int, *, on: date) -> list[Held]:
    """Every section with all of its rows."""
    return [_whole(section, on=on) for section in sections(employee_id)]


def section_page(key: str, *, of: int, on: date, page: int) -> tuple[Held, Page[Record]]:
    """One section of the employee's data and one page of its rows.

    :raises MissingError: there is no such section.
    """
    section = next((section for section in sections(of) if section.key == key), None)
    if section is None:
        raise MissingError()
    rows = paged(section.rows, page=page, size=PAGE)
    records = Page(_records(section, rows.items), rows.number, rows.size, rows.total)
    return Held(section, kept_words(section.kept, on=on), rows.total, records.items), records


def kept_words(key: str, *, on: date) -> str:
    """How long data of the class are kept, as a sentence."""
    length = span(key, rule(key, on=on))
    if key in SINCE_LEAVING:
        return str(_("Selama bekerja di sini, lalu %(length)s", length=length))
    return str(_("%(length)s sejak dicatat", length=length))


def _newest(section: Section, *, on: date) -> Held:
    statement: Rows = section.rows.add_columns(func.count().over().label("total")).limit(SHOWN)
    found = db.session.execute(statement).all()
    total = found[0].total if found else 0
    return Held(section, kept_words(section.kept, on=on), total, _records(section, found))


def _whole(section: Section, *, on: date) -> Held:
    records = _records(section, db.session.execute(section.rows).all())
    return Held(section, kept_words(section.kept, on=on), len(records), records)


def _records(section: Section, rows: Any) -> list[Record]:
    found = [{key: getattr(row, key) for key in section.columns} for row in rows]
    return [section.shaped(record) for record in found] if section.shaped else found
