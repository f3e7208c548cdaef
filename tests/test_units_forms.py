"""Units are founded, renamed, merged and closed by form."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import Unit
from kinerja.people.rules import JobLevel
from kinerja.people.services import found_unit, merge_unit
from tests import factories
from tests.organising import NEW_YEAR, TODAY, Town, change
from tests.organising import town as build
from tests.pages import soup
from tests.test_units_pages import SignedIn, confirm, fill, rows, sent, words


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saturday, 21 November 2026, noon in Jakarta."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 5, 0, tzinfo=UTC))


@pytest.fixture
def town(app: Flask) -> Town:
    """The agency."""
    return build(app)


@pytest.fixture
def hr(town: Town, signed_in: SignedIn) -> FlaskClient:
    """Whoever may change all units."""
    return signed_in(town.hr)


# forms


def test_unit_is_founded_after_a_check(app: Flask, hr: FlaskClient, town: Town) -> None:
    checked = fill(hr, "/unit/tambah", name="Kelurahan Baru", parent_id=town.west)
    assert "Mulai 1 Januari 2027 ada unit Kelurahan Baru di bawah Kecamatan Barat." in words(
        checked
    )
    with app.app_context():
        assert db.session.query(Unit).count() == 5
    done = confirm(hr, checked)
    assert done.status_code == 303
    page = words(hr.get(done.location))
    assert "Perubahan unit tersimpan." in page
    assert "Unit ini baru ada mulai 1 Januari 2027." in page
    assert "Kelurahan Baru (mulai 1 Januari 2027)" in words(hr.get(f"/unit/{town.north}/gabung"))


def test_filled_in_form_comes_back_from_the_check(hr: FlaskClient, town: Town) -> None:
    checked = fill(hr, "/unit/tambah", name="Kelurahan Baru", parent_id=town.west)
    again = soup(confirm(hr, checked, "ubah"))
    assert sent(again)["name"] == "Kelurahan Baru"
    assert sent(again)["parent_id"] == str(town.west)
    assert sent(again)["valid_from"] == "2027-01-01"


def test_unit_is_renamed_merged_and_closed_by_form(hr: FlaskClient, town: Town) -> None:
    checked = fill(hr, f"/unit/{town.north}/ubah", name="Kelurahan Lor")
    assert "Kelurahan Utara bernama Kelurahan Lor." in words(checked)
    assert confirm(hr, checked).location == f"/unit/{town.north}"
    checked = fill(hr, f"/unit/{town.south}/gabung", into_id=town.west)
    assert "1 pegawai Kelurahan Selatan berpindah ke Kecamatan Barat" in words(checked)
    assert confirm(hr, checked).status_code == 303
    assert "Digabung ke Kecamatan Barat" in words(hr.get(f"/unit/{town.south}"))
    page = words(hr.get(f"/unit/{town.south}/batalkan-rencana"))
    assert "dibatalkan: semuanya tetap seperti sebelumnya" in page
    answer = hr.get(f"/unit/{town.south}/batalkan-rencana")
    assert hr.post(answer.request.path, data=sent(soup(answer))).status_code == 303
    assert "Digabung ke" not in words(hr.get(f"/unit/{town.south}"))


def test_refusal_stands_beside_its_field(hr: FlaskClient, town: Town) -> None:
    answer = fill(hr, f"/unit/{town.north}/ubah", name="Kelurahan Selatan")
    assert answer.status_code == 422
    assert soup(answer).select_one("#name-galat")
    answer = fill(hr, "/unit/tambah", name="", reason="", valid_from="besok")
    assert answer.status_code == 422
    assert {str(error["id"]) for error in soup(answer).select(".error[id]")} >= {
        "name-galat",
        "reason-galat",
        "valid_from-galat",
        "parent_id-galat",
    }
    assert hr.get(f"/unit/{town.north}/batalkan-rencana").status_code == 422


def test_closing_says_what_is_left_and_where(app: Flask, hr: FlaskClient, town: Town) -> None:
    factories.service(app, unit_id=town.north, name="Surat domisili")
    answer = fill(hr, f"/unit/{town.north}/tutup")
    assert answer.status_code == 422
    links = [str(link["href"]) for link in soup(answer).select(".note a")]
    assert links == [f"/pegawai?unit={town.north}"]  # services are not for HR
    assert "1 layanan dengan loketnya masih berjalan: Surat domisili." in answer.text
    assert confirm(hr, fill(hr, f"/unit/{town.west}/tutup")).status_code == 303
    assert "Ditutup Rencana Mulai 1 Januari 2027" in words(hr.get(f"/unit/{town.west}"))


def test_plan_that_became_impossible_meanwhile_is_refused(
    app: Flask, hr: FlaskClient, town: Town
) -> None:
    checked = fill(hr, f"/unit/{town.west}/tutup")
    factories.employee(app, unit_id=town.west)
    assert confirm(hr, checked).status_code == 422


def test_same_confirmation_sent_twice_is_done_once(hr: FlaskClient, town: Town) -> None:
    checked = fill(hr, "/unit/tambah", name="Kelurahan Baru", parent_id=town.west)
    first, second = confirm(hr, checked), confirm(hr, checked)
    assert first.location == second.location
    assert first.status_code == second.status_code == 303


def test_planned_unit_is_offered_for_moves(app: Flask, hr: FlaskClient, town: Town) -> None:
    change(app, town.hr, found_unit, name="Kelurahan Baru", parent_id=town.west)
    offered = [o.get_text() for o in soup(hr.get("/pegawai/tambah")).select("#unit_id option")]
    assert offered[-1] == "Kelurahan Baru (mulai 1 Januari 2027)"
    assert NEW_YEAR > TODAY


def test_level_counts_follow_the_day(app: Flask, hr: FlaskClient, town: Town) -> None:
    change(app, town.hr, merge_unit, town.north, into_id=town.south)
    label = str(JobLevel.PENGAWAS.label)
    assert [label, "1"] not in rows(hr.get(f"/unit/{town.south}"))
    assert [label, "1"] in rows(hr.get(f"/unit/{town.south}?tanggal=2027-01-01"))
