"""A dictionary's file on its way: refused, looked at, applied, thrown away, forgotten."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja import audit, clock
from kinerja.competency import queries
from kinerja.competency.models import (
    Competency,
    DictionaryImport,
    Edition,
    Indicator,
    Level,
    Standard,
)
from kinerja.competency.queries import editions
from kinerja.competency.services import forget_dictionary_imports
from kinerja.extensions import db
from kinerja.permissions import Role
from tests import factories
from tests.dictionary_files import (
    IMPORTS,
    URUSAN,
    applied,
    competency,
    csv_file,
    send,
    table,
    uploaded,
    xlsx,
)
from tests.pages import soup
from tests.staff import City, SignedIn, build
from tests.staff_files import as_csv, press


@pytest.fixture
def city(app: Flask) -> City:
    """The agency with somebody in every role."""
    return build(app)


@pytest.fixture
def client(city: City, signed_in: SignedIn) -> FlaskClient:
    """A browser of the agency's admin."""
    return signed_in(city.agency_admin)


def held(app: Flask) -> list[int]:
    """How much the dictionaries hold."""
    with app.app_context():
        models = (Edition, Competency, Level, Indicator, Standard)
        return [db.session.scalar(select(func.count()).select_from(one)) or 0 for one in models]


def told(client: FlaskClient, address: str) -> list[tuple[str, ...]]:
    """What is wrong, cell by cell, as the preview shows it."""
    rows = soup(client.get(address)).select("tbody tr")
    return [tuple(cell.get_text(strip=True) for cell in row.select("th, td")) for row in rows]


def figures(client: FlaskClient, address: str) -> dict[str, str]:
    """The preview's counts of levels."""
    names = soup(client.get(address)).select(".stats li")
    return {
        str(one.select_one(".stat-label").get_text()): str(one.select_one(".stat-value").get_text())  # type: ignore[union-attr]
        for one in names
    }


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "kamus.csv", "Berkas ini kosong."),
        (b"%PDF-1.7", "kamus.pdf", "bukan XLSX atau CSV"),
        (as_csv([["A"]], headings=["Kode"]), "kamus.csv", "Nama, Kelompok, Tingkat"),
        (csv_file([]), "kamus.csv", "Belum ada baris kompetensi"),
        (csv_file(competency("contoh")), "kamus.csv", "Belum ada baris kompetensi"),
        (csv_file(competency() * 501), "kamus.csv", "lebih dari 2500 baris"),
    ],
)
def test_file_that_is_no_dictionary_is_refused_and_nothing_typed_is_lost(
    app: Flask, client: FlaskClient, content: bytes, name: str, sentence: str
) -> None:
    before = held(app)
    answer = send(client, content, filename=name)
    assert answer.status_code == 422
    assert sentence in soup(answer).select_one(".wrong .error").get_text()  # type: ignore[union-attr]
    assert soup(answer).select_one("#name")["value"] == "Kamus Arsip Uji"  # type: ignore[index]
    assert held(app) == before
    assert "Tidak ada berkas yang menunggu" in answer.text


@pytest.mark.parametrize(
    ("field", "value", "hint"),
    [
        ("name", "", "Isi nama edisi"),
        ("legal_basis", "", "Isi dasar hukum"),
        ("valid_from", "", "Isi tanggal mulai"),
        ("valid_from", "besok", "Tulis tanggal seperti"),
        ("name", "N" * 201, "Paling panjang 200 huruf"),
    ],
)
def test_edition_needs_a_name_a_basis_and_a_day(
    client: FlaskClient, field: str, value: str, hint: str
) -> None:
    answer = send(client, xlsx(competency()), **{field: value})
    assert answer.status_code == 422
    assert hint in answer.text


