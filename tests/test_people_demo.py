"""The demo shows people in time: standings, acting leaders, an override, a move, a plan."""

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import (
    ActingLeader,
    Employee,
    Posting,
    ReportingLine,
    StandingPeriod,
)
from kinerja.people.queries import StaffFilter
from kinerja.people.rules import ActingKind, LineKind, LineSource, Standing
from kinerja.permissions import Role
from tests.roles import demo_nip, demo_viewer


def star(app: Flask, role: Role) -> Employee:
    """Ask inside of a context."""
    found = queries.employee_by_nip(demo_nip(app, role))
    assert found is not None
    return found


def test_the_demo_is_settled(demo_app: Flask) -> None:
    with demo_app.app_context():
        assert services.settle(on=clock.today()) == 0
        db.session.rollback()


def test_every_standing_is_somebodys(demo_app: Flask) -> None:
    with demo_app.app_context():
        held = set(db.session.scalars(select(Employee.standing)))
        assert held == set(Standing)
        today = clock.today()
        coming = db.session.scalars(
            select(StandingPeriod).where(StandingPeriod.valid_from > today)
        ).all()
        assert [period.standing for period in coming] == [Standing.RETIRED]


def test_somebody_stands_in_for_the_demo_supervisors_superior(demo_app: Flask) -> None:
    deputy = demo_viewer(demo_app, Role.UNIT_ADMIN)
    with demo_app.app_context():
        today, boss = clock.today(), star(demo_app, Role.SUPERVISOR)
        (found,) = queries.standing_in(star(demo_app, Role.UNIT_ADMIN).id, on=today)
        assert (found.kind, found.absent_id) == (ActingKind.PLH, boss.supervisor_id)
        assert boss.id in deputy.direct_reports
        assert deputy.employee_id not in deputy.direct_reports
        kinds = set(db.session.scalars(select(ActingLeader.kind)))
        assert kinds == set(ActingKind)


def test_lines_are_set_only_where_they_differ_from_the_units(demo_app: Flask) -> None:
    with demo_app.app_context():
        boss = star(demo_app, Role.SUPERVISOR)
        reasons = db.session.scalars(
            select(ReportingLine).where(ReportingLine.reason.is_not(None))
        ).all()
        assert {line.kind for line in reasons} == {LineKind.SUPERVISOR, LineKind.RATER}
        assert boss.id in {line.superior_id for line in reasons}
        found = queries.structure(on=clock.today())
        sources = {
            line.source
            for person in found.places
            if (line := found.line(person, LineKind.SUPERVISOR)) is not None
        }
        assert sources == {LineSource.SET, LineSource.DERIVED, LineSource.ACTING}


def test_somebody_came_from_another_office_and_can_be_sent_back(demo_app: Flask) -> None:
    with demo_app.app_context():
        moved = db.session.scalars(select(Posting).where(Posting.cut_until.is_not(None))).all()
        assert {posting.valid_to for posting in moved} == {None}


@pytest.mark.parametrize("role", [Role.HR, Role.UNIT_ADMIN])
def test_only_the_agencys_head_has_nobody_above(demo_app: Flask, role: Role) -> None:
    to = demo_viewer(demo_app, role)
    with demo_app.app_context():
        assert queries.unled_count(to=to) == 0
        unled = queries.staff(StaffFilter(unled=True), to=to)
        assert db.session.scalars(unled).all() == []
