"""Which column holds what, and the files an import gives back to be filled in."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from kinerja.extensions import db
from kinerja.people.models import Employee, ImportMapping
from kinerja.people.rules.imports import Column
from tests import factories
from tests.pages import soup
from tests.staff import City, SignedIn, build
from tests.staff_files import (
    HEADINGS,
    applied,
    as_csv,
    as_xlsx,
    book,
    counts,
    dump,
    press,
    row,
    send,
    state,
    uploaded,
)


@pytest.fixture
def city(app: Flask) -> City:
    """The agency with somebody in every role."""
    return build(app)


@pytest.fixture
def client(city: City, signed_in: SignedIn) -> FlaskClient:
    """A browser of the agency's admin."""
    return signed_in(city.agency_admin)


# columns


def test_other_headings_are_mapped_once_and_remembered(
    app: Flask, city: City, client: FlaskClient
) -> None:
    headings = ["Nomor pokok", "Orang", "Macam", "Kantor", "Pekerjaan"]
    cells = [factories.nip(), "Sari", "PNS", "Dinas Uji", "Penata Uji"]
    address = uploaded(client, as_csv([cells], headings=headings))
    assert client.get(address).location == f"{address}/kolom"
    path = f"{address}/kolom"
    page = soup(client.get(path))
    assert page.select_one("#nip option[value='0']").get_text() == "A · Nomor pokok"
    wrong = press(client, path, path, nip="0", name="1", kind="2", unit="3", position="3")
    assert wrong.status_code == 422
    assert "hanya bisa dipakai untuk satu hal" in wrong.text
    few = press(client, path, path, **(REST | {"nip": "0", "name": "1"}))
    assert "Pilih kolom untuk: Status kepegawaian, Unit kerja, Jabatan." in few.text
    chosen = {"nip": "0", "name": "1", "kind": "2", "unit": "3", "position": "4"}
    assert press(client, path, path, **(REST | chosen)).location == address
    assert counts(client, address)["Baru"] == 1
    other = [factories.nip(), "Budi", "PNS", "Dinas Uji", "Penata Uji"]
    again = uploaded(client, as_csv([[*other[::-1]]], headings=headings[::-1]))
    assert counts(client, again)["Baru"] == 1
    with app.app_context():
        kept = db.session.scalars(db.select(ImportMapping)).one()
        assert kept.mapping["unit"] == "Kantor"


REST = {column.value: "-1" for column in Column}


def test_columns_cannot_be_mapped_once_the_import_is_applied(
    city: City, client: FlaskClient
) -> None:
    address = applied(client, as_csv([row(factories.nip())]))
    assert client.get(f"{address}/kolom").status_code == 404


def test_column_that_is_not_in_the_file_changes_nothing(
    app: Flask, city: City, client: FlaskClient
) -> None:
    with app.app_context():
        clerk = db.session.get_one(Employee, city.clerk)
        clerk.title_after, clerk.email, clerk.grade = "S.Uji.", "sari@contoh.id", "III/c"
        db.session.commit()
        nip = clerk.nip
    headings = ["NIP", "Nama", "Status", "Unit kerja", "Jabatan"]
    cells = [nip, "Sari Uji", "PNS", "Loket Uji", "Penata Uji"]
    address = uploaded(client, as_csv([cells], headings=headings))
    assert counts(client, address)["Tetap"] == 1
    headings += ["Gelar belakang", "Surel", "Gol"]
    address = uploaded(client, as_csv([[*cells, "", "", ""]], headings=headings))
    lines = [cell.get_text(" ", strip=True) for cell in soup(client.get(address)).select("td")]
    assert "Golongan: III/c → (kosong) Gelar belakang: S.Uji. → (kosong)" in lines


# files to take


def test_template_is_filled_sent_back_and_its_example_is_not_read(
    city: City, client: FlaskClient
) -> None:
    answer = client.get("/pegawai/impor/templat")
    found = book(answer)
    assert found[0] == HEADINGS
    assert str(found[1][0]).startswith("Contoh")
    assert send(client, answer.data, name="templat.xlsx").status_code == 422
    names = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).sheet_names
    assert names == ["Pegawai", "Petunjuk", "Daftar"]


def test_data_of_today_sent_back_changes_nothing(
    app: Flask, city: City, client: FlaskClient
) -> None:
    answer = client.get("/pegawai/impor/data")
    address = uploaded(client, answer.data, name="pegawai.xlsx")
    assert counts(client, address) == {
        "Baru": 0, "Berubah": 0, "Tetap": 7, "Tidak ada di berkas": 0,
    }  # fmt: skip
    before = dump(app)
    press(client, address, f"{address}/terapkan")
    assert dump(app) == before
    assert state(app, address) == "applied"


def test_rows_at_fault_can_be_taken_corrected_and_sent_again(
    city: City, client: FlaskClient
) -> None:
    good, bad = factories.nip(), factories.nip()
    rows = [row(good), row(bad, unit="Perpustakaan", name="Dewi Salah")]
    address = uploaded(client, as_csv(rows))
    answer = client.get(f"{address}/galat")
    found = book(answer)
    assert found[0] == [*HEADINGS, "Baris asal", "Alasan"]
    assert len(found) == 2
    assert (found[1][0], found[1][-2]) == (bad, "3")
    assert found[1][-1] == (
        "G · Unit kerja: Unit 'Perpustakaan' tidak ditemukan. Pilih dari daftar pada templat."
    )
    corrected = [cell if cell != "Perpustakaan" else "Dinas Lain" for cell in found[1]]
    again = uploaded(client, as_xlsx([corrected], headings=found[0]), name="galat.xlsx")
    assert counts(client, again)["Baru"] == 1
