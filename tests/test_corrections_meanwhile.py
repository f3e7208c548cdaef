"""While somebody checks whose supervisor is right, nobody has to stop working."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja.competency.rules import AssessmentStatus
from kinerja.extensions import db
from kinerja.people import services
from kinerja.people.rules import CorrectionTopic
from tests import factories
from tests.assessing import KOM, answer_all, answer_now, assessment_now, autosave
from tests.correcting import Town, asked, build_town, case, viewer_of
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
CHECK = "/kompetensi/periksa"


@pytest.fixture
def town(app: Flask) -> Town:
    """The town in which the clerk's supervisor is wrong, in an open cycle."""
    found = build_town(app)
    factories.open_cycle(app)
    return found


def test_drafts_answers_and_sending_go_on_while_a_case_is_open(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    asked(app, town.clerk, supervisor_id=town.true_boss)
    clerk = signed_in(town.clerk)
    assert autosave(clerk, KOM, level=2, example="Menulis surat").status_code == 200
    assert answer_now(app, town.clerk).example == "Menulis surat"
    answer_all(clerk, app, town.clerk)
    assert "Bagas Keliru" in clerk.get(CHECK).text
    assert send(clerk, CHECK, CHECK, declared="y").status_code == 303
    assert assessment_now(app, town.clerk).status is AssessmentStatus.SELF_SUBMITTED


def test_whoever_turns_out_to_be_the_supervisor_finds_what_was_sent(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    correction_id = asked(app, town.clerk, supervisor_id=town.true_boss)
    clerk = signed_in(town.clerk)
    answer_all(clerk, app, town.clerk)
    send(clerk, CHECK, CHECK, declared="y")
    send(signed_in(town.office_admin), f"/perbaikan-data/{correction_id}")
    assert "Sari Uji" in signed_in(town.true_boss).get("/kompetensi/verifikasi").text


def test_without_a_supervisor_the_refusal_names_the_case_and_its_holder(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    alone = factories.employee(app, unit_id=town.desk, name="Dewi Sendiri")
    browser = signed_in(alone)
    browser.post("/kompetensi/mulai", data={"csrf_token": token(browser)})
    answer_all(browser, app, alone)
    refused = send(browser, CHECK, CHECK, declared="y")
    assert refused.status_code == 422
    assert "Ajukan “Atasan saya salah”" in refused.text
    assert "/perbaikan-data/ajukan?tentang=atasan" in refused.text
    asked(app, alone, supervisor_id=town.true_boss)
    refused = send(browser, CHECK, CHECK, declared="y")
    assert "Permintaan perbaikannya sedang berjalan" in refused.text
    assert "Di Made Admin (Admin unit) sejak" in refused.text
    assert answer_now(app, alone).self_level == 2


def token(client: FlaskClient) -> str:
    """A CSRF token."""
    found = soup(client.get("/kompetensi")).select_one("[name=csrf_token]")
    assert found is not None
    return str(found["value"])


def test_start_page_names_the_supervisor_and_who_holds_the_case(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    clerk = signed_in(town.clerk)
    start = clerk.get("/beranda")
    assert "Bagas Keliru" in start.text
    assert soup(start).select_one('a[href="/perbaikan-data/ajukan?tentang=atasan"]')
    asked(app, town.clerk)
    waiting = soup(clerk.get("/beranda")).select_one('[aria-labelledby="menunggu"]')
    assert waiting is not None
    assert "Perbaikan data: Atasan langsung" in waiting.get_text()
    assert "Di Made Admin (Admin unit) sejak" in waiting.get_text()


def test_start_page_of_the_admin_whose_turn_it_is_says_so(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    first = asked(app, town.clerk)
    admin, hr = signed_in(town.office_admin), signed_in(town.hr)
    assert "Putuskan permintaan Sari Uji: Atasan langsung" in admin.get("/beranda").text
    assert "Putuskan permintaan" not in hr.get("/beranda").text
    asked(app, town.boss, CorrectionTopic.GRADE)
    assert "Putuskan 2 permintaan perbaikan data" in admin.get("/beranda").text
    with app.app_context():
        services.escalate_correction(case(first), by=viewer_of(town.office_admin))
        db.session.commit()
    assert "Putuskan permintaan Sari Uji" in hr.get("/beranda").text
