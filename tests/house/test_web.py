"""Pages and their blocks, lists by pages, spreadsheets, times and addresses."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, session
from python_calamine import load_workbook
from sqlalchemy import select

from kinerja import clock
from kinerja.database import paged
from kinerja.extensions import db
from kinerja.people.models import Unit
from kinerja.web import asset, clock_time, day, days_until, locale
from tests import factories
from tests.house.conftest import Build
from tests.house.probe import HOSTILE, hidden_fields
from tests.pages import soup

NOON = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)


def test_htmx_gets_the_block_it_names_and_nothing_else(probe: Flask) -> None:
    client = probe.test_client()
    whole = client.get("/uji/benda")
    assert whole.text.lstrip().startswith("<!doctype html>")
    block = client.get("/uji/benda", headers={"HX-Request": "true", "HX-Target": "things"})
    assert block.text.strip().startswith('<ul id="things">')
    assert "HX-Target" in block.headers["Vary"]


def test_target_that_the_page_lacks_makes_the_browser_load_the_page(probe: Flask) -> None:
    answer = probe.test_client().get("/uji/benda?a=1", headers={"HX-Target": "asing"})
    assert answer.headers["HX-Redirect"] == "/uji/benda?a=1"
    assert answer.text == ""


def test_history_restore_gets_the_whole_page(probe: Flask) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert soup(probe.test_client().get("/uji/benda", headers=headers)).h1


def test_block_of_a_form_with_errors_is_422(entered) -> None:
    client = entered()
    answer = client.post("/uji/benda", data=hidden_fields(client), headers={"HX-Target": "things"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("3", 3), ("0", 1), ("-5", 1), ("dua", 1), ("9" * 30, 1)]
)
def test_page_number_is_a_number_from_one_on(probe: Flask, asked: str, number: int) -> None:
    found = probe.test_client().get(f"/uji/asal?hal={asked}").get_json()["page"]
    assert found == number


def test_list_by_pages_takes_two_queries(probe: Flask, count_queries) -> None:
    for index in range(7):
        factories.unit(probe, f"Unit {index}")
    with probe.app_context():
        statement = select(Unit).order_by(Unit.name)
        middle = paged(statement, page=2, size=3)
        assert [unit.name for unit in middle.items] == ["Unit 3", "Unit 4", "Unit 5"]
        assert (middle.number, middle.pages, middle.total) == (2, 3, 7)
        assert (middle.first, middle.last) == (4, 6)
        past = paged(statement, page=99, size=3)
        assert (past.number, [unit.name for unit in past.items]) == (3, ["Unit 6"])
        assert paged(statement, page=-1, size=3).number == 1
        columns = paged(select(Unit.id, Unit.name).order_by(Unit.name), size=2)
        assert columns.items[0].name == "Unit 0"
        empty = paged(select(Unit).where(Unit.id < 0))
        assert (empty.items, empty.pages, empty.number, empty.first, empty.last) == ([], 1, 1, 0, 0)


def test_huge_page_number_is_the_last_page(probe: Flask) -> None:
    factories.unit(probe)
    with probe.app_context():
        assert paged(select(Unit), page=10**30).number == 1


def test_spreadsheet_holds_texts_as_texts_and_no_formula(probe: Flask) -> None:
    answer = probe.test_client().get("/uji/berkas")
    disposition = answer.headers["Content-Disposition"]
    with probe.app_context():
        assert disposition == f'attachment; filename="uji-{clock.today().isoformat()}.xlsx"'
    rows = load_workbook(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["=judul", "angka", "hari", "saat", "Nama"]
    assert [row[0] for row in rows[1:]] == list(HOSTILE)
    noon = datetime.fromisoformat("2026-11-21T13:05")  # on the agency's clocks, as 06:05 in UTC
    assert rows[1][1:] == [3.0, date(2026, 11, 21), noon, "Simpan"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            assert b"<f>" not in content, name
            assert b"<f " not in content, name
            assert b"<hyperlink" not in content, name


def test_asset_address_changes_with_the_content(probe: Flask) -> None:
    with probe.test_request_context():
        assert asset("app.css").startswith("/static/app.css?v=")
        assert asset("app.css") != asset("tokens.css").replace("tokens", "app")


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Jakarta", "13.05 WIB"),
        ("Asia/Makassar", "14.05 WITA"),
        ("Asia/Jayapura", "15.05 WIT"),
    ],
)
def test_time_of_day_names_its_zone(build: Build, zone: str, shown: str) -> None:
    with build(TIMEZONE=zone).app_context():
        assert clock_time(NOON) == shown


def test_time_elsewhere_has_that_zones_own_name(build: Build) -> None:
    with build(TIMEZONE="UTC").app_context():
        assert clock_time(NOON) == "06.05 UTC"


def test_day_in_full_is_the_agencys(probe: Flask) -> None:
    with probe.test_request_context():
        assert day(date(2026, 11, 21)) == "21 November 2026"
        assert day(datetime(2026, 11, 20, 18, 0, tzinfo=UTC)) == "21 November 2026"
        assert days_until(clock.today() + timedelta(days=9)) == 9
        assert days_until(clock.today() - timedelta(days=2)) == -2


def test_language_is_the_chosen_one_else_bahasa(probe: Flask) -> None:
    with probe.test_request_context():
        assert locale() == "id"
        for chosen, given in (("en", "en"), ("xx", "id")):
            session["language"] = chosen
            assert locale() == given


def test_clock_is_aware_and_the_agencys_day_may_be_ahead(probe: Flask) -> None:
    with probe.app_context():
        assert clock.now().utcoffset() == timedelta(0)
        assert clock.local(datetime(2026, 12, 31, 18, tzinfo=UTC)).date() == date(2027, 1, 1)
        assert abs(clock.local(clock.now()).date() - clock.today()) <= timedelta(days=1)
        assert db.engine.dialect.name in ("sqlite", "postgresql")
