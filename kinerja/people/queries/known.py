"""What an import is compared with, in eight queries, whatever the number of people."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from kinerja.extensions import db
from kinerja.people.models import (
    ActingLeader,
    Employee,
    Position,
    Posting,
    ReportingLine,
    Unit,
)
from kinerja.people.queries.lines import held_on
from kinerja.people.rules import ActingKind, JobLevel, LineKind
from kinerja.people.rules.imports import Known, Person, Place, Post, SetLine

PERSON = (
    Employee.id,
    Employee.nip,
    Employee.kind,
    Employee.grade,
    Employee.name,
    Employee.title_before,
    Employee.title_after,
    Employee.email,
    Employee.phone,
    Employee.unit_id,
    Employee.position_id,
    Employee.standing,
)


def known_staff(*, scope: frozenset[int], on: date) -> Known:
    """Everybody with their places and superiors, and the names that files may use."""
    units = {row.id: row for row in _rows(Unit.id, Unit.name, Unit.parent_id, Unit.is_active)}
    lines, other_lines = _lines(on)
    return Known(
        people={person.nip: person for person in map(Person._make, _rows(*PERSON))},
        units={unit.id: unit.name for unit in units.values() if unit.is_active},
        posts=_posts(),
        places=_places(),
        lines=lines,
        other_lines=other_lines,
        parents={unit.id: unit.parent_id for unit in units.values()},
        acting=_acting(on),
        scope=scope & {unit.id for unit in units.values() if unit.is_active},
    )


def _rows(*columns: Any, where: Any = None, order: Any = None) -> Iterable[Any]:
    statement = select(*columns)
    if where is not None:
        statement = statement.where(where)
    return db.session.execute(statement.order_by(order) if order is not None else statement)


def _posts() -> dict[int, Post]:
    rank = {level: level.rank for level in JobLevel}
    columns = (
        Position.id,
        Position.title,
        Position.leads_unit,
        Position.job_level,
        Position.is_active,
    )
    return {
        row.id: Post(row.title, row.leads_unit, rank[row.job_level], row.is_active)
        for row in _rows(*columns)
    }


def _places() -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = defaultdict(list)
    columns = (
        Posting.employee_id,
        Posting.id,
        Posting.unit_id,
        Posting.position_id,
        Posting.valid_from,
        Posting.valid_to,
        Posting.cut_until,
    )
    for employee_id, *facts in _rows(*columns, order=Posting.valid_from):
        found[employee_id].append(Place._make(facts))
    return dict(found)


def _lines(on: date) -> tuple[dict[int, list[SetLine]], dict[int, list[SetLine]]]:
    """The supervisors of all times, and the raters that hold on the day or later."""
    supervisors: dict[int, list[SetLine]] = defaultdict(list)
    raters: dict[int, list[SetLine]] = defaultdict(list)
    columns = (
        ReportingLine.employee_id,
        ReportingLine.id,
        ReportingLine.superior_id,
        ReportingLine.valid_from,
        ReportingLine.valid_to,
        ReportingLine.cut_until,
        ReportingLine.kind,
    )
    for employee_id, *facts in _rows(*columns, order=ReportingLine.valid_from):
        line = SetLine._make(facts)
        if line.kind is LineKind.SUPERVISOR:
            supervisors[employee_id].append(line)
        elif line.valid_to is None or line.valid_to >= on:
            raters[employee_id].append(line)
    return dict(supervisors), dict(raters)


def _acting(on: date) -> dict[int, int]:
    holds = held_on(ActingLeader, on) & (ActingLeader.kind == ActingKind.PLT)
    rows = _rows(
        ActingLeader.unit_id, ActingLeader.employee_id, where=holds, order=ActingLeader.valid_from
    )
    return {row.unit_id: row.employee_id for row in rows}
