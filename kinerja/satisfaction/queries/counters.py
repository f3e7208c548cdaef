"""Services and counters, for whoever looks after them, and the units that have any."""

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, select
from sqlalchemy.orm import contains_eager

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Unit
from kinerja.permissions import Permission, Viewer
from kinerja.satisfaction.models import Counter, Service


def service_units(search: str = "") -> Select[Unit]:
    """Active units that have a service, or any unit under them has one, by name."""
    above = select(Service.unit_id.label("id")).cte("above", recursive=True)
    above = above.union(
        select(Unit.parent_id).join(above, Unit.id == above.c.id).where(Unit.parent_id.is_not(None))
    )
    statement = select(Unit).where(Unit.is_active, Unit.id.in_(select(above.c.id)))
    if search:
        statement = statement.where(_contains(Unit.name, search))
    return statement.order_by(Unit.name, Unit.id)


def _contains(column: SQLColumnExpression[str], search: str) -> ColumnElement[bool]:
    return func.lower(column).contains(search.lower(), autoescape=True)


def public_unit(unit_id: int) -> Unit:
    """The active unit, whoever asks: figures of units are nobody's personal data.

    :raises MissingError: there is none
    """
    found = db.session.scalar(select(Unit).where(Unit.id == unit_id, Unit.is_active))
    if found is None:
        raise MissingError()
    return found


def counters(to: Viewer, search: str = "") -> Select[Counter]:
    """The counters that the viewer looks after, by unit, service and name."""
    statement = (
        select(Counter)
        .join(Counter.service)
        .join(Service.unit)
        .where(Service.unit_id.in_(to.units(Permission.MANAGE_COUNTERS)))
        .options(contains_eager(Counter.service).contains_eager(Service.unit))
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
        .options(contains_eager(Service.unit))
    )
    if search:
        statement = statement.where(_contains(Service.name, search) | _contains(Unit.name, search))
    return statement.order_by(Unit.name, Service.name)


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
