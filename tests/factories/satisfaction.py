"""Services and counters."""

from flask import Flask

from kinerja import clock
from kinerja.satisfaction.models import Counter, Service
from tests.factories.base import numbers, save
from tests.factories.people import unit


def service(
    app: Flask,
    *,
    unit_id: int | None = None,
    name: str | None = None,
    population: int | None = None,
) -> int:
    """Something that a unit offers."""
    name = name or f"Layanan Contoh {next(numbers)}"
    return save(app, Service(unit_id=unit_id or unit(app), name=name, population=population))


def counter(app: Flask, *, service_id: int | None = None, name: str | None = None) -> int:
    """Where a service is given."""
    number = next(numbers)
    with app.app_context():
        now = clock.now()
    return save(
        app,
        Counter(
            service_id=service_id or service(app),
            name=name or f"Loket {number}",
            token=f"rahasia-loket-{number:08}",
            created_at=now,
        ),
    )
