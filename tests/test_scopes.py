"""Whose things each role reaches: every route with an id, for things near, beside and above.

The world is that of `tests/scoped_world.py`: whoever holds a role holds it over the own unit.
SCOPES says for each endpoint and role which of these are let through:

    o  the holder's own              t  of somebody in (or of) the other unit
    s  of somebody in the same unit  p  of somebody in (or of) the parent unit
    r  of a direct report            x  of nobody in particular: the agency's
    -  none: by the role (403), or because such a thing does not exist for them (404)

For a new route with an id:
1. If its argument is new, say in `tests/scoped_things.py` how such a thing is made: for a person
   (PERSONAL), for a unit (OF_UNITS), or once for all (NOBODYS_OWN).
2. Add a row here, thinking for each role whom it may reach. The test prints what the application
   does: take over nothing that you cannot give a reason for.
3. A word in the address that is nobody's goes to EXEMPT, with the reason and where it is tried.

LISTED says of pages without an id whose names they may show at most, also when another unit is
asked for. Pages that are not in it show nobody but the visitor.
"""

from collections.abc import Iterator

import pytest

from kinerja.extensions import db
from kinerja.permissions import declared_access, may
from tests.databases import Databases
from tests.roles import ROLES
from tests.routes import token
from tests.scoped_things import stock
from tests.scoped_visits import let_through, pages_of, scoped, shown_on, viewer_of
from tests.scoped_world import World, browser, build_world

