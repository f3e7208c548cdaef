"""The tree of units and how many people work where."""

import io

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from tests import factories
from tests.pages import soup
from tests.staff import City, SignedIn, build


@pytest.fixture
def city(app: Flask) -> City:
    """The agency with somebody in every role."""
    return build(app)


def test_unit_tree_shows_own_people_and_all_under_it(city: City, signed_in: SignedIn) -> None:
    page = soup(signed_in(city.leader).get("/unit"))
    rows = [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in page.select("tbody tr")
    ]
    assert rows == [
        ["Kota Uji", "belum ada", "3", "7"],
        ["Dinas Lain", "belum ada", "1", "1"],
        ["Dinas Uji", "belum ada", "2", "3"],
        ["Loket Ujidi bawah Dinas Uji", "belum ada", "1", "1"],
    ]


def test_unit_admin_sees_the_own_subtree(city: City, signed_in: SignedIn) -> None:
    client = signed_in(city.unit_admin)
    listed = [row.get_text(strip=True) for row in soup(client.get("/unit")).select("tbody th")]
    assert listed == ["Dinas Uji", "Loket Uji"]
    page = client.get(f"/unit/{city.desk}")
    assert "1 orang bekerja di sini." in page.text
    assert "Dinas Uji" in page.text
    assert "Kota Uji" not in soup(page).select_one("main").text
    for path in (f"/unit/{city.other}", f"/unit/{city.root}", "/unit/999999"):
        assert client.get(path).status_code == 404


def test_one_unit_counts_people_by_job_level(city: City, signed_in: SignedIn) -> None:
    page = signed_in(city.leader).get(f"/unit/{city.root}")
    assert "7 orang bekerja di sini, 3 di antaranya langsung di unit ini." in page.text
    levels = [row.get_text(" ", strip=True) for row in soup(page).select("#jenjang ~ div tbody tr")]
    assert levels == ["Fungsional Ahli Muda 7"]
    assert "Lihat pegawai" not in page.text
    assert "Lihat pegawai" in signed_in(city.agency_admin).get(f"/unit/{city.office}").text


def test_empty_unit_and_no_unit_say_so(app: Flask, city: City, signed_in: SignedIn) -> None:
    empty = factories.unit(app, "Unit Kosong", parent=city.root)
    assert "Belum ada pegawai." in signed_in(city.leader).get(f"/unit/{empty}").text


def test_unit_spreadsheet_has_the_same_figures(city: City, signed_in: SignedIn) -> None:
    answer = signed_in(city.unit_admin).get("/unit/xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    assert sheet.to_python()[1:] == [
        ["Dinas Uji", 1, "", "", 2, 3],
        ["Loket Uji", 2, "Dinas Uji", "", 1, 1],
    ]


@pytest.mark.parametrize("who", ["clerk", "boss", "trainer"])
def test_units_are_for_those_who_look_after_them(city: City, signed_in: SignedIn, who: str) -> None:
    client = signed_in(getattr(city, who))
    for path in ("/unit", "/unit/xlsx", f"/unit/{city.desk}"):
        assert client.get(path).status_code == 403
