"""Signing in with two steps by keyboard alone, and the pages that only a form leads to."""

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import Account, Employee, SecondFactor
from kinerja.people.rules import Standing
from kinerja.people.services import hash_password
from kinerja.sealing import seal
from tests.browser.conftest import Open, Server
from tests.browser.test_every_page import look
from tests.browser.test_keyboard import tab_to
from tests.databases import settle

pytestmark = pytest.mark.browser
PASSWORD = "jalan berliku ke pasar ikan"
STILL = {"reduced_motion": "reduce"}  # colours are judged when they have arrived
WIDER_THAN_ITS_SLIP = """() => [...document.querySelectorAll(".slip *")].some((one) =>
  one.getBoundingClientRect().right > one.closest(".slip").getBoundingClientRect().right)"""


@pytest.fixture
def careful(server: Server) -> tuple[str, str]:
    """Somebody who signs in with two steps: number, and the seed in their app."""
    seed = pyotp.random_base32()
    with server.app.app_context():
        taken = select(Account.employee_id)
        free = select(Employee).where(
            Employee.id.not_in(taken), Employee.standing == Standing.ACTIVE
        )
        person = db.session.scalars(free.order_by(Employee.id.desc()).limit(1)).one()
        account = Account(employee_id=person.id, password_hash=hash_password(PASSWORD))
        now = clock.now()
        db.session.add(
            SecondFactor(account=account, seed=seal(seed), created_at=now, confirmed_at=now)
        )
        nip = person.nip
        db.session.commit()
        settle(server.app)
    return nip, seed


def first_step(page: Page, nip: str) -> None:
    """Number and password, by keyboard."""
    page.goto("/masuk?lanjut=/akun")
    tab_to(page, "NIP")
    page.keyboard.type(nip)
    tab_to(page, "Kata sandi")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode masuk")


def test_two_steps_by_keyboard_alone(open_page: Open, careful: tuple[str, str]) -> None:
    nip, seed = careful
    page = open_page(**STILL)
    first_step(page, nip)
    tab_to(page, "Kode 6 angka")
    page.keyboard.type("000000" if pyotp.TOTP(seed).now() != "000000" else "111111")
    page.keyboard.press("Enter")
    expect(page.locator(".error-box")).to_be_focused()
    expect(page).to_have_title(re.compile("^Galat: Kode masuk"))
    assert look(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the summary's link leads to the field
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(pyotp.TOTP(seed).now())
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/akun$"))
    assert [fault for fault in page.faults if "422" not in fault] == []


def test_recovery_page_is_reached_by_keyboard(open_page: Open, careful: tuple[str, str]) -> None:
    page = open_page(**STILL)
    first_step(page, careful[0])
    tab_to(page, "Ponsel tidak ada?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode pemulihan")
    assert look(page) == []
    assert page.faults == []


def test_password_is_shown_and_hidden_again_by_keyboard(open_page: Open) -> None:
    page = open_page(path="/aktivasi", **STILL)
    tab_to(page, "Kata sandi baru")
    page.keyboard.type("rahasia sekali")
    expect(page.locator("#password")).to_have_attribute("type", "password")
    tab_to(page, "Tampilkan")
    page.keyboard.press("Enter")
    expect(page.locator("#password")).to_have_attribute("type", "text")
    expect(page.get_by_role("button", name="Sembunyikan")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#password")).to_have_attribute("type", "password")
    expect(page.locator("#repeat")).to_have_count(0)
    assert look(page) == []
    assert page.faults == []


def test_without_script_the_new_password_is_typed_twice(open_page: Open) -> None:
    page = open_page(path="/aktivasi", java_script_enabled=False)
    expect(page.get_by_label("Ulangi kata sandi baru")).to_be_visible()
    expect(page.get_by_role("button", name="Tampilkan")).to_have_count(0)


def test_two_steps_are_set_up_in_a_browser(open_page: Open, server: Server) -> None:
    with server.app.app_context():
        taken = select(Account.employee_id)
        free = select(Employee.id).where(Employee.id.not_in(taken)).order_by(Employee.id.desc())
        somebody = db.session.scalars(free.limit(1)).one()
    page = open_page(somebody, "/akun/dua-langkah", **STILL)
    page.get_by_role("button", name="Mulai memasang").click()
    expect(page.get_by_role("img", name=re.compile("Kode QR"))).to_be_visible()
    assert look(page) == []
    seed = re.sub(r"\s", "", page.locator("code").inner_text())
    page.get_by_label("Kode 6 angka").fill(pyotp.TOTP(seed).now())
    page.get_by_role("button", name="Aktifkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Simpan kode pemulihan Anda")
    expect(page.get_by_role("button", name="Cetak")).to_be_visible()
    assert look(page) == []
    assert page.faults == []


def test_slips_fit_on_screen_and_paper(open_page: Open) -> None:
    page = open_page("unit_admin", "/akun-pegawai/slip?semua=1", **STILL)
    page.get_by_role("button", name=re.compile("^Buat .* slip$")).click()
    expect(page.locator(".slip").first).to_be_visible()
    assert look(page) == []
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 673, "height": 1000})  # what A4 leaves between the margins
    wider = "() => [...document.querySelectorAll('.slip *')].some((one) =>"
    wider += (
        " one.getBoundingClientRect().right > one.closest('.slip').getBoundingClientRect().right)"
    )
    assert page.evaluate(wider) is False
    assert page.faults == []


def test_page_in_between_is_accessible(open_page: Open) -> None:
    page = open_page("supervisor", "/akun/konfirmasi?lanjut=/akun", **STILL)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ketik kata sandi Anda lagi")
    assert look(page) == []
    assert page.faults == []
