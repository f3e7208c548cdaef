"""The rulebook's pages are read by everybody: what is in force, what comes, and what was."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from kinerja.extensions import db
from kinerja.rulebook.models import Rule
from kinerja.rulebook.rules import SETTINGS
from tests import factories
from tests.pages import soup
from tests.ruling import agency_admin, words

SignedIn = Callable[[int], FlaskClient]


@pytest.fixture
def admin(app: Flask, signed_in: SignedIn) -> FlaskClient:
    """The agency's admin."""
    return signed_in(agency_admin(app))


@pytest.fixture
def somebody(app: Flask, signed_in: SignedIn) -> FlaskClient:
    return signed_in(factories.employee(app))


def test_everybody_reads_the_parts_of_the_book(somebody: FlaskClient) -> None:
    page = words(somebody.get("/aturan"))
    assert "Survei kepuasan" in page
    assert "Pelindungan data pribadi" in page
    assert soup(somebody.get("/aturan?bagian=nonsens")).select_one("#bagian-aturan")


def test_part_lists_what_is_in_force(somebody: FlaskClient) -> None:
    page = words(somebody.get("/aturan?bagian=survei"))
    assert "Batas bawah mutu pelayanan (IKM)" in page
    assert "88,31 · 76,61 · 65,00" in page
    assert "9 Mei 2017" in page
    assert "Hak JP PNS" not in page


@pytest.mark.parametrize("search", ["krejcie", "SKM.SAMPLE", "sampel minimum", "14/2017 sampel"])
def test_settings_are_found_by_title_key_and_legal_basis(
    somebody: FlaskClient, search: str
) -> None:
    page = words(somebody.get("/aturan", query_string={"cari": search}))
    assert "Parameter sampel minimum" in page
    assert "Hak JP PNS" not in page


def test_nothing_found_says_so(somebody: FlaskClient) -> None:
    assert "Tidak ada aturan yang cocok" in words(somebody.get("/aturan?cari=kereta"))


def test_setting_tells_value_history_basis_and_what_the_marks_mean(somebody: FlaskClient) -> None:
    page = words(somebody.get("/aturan/skm.bands"))
    assert "A, Sangat Baik, mulai 88,31" in page
    assert "Sejak 9 Mei 2017" in page
    assert "24 Feb 2004" in page
    assert "KEP/25/M.PAN/2/2004" in page
    assert "Belum pasti Peraturannya tidak tegas." in page
    assert "Tetapkan nilai baru" not in page


def test_every_setting_has_a_page(app: Flask, somebody: FlaskClient) -> None:
    for key in SETTINGS:
        assert somebody.get(f"/aturan/{key}").status_code == 200, key
    assert somebody.get("/aturan/tidak.ada").status_code == 404


def test_value_of_an_unknown_key_is_shown_but_not_changed(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        db.session.add(
            Rule(key="uji.lain", value={"a": 1}, valid_from=date(2020, 1, 1), legal_basis="uji")
        )
        db.session.commit()
    assert '{"a": 1}' in words(admin.get("/aturan/uji.lain"))
    assert "Tetapkan nilai baru" not in words(admin.get("/aturan/uji.lain"))
    assert admin.get("/aturan/uji.lain/ubah").status_code == 404


def test_whole_book_is_a_spreadsheet(app: Flask, somebody: FlaskClient) -> None:
    answer = somebody.get("/aturan/xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    book = {(row[0], row[4]): row for row in rows[1:]}
    old = book["skm.bands", date(2004, 2, 24)]
    assert old[5] == date(2017, 5, 9)
    assert "A, Sangat Baik, mulai: 81,26" in str(old[3])
    with app.app_context():
        assert len(rows) == 1 + db.session.query(Rule).count()


def test_lists_ask_as_many_queries_however_long_the_history(
    app: Flask, somebody: FlaskClient, count_queries: factories.Counting
) -> None:
    asked = []
    for round_ in range(2):
        for path in ("/aturan?bagian=survei", "/aturan/skm.months"):
            with count_queries() as statements:
                assert somebody.get(path).status_code == 200
            asked.append((path, len(statements)))
        if round_ == 0:
            with app.app_context():
                db.session.add_all(
                    Rule(
                        key="skm.months",
                        value=12 + number,
                        valid_from=date(2018, 1, 1) + timedelta(days=number),
                        legal_basis="SK Contoh",
                    )
                    for number in range(20)
                )
                db.session.commit()
    assert asked[:2] == asked[2:]