def test_wrong_cells_stand_in_the_preview_and_cannot_be_applied(
    app: Flask, client: FlaskClient
) -> None:
    before = held(app)
    rows = competency()
    rows[1] |= {"level": "7", "description_id": ""}
    rows[3]["indicator_1_id"] = rows[3]["indicator_2_id"] = ""
    address = uploaded(client, rows)
    assert told(client, address) == [
        ("Baris 3", "I · Uraian", "(kosong)", "Isi kolom ini."),
        ("Baris 3", "G · Tingkat", "7", "Isi angka 1 sampai 5."),
        (
            "Baris 5",
            "K · Indikator 1",
            "(kosong)",
            "Isi sedikitnya satu indikator perilaku untuk tingkat ini.",
        ),
    ]
    assert "Terapkan" not in soup(client.get(address)).select_one("main .row").get_text()  # type: ignore[union-attr]
    key = {"csrf_token": token(client, address)}
    answer = client.post(f"{address}/terapkan", data=key)
    assert answer.status_code == 422
    assert held(app) == before


def token(client: FlaskClient, address: str) -> str:
    entry = soup(client.get(address)).select_one('main [name="csrf_token"]')
    assert entry is not None
    return str(entry["value"])


def test_nothing_is_written_before_it_is_applied_and_then_all_with_a_note(
    app: Flask, city: City, client: FlaskClient
) -> None:
    before = held(app)
    address = uploaded(client, competency("ARSIP") + competency("MUSNAH"))
    assert figures(client, address) == {"Baru": "10", "Berubah": "0", "Tetap": "0"}
    assert held(app) == before
    assert "Kamus Arsip Uji" in client.get(IMPORTS).text
    answer = press(client, address, f"{address}/terapkan")
    assert answer.status_code == 303
    editions_now, competencies, levels, indicators, standards = held(app)
    assert (editions_now - before[0], competencies, levels) == (1, 2, 10)
    assert (indicators, standards) == (20, 0)  # a technical dictionary brings no standards
    with app.app_context():
        entry = db.session.scalars(
            select(audit.Entry).where(audit.Entry.action == "dictionary.imported")
        ).one()
        assert entry.actor_id == city.agency_admin
        assert entry.subject.startswith("competency_edition:")
        found = queries.competency_by_code("arsip")
        assert (found.edition.urusan, found.edition.valid_from) == (URUSAN, date(2024, 1, 1))
    assert client.get(address).location == answer.location
    again = client.post(f"{address}/terapkan", data={"csrf_token": token(client, IMPORTS)})
    assert again.location == answer.location
    assert held(app)[1] == 2
    assert client.post(
        f"{address}/buang", data={"csrf_token": token(client, IMPORTS)}
    ).status_code == 409  # fmt: skip


def test_export_imported_again_changes_nothing(app: Flask, client: FlaskClient) -> None:
    rows = competency("ARSIP", name_en="Archives", definition_id="Merawat arsip.")
    rows[2] |= {"indicator_1_en": "Behaviour", "indicator_3_id": "Perilaku ketiga"}
    number = applied(client, rows + competency("MUSNAH"))
    before = table(app, number)
    answer = client.get(f"/kompetensi/kamus/edisi/{number}/xlsx")
    assert answer.status_code == 200
    sent = send(client, answer.data, urusan=URUSAN.upper())  # spelt otherwise, the same urusan
    address = str(sent.location)
    assert figures(client, address) == {"Baru": "0", "Berubah": "0", "Tetap": "10"}
    assert "sama dengan edisi yang sudah ada" in client.get(address).text
    refused = client.post(f"{address}/terapkan", data={"csrf_token": token(client, address)})
    assert refused.status_code == 409
    assert table(app, number) == before


def test_own_national_dictionary_makes_the_round_trip_too(app: Flask, client: FlaskClient) -> None:
    factories.dictionary(app)
    content = client.get("/kompetensi/kamus/edisi/1/xlsx").data
    address = str(send(client, content, urusan="", valid_from="2017-01-01").location)
    assert figures(client, address) == {"Baru": "0", "Berubah": "0", "Tetap": "45"}


