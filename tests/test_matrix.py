"""Who may open or send what: a matrix written by hand, compared with the application.

A route that is not in it fails the test: whoever adds one says here whom it is for.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule

from kinerja.permissions import GRANTABLE
from tests import factories
from tests.roles import ANONYMOUS, ROLES

COLUMNS = (ANONYMOUS, *ROLES)
# x: allowed, as far as the role goes (a loader may still answer 404); -: refused.
# Signed-out visitors who are refused are asked to sign in, everybody else gets 403.
#                                     anon em  su  tr  hr  ua  aa  sr  cm  in  pp  le
MATRIX = """
health.live                             x   x   x   x   x   x   x   x   x   x   x   x
health.ready                            x   x   x   x   x   x   x   x   x   x   x   x
static                                  x   x   x   x   x   x   x   x   x   x   x   x
home.root                               x   x   x   x   x   x   x   x   x   x   x   x
home.administration                     -   -   -   -   x   x   x   x   -   x   x   x
home.inbox                              -   x   x   x   x   x   x   x   x   x   x   x
home.remind_reports                     -   -   x   -   -   -   -   -   -   -   -   -
home.start                              -   x   x   x   x   x   x   x   x   x   x   x
home.processing_notice                  x   x   x   x   x   x   x   x   x   x   x   x
home.personal                           -   x   x   x   x   x   x   x   x   x   x   x
home.personal_section                   -   x   x   x   x   x   x   x   x   x   x   x
home.print_personal                     -   x   x   x   x   x   x   x   x   x   x   x
home.export_personal                    -   x   x   x   x   x   x   x   x   x   x   x
home.retention                          -   -   -   -   -   -   x   -   -   -   x   -
home.download_retention                 -   -   -   -   -   -   x   -   -   -   x   -
people.place_hold                       -   -   -   -   -   -   x   -   -   -   x   -
people.end_hold                         -   -   -   -   -   -   x   -   -   -   x   -
people.consents                         -   x   x   x   x   x   x   x   x   x   x   x
people.give_consent                     -   x   x   x   x   x   x   x   x   x   x   x
people.withdraw_consent                 -   x   x   x   x   x   x   x   x   x   x   x
people.sign_in                          x   x   x   x   x   x   x   x   x   x   x   x
people.begin_sso                        x   x   x   x   x   x   x   x   x   x   x   x
people.end_sso                          x   x   x   x   x   x   x   x   x   x   x   x
people.choose_language                  x   x   x   x   x   x   x   x   x   x   x   x
people.enter_code                       x   x   x   x   x   x   x   x   x   x   x   x
people.enter_recovery_code              x   x   x   x   x   x   x   x   x   x   x   x
people.use_code                         x   x   x   x   x   x   x   x   x   x   x   x
people.open_link                        x   x   x   x   x   x   x   x   x   x   x   x
people.forgot_password                  x   x   x   x   x   x   x   x   x   x   x   x
people.reset_asked                      x   x   x   x   x   x   x   x   x   x   x   x
people.confirm                          -   x   x   x   x   x   x   x   x   x   x   x
people.own_account                      -   x   x   x   x   x   x   x   x   x   x   x
people.change_contact                   -   x   x   x   x   x   x   x   x   x   x   x
people.confirm_email                    -   x   x   x   x   x   x   x   x   x   x   x
people.change_password                  -   x   x   x   x   x   x   x   x   x   x   x
people.list_sessions                    -   x   x   x   x   x   x   x   x   x   x   x
people.end_one_session                  -   x   x   x   x   x   x   x   x   x   x   x
people.second_factor                    -   x   x   x   x   x   x   x   x   x   x   x
people.start_second_factor              -   x   x   x   x   x   x   x   x   x   x   x
people.set_up_second_factor             -   x   x   x   x   x   x   x   x   x   x   x
people.renew_recovery_codes             -   x   x   x   x   x   x   x   x   x   x   x
people.drop_second_factor               -   x   x   x   x   x   x   x   x   x   x   x
people.list_accounts                    -   -   -   -   x   x   x   -   -   -   -   -
people.download_accounts                -   -   -   -   x   x   x   -   -   -   -   -
people.print_slips                      -   -   -   -   x   x   x   -   -   -   -   -
people.slips_shown                      -   -   -   -   x   x   x   -   -   -   -   -
people.show_account                     -   -   -   -   x   x   x   -   -   -   -   -
people.print_slip                       -   -   -   -   x   x   x   -   -   -   -   -
people.send_account_link                -   -   -   -   x   x   x   -   -   -   -   -
people.disable_account                  -   -   -   -   x   x   x   -   -   -   -   -
people.enable_account                   -   -   -   -   x   x   x   -   -   -   -   -
people.sign_out_employee                -   -   -   -   x   x   x   -   -   -   -   -
people.ask_factor_reset                 -   -   -   -   x   x   x   -   -   -   -   -
people.list_factor_resets               -   -   -   -   x   x   x   -   -   -   -   -
people.approve_factor_reset             -   -   -   -   x   x   x   -   -   -   -   -
people.refuse_factor_reset              -   -   -   -   x   x   x   -   -   -   -   -
people.withdraw_factor_reset            -   -   -   -   x   x   x   -   -   -   -   -
people.list_staff                       -   -   x   -   x   x   x   -   -   -   -   -
people.download_staff                   -   -   x   -   x   x   x   -   -   -   -   -
people.show_employee                    -   -   x   -   x   x   x   -   -   -   -   -
people.add_employee                     -   -   -   -   x   x   x   -   -   -   -   -
people.change_employee                  -   -   -   -   x   x   x   -   -   -   -   -
people.show_history                     -   -   x   -   x   x   x   -   -   -   -   -
people.list_lines                       -   -   x   -   x   x   x   -   -   -   -   -
people.download_lines                   -   -   x   -   x   x   x   -   -   -   -   -
people.list_acting                      -   -   x   -   x   x   x   -   -   -   -   -
people.download_acting                  -   -   x   -   x   x   x   -   -   -   -   -
people.move_employee                    -   -   -   -   x   x   x   -   -   -   -   -
people.set_superior                     -   -   -   -   x   x   x   -   -   -   -   -
people.end_superior                     -   -   -   -   x   x   x   -   -   -   -   -
people.change_standing                  -   -   -   -   x   x   x   -   -   -   -   -
people.end_standing                     -   -   -   -   x   x   x   -   -   -   -   -
people.withdraw_posting                 -   -   -   -   x   x   x   -   -   -   -   -
people.withdraw_superior                -   -   -   -   x   x   x   -   -   -   -   -
people.withdraw_standing                -   -   -   -   x   x   x   -   -   -   -   -
people.appoint_plt                      -   -   -   -   x   x   x   -   -   -   -   -
people.appoint_plh                      -   -   -   -   x   x   x   -   -   -   -   -
people.end_acting                       -   -   -   -   x   x   x   -   -   -   -   -
people.withdraw_acting                  -   -   -   -   x   x   x   -   -   -   -   -
people.list_units                       -   -   -   -   x   x   x   -   -   x   -   x
people.download_units                   -   -   -   -   x   x   x   -   -   x   -   x
people.show_unit                        -   -   -   -   x   x   x   -   -   x   -   x
people.add_unit                         -   -   -   -   x   -   x   -   -   -   -   -
people.change_unit                      -   -   -   -   x   -   x   -   -   -   -   -
people.merge_unit                       -   -   -   -   x   -   x   -   -   -   -   -
people.close_unit                       -   -   -   -   x   -   x   -   -   -   -   -
people.withdraw_plan                    -   -   -   -   x   -   x   -   -   -   -   -
people.list_positions                   -   -   -   -   x   x   x   -   -   x   -   x
people.download_positions               -   -   -   -   x   x   x   -   -   x   -   x
people.add_position                     -   -   -   -   x   -   x   -   -   -   -   -
people.change_position                  -   -   -   -   x   -   x   -   -   -   -   -
people.explain_roles                    -   x   x   x   x   x   x   x   x   x   x   x
people.own_roles                        -   x   x   x   x   x   x   x   x   x   x   x
people.list_grants                      -   -   -   -   -   -   x   -   -   x   -   -
people.download_grants                  -   -   -   -   -   -   x   -   -   x   -   -
people.choose_holder                    -   -   -   -   -   -   x   -   -   -   -   -
people.grant_role                       -   -   -   -   -   -   x   -   -   -   -   -
people.end_grant                        -   -   -   -   -   -   x   -   -   -   -   -
people.ask_correction                   -   x   x   x   x   x   x   x   x   x   x   x
people.own_corrections                  -   x   x   x   x   x   x   x   x   x   x   x
people.show_correction                  -   x   x   x   x   x   x   x   x   x   x   x
people.withdraw_correction              -   x   x   x   x   x   x   x   x   x   x   x
people.list_corrections                 -   -   -   -   x   x   x   -   -   -   -   -
people.download_corrections             -   -   -   -   x   x   x   -   -   -   -   -
people.handle_correction                -   -   -   -   x   x   x   -   -   -   -   -
people.refuse_correction                -   -   -   -   x   x   x   -   -   -   -   -
people.escalate_correction              -   -   -   -   x   x   x   -   -   -   -   -
people.list_imports                     -   -   -   -   x   x   x   -   -   -   -   -
people.upload_staff                     -   -   -   -   x   x   x   -   -   -   -   -
people.download_import_template         -   -   -   -   x   x   x   -   -   -   -   -
people.download_import_data             -   -   -   -   x   x   x   -   -   -   -   -
people.show_import                      -   -   -   -   x   x   x   -   -   -   -   -
people.download_import_faults           -   -   -   -   x   x   x   -   -   -   -   -
people.map_import                       -   -   -   -   x   x   x   -   -   -   -   -
people.use_suggestion                   -   -   -   -   x   x   x   -   -   -   -   -
people.match_import                     -   -   -   -   x   x   x   -   -   -   -   -
people.mark_absent                      -   -   -   -   x   x   x   -   -   -   -   -
people.apply_import                     -   -   -   -   x   x   x   -   -   -   -   -
people.undo_import                      -   -   -   -   x   x   x   -   -   -   -   -
competency.overview                     -   x   x   x   x   x   x   x   x   x   x   x
competency.start                        -   x   x   x   x   x   x   x   x   x   x   x
competency.show_answer                  -   x   x   x   x   x   x   x   x   x   x   x
competency.save_answer                  -   x   x   x   x   x   x   x   x   x   x   x
competency.save_and_leave               -   x   x   x   x   x   x   x   x   x   x   x
competency.save_draft                   -   x   x   x   x   x   x   x   x   x   x   x
competency.check                        -   x   x   x   x   x   x   x   x   x   x   x
competency.own_result                   -   x   x   x   x   x   x   x   x   x   x   x
competency.acknowledge                  -   x   x   x   x   x   x   x   x   x   x   x
competency.result                       -   x   x   x   x   x   x   x   x   x   x   x
competency.inbox                        -   -   x   -   -   -   -   -   -   -   -   -
competency.show_verification            -   -   x   -   -   -   -   -   -   -   -   -
competency.save_verification            -   -   x   -   -   -   -   -   -   -   -   -
competency.save_verification_draft      -   -   x   -   -   -   -   -   -   -   -   -
competency.undo_verification            -   -   x   -   -   -   -   -   -   -   -   -
competency.return_assessment            -   -   x   -   -   -   -   -   -   -   -   -
competency.complete_verification        -   -   x   -   -   -   -   -   -   -   -   -
competency.results                      -   -   x   x   x   -   -   -   -   -   -   -
competency.download_results             -   -   x   x   x   -   -   -   -   -   -   -
competency.progress                     -   -   -   -   x   x   x   -   -   -   -   x
competency.download_progress            -   -   -   -   x   x   x   -   -   -   -   x
competency.dictionary                   -   x   x   x   x   x   x   x   x   x   x   x
competency.show_competency              -   x   x   x   x   x   x   x   x   x   x   x
competency.standards                    -   -   -   -   -   -   x   -   -   -   -   -
competency.edit_standards               -   -   -   -   -   -   x   -   -   -   -   -
competency.cycles                       -   -   -   -   -   -   x   -   -   -   -   -
competency.open_cycle                   -   -   -   -   -   -   x   -   -   -   -   -
competency.close_cycle                  -   -   -   -   -   -   x   -   -   -   -   -
competency.show_cycle                   -   -   -   -   -   -   x   -   -   -   -   -
competency.add_missing                  -   -   -   -   -   -   x   -   -   -   -   -
competency.excluded                     -   -   -   -   x   x   x   -   -   -   -   -
competency.download_excluded            -   -   -   -   x   x   x   -   -   -   -   -
development.catalogue                   -   x   x   x   x   x   x   x   x   x   x   x
development.download_catalogue          -   x   x   x   x   x   x   x   x   x   x   x
development.show_training               -   x   x   x   x   x   x   x   x   x   x   x
development.create_training             -   -   -   x   -   -   -   -   -   -   -   -
development.edit_training               -   -   -   x   -   -   -   -   -   -   -   -
development.choose_training             -   x   x   x   x   x   x   x   x   x   x   x
development.own_plan                    -   x   x   x   x   x   x   x   x   x   x   x
development.show_item                   -   x   x   x   x   x   x   x   x   x   x   x
development.start_item                  -   x   x   x   x   x   x   x   x   x   x   x
development.finish_item                 -   x   x   x   x   x   x   x   x   x   x   x
development.cancel_item                 -   x   x   x   x   x   x   x   x   x   x   x
development.confirmations               -   -   -   x   -   -   -   -   -   -   -   -
development.confirm_item                -   -   -   x   -   -   -   -   -   -   -   -
development.undo_decision               -   -   -   x   -   -   -   -   -   -   -   -
development.return_item                 -   -   -   x   -   -   -   -   -   -   -   -
development.plans                       -   -   x   x   x   -   -   -   -   -   -   -
development.download_plans              -   -   x   x   x   -   -   -   -   -   -   -
development.show_plan                   -   -   x   x   x   -   -   -   -   -   -   -
development.assign                      -   -   -   x   -   -   -   -   -   -   -   -
development.choose_people               -   -   -   x   -   -   -   -   -   -   -   -
development.choose_activity             -   -   -   x   -   -   -   -   -   -   -   -
development.check_assignment            -   -   -   x   -   -   -   -   -   -   -   -
development.show_assignment             -   -   -   x   -   -   -   -   -   -   -   -
development.download_assignment         -   -   -   x   -   -   -   -   -   -   -   -
rulebook.list_settings                  -   x   x   x   x   x   x   x   x   x   x   x
rulebook.download_settings              -   x   x   x   x   x   x   x   x   x   x   x
rulebook.show_setting                   -   x   x   x   x   x   x   x   x   x   x   x
rulebook.change_setting                 -   -   -   -   -   -   x   -   -   -   -   -
rulebook.withdraw_value                 -   -   -   -   -   -   x   -   -   -   -   -
people.list_audit                       -   -   -   -   -   -   x   -   -   x   x   -
people.download_audit                   -   -   -   -   -   -   x   -   -   x   x   -
people.show_audit_entry                 -   -   -   -   -   -   x   -   -   x   x   -
satisfaction.overview                   -   x   x   x   x   x   x   x   x   x   x   x
satisfaction.download_overview          -   x   x   x   x   x   x   x   x   x   x   x
satisfaction.show_unit                  -   x   x   x   x   x   x   x   x   x   x   x
satisfaction.download_unit              -   x   x   x   x   x   x   x   x   x   x   x
satisfaction.counters                   -   -   -   -   -   x   x   x   -   -   -   -
satisfaction.download_counters          -   -   -   -   -   x   x   x   -   -   -   -
satisfaction.add_counter                -   -   -   -   -   x   x   x   -   -   -   -
satisfaction.rotate_link                -   -   -   -   -   x   x   x   -   -   -   -
satisfaction.list_services              -   -   -   -   -   x   x   x   -   -   -   -
satisfaction.download_services          -   -   -   -   -   x   x   x   -   -   -   -
satisfaction.add_service                -   -   -   -   -   x   x   x   -   -   -   -
satisfaction.change_service             -   -   -   -   -   x   x   x   -   -   -   -
kiosk.static                            x   x   x   x   x   x   x   x   x   x   x   x
kiosk.start                             x   x   x   x   x   x   x   x   x   x   x   x
kiosk.ask_rating                        x   x   x   x   x   x   x   x   x   x   x   x
kiosk.rate                              x   x   x   x   x   x   x   x   x   x   x   x
kiosk.ask_reasons                       x   x   x   x   x   x   x   x   x   x   x   x
kiosk.give_reasons                      x   x   x   x   x   x   x   x   x   x   x   x
kiosk.offer_survey                      x   x   x   x   x   x   x   x   x   x   x   x
kiosk.begin_survey                      x   x   x   x   x   x   x   x   x   x   x   x
kiosk.ask_question                      x   x   x   x   x   x   x   x   x   x   x   x
kiosk.answer_question                   x   x   x   x   x   x   x   x   x   x   x   x
kiosk.ask_whether_there                 x   x   x   x   x   x   x   x   x   x   x   x
kiosk.stay                              x   x   x   x   x   x   x   x   x   x   x   x
kiosk.finish                            x   x   x   x   x   x   x   x   x   x   x   x
kiosk.thank                             x   x   x   x   x   x   x   x   x   x   x   x
home.calendar                           -   x   x   x   x   x   x   x   x   x   x   x
home.create_feed                        -   x   x   x   x   x   x   x   x   x   x   x
home.revoke_feed                        -   x   x   x   x   x   x   x   x   x   x   x
home.choose_holidays                    -   x   x   x   x   x   x   x   x   x   x   x
home.calendar_feed                      x   x   x   x   x   x   x   x   x   x   x   x
home.download_event                     -   x   x   x   x   x   x   x   x   x   x   x
home.remind                             -   x   x   x   x   x   x   x   x   x   x   x
rulebook.list_holidays                  -   x   x   x   x   x   x   x   x   x   x   x
rulebook.download_holidays              -   x   x   x   x   x   x   x   x   x   x   x
rulebook.add_holiday                    -   -   -   -   x   -   x   -   -   -   -   -
rulebook.change_holiday                 -   -   -   -   x   -   x   -   -   -   -   -
rulebook.remove_holiday                 -   -   -   -   x   -   x   -   -   -   -   -
notifications.inbox                     -   x   x   x   x   x   x   x   x   x   x   x
notifications.open_notice               -   x   x   x   x   x   x   x   x   x   x   x
notifications.mark_all_read             -   x   x   x   x   x   x   x   x   x   x   x
notifications.choices                   -   x   x   x   x   x   x   x   x   x   x   x
notifications.stop_mails                x   x   x   x   x   x   x   x   x   x   x   x
notifications.outbox                    -   -   -   -   -   -   x   -   -   -   -   -
notifications.retry_mail                -   -   -   -   -   -   x   -   -   -   -   -
people.end_all_sessions                 -   x   x   x   x   x   x   x   x   x   x   x
people.sign_out                         -   x   x   x   x   x   x   x   x   x   x   x
"""
# They end the browser's session, so they are tried when all else has been.
LEAVING = ("people.end_all_sessions", "people.sign_out")
NOBODYS = {
    "int": 999_999_999,
    "uuid": "00000000-0000-4000-8000-000000000000",
    "default": "tidak-ada",
    "path": "tidak-ada.css",
}


def written() -> dict[str, dict[str, bool]]:
    """The matrix: for each endpoint whether each role is let through."""
    rows = [line.split() for line in MATRIX.strip().splitlines()]
    assert all(len(row) == len(COLUMNS) + 1 for row in rows)
    return {
        endpoint: {role: cell == "x" for role, cell in zip(COLUMNS, cells, strict=True)}
        for endpoint, *cells in rows
    }


def address(rule: Rule, **values: object) -> str:
    """The route's address, with ids that nobody has where none are given."""
    kinds = {name: kind for kind, _arguments, name in converters(rule)}
    given = {name: values.get(name, NOBODYS[kinds[name]]) for name in rule.arguments}
    built = rule.build({**given, **(rule.defaults or {})})
    assert built, rule
    return built[1]


