"""Sending a file: what is refused, what the preview shows, and what can be settled in it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja.extensions import db
from kinerja.people.models import Position
from tests import factories
from tests.pages import soup
from tests.staff import City, SignedIn, build
from tests.staff_files import (
    as_csv,
    as_xlsx,
    counts,
    dump,
    person,
    press,
    row,
    send,
    token_of,
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


def told(client: FlaskClient, address: str) -> list[tuple[str, str, str]]:
    """What is wrong: row, heading and sentence, as the page shows it."""
    page = soup(client.get(address))
    found = []
    for line in page.select("tbody tr"):
        for cell in line.select(".cell-bad"):
            for sentence in cell.select("small"):
                number = line.select_one("th").get_text(strip=True)
                found.append((number, str(cell["data-label"]), sentence.get_text(strip=True)))
    return found


# what is refused at once


def test_file_of_fifty_megabytes_is_answered_with_what_to_do(
    app: Flask, client: FlaskClient
) -> None:
    before = dump(app)
    answer = send(client, b"x" * (50 * 1024 * 1024))
    assert answer.status_code == 413
    assert "Paling besar 10 MB." in answer.text
    assert dump(app) == before


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "pegawai.csv", "Berkas ini kosong."),
        (b"%PDF-1.7", "pegawai.pdf", "bukan XLSX atau CSV"),
        (b"NIP,Nama\n", "pegawai.csv", "Belum ada baris pegawai"),
        (b"199001012020011001,Sari\n199001012020011002,Budi\n", "a.csv", "judul kolom tidak ditem"),
        (as_csv([["Contoh: 1990", "Sari"]]), "pegawai.csv", "Belum ada baris pegawai"),
    ],
)
def test_refusal_stands_beside_the_file(
    client: FlaskClient, content: bytes, name: str, sentence: str
) -> None:
    answer = send(client, content, name=name)
    assert answer.status_code == 422
    assert sentence in soup(answer).select_one(".wrong .error").get_text()
    assert "Belum ada impor" in answer.text


def test_without_a_file_nothing_is_taken_in(client: FlaskClient) -> None:
    path = "/pegawai/impor"
    answer = client.post(path, data={"csrf_token": token_of(client, path)})
    assert answer.status_code == 422
    assert "Pilih berkas XLSX atau CSV." in answer.text


# the preview


def test_every_fault_is_shown_with_its_address_and_what_to_do(
    app: Flask, city: City, client: FlaskClient
) -> None:
    before, nip = dump(app), factories.nip()
    rows = [
        row(1.98800002011e17),
        row(factories.nip()[:17]),
        row(factories.nip(), unit="Dinas Ujii"),
        row(nip, position=""),
        row(nip),
        row(factories.nip(), kind="Honorer", valid_from="kapan"),
    ]
    address = uploaded(client, as_xlsx(rows), name="pegawai.xlsx")
    assert told(client, address) == [
        (
            "Baris 2",
            "A · NIP",
            "NIP terbaca sebagai angka sehingga digit terakhir hilang. Ubah kolom menjadi Teks "
            "lalu tempel ulang NIP.",
        ),
        ("Baris 3", "A · NIP", "NIP 17 digit, seharusnya 18."),
        (
            "Baris 4",
            "G · Unit kerja",
            "Unit 'Dinas Ujii' tidak ditemukan. Maksudnya 'Dinas Uji'?",
        ),
        ("Baris 5", "H · Jabatan", "Isi nama jabatan, pilih dari daftar pada templat."),
        ("Baris 6", "A · NIP", "NIP ini juga ada di baris 5. Hapus salah satunya."),
        (
            "Baris 7",
            "Kolom lain",
            "Status 'Honorer' tidak dikenal. Pilih PNS, CPNS, PPPK, atau PPPK paruh waktu.",
        ),
        ("Baris 7", "Kolom lain", "Tulis tanggal seperti 2026-11-21 atau 21/11/2026."),
    ]
    page = client.get(address)
    assert "0 baris siap, 6 perlu diperbaiki." in page.text
    assert "Terapkan" not in [tag.get_text(strip=True) for tag in soup(page).select("button")]
    answer = client.post(
        f"{address}/terapkan", data={"csrf_token": token_of(client, "/pegawai/impor")}
    )
    assert answer.status_code == 409
    assert "6 baris masih perlu diperbaiki." in answer.text
    assert dump(app) == before


def test_pressing_use_this_settles_all_rows_with_the_value(city: City, client: FlaskClient) -> None:
    rows = [row(factories.nip(), unit="Dinas Ujii") for _ in range(3)]
    address = uploaded(client, as_csv([*rows, row(factories.nip(), position="Penata Ujji")]))
    assert counts(client, address)["Perlu diperbaiki"] == 4
    use = {"having": "target"}
    assert press(client, address, f"{address}/pakai", **use).location == address
    assert (counts(client, address)["Baru"], counts(client, address)["Perlu diperbaiki"]) == (3, 1)
    press(client, address, f"{address}/pakai", **use)
    assert counts(client, address) == {
        "Baru": 4, "Berubah": 0, "Tetap": 0, "Tidak ada di berkas": 7,
    }  # fmt: skip


def test_all_suggestions_can_be_used_at_once(city: City, client: FlaskClient) -> None:
    rows = [
        row(factories.nip(), unit="Dinas Ujii", kind="PNSS"),
        row(factories.nip(), unit="Loket Ujj", position="Penata Ujji"),
        row(factories.nip(), unit="Perpustakaan"),
    ]
    address = uploaded(client, as_csv(rows))
    assert "Pakai semua 4 usulan" in client.get(address).text
    token = token_of(client, address)
    client.post(f"{address}/pakai", data={"csrf_token": token, "semua": "1"})
    assert (counts(client, address)["Baru"], counts(client, address)["Perlu diperbaiki"]) == (2, 1)


def test_name_without_a_suggestion_can_be_chosen(
    app: Flask, city: City, client: FlaskClient
) -> None:
    nip = factories.nip()
    address = uploaded(client, as_csv([row(nip, unit="Perpustakaan")]))
    path = f"{address}/cocokkan?column=unit&value=Perpustakaan"
    assert "Cocokkan “Perpustakaan”" in client.get(path).text
    refused = press(client, path, f"{address}/cocokkan", target="")
    assert refused.status_code == 422
    assert "Pilih salah satu dari daftar." in refused.text
    press(client, path, f"{address}/cocokkan", target=str(city.other))
    press(client, address, f"{address}/terapkan")
    assert person(app, nip)["unit"] == "Dinas Lain"


@pytest.mark.parametrize(
    ("column", "target"),
    [("unit", "999999"), ("unit", "x"), ("position", "999999"), ("kind", "raja"), ("nip", "1")],
)
def test_only_what_there_is_can_be_meant(
    city: City, client: FlaskClient, column: str, target: str
) -> None:
    address = uploaded(client, as_csv([row(factories.nip(), unit="Perpustakaan")]))
    data = {
        "csrf_token": token_of(client, "/pegawai/impor"),
        "column": column, "value": "Perpustakaan", "target": target,
    }  # fmt: skip
    assert client.post(f"{address}/cocokkan", data=data).status_code == 422
    assert client.post(f"{address}/pakai", data=data).status_code in (303, 422)
    assert counts(client, address)["Perlu diperbaiki"] == 1


def test_new_position_is_made_when_the_import_is_applied_and_goes_when_it_is_undone(
    app: Flask, city: City, client: FlaskClient
) -> None:
    before, nip = dump(app), factories.nip()
    rows = [row(nip, position="Pengelola Arsip"), row(factories.nip(), position="pengelola  arsip")]
    address = uploaded(client, as_csv(rows))
    path = f"{address}/cocokkan?column=position&value=Pengelola+Arsip"
    page = soup(client.get(path))
    assert "Tambahkan sebagai jabatan baru" in page.get_text()
    form = page.select("main form")[1]
    sent = {str(tag["name"]): str(tag["value"]) for tag in form.select("input[value]")}
    client.post(f"{address}/cocokkan", data=sent | {"job_level": "terampil"})
    assert counts(client, address)["Baru"] == 2
    assert dump(app) == before
    press(client, address, f"{address}/terapkan")
    assert person(app, nip)["position"] == "Pengelola Arsip"
    press(client, f"{address}/batalkan", f"{address}/batalkan")
    assert dump(app) == before


def test_new_positions_are_for_those_who_keep_the_organisation(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    client = signed_in(city.unit_admin)
    address = uploaded(client, as_csv([row(factories.nip(), position="Pengelola Arsip")]))
    path = f"{address}/cocokkan?column=position&value=Pengelola+Arsip"
    assert "jabatan baru" not in client.get(path).text
    data = {
        "csrf_token": token_of(client, path), "column": "position",
        "value": "Pengelola Arsip", "job_level": "terampil",
    }  # fmt: skip
    assert client.post(f"{address}/cocokkan", data=data).status_code == 404


def test_position_that_is_offered_no_longer_is_not_made_again(
    app: Flask, city: City, client: FlaskClient
) -> None:
    with app.app_context():
        title = "Juru Ketik"
        db.session.add(Position(title=title, job_level="pelaksana", is_active=False))
        db.session.commit()
    address = uploaded(client, as_csv([row(factories.nip(), position=title)]))
    data = {
        "csrf_token": token_of(client, "/pegawai/impor"), "column": "position",
        "value": title, "job_level": "pelaksana",
    }  # fmt: skip
    answer = client.post(f"{address}/cocokkan", data=data)
    assert answer.status_code == 422
    assert "tidak ditawarkan lagi" in answer.text
