"""The pages about units: the tree of any day, one unit, the forms with their check pages."""

import gzip
import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import Position, Unit, UnitVersion
from kinerja.people.services import change_unit, close_unit, found_unit, merge_unit
from kinerja.permissions import Role
from tests import factories
from tests.factories import Counting
from tests.organising import TODAY, Town, change
from tests.organising import town as build
from tests.pages import HEAVIEST, soup

MIDYEAR = date(2026, 7, 1)
SignedIn = Callable[[int], FlaskClient]


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


def words(answer: TestResponse) -> str:
    assert answer.status_code == 200, answer.text
    return " ".join(soup(answer).get_text(" ").split())


def rows(answer: TestResponse) -> list[list[str]]:
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in soup(answer).select("tbody tr")
    ]


def sent(page: BeautifulSoup) -> dict[str, str]:
    """What the page's form holds as it stands."""
    form = page.select_one("main form[method=post]")
    assert form is not None
    found = {str(f["name"]): str(f.get("value", "")) for f in form.select("input")}
    for entry in form.select("select"):
        option = entry.select_one("option[selected]") or entry.select_one("option")
        found[str(entry["name"])] = str(option["value"]) if option else ""
    return found


def fill(client: FlaskClient, path: str, **typed: object) -> TestResponse:
    """Open the form, type, and go on to the page that says what will happen."""
    form = sent(soup(client.get(path))) | {"reason": "Perda 3/2026", "valid_from": "2027-01-01"}
    return client.post(path, data=form | typed | {"langkah": "periksa"})


def confirm(client: FlaskClient, checked: TestResponse, step: str = "jalankan") -> TestResponse:
    return client.post(checked.request.path, data=sent(soup(checked)) | {"langkah": step})


# the tree


def test_tree_names_heads_and_counts(hr: FlaskClient, town: Town) -> None:
    assert rows(hr.get("/unit")) == [
        ["Kota Uji", "belum ada", "1", "4"],
        ["Kecamatan Barat", "belum ada", "0", "0"],
        ["Kecamatan Timur", "belum ada", "0", "3"],
        ["Kelurahan Selatan di bawah Kecamatan Timur", "belum ada", "1", "1"],
        ["Kelurahan Utara di bawah Kecamatan Timur", "Kirana Uji", "2", "2"],
    ]


def test_tree_of_another_day_has_that_days_names(app: Flask, hr: FlaskClient, town: Town) -> None:
    facts = {"name": "Kelurahan Lor", "parent_id": town.west}
    change(app, town.hr, change_unit, town.north, **facts)
    assert "Kelurahan Lor" not in words(hr.get("/unit"))
    later = hr.get("/unit?tanggal=2027-01-01")
    assert ["Kelurahan Lor di bawah Kecamatan Barat", "Kirana Uji", "2", "2"] in rows(later)
    assert "Keadaan pada 1 Januari 2027." in words(later)
    links = [str(link["href"]) for link in soup(later).select("tbody a")]
    assert f"/unit/{town.north}?tanggal=2027-01-01" in links
    assert "Belum ada unit pada tanggal itu" in words(hr.get("/unit?tanggal=1999-01-01"))
    for nonsense in ("kemarin", "2026-02-30", ""):
        assert "Keadaan pada" not in words(hr.get(f"/unit?tanggal={nonsense}")).replace(
            "Keadaan pada tanggal", ""
        )


def test_spreadsheet_follows_the_day(app: Flask, hr: FlaskClient, town: Town) -> None:
    change(app, town.hr, merge_unit, town.north, into_id=town.south)

    def sheet(address: str) -> list[list[object]]:
        book = CalamineWorkbook.from_filelike(io.BytesIO(hr.get(address).data))
        return list(book.get_sheet_by_index(0).to_python())

    assert ["Kelurahan Utara", 3, "Kecamatan Timur", "Kirana Uji", 2, 2] in sheet("/unit/xlsx")
    later = sheet("/unit/xlsx?tanggal=2027-01-01")
    assert ["Kelurahan Selatan", 3, "Kecamatan Timur", "Kirana Uji", 3, 3] in later
    assert "Kelurahan Utara" not in str(later)


