"""Closed and merged units in other features: gone from choices, their past still reachable."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja import clock
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Unit
from kinerja.people.services import close_unit, merge_unit, settle
from kinerja.permissions import Role
from kinerja.satisfaction import queries, services
from kinerja.satisfaction.models import Counter, Service
from tests import factories
from tests.citizens import ALL_FOUR, voices
from tests.organising import NEW_YEAR, TODAY, Town, acting, change
from tests.organising import town as build
from tests.pages import soup

SignedIn = Callable[[int], FlaskClient]
AUTUMN = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saturday, 21 November 2026, noon in Jakarta."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 5, 0, tzinfo=UTC))


@pytest.fixture
def town(app: Flask) -> Town:
    """The agency."""
    return build(app)


def words(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(soup(answer).get_text(" ").split())


def end_services(app: Flask, by: int) -> None:
    with acting(app, by) as viewer:
        for service in db.session.query(Service):
            facts: dict[str, Any] = {"name": service.name, "population": service.population}
            services.change_service(service, **facts, is_active=False, by=viewer)


def voiced(app: Flask, unit_id: int, name: str, *, at: date, times: int = 10) -> tuple[int, int]:
    """A service of the unit with a counter where citizens were content on a day."""
    service = factories.service(app, unit_id=unit_id, name=name, population=100)
    counter = factories.counter(app, service_id=service)
    moment = datetime(at.year, at.month, at.day, 3, 30, tzinfo=UTC)
    voices(app, counter, *[4] * times, at=moment, answers=[ALL_FOUR] * times)
    return service, counter


def taps(app: Flask, unit_id: int, day: date = TODAY) -> int:
    with app.app_context():
        return queries.figures([unit_id], on=day)[unit_id].tap_count


def test_figures_of_a_merged_unit_count_for_the_one_that_took_it(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    voiced(app, town.north, "Surat domisili", at=AUTUMN)
    voiced(app, town.south, "Surat domisili", at=AUTUMN)
    above = taps(app, town.east)
    change(app, town.hr, merge_unit, town.north, into_id=town.south, valid_from=TODAY)
    assert (taps(app, town.north), taps(app, town.south), taps(app, town.east)) == (10, 20, above)
    client = signed_in(town.other)
    listed = words(client, "/survei")
    assert "Kelurahan Selatan" in listed
    assert "Kelurahan Utara" not in listed
    assert "Kelurahan Utara sudah tidak ada" in words(client, "/survei?cari=utara")
    page = words(client, f"/survei/unit/{town.south}")
    assert "Termasuk angka unit yang sudah tidak ada: Kelurahan Utara" in page
    past = words(client, f"/survei/unit/{town.north}")
    assert "Unit ini sudah tidak ada. Angka di halaman ini sampai 20 November 2026" in past
    assert "Diteruskan Kelurahan Selatan" in past
    assert client.get(f"/survei/unit/{town.north}/xlsx").status_code == 200
    with app.app_context():
        assert [row.unit.id for row in queries.ranked_units(on=TODAY)] == [town.south]


def test_past_figures_of_a_closed_unit_stay_long_after(
    app: Flask, town: Town, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    voiced(app, town.west, "KTP-el", at=AUTUMN)
    end_services(app, town.hr)
    change(app, town.hr, close_unit, town.west, valid_from=TODAY)
    monkeypatch.setattr(clock, "now", lambda: datetime(2030, 1, 1, 5, 0, tzinfo=UTC))
    page = words(signed_in(town.other), f"/survei/unit/{town.west}")
    assert "100 % puas atau sangat puas" in page
    assert "sampai 20 November 2026" in page
    assert "Sampel minimum" not in page or "Belum memenuhi" in page


def test_unit_that_never_had_figures_is_not_found_once_closed(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    client = signed_in(town.other)
    assert client.get(f"/survei/unit/{town.west}").status_code == 200
    change(app, town.hr, close_unit, town.west, valid_from=TODAY)
    assert client.get(f"/survei/unit/{town.west}").status_code == 404


def test_counter_of_a_merged_unit_goes_on_in_the_other_ones_name(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    _service, counter = voiced(app, town.north, "Surat domisili", at=AUTUMN)
    admin = factories.employee(app, unit_id=town.south)
    factories.grant(app, admin, Role.UNIT_ADMIN, town.south)
    client = signed_in(admin)
    assert "Surat domisili" not in words(client, "/survei/layanan")
    change(app, town.hr, merge_unit, town.north, into_id=town.south, valid_from=TODAY)
    with app.app_context():
        token = db.session.get_one(Counter, counter).token
        assert queries.kiosk_counter(token, on=TODAY).unit == "Kelurahan Selatan"
    voices(app, counter, 1, 1)
    assert taps(app, town.south) == 12
    assert "Kelurahan Selatan dahulu Kelurahan Utara" in words(client, "/survei/layanan")
    assert "Kelurahan Selatan dahulu Kelurahan Utara" in words(client, "/survei/loket")
    assert "Kelurahan Selatan (Kelurahan Utara): Surat domisili" in words(
        client, "/survei/loket/tambah"
    )


def test_planned_merger_changes_no_name_yet(app: Flask, town: Town) -> None:
    _service, counter = voiced(app, town.north, "Surat domisili", at=AUTUMN)
    change(app, town.hr, merge_unit, town.north, into_id=town.south)
    with app.app_context():
        token = db.session.get_one(Counter, counter).token
        assert queries.kiosk_counter(token, on=TODAY).unit == "Kelurahan Utara"
        settle(on=NEW_YEAR)
        assert queries.kiosk_counter(token, on=NEW_YEAR).unit == "Kelurahan Selatan"


def test_ended_service_takes_nothing_more_and_keeps_what_was_said(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    service, counter = voiced(app, town.north, "Surat domisili", at=AUTUMN)
    admin = factories.employee(app, unit_id=town.north)
    factories.grant(app, admin, Role.UNIT_ADMIN, town.north)
    client = signed_in(admin)
    path = f"/survei/layanan/{service}/ubah"
    form = soup(client.get(path)).select_one("main form")
    assert form is not None
    assert form.select_one("#is_active[checked]")
    typed = {str(entry["name"]): str(entry.get("value", "")) for entry in form.select("input")}
    typed.pop("is_active")
    assert client.post(path, data=typed).status_code == 303
    assert "Surat domisili berhenti" in words(client, "/survei/layanan")
    assert "Surat domisili" not in words(client, "/survei/loket")
    assert "Surat domisili" not in words(client, "/survei/loket/tambah")
    with app.app_context():
        token = db.session.get_one(Counter, counter).token
        with pytest.raises(MissingError):
            queries.kiosk_counter(token, on=TODAY)
        figures = queries.figures([town.north], on=TODAY)
        assert queries.samples(figures, on=TODAY)[town.north].needed is None
    assert taps(app, town.north) == 10
    assert app.test_client().get(f"/kiosk/{token}").status_code == 404


def test_closed_units_are_offered_nowhere(app: Flask, town: Town, signed_in: SignedIn) -> None:
    admin = factories.employee(app, unit_id=town.root)
    for role in (Role.HR, Role.AGENCY_ADMIN, Role.TRAINER):
        factories.grant(app, admin, role, town.root)
    client = signed_in(admin)
    change(app, town.hr, merge_unit, town.north, into_id=town.south, valid_from=TODAY)
    for path in (
        "/pegawai",
        "/pegawai/tambah",
        "/unit/tambah",
        f"/unit/{town.west}/gabung",
        "/survei/layanan/tambah",
        "/pengembangan/penugasan",
        "/kompetensi/hasil",
    ):
        page = soup(client.get(path))
        assert "Kelurahan Utara" not in [option.get_text() for option in page.select("option")]


def test_progress_counts_people_where_they_went(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    leader = factories.employee(app, unit_id=town.root)
    factories.grant(app, leader, Role.LEADER, town.root)
    cycle = factories.open_cycle(app)
    assert cycle
    client = signed_in(leader)

    def people() -> dict[str, str]:
        page = soup(client.get("/kompetensi/kemajuan"))
        found = {}
        for row in page.select("tbody tr"):
            cells = [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
            name, _bracket, count = cells[0].rstrip(")").rpartition(" (")
            found[name] = count
        return found

    before = people()
    assert (before["Kelurahan Utara"], before["Kelurahan Selatan"]) == ("2", "1")
    change(app, town.hr, merge_unit, town.north, into_id=town.south, valid_from=TODAY)
    after = people()
    assert "Kelurahan Utara" not in after
    assert after["Kelurahan Selatan"] == "3"


def test_old_records_still_name_a_closed_unit(app: Flask, town: Town) -> None:
    service, _counter = voiced(app, town.west, "KTP-el", at=AUTUMN)
    end_services(app, town.hr)
    change(app, town.hr, close_unit, town.west, valid_from=TODAY - timedelta(days=1))
    with app.app_context():
        kept = db.session.get_one(Service, service)
        assert (kept.unit.name, kept.unit.is_active) == ("Kecamatan Barat", False)
        assert db.session.get_one(Unit, town.west).parent_id == town.root
    assert taps(app, town.root) == 10
