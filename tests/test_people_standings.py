"""Leaving, being away, coming back: what it ends, what it names, who is told why."""

import json

import pytest
from flask import Flask
from sqlalchemy import func, select

from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import ActingLeader, LoginSession, RoleGrant, StandingPeriod
from kinerja.people.rules import AWAY, GONE, Standing
from kinerja.people.services import (
    EmployeeRefusedError,
    EndBeforeStartError,
    LaterEntryError,
)
from kinerja.permissions import Role
from tests import factories
from tests.offices import (
    A_DAY,
    Office,
    audited,
    build_office,
    hr,
    person,
    superiors,
    today,
)
from tests.staff import SignedIn

ACTIVE, STUDY, UNPAID, DISCIPLINED, RETIRED, MOVED, LEFT = Standing


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


def change(
    office: Office, app: Flask, employee_id: int, standing: Standing, **facts: object
) -> StandingPeriod:
    usual = {"valid_from": today(app), "valid_to": None, "decree": "SK 9", "by": hr(office)}
    return services.change_standing(
        queries.employee(employee_id), standing=standing, **(usual | facts)
    )


def test_every_standing_either_leaves_for_good_or_is_away() -> None:
    assert set(Standing) == GONE | AWAY | {ACTIVE}


@pytest.mark.parametrize("standing", [STUDY, UNPAID, DISCIPLINED])
def test_who_is_away_is_not_counted_and_comes_back_by_the_day(
    app: Flask, office: Office, standing: Standing
) -> None:
    on = today(app)
    with app.test_request_context():
        change(office, app, office.clerk, standing, valid_to=on + 9 * A_DAY)
        db.session.commit()
        assert person(app, office.clerk).standing is standing
        facts = json.loads(audited("employee.standing_changed")[0].details)
        assert (facts["after"]["standing"], facts["reason"]) == (standing, "SK 9")
        services.settle(on=on + 10 * A_DAY)
        assert person(app, office.clerk).is_active


@pytest.mark.parametrize("standing", sorted(GONE))
def test_who_leaves_is_signed_out_and_loses_roles_and_leaderships(
    app: Flask, office: Office, signed_in: SignedIn, standing: Standing
) -> None:
    on = today(app)
    factories.grant(app, office.foreman, Role.TRAINER, office.office)
    coming = factories.grant(
        app, office.foreman, Role.LEADER, office.root, valid_from=on + 9 * A_DAY
    )
    over = factories.grant(app, office.foreman, Role.PPID, office.root, valid_to=on - 99 * A_DAY)
    factories.acting(
        app, office.foreman, absent_id=office.chief, valid_from=on - A_DAY, valid_to=on + A_DAY
    )
    factories.acting(
        app, office.clerk, absent_id=office.foreman, valid_from=on + A_DAY, valid_to=on + 2 * A_DAY
    )
    client = signed_in(office.foreman)
    assert client.get("/beranda").status_code == 200
    with app.test_request_context():
        change(office, app, office.foreman, standing)
        db.session.commit()
        assert db.session.scalar(select(func.count(LoginSession.id))) == 0
        ends = dict(
            db.session.execute(
                select(RoleGrant.id, RoleGrant.valid_to).where(
                    RoleGrant.employee_id == office.foreman
                )
            ).all()
        )
        assert ends.pop(over) == on - 99 * A_DAY
        assert ends.pop(coming) == on + 9 * A_DAY  # never held: the person cannot sign in
        assert set(ends.values()) == {on - A_DAY}
        assert list(db.session.scalars(select(ActingLeader.valid_to))) == [on - A_DAY]
        assert person(app, office.clerk).supervisor_id == office.chief
        assert superiors(office.foreman, on) == [None, None, None]
    assert client.get("/beranda").status_code == 303


def test_leaving_to_come_ends_nothing_before_its_day(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    day = today(app) + 30 * A_DAY
    factories.grant(app, office.foreman, Role.TRAINER, office.office)
    client = signed_in(office.foreman)
    with app.test_request_context():
        change(office, app, office.foreman, RETIRED, valid_from=day)
        db.session.commit()
        granted = select(RoleGrant.valid_to).where(RoleGrant.employee_id == office.foreman)
        assert db.session.scalar(granted) == day - A_DAY
    assert client.get("/beranda").status_code == 200
    factories.settle(app, day)
    assert client.get("/beranda").status_code == 303


@pytest.mark.parametrize(
    ("who", "standing", "to", "field"),
    [
        ("clerk", ACTIVE, None, "standing"),
        ("hr", RETIRED, None, "standing"),
        ("hr", STUDY, None, "standing"),
        ("clerk", RETIRED, 9, "valid_to"),
    ],
)
def test_standings_that_cannot_be_are_refused(
    app: Flask, office: Office, who: str, standing: Standing, to: int | None, field: str
) -> None:
    last = today(app) + to * A_DAY if to else None
    with app.test_request_context(), pytest.raises(EmployeeRefusedError) as refused:
        change(office, app, getattr(office, who), standing, valid_to=last)
    assert refused.value.field == field


def test_days_are_in_order_and_the_future_first(app: Flask, office: Office) -> None:
    on = today(app)
    with app.test_request_context():
        with pytest.raises(EndBeforeStartError):
            change(office, app, office.clerk, STUDY, valid_to=on - A_DAY)
        change(office, app, office.clerk, RETIRED, valid_from=on + 30 * A_DAY)
        with pytest.raises(LaterEntryError):
            change(office, app, office.clerk, STUDY)


def test_the_last_admin_of_the_agency_does_not_leave(app: Flask, office: Office) -> None:
    factories.grant(app, office.rival, Role.AGENCY_ADMIN, office.root)
    with app.test_request_context():
        with pytest.raises(EmployeeRefusedError, match="satu-satunya admin instansi"):
            change(office, app, office.rival, RETIRED)
        db.session.rollback()
        factories.grant(app, office.mayor, Role.AGENCY_ADMIN, office.root)
        change(office, app, office.rival, RETIRED)


def test_coming_back_counts_again_and_gives_no_role_back(app: Flask, office: Office) -> None:
    on = today(app)
    period_id = factories.standing(app, office.clerk, LEFT, valid_from=on - 30 * A_DAY)
    factories.settle(app)
    with app.test_request_context():
        period = db.session.get_one(StandingPeriod, period_id)
        with pytest.raises(EmployeeRefusedError, match="Bila status ini keliru sejak awal"):
            services.end_standing(period, returns_on=period.valid_from, decree="SK", by=hr(office))
        services.end_standing(period, returns_on=on, decree="SK 10", by=hr(office))
        db.session.commit()
        assert person(app, office.clerk).is_active
        assert period.valid_to == on - A_DAY
        assert json.loads(audited("employee.returned")[0].details)["reason"] == "SK 10"


def test_a_standing_is_taken_back_to_the_one_before(app: Flask, office: Office) -> None:
    on = today(app)
    with app.test_request_context():
        change(office, app, office.clerk, STUDY, valid_from=on - 99 * A_DAY, valid_to=on + A_DAY)
        newest = change(office, app, office.clerk, RETIRED)
        services.withdraw_standing(newest, by=hr(office))
        db.session.commit()
        assert person(app, office.clerk).standing is STUDY
        (period,) = db.session.scalars(select(StandingPeriod))
        assert period.valid_to == on + A_DAY
        assert len(audited("employee.standing_withdrawn")) == 1