def test_search_finds_old_names_and_closed_units(app: Flask, hr: FlaskClient, town: Town) -> None:
    facts = {"name": "Kelurahan Lor", "parent_id": town.east, "valid_from": MIDYEAR}
    change(app, town.hr, change_unit, town.north, **facts)
    change(app, town.hr, close_unit, town.west, valid_from=TODAY)
    planned = change(app, town.hr, found_unit, name="Loket Utara", parent_id=town.east)
    found = rows(hr.get("/unit?cari=UTARA"))
    assert [row[0] for row in found] == [
        "Kelurahan Lor juga pernah bernama Kelurahan Utara",
        "Loket Utara",
    ]
    assert [row[1] for row in found] == ["di bawah Kecamatan Timur", "Belum mulai"]
    assert [row[:2] for row in rows(hr.get("/unit?cari=barat"))] == [["Kecamatan Barat", "Ditutup"]]
    past = rows(hr.get("/unit?cari=utara&tanggal=2026-01-01"))
    assert past[0][0] == "Kelurahan Utara"
    assert "Tidak ada unit yang cocok" in words(hr.get("/unit?cari=zzz"))
    assert "baru ada mulai 1 Januari 2027" in words(hr.get(f"/unit/{planned}"))


def many(app: Flask, town: Town, *, wide: int, below_each: int) -> None:
    """So many units under the west, each with some under it and a head of its own."""
    with app.app_context():
        lead = db.session.get_one(Position, town.lead).id
    with app.app_context():
        made = []
        for index in range(wide):
            made.append(Unit(name=f"Bagian {index:03}", parent_id=town.west, is_active=True))
        db.session.add_all(made)
        db.session.flush()
        for upper in list(made):
            for number in range(below_each):
                name = f"Seksi {upper.name} {number}"
                made.append(Unit(name=name, parent_id=upper.id, is_active=True))
        db.session.add_all(made)
        db.session.flush()
        db.session.add_all(
            UnitVersion(
                unit_id=unit.id,
                name=unit.name,
                parent_id=unit.parent_id,
                valid_from=factories.people.LONG_AGO,
            )
            for unit in made
        )
        db.session.commit()
        first = made[0].id
    factories.employees(app, 20, unit_id=first, position_id=lead)


@pytest.mark.parametrize(("wide", "below_each"), [(5, 2), (45, 10), (480, 0)])
def test_hundreds_of_units_are_light_and_take_the_same_queries(
    app: Flask,
    town: Town,
    signed_in: SignedIn,
    count_queries: Counting,
    wide: int,
    below_each: int,
) -> None:
    client, asked = signed_in(town.hr), {}
    paths = ["/unit", "/unit?tanggal=2020-01-01", "/unit?cari=e", f"/unit/{town.west}"]
    paths += ["/unit/tambah", f"/unit/{town.north}/ubah", f"/unit/{town.north}/gabung"]
    for path in paths:
        with count_queries() as statements:
            client.get(path)
        asked[path] = len(statements)
    many(app, town, wide=wide, below_each=below_each)
    for path in paths:
        with count_queries() as statements:
            answer = client.get(path)
        assert answer.status_code == 200
        assert len(statements) == asked[path] <= 18, (path, statements)
        assert len(gzip.compress(answer.data)) <= HEAVIEST
        assert len(rows(answer)) <= 60


def test_deep_trees_show_their_upper_levels_with_what_lies_below(
    app: Flask, town: Town, hr: FlaskClient
) -> None:
    many(app, town, wide=60, below_each=5)
    page = hr.get("/unit")
    shown = rows(page)
    assert [row[0] for row in shown] == [
        "Kota Uji",
        "Kecamatan Barat 360 unit di bawahnya",
        "Kecamatan Timur 2 unit di bawahnya",
    ]
    assert "Unit yang lebih dalam ada di halaman unit induknya" in words(page)
    below = rows(hr.get(f"/unit/{town.west}"))
    assert below[0][0] == "Bagian 000"
    assert below[1][0] == "Seksi Bagian 000 0"
    last = rows(hr.get(f"/unit/{town.west}?hal=99"))
    assert last[9][0] == "Seksi Bagian 059 4"


