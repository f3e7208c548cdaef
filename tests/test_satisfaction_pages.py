"""The pages of units' figures: lists, spreadsheets, who reads them, how many queries."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import Unit
from kinerja.satisfaction import queries
from kinerja.satisfaction.rules import Element, Reason
from tests.citizens import ALL_FOUR, WEDNESDAY, voices
from tests.factories import Counting, counter, employee, service, unit
from tests.pages import soup
from tests.reading import page_text, sheet

TODAY = date(2026, 11, 21)
WORSE = ALL_FOUR | {Element.WAKTU: 2, Element.BIAYA: 3}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saturday, 21 November 2026, noon in Jakarta."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 5, 0, tzinfo=UTC))


@pytest.fixture
def somebody(app: Flask, signed_in: Callable[[int], FlaskClient]) -> FlaskClient:
    """An employee without any grant."""
    return signed_in(employee(app))


def figures(app: Flask, unit_id: int) -> queries.Figures:
    with app.app_context():
        return queries.figures([unit_id], on=TODAY)[unit_id]


def test_the_list_has_units_with_services_and_those_above(
    app: Flask, somebody: FlaskClient
) -> None:
    assert "Belum ada layanan" in page_text(somebody, "/survei")
    top = unit(app, "Dinas Contoh")
    office = unit(app, "Kantor Contoh", parent=top)
    unit(app, "Gudang Contoh", parent=top)
    service(app, unit_id=office)
    names = [link.get_text() for link in soup(somebody.get("/survei")).select("tbody a")]
    assert names == ["Dinas Contoh", "Kantor Contoh"]
    found = [
        link.get_text() for link in soup(somebody.get("/survei?cari=kANTOR")).select("tbody a")
    ]
    assert found == ["Kantor Contoh"]
    assert "Tidak ada unit yang cocok" in page_text(somebody, "/survei?cari=%25")
    rows = sheet(somebody.get("/survei/xlsx?cari=kantor"))
    assert [row[0] for row in rows] == ["Unit", "Kantor Contoh"]


def test_spreadsheets_hold_the_shown_figures(app: Flask, somebody: FlaskClient) -> None:
    office = unit(app)
    place = counter(app, service_id=service(app, unit_id=office, population=120))
    voices(app, place, *[4] * 9, 1, answers=[WORSE] * 10)
    assert sheet(somebody.get("/survei/xlsx"))[1][1:] == [10, 90, 10, 91.67, "A", 92]
    rows = sheet(somebody.get(f"/survei/unit/{office}/xlsx"))
    assert len(rows) == 10
    assert rows[3] == ["Waktu Penyelesaian", 10, 20, 2, 50]
    empty = unit(app)
    assert len(sheet(somebody.get(f"/survei/unit/{empty}/xlsx"))) == 1


def test_a_unit_that_is_not_there_is_not_found(app: Flask, somebody: FlaskClient) -> None:
    gone = unit(app)
    with app.app_context():
        db.session.get_one(Unit, gone).is_active = False
        db.session.commit()
    for unit_id in (gone, 999_999):
        assert somebody.get(f"/survei/unit/{unit_id}").status_code == 404
        assert somebody.get(f"/survei/unit/{unit_id}/xlsx").status_code == 404


def test_a_unit_without_voices_says_what_will_be_here(app: Flask, somebody: FlaskClient) -> None:
    shown = page_text(somebody, f"/survei/unit/{unit(app)}")
    assert "belum cukup banyak untuk ditampilkan" in shown


def test_ranked_units_stand_by_their_exact_index(app: Flask) -> None:
    offices = [unit(app) for _number in range(3)]
    for office, answers in zip(offices, (WORSE, ALL_FOUR, WORSE), strict=True):
        place = counter(app, service_id=service(app, unit_id=office))
        count = 12 if office != offices[2] else 9
        voices(app, place, *[4] * count, answers=[answers] * count)
    with app.app_context():
        ranked = queries.ranked_units(on=TODAY)
    assert [row.unit.id for row in ranked] == [offices[1], offices[0]]


@pytest.mark.parametrize("address", ["/survei", "/survei/unit/{unit}", "/survei/xlsx"])
def test_queries_do_not_grow_with_units_or_voices_and_read_no_answer(
    app: Flask, somebody: FlaskClient, count_queries: Counting, address: str
) -> None:
    offices = [unit(app)]

    def counted() -> int:
        place = counter(app, service_id=service(app, unit_id=offices[-1]))
        voices(app, place, 1, 4, at=WEDNESDAY, answers=[WORSE], reasons=[Reason.PLACE])
        with count_queries() as statements:
            assert somebody.get(address.format(unit=offices[0])).status_code == 200
        for table in ("satisfaction_rating", "satisfaction_answer"):
            assert not [s for s in statements if table in s]
        return len(statements)

    few = counted()
    offices += [unit(app, parent=offices[0]) for _number in range(6)]
    assert [counted() for _turn in range(2)] == [few, few]
    assert few <= 12


def test_somebody_signed_out_reads_nothing(client: FlaskClient) -> None:
    for address in ("/survei", "/survei/unit/1", "/survei/xlsx", "/survei/loket"):
        assert client.get(address).status_code == 303