#                                     em   su   tr   hr   ua   aa   sr   cm   in   pp   le
SCOPES = """
home.download_event                   o    o    o    o    o    o    o    o    o    o    o
people.set_superior                   -    -    -    os   os   os   -    -    -    -    -
people.end_superior                   -    -    -    os   os   os   -    -    -    -    -
people.appoint_plh                    -    -    -    os   os   os   -    -    -    -    -
people.end_acting                     -    -    -    os   os   os   -    -    -    -    -
people.withdraw_acting                -    -    -    os   os   os   -    -    -    -    -
people.show_audit_entry               -    -    -    -    -    os   -    -    os   os   -
people.show_correction                o    o    o    o    o    o    o    o    o    o    o
people.withdraw_correction            o    o    o    o    o    o    o    o    o    o    o
people.handle_correction              -    -    -    s    s    s    -    -    -    -    -
people.refuse_correction              -    -    -    s    s    s    -    -    -    -    -
people.escalate_correction            -    -    -    s    s    s    -    -    -    -    -
people.ask_factor_reset               -    -    -    os   os   os   -    -    -    -    -
people.approve_factor_reset           -    -    -    os   os   os   -    -    -    -    -
people.refuse_factor_reset            -    -    -    os   os   os   -    -    -    -    -
people.withdraw_factor_reset          -    -    -    os   os   os   -    -    -    -    -
people.grant_role                     -    -    -    -    -    s    -    -    -    -    -
people.end_grant                      -    -    -    -    -    s    -    -    -    -    -
people.end_hold                         -    -    -    -    -    s    -    -    -    s    -
people.show_import                    -    -    -    s    s    s    -    -    -    -    -
people.apply_import                   -    -    -    s    s    s    -    -    -    -    -
people.undo_import                    -    -    -    s    s    s    -    -    -    -    -
people.download_import_faults         -    -    -    s    s    s    -    -    -    -    -
people.map_import                     -    -    -    s    s    s    -    -    -    -    -
people.use_suggestion                 -    -    -    s    s    s    -    -    -    -    -
people.match_import                   -    -    -    s    s    s    -    -    -    -    -
people.mark_absent                    -    -    -    s    s    s    -    -    -    -    -
people.show_unit                      -    -    -    s    s    s    -    -    s    -    s
people.show_account                   -    -    -    os   os   os   -    -    -    -    -
people.print_slip                     -    -    -    os   os   os   -    -    -    -    -
people.send_account_link              -    -    -    os   os   os   -    -    -    -    -
people.disable_account                -    -    -    os   os   os   -    -    -    -    -
people.enable_account                 -    -    -    os   os   os   -    -    -    -    -
people.sign_out_employee              -    -    -    os   os   os   -    -    -    -    -
people.end_one_session                o    o    o    o    o    o    o    o    o    o    o
people.show_employee                  -    r    -    os   os   os   -    -    -    -    -
people.show_history                   -    r    -    os   os   os   -    -    -    -    -
people.change_position                -    -    -    x    -    x    -    -    -    -    -
people.move_employee                  -    -    -    os   os   os   -    -    -    -    -
people.change_employee                -    -    -    os   os   os   -    -    -    -    -
people.change_standing                -    -    -    os   os   os   -    -    -    -    -
people.end_standing                   -    -    -    os   os   os   -    -    -    -    -
people.change_unit                    -    -    -    s    -    s    -    -    -    -    -
people.merge_unit                     -    -    -    s    -    s    -    -    -    -    -
people.close_unit                     -    -    -    s    -    s    -    -    -    -    -
people.withdraw_plan                  -    -    -    s    -    s    -    -    -    -    -
people.withdraw_posting               -    -    -    os   os   os   -    -    -    -    -
people.withdraw_superior              -    -    -    os   os   os   -    -    -    -    -
people.withdraw_standing              -    -    -    os   os   os   -    -    -    -    -
competency.open_cycle                 -    -    -    -    -    x    -    -    -    -    -
competency.close_cycle                -    -    -    -    -    x    -    -    -    -    -
competency.show_cycle                 -    -    -    -    -    x    -    -    -    -    -
competency.edit_cycle                 -    -    -    -    -    -    -    -    -    -    -
competency.cancel_cycle               -    -    -    -    -    -    -    -    -    -    -
competency.cycle_verifiers            -    -    -    -    -    -    -    -    -    -    -
competency.drop_verifier              -    -    -    -    -    -    -    -    -    -    -
competency.population                 -    -    -    -    -    x    -    -    -    -    -
competency.download_population        -    -    -    -    -    x    -    -    -    -    -
competency.extend_cycle               -    -    -    -    -    x    -    -    -    -    -
competency.decide_unfinished          -    -    -    -    -    x    -    -    -    -    -
competency.archive_cycle              -    -    -    -    -    x    -    -    -    -    -
competency.unit_progress              -    -    -    s    s    s    -    -    -    -    s
competency.remind_unit                -    -    -    s    s    s    -    -    -    -    s
competency.past_assessment            -    -    -    -    -    -    -    -    -    -    -
competency.add_missing                -    -    -    -    -    x    -    -    -    -    -
competency.excluded                   -    -    -    x    x    x    -    -    -    -    -
competency.download_excluded          -    -    -    x    x    x    -    -    -    -    -
competency.show_edition               x    x    x    x    x    x    x    x    x    x    x
competency.download_edition           x    x    x    x    x    x    x    x    x    x    x
competency.compare_edition            x    x    x    x    x    x    x    x    x    x    x
competency.map_edition                -    -    -    -    -    x    -    -    -    -    -
competency.show_dictionary_import     -    -    -    -    -    x    -    -    -    -    -
competency.apply_dictionary           -    -    -    -    -    x    -    -    -    -    -
competency.discard_dictionary         -    -    -    -    -    x    -    -    -    -    -
competency.show_job_standard          x    x    x    x    x    x    x    x    x    x    x
competency.compare_job_standards      x    x    x    x    x    x    x    x    x    x    x
competency.add_job_standard           -    -    -    -    -    x    -    -    -    -    -
competency.change_job_standard        -    -    -    -    -    x    -    -    -    -    -
competency.withdraw_job_standard      -    -    -    -    -    x    -    -    -    -    -
competency.move_to_standard           -    -    -    -    -    x    -    -    -    -    -
competency.apply_standards            -    -    -    -    -    x    -    -    -    -    -
competency.result                     o    or   os   os   o    o    o    o    o    o    o
competency.issue_result               o    or   os   os   o    o    o    o    o    o    o
competency.open_document              o    or   os   os   o    o    o    o    o    o    o
competency.withdraw_document          o    o    o    os   o    o    o    o    o    o    o
competency.compare_job                -    r    s    s    -    -    -    -    -    -    -
competency.show_evidence              o    o    o    o    o    o    o    o    o    o    o
competency.describe_evidence          o    o    o    o    o    o    o    o    o    o    o
competency.remove_evidence            o    o    o    o    o    o    o    o    o    o    o
competency.restore_evidence           o    o    o    o    o    o    o    o    o    o    o
competency.download_evidence          o    or   os   os   o    o    o    o    o    o    o
competency.records                    -    r    s    s    -    -    -    -    -    -    -
competency.add_record                 -    -    -    s    -    -    -    -    -    -    -
competency.void_record                -    -    -    s    -    -    -    -    -    -    -
competency.approve_peers              -    r    -    -    -    -    -    -    -    -    -
competency.draw_peers                 -    r    -    -    -    -    -    -    -    -    -
competency.rate_peer                  o    o    o    o    o    o    o    o    o    o    o
competency.save_rating                o    o    o    o    o    o    o    o    o    o    o
competency.save_rating_draft          o    o    o    o    o    o    o    o    o    o    o
competency.send_rating                o    o    o    o    o    o    o    o    o    o    o
competency.show_peer_comment          -    -    -    s    -    -    -    -    -    -    -
competency.hide_peer_comment          -    -    -    s    -    -    -    -    -    -    -
competency.show_verification          -    r    -    -    -    -    -    -    -    -    -
competency.save_verification          -    r    -    -    -    -    -    -    -    -    -
competency.save_verification_draft    -    r    -    -    -    -    -    -    -    -    -
competency.complete_verification      -    r    -    -    -    -    -    -    -    -    -
competency.return_assessment          -    r    -    -    -    -    -    -    -    -    -
competency.undo_verification          -    r    -    -    -    -    -    -    -    -    -
development.show_assignment           -    -    o    -    -    -    -    -    -    -    -
development.download_assignment       -    -    o    -    -    -    -    -    -    -    -
development.show_plan                 -    or   os   os   -    -    -    -    -    -    -
development.show_item                 o    or   os   os   o    o    o    o    o    o    o
development.start_item                o    o    o    o    o    o    o    o    o    o    o
development.finish_item               o    o    o    o    o    o    o    o    o    o    o
development.cancel_item               o    o    os   o    o    o    o    o    o    o    o
development.confirm_item              -    -    s    -    -    -    -    -    -    -    -
development.return_item               -    -    s    -    -    -    -    -    -    -    -
development.undo_decision             -    -    s    -    -    -    -    -    -    -    -
development.show_training             x    x    x    x    x    x    x    x    x    x    x
development.choose_training           x    x    x    x    x    x    x    x    x    x    x
development.edit_training             -    -    x    -    -    -    -    -    -    -    -
satisfaction.show_unit                stp  stp  stp  stp  stp  stp  stp  stp  stp  stp  stp
satisfaction.download_unit            stp  stp  stp  stp  stp  stp  stp  stp  stp  stp  stp
satisfaction.rotate_link              -    -    -    -    s    s    s    -    -    -    -
satisfaction.change_service           -    -    -    -    s    s    s    -    -    -    -
rulebook.change_holiday               -    -    -    x    -    x    -    -    -    -    -
rulebook.remove_holiday               -    -    -    x    -    x    -    -    -    -    -
rulebook.withdraw_value               -    -    -    -    -    x    -    -    -    -    -
notifications.open_notice             o    o    o    o    o    o    o    o    o    o    o
notifications.retry_mail              -    -    -    -    -    x    -    -    -    -    -
"""
#                                     em   su   tr   hr   ua   aa   sr   cm   in   pp   le
LISTED = """
home.start                            -    r    -    sr   sr   sr   -    -    -    -    -
home.inbox                            -    r    sr   sr   sr   sr   -    -    -    -    -
people.list_lines                     -    r    -    sr   sr   sr   -    -    -    -    -
people.download_lines                 -    r    -    sr   sr   sr   -    -    -    -    -
people.list_staff                     -    r    -    sr   sr   sr   -    -    -    -    -
people.download_staff                 -    r    -    sr   sr   sr   -    -    -    -    -
competency.results                    -    r    sr   sr   -    -    -    -    -    -    -
competency.download_results           -    r    sr   sr   -    -    -    -    -    -    -
competency.inbox                      -    r    -    -    -    -    -    -    -    -    -
competency.close_cycle                -    -    -    -    -    sr   -    -    -    -    -
competency.choose_peers               srtp stp  srtp srtp srtp srtp srtp srtp srtp srtp srtp
competency.peer_choices               -    r    -    -    -    -    -    -    -    -    -
competency.peer_comments              -    -    -    sr   -    -    -    -    -    -    -
development.plans                     -    r    sr   sr   -    -    -    -    -    -    -
development.download_plans            -    r    sr   sr   -    -    -    -    -    -    -
development.confirmations             -    -    sr   -    -    -    -    -    -    -    -
people.list_accounts                  -    -    -    sr   sr   sr   -    -    -    -    -
people.download_accounts              -    -    -    sr   sr   sr   -    -    -    -    -
people.appoint_plt                    -    -    -    srtp srtp srtp -    -    -    -    -
people.list_corrections               -    -    -    sr   sr   sr   -    -    -    -    -
people.download_corrections           -    -    -    sr   sr   sr   -    -    -    -    -
people.list_factor_resets             -    -    -    sr   sr   sr   -    -    -    -    -
people.download_import_data           -    -    -    sr   sr   sr   -    -    -    -    -
home.retention                        -    -    -    -    -    sr   -    -    -    sr   -
people.list_audit                     -    -    -    -    -    sr   -    -    sr   sr   -
people.download_audit                 -    -    -    -    -    sr   -    -    sr   sr   -
people.choose_holder                  -    -    -    -    -    sr   -    -    -    -    -
"""
# Lists that show people beyond the own unit to these roles, with the reason.
ANYBODY_LEADS = ("hr", "unit_admin", "agency_admin")
WIDER: dict[str, tuple[str, ...]] = {
    # Whoever leads may work anywhere: names and positions that are searched for.
    "people.appoint_plt": ANYBODY_LEADS,
    # Colleagues under one supervisor rate one another, in whichever unit they sit.
    "competency.choose_peers": ROLES,
}