# one unit


def test_unit_page_tells_past_and_future(app: Flask, hr: FlaskClient, town: Town) -> None:
    facts = {"name": "Kelurahan Lor", "parent_id": town.east, "valid_from": MIDYEAR}
    change(app, town.hr, change_unit, town.north, **facts)
    change(app, town.hr, merge_unit, town.south, into_id=town.north, valid_from=TODAY)
    facts = {"name": "Kelurahan Lor", "parent_id": town.west}
    change(app, town.hr, change_unit, town.north, **facts)
    page = words(hr.get(f"/unit/{town.north}"))
    for sentence in (
        "Kelurahan Lor Dahulu bernama Kelurahan Utara",
        "3 orang bekerja di sini.",
        "Kepala unit: Kirana Uji Lurah",
        "Pindah dari Kecamatan Timur ke Kecamatan Barat Rencana",
        "Mulai 1 Januari 2027 · Perda 3/2026",
        "Berganti nama dari Kelurahan Utara menjadi Kelurahan Lor",
        "Tercatat sebagai Kelurahan Utara di bawah Kecamatan Timur",
        "Gabungan dari: Kelurahan Selatan",
        "Batalkan rencana ini",
    ):
        assert sentence in page
    past = words(hr.get(f"/unit/{town.north}?tanggal=2026-01-01"))
    assert "2 orang bekerja di sini." in past
    assert "Dahulu bernama" not in past
    assert "Pada tanggal itu unit ini belum tercatat." in words(
        hr.get(f"/unit/{town.north}?tanggal=1999-01-01")
    )
    merged = words(hr.get(f"/unit/{town.south}"))
    assert "Unit ini digabung mulai 21 November 2026. Buka Kelurahan Lor" in merged
    assert "Gabung ke unit lain" not in merged


def test_unit_admin_reads_the_own_subtree_and_changes_nothing(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    admin = factories.employee(app, unit_id=town.east)
    factories.grant(app, admin, Role.UNIT_ADMIN, town.east)
    client = signed_in(admin)
    assert client.get(f"/unit/{town.west}").status_code == 404
    page = client.get(f"/unit/{town.north}")
    assert "/ubah" not in page.text
    assert "/unit/tambah" not in client.get("/unit").text
    for path in ("/unit/tambah", f"/unit/{town.north}/ubah", f"/unit/{town.north}/tutup"):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.LEADER])
def test_inspector_and_leader_read_all_units(
    app: Flask, town: Town, signed_in: SignedIn, role: Role
) -> None:
    reader = factories.employee(app)
    factories.grant(app, reader, role, town.root)
    client = signed_in(reader)
    for path in ("/unit", f"/unit/{town.north}", "/unit/xlsx", "/jabatan"):
        assert client.get(path).status_code == 200
    for path in ("gabung", "tutup", "ubah", "batalkan-rencana"):
        assert client.get(f"/unit/{town.north}/{path}").status_code == 403


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SURVEY_ADMIN, Role.PPID, None])
def test_others_do_not_read_units(
    app: Flask, town: Town, signed_in: SignedIn, role: Role | None
) -> None:
    person = factories.employee(app)
    if role:
        factories.grant(app, person, role, town.root)
    client = signed_in(person)
    for path in ("/unit", f"/unit/{town.north}", "/jabatan", "/jabatan/xlsx"):
        assert client.get(path).status_code == 403


def test_changing_a_unit_elsewhere_is_nobodys(app: Flask, town: Town, signed_in: SignedIn) -> None:
    local = factories.employee(app, unit_id=town.east)
    factories.grant(app, local, Role.HR, town.east)
    client = signed_in(local)
    for path in ("gabung", "tutup", "ubah", "batalkan-rencana"):
        assert client.get(f"/unit/{town.west}/{path}").status_code == 404
    assert client.get(f"/unit/{town.north}/ubah").status_code == 200
    offered = soup(client.get(f"/unit/{town.north}/ubah")).select("#parent_id option")
    assert [option.get_text() for option in offered] == ["Kecamatan Timur", "Kelurahan Selatan"]
