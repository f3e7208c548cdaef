"""Present levels as they follow from the records, for any number of people in one statement."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, func, select, true, union

from kinerja.competency.models import Competency, Present, Record
from kinerja.competency.queries import editions
from kinerja.competency.rules import RecordKind
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.rulebook.queries import rule

# The columns of the summary, in the order in which `derived` gives them.
SUMMARY = ("employee_id", "competency_id", "level", "kind", "record_id", "on", "valid_until")


def ranks(*, on: date) -> dict[str, int]:
    """The place of each kind of record on the day, 1 first."""
    found: dict[str, int] = rule("competency.record_priority", on=on)
    return found


def validity_months(kind: RecordKind, *, on: date) -> int:
    """For how many months a record of the kind holds that is made on the day."""
    if kind in (RecordKind.SELF, RecordKind.ASSESSOR):
        months: int = rule(f"competency.{kind.value}_valid_months", on=on)
    else:
        months = rule("competency.record_validity_months", on=on)[kind.value]
    return months


def reach() -> CTE:
    """Pairs (competency_id, for_id): records of the first count for the second, which is itself
    or a successor.
    """
    base = select(Competency.id.label("competency_id"), Competency.id.label("for_id"))
    pairs = base.cte("reach", recursive=True)
    following = (
        select(pairs.c.competency_id, Competency.successor_id)
        .join(Competency, Competency.id == pairs.c.for_id)
        .where(Competency.successor_id.is_not(None))
    )
    return pairs.union(following)


def in_force(*, on: date) -> Select[int]:
    """The ids of the competencies of the editions that hold on the day."""
    return select(Competency.id).where(Competency.edition_id.in_(editions.in_force(on)))


def held(on: date) -> ColumnElement[bool]:
    """The condition on records that they count on the day."""
    ended = and_(Record.valid_until.is_not(None), Record.valid_until < on)
    return and_(Record.voided_at.is_(None), Record.on <= on, ~ended)


def derived(*, on: date, whose: ColumnElement[bool] | None = None) -> Select[*tuple[Any, ...]]:
    """Rows of SUMMARY as the rule makes them from the records: the kind of the lowest rank, of
    it the latest.
    """
    pairs, places = reach(), ranks(on=on)
    rank = case(*((Record.kind == kind, places[kind]) for kind in RecordKind))
    place = func.row_number().over(
        partition_by=(Record.employee_id, pairs.c.for_id),
        order_by=(rank, Record.on.desc(), Record.id.desc()),
    )
    ranked = (
        select(
            Record.employee_id,
            pairs.c.for_id.label("competency_id"),
            Record.level,
            Record.kind,
            Record.id.label("record_id"),
            Record.on,
            Record.valid_until,
            place.label("place"),
        )
        .join(pairs, pairs.c.competency_id == Record.competency_id)
        .where(held(on), true() if whose is None else whose)
        .subquery()
    )
    return select(*(ranked.c[name] for name in SUMMARY)).where(ranked.c.place == 1)


def strayed(*, on: date) -> Sequence[int]:
    """The people whose summary is not what follows from their records on the day: something has
    expired, or the order of the kinds has changed. Unit by unit. One statement.
    """
    right = derived(on=on).subquery()
    same = and_(
        right.c.employee_id == Present.employee_id,
        right.c.competency_id == Present.competency_id,
        right.c.record_id == Present.record_id,
    )
    lacking = select(right.c.employee_id).outerjoin(Present, same)
    beyond = select(Present.employee_id).outerjoin(right, same)
    wrong = union(
        lacking.where(Present.record_id.is_(None)), beyond.where(right.c.record_id.is_(None))
    ).subquery()
    people = select(Employee.id).join(wrong, wrong.c.employee_id == Employee.id)
    return db.session.scalars(people.order_by(Employee.unit_id, Employee.id)).all()


def expiring(employee_id: int, *, on: date, until: date) -> tuple[int, date | None, int]:
    """How many of somebody's present levels end by the day and the first day on which one does;
    and in how many competencies a level has expired that nothing follows. Two queries.
    """
    ends = select(func.count(), func.min(Present.valid_until)).where(
        Present.employee_id == employee_id, Present.valid_until.between(on, until)
    )
    soon, first = db.session.execute(ends).one()
    pairs = reach()
    has = select(Present.competency_id).where(Present.employee_id == employee_id)
    heads = (
        select(func.count(pairs.c.for_id.distinct()))
        .join(Record, Record.competency_id == pairs.c.competency_id)
        .join(Competency, Competency.id == pairs.c.for_id)
        .where(
            Record.employee_id == employee_id,
            Record.voided_at.is_(None),
            Competency.id.in_(in_force(on=on)),
            pairs.c.for_id.not_in(has),
        )
    )
    return soon, first, db.session.scalar(heads) or 0
