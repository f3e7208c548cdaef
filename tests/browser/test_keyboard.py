"""By keyboard alone: every control is reached, the focus is always seen, work gets done."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Server
from tests.roles import ROLES, demo_nip

pytestmark = pytest.mark.browser
# The focused element: how it shows the focus, and a way to know it again.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const seen = [one, one.labels && one.labels[0], one.nextElementSibling].filter(Boolean);
  const shown = seen.some((each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      || style.boxShadow !== "none";
  });
  const box = one.getBoundingClientRect();
  const visible = seen.some((each) => each.getBoundingClientRect().width > 1);
  return {tag: one.outerHTML.slice(0, 90), shown, visible};
}"""
# Everything that a keyboard must reach; of radio buttons one per group; closed details left out.
CONTROLS = """() => {
  const all = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary")];
  const groups = new Set();
  return all.filter((one) => {
    if (one.disabled || !one.checkVisibility({visibilityProperty: true})) return false;
    const closed = one.closest("details:not([open])");
    if (closed && !(one.tagName === "SUMMARY" && one.parentElement === closed)) return false;
    if (one.type !== "radio") return true;
    const known = groups.has(one.name);
    groups.add(one.name);
    return !known;
  }).length;
}"""
PAGES = {
    "employee": ("/beranda", "/kompetensi", "/pengembangan/pelatihan"),
    "supervisor": ("/kompetensi/verifikasi",),
    "trainer": ("/pengembangan/penugasan", "/pengembangan/konfirmasi"),
    "unit_admin": ("/pegawai", "/survei/loket"),
    "agency_admin": ("/kompetensi/standar",),
    "leader": ("/kompetensi/kemajuan",),
    "hr": ("/pegawai/impor", "/unit"),
    "survey_admin": ("/survei/layanan/tambah",),
    "complaint_officer": ("/data-saya",),
    "inspector": ("/jejak-audit",),
    "ppid": ("/masa-simpan",),
}


def tab_through(page: Page) -> list[dict[str, object]]:
    """Press Tab until the page has been gone through."""
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    stops: list[dict[str, object]] = []
    for _turn in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("role", ROLES)
def test_every_control_is_reached_and_shows_the_focus(open_page: Open, role: str) -> None:
    page = open_page(role)
    page.set_viewport_size({"width": 1280, "height": 844})
    for path in PAGES[role]:
        page.goto(path)
        wanted = page.evaluate(CONTROLS)
        stops = tab_through(page)
        assert len(stops) >= wanted, (path, wanted, len(stops))
        assert [stop["tag"] for stop in stops if not stop["shown"]] == [], path
        assert [stop["tag"] for stop in stops if not stop["visible"]] == [], path


def test_skip_link_leads_to_the_content(open_page: Open) -> None:
    page = open_page("employee", "/beranda")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Langsung ke isi")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#isi")).to_be_focused()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until a control whose text or label begins so has the focus."""
    for _turn in range(200):
        page.keyboard.press("Tab")
        text = page.evaluate(
            "() => { const one = document.activeElement;"
            " return (one.labels && one.labels[0] || one).textContent.trim() }"
        )
        if text.startswith(name):
            return
    pytest.fail(f"{name} is not reached")


def test_sign_in_and_fill_one_competency_by_keyboard(open_page: Open, server: Server) -> None:
    nip = demo_nip(server.app, "employee")
    accounts = server.app.config["DEMO_FILLED"]["accounts"]
    password = next(one["password"] for one in accounts if one["nip"] == nip)
    page = open_page(path="/masuk")
    tab_to(page, "NIP")
    page.keyboard.type(nip)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/beranda$"))
    page.goto("/kompetensi")
    tab_to(page, "Lanjutkan")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1)
    before = heading.inner_text()
    tab_to_radio(page)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#t2")).to_be_checked()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#t1")).to_be_checked()
    tab_to(page, "Contoh nyata")
    page.keyboard.type("Menyusun jadwal bersama tim.")
    expect(page.locator("#saved")).to_contain_text("Tersimpan pukul")
    tab_to(page, "Simpan dan lanjut")
    page.keyboard.press("Enter")
    expect(heading).not_to_have_text(before)


def tab_to_radio(page: Page) -> None:
    """Press Tab until the level cards have the focus."""
    for _turn in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "level":
            return
    pytest.fail("the level cards are not reached")
