"""What the script adds: autosave, truthful times, one banner, and nothing lost."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, select

from kinerja.competency.models import Assessment
from kinerja.competency.rules import AssessmentStatus, CycleStatus
from kinerja.extensions import db
from kinerja.people.models import Account, LoginSession
from tests.browser.conftest import Open, Server

pytestmark = pytest.mark.browser
SAVED = re.compile(r"Tersimpan pukul \d\d\.\d\d WIB")
TYPED = "Memimpin rapat koordinasi lintas bidang."


@pytest.fixture
def writer(server: Server) -> int:
    """Somebody in the middle of their assessment whom no other test uses."""
    with server.app.app_context():
        taken = select(Account.employee_id)
        found = db.session.scalars(
            select(Assessment)
            .join(Assessment.cycle)
            .where(
                Assessment.status == AssessmentStatus.NOT_STARTED,
                Assessment.cycle.has(status=CycleStatus.OPEN),
                Assessment.employee_id.not_in(taken),
            )
        ).first()
        assert found
        return found.employee_id


def first_answer(page: Page) -> None:
    """Open the first competency of the list."""
    page.goto("/kompetensi")
    page.locator(".task-name").first.click()
    expect(page.locator("#isian")).to_be_visible()


def test_what_is_typed_is_saved_by_itself_and_the_time_is_told(
    open_page: Open, writer: int
) -> None:
    page = open_page(writer)
    first_answer(page)
    page.locator("label[for=t3]").click()
    expect(page.locator("#saved")).to_contain_text(SAVED)
    with page.expect_response(re.compile("/draf$")) as saved:
        page.get_by_role("textbox", name="Contoh nyata").fill(TYPED)
    assert saved.value.status == 200
    page.reload()
    expect(page.get_by_role("textbox", name="Contoh nyata")).to_have_value(TYPED)
    expect(page.locator("#t3")).to_be_checked()
    assert page.faults == []


def test_back_shows_the_whole_page(open_page: Open, writer: int) -> None:
    page = open_page(writer)
    first_answer(page)
    page.locator("label[for=t4]").click()
    expect(page.locator("#saved")).to_contain_text(SAVED)
    page.get_by_role("link", name="Daftar kompetensi").click()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("header.top")).to_be_visible()
    expect(page.locator("#t4")).to_be_checked()
    assert "Daftar kompetensi" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_server_away_shows_the_banner_and_keeps_what_is_typed(
    open_page: Open, server: Server, writer: int
) -> None:
    page = open_page(writer)
    first_answer(page)
    server.stop()
    try:
        page.get_by_role("textbox", name="Contoh nyata").fill(TYPED)
        banner = page.get_by_role("alert")
        expect(banner).to_contain_text("Tidak ada sambungan")
        expect(page.get_by_role("textbox", name="Contoh nyata")).to_have_value(TYPED)
        expect(page.locator("#saved")).not_to_contain_text("Memimpin")
    finally:
        server.start()
    page.get_by_role("textbox", name="Contoh nyata").press_sequentially(" Lagi.")
    expect(page.locator("#saved")).to_contain_text(SAVED)
    expect(banner).to_be_hidden()


def test_two_tabs_are_told_of_each_other(open_page: Open, writer: int) -> None:
    one = open_page(writer)
    first_answer(one)
    two = one.context.new_page()
    two.goto(one.url)
    one.get_by_role("textbox", name="Contoh nyata").fill("Dari tab pertama.")
    expect(one.locator("#saved")).to_contain_text(SAVED)
    with two.expect_response(re.compile("/draf$")) as refused:
        two.get_by_role("textbox", name="Contoh nyata").fill("Dari tab kedua.")
    assert refused.value.status == 409
    expect(two.locator("#saved")).to_contain_text("sudah diubah di tab atau perangkat lain")
    expect(two.get_by_role("textbox", name="Contoh nyata")).to_have_value("Dari tab kedua.")
    two.get_by_role("button", name="Pakai isian di halaman ini").click()
    one.goto(one.url)
    expect(one.get_by_role("textbox", name="Contoh nyata")).to_have_value("Dari tab kedua.")


def test_ended_session_leads_to_the_sign_in_page_and_back(
    open_page: Open, server: Server, writer: int
) -> None:
    page = open_page(writer)
    first_answer(page)
    with server.app.app_context():
        own = select(Account.id).where(Account.employee_id == writer).scalar_subquery()
        db.session.execute(delete(LoginSession).where(LoginSession.account_id == own))
        db.session.commit()
    path = urlsplit(page.url).path
    page.locator("label[for=t2]").click()
    page.wait_for_url(re.compile(r"/masuk\?lanjut="))
    assert parse_qs(urlsplit(page.url).query) == {"lanjut": [path]}


def test_three_taps_on_a_kiosk_face_are_one_rating(open_page: Open, server: Server) -> None:
    kiosk = server.app.config["DEMO_FILLED"]["kiosk_path"]
    page = open_page(path=f"{kiosk}/nilai")
    page.get_by_role("button", name="Sangat puas").click(click_count=3, delay=5)
    expect(page.get_by_role("status")).to_contain_text("sudah tersimpan")
    assert page.faults == []
