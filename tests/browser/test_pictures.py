"""Pictures of the main pages; UPDATE_SCREENSHOTS=1 writes them anew."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, Open, Server
from tests.browser.pictures import save

pytestmark = pytest.mark.browser
PHONE, DESKTOP = (390, 844), (1280, 800)
# Name, role, where, size, dark.
SHOTS = (
    ("beranda-390", "employee", "/beranda", PHONE, False),
    ("beranda-pegawai", "employee", "/beranda", DESKTOP, False),
    ("beranda-gelap-390", "employee", "/beranda", PHONE, True),
    ("penilaian-390", "employee", "/kompetensi/penilaian/kom", PHONE, False),
    ("verifikasi-1280", "supervisor", "/kompetensi/verifikasi", DESKTOP, False),
    ("hasil-1280", "supervisor", "/kompetensi/hasil", DESKTOP, False),
    ("penugasan-1280", "trainer", "/pengembangan/penugasan", DESKTOP, False),
    ("rencana-390", "employee", "/pengembangan", PHONE, False),
    ("pegawai-1280", "unit_admin", "/pegawai", DESKTOP, False),
    ("kemajuan-1280", "leader", "/kompetensi/kemajuan", DESKTOP, False),
    ("survei-1280", "leader", "/survei", DESKTOP, False),
    ("kios-1280", "anonymous", "kiosk", DESKTOP, False),
)
HEAVIEST = 130 * 1024
WANTED = bool(os.environ.get("UPDATE_SCREENSHOTS"))


@pytest.mark.parametrize(("name", "role", "path", "size", "dark"), SHOTS[: None if WANTED else 1])
def test_picture_is_small(
    open_page: Open, server: Server, tmp_path: Path, name, role, path, size, dark
) -> None:
    page = open_page(role, color_scheme="dark" if dark else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    kiosk = server.app.config["DEMO_FILLED"]["kiosk_path"]
    page.goto(f"{kiosk}/nilai" if path == "kiosk" else path)
    page.evaluate("document.fonts.ready")
    file = (ROOT / "docs" / "gambar" if WANTED else tmp_path) / f"{name}.png"
    save(page, file)
    assert file.stat().st_size <= HEAVIEST
