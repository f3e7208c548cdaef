"""Dictionary files for tests: rows of a technical dictionary, as CSV or XLSX, and the forms."""

import io
from collections.abc import Sequence
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kinerja.competency.queries.dictionary_imports import edition_table
from kinerja.competency.rules.dictionary_files import HEADINGS
from tests.pages import soup
from tests.staff_files import as_csv, as_xlsx, press

IMPORTS = "/kompetensi/kamus/impor"
URUSAN = "Kearsipan Uji"
Rows = list[dict[str, str]]


def competency(code: str = "ARSIP", **told: str) -> Rows:
    """The five rows of one technical competency."""
    return [
        {
            "code": code,
            "name_id": f"Nama {code}",
            "cluster": "teknis",
            "level": str(level),
            "level_name": f"Tingkat {level}",
            "description_id": f"Uraian {code} {level}",
            "indicator_1_id": f"Perilaku {code} {level}.1",
            "indicator_2_id": f"Perilaku {code} {level}.2",
        }
        | told
        for level in range(1, 6)
    ]


def cells(rows: Rows) -> list[list[str]]:
    """The rows in the template's columns."""
    return [[row.get(column, "") for column in HEADINGS] for row in rows]


def xlsx(rows: Rows, **options: Any) -> bytes:
    """The rows as XLSX under the template's headings."""
    return as_xlsx(cells(rows), headings=list(HEADINGS.values()), sheet="Kamus", **options)


def csv_file(rows: Rows, columns: Sequence[str] = tuple(HEADINGS)) -> bytes:
    """The rows as CSV under the plain headings."""
    return as_csv([[row.get(one, "") for one in columns] for row in rows], headings=columns)


def send(
    client: FlaskClient, content: bytes, *, filename: str = "kamus.xlsx", **fields: str
) -> TestResponse:
    """The file sent by the form, for an edition of 2024 unless told otherwise."""
    form = soup(client.get(IMPORTS)).select_one(f'main form[action="{IMPORTS}"]')
    assert form is not None
    token = form.select_one('[name="csrf_token"]')
    assert token is not None
    facts = {
        "csrf_token": str(token["value"]),
        "urusan": URUSAN,
        "name": "Kamus Arsip Uji",
        "legal_basis": "Peraturan Uji 1",
        "valid_from": "2024-01-01",
    }
    data = facts | fields | {"file": (io.BytesIO(content), filename)}
    return client.post(IMPORTS, data=data, content_type="multipart/form-data")


def uploaded(client: FlaskClient, rows: Rows, **fields: str) -> str:
    """The rows sent and taken in: the address of their preview."""
    answer = send(client, xlsx(rows), **fields)
    assert answer.status_code == 303, soup(answer).select(".error")
    return str(answer.location)


def applied(client: FlaskClient, rows: Rows, **fields: str) -> int:
    """The rows sent and applied: the id of their edition."""
    address = uploaded(client, rows, **fields)
    answer = press(client, address, f"{address}/terapkan")
    assert answer.status_code == 303, soup(answer).select(".error-box")
    return int(str(answer.location).rpartition("/")[2])


def table(app: Flask, edition_id: int) -> list[list[str]]:
    """The edition's rows."""
    with app.app_context():
        return edition_table(edition_id)
