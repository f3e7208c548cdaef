"""Employees: one person, the line of supervisors, and lists for whoever keeps the staff."""

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee, Position
from kinerja.people.queries.units import subtree
from kinerja.people.rules import JobLevel, digits
from kinerja.permissions import Permission, Viewer


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


def superiors(employee_id: int) -> list[int]:
    """Ids upward along the line, the employee's own first; ends even on a circle."""
    start = select(Employee.id.label("id"), Employee.supervisor_id.label("above"))
    line = start.where(Employee.id == employee_id).cte("line", recursive=True)
    line = line.union(
        select(Employee.id, Employee.supervisor_id).join(line, Employee.id == line.c.above)
    )
    return list(db.session.scalars(select(line.c.id)))


def visible_employee(employee_id: int, *, to: Viewer) -> Employee:
    """The person, for whoever keeps the staff of the unit, and for the direct supervisor.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = employee(employee_id)
    if found.id in to.direct_reports or found.unit_id in to.units(Permission.VIEW_STAFF):
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


def staff(
    *, to: Viewer, search: str = "", unit_id: int | None = None, job_level: JobLevel | None = None
) -> Select[Employee]:
    """Active people whom the viewer keeps or leads, filtered, by name.

    Unit and position come along.
    """
    theirs = Employee.unit_id.in_(to.units(Permission.VIEW_STAFF))
    statement = (
        select(Employee)
        .join(Employee.unit)
        .join(Employee.position)
        .options(contains_eager(Employee.unit), contains_eager(Employee.position))
        .where(Employee.is_active, or_(theirs, Employee.id.in_(to.direct_reports)))
        .order_by(Employee.name, Employee.id)
    )
    if search.strip():
        statement = statement.where(named(search))
    if unit_id is not None:
        statement = statement.where(Employee.unit_id.in_(subtree(unit_id)))
    if job_level is not None:
        statement = statement.where(Position.job_level == job_level)
    return statement


def named(search: str) -> ColumnElement[bool]:
    """The condition on employees that the name or the beginning of the NIP is searched for."""
    by_name = Employee.name.icontains(" ".join(search.split()), autoescape=True)
    number = digits(search)
    if not (number.isascii() and number.isdigit()):
        return by_name
    return or_(by_name, Employee.nip.startswith(number))


def positions_by_title() -> list[Position]:
    """Every position, by title."""
    return list(db.session.scalars(select(Position).order_by(Position.title)))
