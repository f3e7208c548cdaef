"""Every page of every role opens on demo data: all links of all pages are followed."""

import pytest
from flask import Flask

from tests.crawler import Crawl, crawl
from tests.roles import ANONYMOUS, ROLES

# Reached by sending a form or in a state that the demo accounts are not in: other tests open them.
NOT_LINKED = {
    "rulebook.withdraw_value": "only for a value that is not yet in force",
    "people.begin_sso": "only with an identity provider",
    "people.end_sso": "comes from the identity provider",
    "people.grant_role": "comes after a choice of a person",
    "people.mark_absent": "only when somebody is missing in an applied file",
    "people.end_standing": "only for somebody who is away",
    "people.withdraw_plan": "only for a plan that has not begun",
    "people.withdraw_posting": "only for a posting that has not begun",
    "people.withdraw_standing": "only for a standing that has not begun",
    "people.map_import": "only while the columns of a file are not known",
    "people.confirm": "only when the password was given too long ago",
    "people.confirm_email": "comes after a new address",
    "people.enter_code": "between the two steps of signing in",
    "people.enter_recovery_code": "between the two steps of signing in",
    "people.open_link": "the link stands in a mail",
    "people.reset_asked": "comes after a form",
    "people.slips_shown": "comes after a reload",
    "people.set_up_second_factor": "comes after a form",
    "people.ask_factor_reset": "only for an account with a second factor",
    "development.check_assignment": "comes after a choice of people",
    "development.download_assignment": "comes after a form",
    "development.show_assignment": "comes after a form",
    "development.cancel_item": "only for an activity of one's own choice that has not begun",
    "development.finish_item": "only for an activity that has begun",
    "competency.compare_edition": "only for an edition that follows another",
    "competency.map_edition": "only for an edition that follows another",
    "competency.download_population": "only when the population leaves people out",
    "competency.apply_standards": "comes after a form",
    "competency.change_job_standard": "only for an edition that does not hold yet",
    "competency.withdraw_job_standard": "only for an edition that does not hold yet",
    "competency.move_to_standard": "only while people carry an earlier standard",
    "appraisal.apply_predicates": "comes after a form",
    "competency.archive_cycle": "only for a cycle that is closed and not archived",
    "home.calendar_feed": "at a secret address that is shown once",
    "notifications.stop_mails": "its link stands in mails",
    "kiosk.ask_question": "in the middle of a visit",
    "kiosk.ask_reasons": "in the middle of a visit",
    "kiosk.ask_whether_there": "in the middle of a visit",
    "kiosk.offer_survey": "in the middle of a visit",
}


@pytest.fixture(scope="module")
def crawls(demo_app: Flask) -> dict[str, Crawl]:
    """What each role finds when it follows every link and opens every page of its menu."""
    return {role: crawl(demo_app, role) for role in (ANONYMOUS, *ROLES)}


@pytest.mark.parametrize("role", [ANONYMOUS, *ROLES])
def test_every_link_that_a_role_sees_opens(crawls: dict[str, Crawl], role: str) -> None:
    assert crawls[role].broken == []


@pytest.mark.only("sqlite", reason="the other engine's walk follows fewer links of a kind")
def test_every_page_was_opened_by_somebody(demo_app: Flask, crawls: dict[str, Crawl]) -> None:
    opened = set().union(*(found.opened for found in crawls.values()))
    pages = {rule.endpoint for rule in demo_app.url_map.iter_rules() if "GET" in rule.methods}
    assert sorted(pages - opened - set(NOT_LINKED)) == []
    assert set(NOT_LINKED) <= pages
