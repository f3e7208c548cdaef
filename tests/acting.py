"""Acting leaders of the small office."""

from flask import Flask

from kinerja.people import queries, services
from kinerja.people.models import ActingLeader
from kinerja.people.rules import Standing
from tests import factories
from tests.offices import A_DAY, Office, build_office, hr, today


def build_headless(app: Flask) -> Office:
    """The office whose desk lost its foreman: he has retired."""
    office = build_office(app)
    factories.standing(app, office.foreman, Standing.RETIRED, valid_from=today(app) - 9 * A_DAY)
    factories.settle(app)
    return office


def plt(office: Office, app: Flask, **facts: object) -> ActingLeader:
    on = today(app)
    usual = {"unit_id": office.desk, "holder_id": office.rival, "valid_from": on, "decree": "SPT 1"}
    return services.appoint_plt(**(usual | {"valid_to": on + 9 * A_DAY, "by": hr(office)} | facts))


def plh(office: Office, app: Flask, absent_id: int, **facts: object) -> ActingLeader:
    on = today(app)
    usual = {"holder_id": office.rival, "valid_from": on, "valid_to": on + 9 * A_DAY}
    return services.appoint_plh(
        queries.employee(absent_id), **(usual | {"decree": "SPT 2", "by": hr(office)} | facts)
    )
