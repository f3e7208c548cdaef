"""Roles over units: given, ended, listed, told; who may and who must not."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja import clock
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people import queries, services, signals
from kinerja.people.models import RoleGrant
from kinerja.people.rules import (
    PERMISSION_LABELS,
    GrantState,
    Standing,
    grant_state,
    outlasts,
    reads,
)
from kinerja.people.services import EndBeforeStartError, GrantRefusedError
from kinerja.permissions import GRANTABLE, Permission, Role
from tests import factories
from tests.granting import Town, build_town, entries, give, viewer_of
from tests.signing import is_signed_in

SignedIn = Callable[[int], FlaskClient]
ONE_DAY = timedelta(days=1)


@pytest.fixture
def town(app: Flask) -> Town:
    """A small town."""
    return build_town(app)


# the rules


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (-5, None, GrantState.CURRENT),
        (0, None, GrantState.CURRENT),
        (-5, 0, GrantState.CURRENT),
        (1, None, GrantState.COMING),
        (-5, -1, GrantState.ENDED),
    ],
)
def test_grant_holds_from_its_first_to_its_last_day(
    start: int, end: int | None, state: GrantState
) -> None:
    today = date(2026, 11, 21)
    last = None if end is None else today + timedelta(days=end)
    assert grant_state(today + timedelta(days=start), last, on=today) is state


def test_what_has_no_end_outlasts_everything() -> None:
    first, second = date(2026, 1, 1), date(2026, 2, 1)
    assert outlasts(None, None)
    assert outlasts(None, first)
    assert outlasts(second, first)
    assert outlasts(first, first)
    assert not outlasts(first, second)
    assert not outlasts(first, None)


def test_every_permission_has_words() -> None:
    assert set(PERMISSION_LABELS) == set(Permission)
    assert all(str(words).strip() for words in PERMISSION_LABELS.values())
    assert len({str(words) for words in PERMISSION_LABELS.values()}) == len(Permission)


def test_roles_without_anybodys_data_read_nothing() -> None:
    assert reads(Role.SURVEY_ADMIN) == ()
    assert reads(Role.TRAINER)


# giving


def test_grant_carries_who_gave_it_and_why(app: Flask, town: Town) -> None:
    with app.app_context():
        grant = give(town.admin, town.clerk, Role.TRAINER, town.office)
        assert (grant.granted_by_id, grant.reason) == (town.admin, "Surat tugas 800/12")
        assert grant.unit.name == "Dinas Uji"
        db.session.commit()
        (entry,) = entries("grant.given")
        assert entry.actor_id == town.admin
        assert '"why": "Surat tugas 800/12"' in entry.details
        assert '"role": "trainer"' in entry.details
        assert Role.TRAINER in viewer_of(town.clerk).roles


def test_new_role_ends_the_holders_sessions_and_no_others(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    clerk, far = signed_in(town.clerk), signed_in(town.far)
    with app.app_context():
        give(town.admin, town.clerk, Role.TRAINER, town.office)
        db.session.commit()
    assert not is_signed_in(clerk)
    assert is_signed_in(far)


def test_features_above_hear_of_roles(app: Flask, town: Town) -> None:
    heard: list[dict[str, object]] = []

    def hear(_sender: object, **facts: object) -> None:
        heard.append(facts)

    with app.app_context(), signals.role_granted.connected_to(hear):
        grant = give(town.admin, town.clerk, Role.PPID, town.root)
        services.end_grant(grant, on=clock.today(), reason="Keliru", by=viewer_of(town.admin))
    facts = {"employee_id": town.clerk, "role": Role.PPID, "unit": "Kota Uji"}
    assert heard == [facts | {"ended": False}, facts | {"ended": True}]


@pytest.mark.parametrize("role", [role for role in Role if role not in GRANTABLE])
def test_derived_roles_are_not_given(app: Flask, town: Town, role: Role) -> None:
    with app.app_context(), pytest.raises(GrantRefusedError) as refused:
        give(town.admin, town.clerk, role, town.office)
    assert refused.value.field == "role"


def test_nobody_gives_to_himself(app: Flask, town: Town) -> None:
    with app.app_context(), pytest.raises(MissingError):
        give(town.admin, town.admin, Role.TRAINER, town.office)


def test_roles_are_given_within_the_actors_units_only(app: Flask, town: Town) -> None:
    with app.app_context():
        assert give(town.office_admin, town.clerk, Role.TRAINER, town.office)
        with pytest.raises(GrantRefusedError) as refused:
            give(town.office_admin, town.clerk, Role.TRAINER, town.root)
        assert refused.value.field == "unit_id"
        with pytest.raises(MissingError):
            give(town.office_admin, town.far, Role.TRAINER, town.office)
        with pytest.raises(GrantRefusedError):
            give(town.office_admin, town.clerk, Role.TRAINER, town.other)


def test_whoever_has_left_gets_no_role(app: Flask, town: Town) -> None:
    gone = factories.employee(app, unit_id=town.office, standing=Standing.RETIRED)
    with app.app_context(), pytest.raises(MissingError):
        give(town.admin, gone, Role.TRAINER, town.office)


@pytest.mark.parametrize("reason", ["", "   "])
def test_roles_are_given_for_a_reason(app: Flask, town: Town, reason: str) -> None:
    with app.app_context(), pytest.raises(GrantRefusedError) as refused:
        give(town.admin, town.clerk, Role.TRAINER, town.office, reason=reason)
    assert refused.value.field == "reason"


def test_days_of_a_grant_are_in_order_and_not_past(app: Flask, town: Town) -> None:
    with app.app_context():
        today = clock.today()
        with pytest.raises(GrantRefusedError) as refused:
            give(town.admin, town.clerk, Role.TRAINER, town.office, valid_from=today - ONE_DAY)
        assert refused.value.field == "valid_from"
        with pytest.raises(EndBeforeStartError):
            give(town.admin, town.clerk, Role.TRAINER, town.office, valid_to=today - ONE_DAY)


def test_same_role_over_the_same_unit_is_not_given_twice_at_a_time(app: Flask, town: Town) -> None:
    with app.app_context():
        today = clock.today()
        end = today + 10 * ONE_DAY
        give(town.admin, town.clerk, Role.TRAINER, town.office, valid_to=end)
        for first, last in ((today, None), (end, None), (today + ONE_DAY, today + 2 * ONE_DAY)):
            with pytest.raises(GrantRefusedError) as refused:
                give(
                    town.admin,
                    town.clerk,
                    Role.TRAINER,
                    town.office,
                    valid_from=first,
                    valid_to=last,
                )
            assert refused.value.field == "role"
        give(town.admin, town.clerk, Role.TRAINER, town.office, valid_from=end + ONE_DAY)
        give(town.admin, town.clerk, Role.TRAINER, town.root)
        give(town.admin, town.clerk, Role.LEADER, town.office)


# ending


def test_ended_grant_keeps_its_days_and_holds_no_longer(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    grant_id = factories.grant(app, town.clerk, Role.UNIT_ADMIN, town.office)
    clerk = signed_in(town.clerk)
    with app.app_context():
        today = clock.today()
        services.end_grant(
            db.session.get_one(RoleGrant, grant_id),
            on=today,
            reason="Pindah tugas",
            by=viewer_of(town.admin),
        )
        db.session.commit()
        assert db.session.get_one(RoleGrant, grant_id).valid_to == today - ONE_DAY
        assert Role.UNIT_ADMIN not in viewer_of(town.clerk).roles
        (entry,) = entries("grant.ended")
        assert '"why": "Pindah tugas"' in entry.details
        assert f'"valid_to": "{today - ONE_DAY}"' in entry.details
        assert '"valid_to": null' in entry.details
    assert not is_signed_in(clerk)


def test_grant_that_has_not_held_a_day_is_withdrawn(app: Flask, town: Town) -> None:
    with app.app_context():
        coming = give(
            town.admin, town.clerk, Role.TRAINER, town.office, valid_from=clock.today() + ONE_DAY
        )
        services.end_grant(coming, on=clock.today(), reason="Batal", by=viewer_of(town.admin))
        db.session.commit()
        assert entries("grant.withdrawn")
        assert queries.grants_of(town.clerk) == []


def test_grant_ends_neither_in_the_past_nor_later_than_before(app: Flask, town: Town) -> None:
    with app.app_context():
        today = clock.today()
        grant = give(
            town.admin, town.clerk, Role.TRAINER, town.office, valid_to=today + 5 * ONE_DAY
        )
        for on in (today - ONE_DAY, today + 6 * ONE_DAY):
            with pytest.raises(GrantRefusedError) as refused:
                services.end_grant(grant, on=on, reason="Coba", by=viewer_of(town.admin))
            assert refused.value.field == "on"
        with pytest.raises(GrantRefusedError) as refused:
            services.end_grant(grant, on=today, reason=" ", by=viewer_of(town.admin))
        assert refused.value.field == "reason"


def test_grants_over_other_units_are_not_ended(app: Flask, town: Town) -> None:
    with app.app_context(), pytest.raises(MissingError):
        services.end_grant(
            db.session.get_one(RoleGrant, town.admins_grant),
            on=clock.today(),
            reason="Coba",
            by=viewer_of(town.office_admin),
        )


def test_last_admin_of_the_agency_stays(app: Flask, town: Town) -> None:
    with app.app_context():
        today = clock.today()
        grant = db.session.get_one(RoleGrant, town.admins_grant)

        def end() -> None:
            services.end_grant(grant, on=today, reason="Pindah", by=viewer_of(town.admin))

        with pytest.raises(GrantRefusedError) as refused:
            end()
        assert "satu-satunya admin instansi" in refused.value.message
        give(town.admin, town.clerk, Role.AGENCY_ADMIN, town.root, valid_to=today + ONE_DAY)
        with pytest.raises(GrantRefusedError):
            end()
        give(town.admin, town.far, Role.AGENCY_ADMIN, town.root)
        end()
        assert grant.valid_to == today - ONE_DAY
