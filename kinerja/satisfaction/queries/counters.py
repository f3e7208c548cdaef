"""Services and counters, for whoever looks after them, and the units that have any."""

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import contains_eager

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Unit
from kinerja.people.queries import subtree
from kinerja.permissions import Permission, Viewer
from kinerja.satisfaction.models import Counter, Service


def service_units(search: str = "") -> Select[Unit]:
    """Open units that have a service, or any unit under them has one, by name.

    Closed ones that had a service are only found by a search.
    """
    above = select(Service.unit_id.label("id")).cte("above", recursive=True)
    above = above.union(
        select(Unit.parent_id).join(above, Unit.id == above.c.id).where(Unit.parent_id.is_not(None))
    )
    statement = select(Unit).where(Unit.is_active, Unit.id.in_(select(above.c.id)))
    if search:
        closed = Unit.id.in_(select(Service.unit_id))
        statement = select(Unit).where(
            or_(Unit.is_active & Unit.id.in_(select(above.c.id)), closed),
            _contains(Unit.name, search),
        )
    return statement.order_by(Unit.name, Unit.id)


def closed_units(unit_id: int) -> list[Unit]:
    """Closed units with services of their own that belong to the unit now, by name."""
    below = Unit.id.in_(subtree(unit_id)) & Unit.id.in_(select(Service.unit_id))
    statement = select(Unit).where(below, ~Unit.is_active, Unit.id != unit_id)
    return list(db.session.scalars(statement.order_by(Unit.name, Unit.id)))


def _contains(column: SQLColumnExpression[str], search: str) -> ColumnElement[bool]:
    return func.lower(column).contains(search.lower(), autoescape=True)


def public_unit(unit_id: int) -> Unit:
    """The unit, open or with figures of its past: those of units are nobody's personal data.

    :raises MissingError: there is none
    """
    counted = Unit.is_active | Unit.id.in_(select(Service.unit_id))
    found = db.session.scalar(select(Unit).where(Unit.id == unit_id, counted))
    if found is None:
        raise MissingError()
    return found


def counters(to: Viewer, search: str = "") -> Select[Counter]:
    """The counters of running services that the viewer looks after, by unit, service and name."""
    unit = contains_eager(Counter.service).contains_eager(Service.unit)
    statement = (
        select(Counter)
        .join(Counter.service)
        .join(Service.unit)
        .where(Service.unit_id.in_(to.units(Permission.MANAGE_COUNTERS)), Service.is_active)
        .options(unit.joinedload(Unit.parent))
    )
    if search:
        found = [_contains(name, search) for name in (Counter.name, Service.name, Unit.name)]
        statement = statement.where(found[0] | found[1] | found[2])
    return statement.order_by(Unit.name, Service.name, Counter.name)


def services(to: Viewer, search: str = "") -> Select[Service]:
    """The services that the viewer looks after, by unit and name."""
    statement = (
        select(Service)
        .join(Service.unit)
        .where(Service.unit_id.in_(to.units(Permission.MANAGE_COUNTERS)))
        .options(contains_eager(Service.unit).joinedload(Unit.parent))
    )
    if search:
        statement = statement.where(_contains(Service.name, search) | _contains(Unit.name, search))
    return statement.order_by(Unit.name, Service.name)


def running_services(unit_id: int) -> list[str]:
    """Names of the services that the unit itself offers now."""
    statement = select(Service.name).where(Service.unit_id == unit_id, Service.is_active)
    return list(db.session.scalars(statement.order_by(Service.name)))


def has_service(unit_id: int, name: str) -> bool:
    """Whether the unit offers a service of this name."""
    same = select(Service.id).where(Service.unit_id == unit_id, Service.name == name)
    return db.session.scalar(same) is not None


def has_counter(service_id: int, name: str) -> bool:
    """Whether the service has a counter of this name."""
    same = select(Counter.id).where(Counter.service_id == service_id, Counter.name == name)
    return db.session.scalar(same) is not None


def visible_counter(counter_id: int, *, to: Viewer) -> Counter:
    """The counter, when the viewer looks after its unit.

    :raises MissingError: there is none, or not for this viewer
    """
    found = db.session.scalar(counters(to).where(Counter.id == counter_id))
    if found is None:
        raise MissingError()
    return found


def visible_service(service_id: int, *, to: Viewer) -> Service:
    """The service, when the viewer looks after its unit.

    :raises MissingError: there is none, or not for this viewer
    """
    found = db.session.get(Service, service_id)
    if found is None or found.unit_id not in to.units(Permission.MANAGE_COUNTERS):
        raise MissingError()
    return found
