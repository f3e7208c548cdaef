"""Services and counters: adding them, correcting a service, giving a counter a new link."""

import secrets

from flask_babel import lazy_gettext as _l

from kinerja import audit, clock
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.permissions import Permission, Viewer, may
from kinerja.rulebook.queries import rule
from kinerja.satisfaction import queries
from kinerja.satisfaction.models import Counter, Service
from kinerja.satisfaction.rules import minimum_sample

TOKEN_BYTES = 24


class NameTakenError(DomainError):
    """The unit has a service of this name, or the service such a counter."""


def _check_name(*, taken: bool) -> None:
    if taken:
        raise NameTakenError(_l("Nama ini sudah dipakai. Pilih nama lain."))


def add_service(*, unit_id: int, name: str, population: int | None, by: Viewer) -> Service:
    """Let a unit offer a service; `population` in users a year, None when not known yet.

    :raises MissingError: the unit isn't one that the viewer looks after
    :raises NameTakenError: the unit has such a service
    """
    if not may(by, Permission.MANAGE_COUNTERS, unit_id):
        raise MissingError()
    _check_population(population)
    _check_name(taken=queries.has_service(unit_id, name))
    service = Service(unit_id=unit_id, name=name, population=population)
    db.session.add(service)
    db.session.flush()
    facts = {"name": name, "population": population, "unit": unit_id}
    audit.record("service.added", service, by=by.employee_id, after=facts)
    return service


def _check_population(population: int | None) -> None:
    if population is not None:
        minimum_sample(population, **rule("skm.sample", on=clock.today()))


def change_service(
    service: Service, *, name: str, population: int | None, is_active: bool, by: Viewer
) -> None:
    """Correct a service's name or its number of users a year, end it or let it go on.

    The counters of an ended service accept nothing more; what was said of it stays.

    :raises NameTakenError: the unit has another service of this name
    """
    names = ("name", "population", "is_active")
    before = {key: getattr(service, key) for key in names}
    _check_population(population)
    _check_name(taken=name != service.name and queries.has_service(service.unit_id, name))
    service.name, service.population, service.is_active = name, population, is_active
    db.session.flush()
    after = {"name": name, "population": population, "is_active": is_active}
    audit.record("service.changed", service, by=by.employee_id, before=before, after=after)


def add_counter(*, service_id: int, name: str, by: Viewer) -> Counter:
    """Open a counter with a secret link of its own.

    :raises MissingError: the service isn't one that the viewer looks after
    :raises NameTakenError: the service has such a counter
    """
    service = queries.visible_service(service_id, to=by)
    _check_name(taken=queries.has_counter(service_id, name))
    counter = Counter(service=service, name=name, token=new_token(), created_at=clock.now())
    db.session.add(counter)
    db.session.flush()
    audit.record("counter.added", counter, by=by.employee_id, after={"name": name})
    return counter


def rotate_link(counter: Counter, *, by: Viewer) -> None:
    """Give the counter a new link; the old one is nobody's from now on."""
    counter.token = new_token()
    db.session.flush()
    audit.record("counter.link-rotated", counter, by=by.employee_id)


def new_token() -> str:
    """The secret of a link, 192 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)
