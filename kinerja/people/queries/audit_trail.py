"""The audit trail for those who watch over it: searched, page by page, with names to the numbers.

Pages go by sequence numbers, never by counting: the table grows to millions of rows.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select

from kinerja import audit, clock
from kinerja.audit import Check, Entry
from kinerja.audit.labels import grouped_actions
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee, Position, Unit
from kinerja.people.queries.identity import with_identity
from kinerja.people.queries.staff import named
from kinerja.permissions import Permission, Viewer

PAGE = 50
CAP = 10_000  # rows of one spreadsheet
SUBJECT = re.compile(r"[a-z][a-z_]*:.+")
NAMED_FIELDS = {
    "unit": Unit.name,
    "unit_id": Unit.name,
    "parent": Unit.name,
    "parent_id": Unit.name,
    "position": Position.title,
    "position_id": Position.title,
    "supervisor": Employee.name,
    "superior": Employee.name,
    "superior_id": Employee.name,
    "employee_id": Employee.name,
}


class TooManyRowsError(DomainError):
    """More entries than a spreadsheet of ours takes."""


@dataclass(frozen=True)
class TrailFilter:
    """What the trail is narrowed to. `action` is an act or a group; `until` counts whole days."""

    who: str = ""
    action: str = ""
    about: str = ""
    since: date | None = None
    until: date | None = None
    request: str = ""


@dataclass(frozen=True)
class Trail:
    """One page, the newest first, and from which number on older and newer ones follow."""

    entries: Sequence[Entry]
    names: Mapping[int, str]
    older: int | None
    newer: int | None


def trail(
    chosen: TrailFilter, *, to: Viewer, before: int | None = None, after: int | None = None
) -> Trail:
    """The entries before a number, or after it, else the newest. Three queries."""
    statement = _narrowed(chosen, to)
    if after is not None:
        later = statement.where(Entry.seq > after).order_by(Entry.seq).limit(PAGE + 1)
        found = list(db.session.scalars(later))
        more, entries = len(found) > PAGE, found[:PAGE][::-1]
        return _page(entries, older=bool(entries), newer=more)
    if before is not None:
        statement = statement.where(Entry.seq < before)
    found = list(db.session.scalars(statement.order_by(Entry.seq.desc()).limit(PAGE + 1)))
    return _page(found[:PAGE], older=len(found) > PAGE, newer=before is not None)


def _page(entries: list[Entry], *, older: bool, newer: bool) -> Trail:
    return Trail(
        entries=entries,
        names=names_of(entries),
        older=entries[-1].seq if older and entries else None,
        newer=entries[0].seq if newer and entries else None,
    )


def all_entries(chosen: TrailFilter, *, to: Viewer) -> Trail:
    """Everything found, for a spreadsheet.

    :raises TooManyRowsError: it is more than a spreadsheet takes.
    """
    statement = _narrowed(chosen, to).order_by(Entry.seq.desc()).limit(CAP + 1)
    found = list(db.session.scalars(statement))
    if len(found) > CAP:
        raise TooManyRowsError(
            _(
                "Lebih dari %(cap)s catatan. Persempit saringan, misalnya dengan periode yang "
                "lebih pendek, lalu unduh lagi.",
                cap=CAP,
            )
        )
    return _page(found, older=False, newer=False)


def visible_entry(seq: int, *, to: Viewer) -> Entry:
    """One entry.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = db.session.scalar(_narrowed(TrailFilter(), to).where(Entry.seq == seq))
    if found is None:
        raise MissingError()
    return found


def names_of(entries: Iterable[Entry]) -> dict[int, str]:
    """The names of who acted and whom it concerned. One query."""
    people = {person for one in entries for person in (one.actor_id, one.about_id) if person}
    rows = db.session.scalars(select(Employee).where(Employee.id.in_(people)))
    return {person.id: person.full_name for person in rows}


def _narrowed(chosen: TrailFilter, to: Viewer) -> Select[Entry]:
    return select(Entry).where(*_scope(to), *_conditions(chosen))


def _scope(to: Viewer) -> list[ColumnElement[bool]]:
    """Who watches over the whole agency sees everything; else what was done by or to the staff."""
    units = to.units(Permission.VIEW_AUDIT)
    roots = set(db.session.scalars(select(Unit.id).where(Unit.parent_id.is_(None), Unit.is_active)))
    if roots <= units:
        return []
    staff = select(Employee.id).where(Employee.unit_id.in_(units))
    return [or_(Entry.actor_id.in_(staff), Entry.about_id.in_(staff))]


def _conditions(chosen: TrailFilter) -> Iterable[ColumnElement[bool]]:
    if chosen.who:
        yield Entry.actor_id.in_(select(Employee.id).where(named(chosen.who)))
    if chosen.action:
        # Beside a person or a thing the act's own index would only lead through more entries.
        narrow = chosen.who or chosen.about or chosen.request
        action = func.coalesce(Entry.action, "") if narrow else Entry.action
        yield action.in_(grouped_actions().get(chosen.action, [chosen.action]))
    if SUBJECT.fullmatch(chosen.about):
        yield Entry.subject == chosen.about
    elif chosen.about:
        yield Entry.about_id.in_(select(Employee.id).where(named(chosen.about)))
    if chosen.since:
        yield Entry.at >= _midnight(chosen.since)
    if chosen.until:
        yield Entry.at < _midnight(chosen.until + timedelta(days=1))
    if chosen.request:
        yield Entry.request == chosen.request


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.zone())


def last_check() -> Check | None:
    """The latest look at the chain."""
    return audit.last_check()


@dataclass(frozen=True)
class Detail:
    """What an entry tells: the changed facts, why, and the rest, with numbers turned to names."""

    changes: list[tuple[str, Any, Any]]
    why: str
    others: list[tuple[str, Any]]


def detail(entry: Entry) -> Detail:
    """The entry's details. At most one query for each kind of name."""
    told: dict[str, Any] = with_identity(json.loads(entry.details))
    before, after = told.pop("before", None) or {}, told.pop("after", None) or {}
    why = told.pop("why", None) or told.pop("reason", None) or ""
    facts = [*before.items(), *after.items(), *told.items()]
    named_values = _named_values(facts)

    def text(field: str, value: Any) -> Any:
        return named_values.get((field, value), value) if isinstance(value, int) else value

    return Detail(
        changes=[
            (name, text(name, before.get(name)), text(name, after.get(name)))
            for name in dict.fromkeys([*before, *after])
        ],
        why=str(why),
        others=[(name, text(name, value)) for name, value in told.items()],
    )


def _named_values(facts: Iterable[tuple[str, Any]]) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for field, value in facts:
        if field in NAMED_FIELDS and type(value) is int:
            wanted.setdefault(field, set()).add(value)
    found: dict[tuple[str, int], str] = {}
    for field, ids in wanted.items():
        column = NAMED_FIELDS[field]
        model = column.class_
        rows = db.session.execute(select(model.id, column).where(model.id.in_(ids)))
        found |= {(field, row_id): name for row_id, name in rows}
    return found
