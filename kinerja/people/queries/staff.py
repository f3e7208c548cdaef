"""Employees: one person, the line of supervisors, and lists for whoever keeps the staff."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee, Position, Unit
from kinerja.people.queries.units import subtree
from kinerja.people.rules import AWAY, GONE, JobClass, JobLevel, Standing, digits
from kinerja.permissions import Permission, Viewer

LEAST_LETTERS = 3
MOST_CANDIDATES = 10


def employee(employee_id: int) -> Employee:
    """The employee with unit, position and supervisor, whoever asks.

    :raises MissingError: there is none.
    """
    found = db.session.scalar(_with_relations().where(Employee.id == employee_id))
    if found is None:
        raise MissingError()
    return found


def employee_by_nip(nip: str) -> Employee | None:
    """The employee with this number, spaces ignored."""
    return db.session.scalar(_with_relations().where(Employee.nip == digits(nip)))


def _with_relations() -> Select[Employee]:
    return select(Employee).options(
        joinedload(Employee.unit), joinedload(Employee.position), joinedload(Employee.supervisor)
    )


def direct_reports(employee_id: int) -> list[Employee]:
    """Active employees whose direct supervisor this is, by name."""
    statement = _with_relations().where(Employee.supervisor_id == employee_id, Employee.is_active)
    return list(db.session.scalars(statement.order_by(Employee.name, Employee.id)))


def visible_employee(employee_id: int, *, to: Viewer) -> Employee:
    """The person, for whoever keeps the staff of the unit, and for the direct supervisor.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = employee(employee_id)
    led = found.supervisor_id == to.employee_id and found.standing not in GONE
    if led or found.id in to.direct_reports or found.unit_id in to.units(Permission.VIEW_STAFF):
        return found
    raise MissingError()


def editable_employee(employee_id: int, *, to: Viewer) -> Employee:
    """The person, for whoever may change the staff of the unit.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = employee(employee_id)
    if found.unit_id in to.units(Permission.EDIT_STAFF):
        return found
    raise MissingError()


@dataclass(frozen=True)
class StaffFilter:
    """What the list is narrowed to. No `standings`: whatever they are; `unled`: nobody above."""

    search: str = ""
    unit_id: int | None = None
    job_level: JobLevel | None = None
    job_class: JobClass | None = None
    standings: frozenset[Standing] | None = frozenset({Standing.ACTIVE})
    unled: bool = False


def staff(chosen: StaffFilter | None = None, *, to: Viewer) -> Select[Employee]:
    """People whom the viewer keeps or leads, filtered, by name; without more said the active ones.

    Unit and position come along.
    """
    return (
        select(Employee)
        .join(Employee.unit)
        .join(Employee.position)
        .options(contains_eager(Employee.unit), contains_eager(Employee.position))
        .where(_kept_or_led(to), *_narrowed(chosen or StaffFilter(), to))
        .order_by(Employee.name, Employee.id)
    )


def _kept_or_led(to: Viewer) -> ColumnElement[bool]:
    """In the units of the viewer, or led by the viewer, also while they are not counted."""
    return or_(
        Employee.unit_id.in_(to.units(Permission.VIEW_STAFF)),
        is_led_by(to),
    )


def is_led_by(leader: Viewer) -> ColumnElement[bool]:
    """The condition on employees that this person leads them, also while they are away."""
    still_here = and_(Employee.supervisor_id == leader.employee_id, Employee.standing.not_in(GONE))
    return or_(Employee.id.in_(leader.direct_reports), still_here)


def _narrowed(chosen: StaffFilter, to: Viewer) -> Iterator[ColumnElement[bool]]:
    yield Employee.forgotten_at.is_(None)
    if chosen.search.strip():
        yield named(chosen.search)
    if chosen.unit_id is not None:
        yield Employee.unit_id.in_(subtree(chosen.unit_id))
    if chosen.job_level is not None:
        yield Position.job_level == chosen.job_level
    if chosen.job_class is not None:
        levels = [level for level in JobLevel if level.job_class is chosen.job_class]
        yield Position.job_level.in_(levels)
    if chosen.unled:
        yield _unled()
    yield from _in_standing(chosen.standings, to)


def _in_standing(
    standings: frozenset[Standing] | None, to: Viewer
) -> Iterator[ColumnElement[bool]]:
    """Why somebody is away is told, even by a filter, only to whoever keeps the person's data."""
    if standings is None:
        return
    yield Employee.standing.in_(standings)
    if standings & AWAY not in (frozenset(), AWAY):
        kept = Employee.unit_id.in_(to.units(Permission.EDIT_STAFF))
        yield or_(Employee.standing.not_in(AWAY), kept)


def _unled() -> ColumnElement[bool]:
    """Active people for whom no superior can be found, but the head of the agency."""
    heads_agency = Position.leads_unit & Unit.parent_id.is_(None)
    return and_(Employee.is_active, Employee.supervisor_id.is_(None), ~heads_agency)


def unled_count(*, to: Viewer) -> int:
    """How many people of the units that the viewer keeps have no superior."""
    statement = (
        select(func.count(Employee.id))
        .join(Employee.unit)
        .join(Employee.position)
        .where(_unled(), Employee.unit_id.in_(to.units(Permission.EDIT_STAFF)))
    )
    return db.session.scalar(statement) or 0


def candidates(search: str, *, without: int | None = None) -> list[Employee]:
    """Active people of the whole agency to choose from, by name: the first few that are meant.

    A number only when it is written in full, since it holds the day of birth.
    """
    wanted = " ".join(search.split())
    if len(wanted) < LEAST_LETTERS:
        return []
    by_name = Employee.name.icontains(wanted, autoescape=True)
    meant = or_(by_name, Employee.nip == digits(wanted))
    statement = _with_relations().where(meant, Employee.is_active)
    if without is not None:
        statement = statement.where(Employee.id != without)
    ordered = statement.order_by(Employee.name, Employee.id).limit(MOST_CANDIDATES)
    return list(db.session.scalars(ordered))


def named(search: str) -> ColumnElement[bool]:
    """The condition on employees that the name or the beginning of the NIP is searched for."""
    by_name = Employee.name.icontains(" ".join(search.split()), autoescape=True)
    number = digits(search)
    if not (number.isascii() and number.isdigit()):
        return by_name
    return or_(by_name, Employee.nip.startswith(number))
