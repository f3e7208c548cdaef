"""Who may do what, asked of one pure function; and the guard that asks it."""

import pytest
from flask import Flask

from kinerja.permissions import GRANTS, Permission, Role, Viewer, may
from tests import factories
from tests.house.probe import hidden_fields

BOTH = Viewer(
    employee_id=1,
    account_id=2,
    unit_id=10,
    grants=((Role.TRAINER, frozenset({10, 11})), (Role.UNIT_ADMIN, frozenset({12}))),
)


def test_everybody_is_an_employee_and_reports_make_a_supervisor() -> None:
    plain = Viewer(employee_id=1, account_id=2, unit_id=10)
    assert plain.roles == {Role.EMPLOYEE}
    above = Viewer(employee_id=1, account_id=2, unit_id=10, direct_reports=frozenset({5}))
    assert above.roles == {Role.EMPLOYEE, Role.SUPERVISOR}


@pytest.mark.parametrize(
    ("permission", "unit", "allowed"),
    [
        (Permission.ASSIGN, None, True),
        (Permission.ASSIGN, 11, True),
        (Permission.ASSIGN, 12, False),
        ("employee:view", 12, True),
        ("employee:view", 10, False),
        (Permission.EDIT_STANDARDS, None, False),
        (Permission.HOME, None, True),
        (Permission.HOME, 10, False),
    ],
)
def test_permission_holds_in_the_units_of_the_grant(permission, unit, allowed: bool) -> None:
    assert may(BOTH, permission, unit) is allowed


def test_unknown_permission_is_an_error_not_a_no() -> None:
    with pytest.raises(ValueError, match="unit:destroy"):
        may(BOTH, "unit:destroy")


def test_units_of_a_permission() -> None:
    assert BOTH.units(Permission.VIEW_STAFF) == {12}
    assert BOTH.units(Permission.VIEW_RESULTS) == {10, 11}
    assert BOTH.units(Permission.RUN_CYCLES) == frozenset()


def test_each_role_has_grants_and_a_label() -> None:
    # The complaint officer's pages come with the complaints.
    assert {role for role in Role if not GRANTS[role]} == {Role.COMPLAINT_OFFICER}
    assert all(role.label for role in Role)


def test_leaders_and_agency_admins_see_no_answers() -> None:
    for role in (Role.LEADER, Role.AGENCY_ADMIN, Role.UNIT_ADMIN):
        assert Permission.VIEW_RESULTS not in GRANTS[role]
        assert Permission.VERIFY not in GRANTS[role]


def test_view_that_declares_nothing_is_for_nobody(probe: Flask, entered) -> None:
    for client in (probe.test_client(), entered()):
        answer = client.get("/uji/tak-bertanda")
        assert answer.status_code == 403
        assert "tidak boleh terlihat" not in answer.text


def test_signed_out_visitor_is_asked_to_sign_in(probe: Flask) -> None:
    client = probe.test_client()
    answer = client.get("/uji/khusus")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/masuk")
    fragment = client.get("/uji/khusus", headers={"HX-Request": "true"})
    assert fragment.status_code == 401
    assert fragment.headers["HX-Redirect"].startswith("/masuk")


def test_role_decides(probe: Flask, entered) -> None:
    unit = factories.unit(probe)
    admin = factories.employee(probe, unit_id=unit)
    factories.grant(probe, admin, Role.AGENCY_ADMIN, unit)
    assert entered(admin).get("/uji/khusus").text == "khusus"
    assert entered().get("/uji/khusus").status_code == 403


def test_forms_of_signed_out_visitors_change_nothing(probe: Flask) -> None:
    client = probe.test_client()
    answer = client.post("/uji/benda", data=hidden_fields(client) | {"name": "meja"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/masuk")
