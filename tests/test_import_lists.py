"""Imports in lists: the same file twice, the former ones, rows by name and number."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.factories import Counting
from tests.pages import soup
from tests.staff import City, SignedIn, build
from tests.staff_files import (
    applied,
    as_csv,
    counts,
    row,
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


# lists


def test_same_file_twice_is_noticed(city: City, client: FlaskClient) -> None:
    content = as_csv([row(factories.nip())])
    first = applied(client, content)
    second = uploaded(client, content, name="lain.csv")
    page = client.get(second)
    assert "Berkas yang sama persis sudah diunggah" in page.text
    assert soup(page).select_one(f'.note a[href="{first}"]')
    assert counts(client, second)["Tetap"] == 1


def test_former_imports_are_listed_with_who_when_and_what(city: City, client: FlaskClient) -> None:
    applied(client, as_csv([row(factories.nip())]), name="satu.csv")
    uploaded(client, as_csv([row(factories.nip(), unit="?")]), name="dua.csv")
    lines = [
        line.get_text(" ", strip=True)
        for line in soup(client.get("/pegawai/impor")).select("tbody tr")
    ]
    assert "dua.csv" in lines[0]
    assert "0 baru, 0 berubah, 0 tetap, 1 galat Belum diterapkan" in lines[0]
    assert "Uji agency_admin" in lines[1]
    assert lines[1].endswith("1 baru, 0 berubah, 0 tetap Diterapkan")


def test_rows_are_found_by_name_and_number(city: City, client: FlaskClient) -> None:
    nips = [factories.nip() for _ in range(60)]
    rows = [row(nip, name=f"Orang Baru {n:02}") for n, nip in enumerate(nips)]
    address = uploaded(client, as_csv(rows))
    assert "1–50 dari 60 baris" in client.get(address).text
    assert "51–60 dari 60 baris" in client.get(f"{address}?tab=baru&hal=2").text
    found = soup(client.get(f"{address}?tab=baru&cari=baru+07")).select("tbody tr")
    assert [line.select_one("td").get_text() for line in found] == [nips[7]]
    assert len(soup(client.get(f"{address}?tab=baru&cari={nips[9]}")).select("tbody tr")) == 1
    assert "Tidak ada baris di sini" in client.get(f"{address}?tab=baru&cari=tiada").text


def test_preview_takes_as_many_queries_for_many_rows(
    app: Flask, city: City, client: FlaskClient, count_queries: Counting
) -> None:
    few = uploaded(client, as_csv([row(factories.nip(), unit="?")]))
    many = uploaded(client, as_csv([row(factories.nip(), unit="?") for _ in range(40)]))
    with count_queries() as one:
        client.get(few)
    with count_queries() as other:
        client.get(many)
    assert len(one) == len(other) <= 12