def converters(rule: Rule) -> list[tuple[str, None, str]]:
    """Kind and name of each part in brackets."""
    parts = [part[1:].partition(">")[0] for part in rule.rule.split("/") if part.startswith("<")]
    pairs = [part.rpartition(":") for part in parts]
    return [(kind or "default", None, name) for kind, _colon, name in pairs]


def token(app: Flask, client: FlaskClient) -> str:
    """A CSRF token that belongs to the browser's session."""
    with client.session_transaction() as session:
        session["csrf_token"] = "asal-token"
    return URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("asal-token")


def methods(rule: Rule) -> list[str]:
    """GET and POST, as far as the route takes them."""
    return sorted((rule.methods or set()) & {"GET", "POST"})


@pytest.fixture
def browsers(app: Flask, signed_in: Callable[[int], FlaskClient]) -> dict[str, FlaskClient]:
    """A browser for each role, held by somebody who has that role alone."""
    root = factories.unit(app)
    unit = factories.unit(app, parent=root)
    held = {role: factories.employee(app, unit_id=unit) for role in COLUMNS[1:]}
    factories.employee(app, unit_id=unit, supervisor_id=held["supervisor"])
    for role in GRANTABLE:
        factories.grant(app, held[role.value], role, root)
    found = {role: signed_in(employee_id) for role, employee_id in held.items()}
    return {"anonymous": app.test_client(), **found}


def test_matrix_knows_every_route_and_no_other(app: Flask) -> None:
    assert set(written()) == {rule.endpoint for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize("role", COLUMNS)
def test_application_lets_through_whom_the_matrix_names(
    app: Flask, browsers: dict[str, FlaskClient], role: str
) -> None:
    client, matrix, wrong = browsers[role], written(), []
    refusal = 401 if role == "anonymous" else 403
    form = {"csrf_token": token(app, client)}
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint in LEAVING)
    for rule in rules:
        for method in methods(rule):
            data = form if method == "POST" else None
            with client.open(
                address(rule), method=method, data=data, headers={"HX-Request": "true"}
            ) as answer:
                if (answer.status_code != refusal) is not matrix[rule.endpoint][role]:
                    wrong.append(f"{method} {rule.endpoint}: {answer.status_code}")
                assert answer.status_code < 500, rule
    assert wrong == []