@pytest.fixture(scope="module")
def world(databases: Databases, template: str) -> Iterator[World]:
    """The agency, over a database of its own; only things that a test makes for itself change."""
    databases.copy(template, "scopes")
    app = databases.app("scopes")
    built = build_world(app)
    stock(built)
    yield built
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def table(text: str) -> dict[str, dict[str, str]]:
    """The rows of a table: for each endpoint the cell of each role."""
    rows = [line.split() for line in text.strip().splitlines()]
    assert all(len(row) == len(ROLES) + 1 for row in rows), rows
    return {endpoint: dict(zip(ROLES, cells, strict=True)) for endpoint, *cells in rows}


def test_every_route_with_an_id_has_its_row(world: World) -> None:
    endpoints = {rule.endpoint for rule in scoped(world.app)}
    assert endpoints - set(table(SCOPES)) == set(), "add a row, see the top of this file"
    assert set(table(SCOPES)) - endpoints == set()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_what_the_table_says(world: World, role: str) -> None:
    client, written = browser(world, role), table(SCOPES)
    form = {"csrf_token": token(world.app, client)}
    viewer = viewer_of(world, role)
    wrong = {}
    for rule in scoped(world.app):
        with world.app.app_context():
            access = declared_access(rule.endpoint)
        allowed = access == "public" or may(viewer, str(access))
        found = let_through(world, client, rule, role, form) if allowed else "-"
        expected = written.get(rule.endpoint, {}).get(role, "?")
        if found != expected:
            wrong[rule.endpoint] = f"let through {found}, table {expected}"
    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_lists_show_nobody_whom_the_table_does_not_name(world: World, role: str) -> None:
    client, written = browser(world, role), table(LISTED)
    wrong = {}
    for path, endpoint in pages_of(world, role):
        shown = shown_on(world, client, path)
        named = set(written.get(endpoint, {}).get(role, "-"))
        if shown - named:
            wrong[endpoint] = f"shows {''.join(sorted(shown))}, table {''.join(sorted(named))}"
    assert wrong == {}


def test_what_lists_show_lies_in_the_own_unit_or_below_the_own_line() -> None:
    for endpoint, cells in table(LISTED).items():
        beyond = {role for role, cell in cells.items() if set(cell) - set("sr-")}
        assert beyond == set(WIDER.get(endpoint, ())), endpoint