def test_edition_that_nobody_was_assessed_with_is_brought_up_to_date(
    app: Flask, client: FlaskClient
) -> None:
    number = applied(client, competency("ARSIP") + competency("MUSNAH"))
    rows = competency("ARSIP")
    rows[0] |= {"description_id": "Uraian baru", "indicator_2_id": ""}
    address = uploaded(client, rows)
    assert figures(client, address) == {"Baru": "0", "Berubah": "1", "Tetap": "4"}
    assert "tetap tersimpan di edisi ini: MUSNAH" in client.get(address).text
    assert press(client, address, f"{address}/terapkan").status_code == 303
    found = {(row[0], row[6]): row for row in table(app, number)}
    assert len(found) == 10
    assert found["ARSIP", "1"][8] == "Uraian baru"
    assert found["ARSIP", "1"][12] == ""
    assert found["ARSIP", "2"][12] == "Perilaku ARSIP 2.2"


def test_edition_that_people_were_assessed_with_keeps_its_texts(
    app: Flask, city: City, client: FlaskClient
) -> None:
    number = applied(client, competency())
    with app.app_context():
        code = queries.competency_by_code("ARSIP").id
    factories.verified(app, [city.clerk], code, level=2, standard=3)
    before = table(app, number)
    address = uploaded(client, competency(name_id="Nama lain"))
    page = client.get(address)
    assert "sudah dipakai menilai pegawai" in page.text
    assert "Terapkan" not in soup(page).select_one("main .row").get_text()  # type: ignore[union-attr]
    refused = client.post(f"{address}/terapkan", data={"csrf_token": token(client, address)})
    assert refused.status_code == 409
    assert table(app, number) == before
    added = competency(indicator_3_id="Perilaku tambahan") + competency("MUSNAH")
    applied(client, added)  # filling what was empty and adding rewrite nothing
    assert len(table(app, number)) == 10
    assert applied(client, competency(name_id="Nama lain"), valid_from="2025-01-01") != number


def test_code_of_another_urusan_is_refused(client: FlaskClient) -> None:
    applied(client, competency())
    address = uploaded(client, competency(), urusan="Perpustakaan Uji")
    assert {row[3] for row in told(client, address)} == {
        f"Kode ini sudah dipakai {URUSAN}. Pakai kode lain, misalnya dengan awalan."
    }


def test_file_can_be_thrown_away_and_is_forgotten_after_a_week(
    app: Flask, client: FlaskClient
) -> None:
    address = uploaded(client, competency())
    assert press(client, address, f"{address}/buang").status_code == 303
    assert client.get(address).status_code == 404
    kept = uploaded(client, competency())
    number = applied(client, competency("LAIN"))
    with app.app_context():
        long_ago = clock.now() - timedelta(days=9)
        db.session.execute(db.update(DictionaryImport).values(uploaded_at=long_ago))
        forget_dictionary_imports()
        db.session.commit()
        (left,) = db.session.scalars(select(DictionaryImport))
        assert (left.edition_id, left.content) == (number, {})
        assert editions.edition(number)
    assert client.get(kept).status_code == 404


def test_template_filled_in_is_taken(client: FlaskClient) -> None:
    answer = client.get(f"{IMPORTS}/templat")
    assert answer.status_code == 200
    refused = send(client, answer.data)
    assert refused.status_code == 422  # its example is not read
    assert "Belum ada baris kompetensi" in refused.text


@pytest.mark.parametrize("role", [Role.TRAINER, Role.UNIT_ADMIN, Role.LEADER, None])
def test_only_whoever_sets_standards_imports_dictionaries(
    app: Flask, city: City, signed_in: SignedIn, client: FlaskClient, role: Any
) -> None:
    address = uploaded(client, competency())
    who = getattr(city, role.value) if role else city.clerk
    other = signed_in(who)
    for path in (IMPORTS, f"{IMPORTS}/templat", address):
        assert other.get(path).status_code == 403
    data = {"csrf_token": token(other, "/akun")}
    for path in (IMPORTS, f"{address}/terapkan", f"{address}/buang"):
        assert other.post(path, data=data).status_code == 403
    assert "Impor kamus" not in other.get("/kompetensi/kamus").text
