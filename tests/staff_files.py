"""Staff files for tests: as CSV, as XLSX, and XLSX that somebody has tampered with."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import xlsxwriter
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from kinerja.extensions import Base, db
from kinerja.people.models import (
    Employee,
    Position,
    Posting,
    ReportingLine,
    StaffImport,
    StandingPeriod,
    Unit,
)
from kinerja.people.rules.imports import Column
from tests.pages import soup

HEADINGS = [column.heading for column in Column]
TABLES = (Unit, Position, Employee, Posting, ReportingLine, StandingPeriod)
BOUNDARY = "batas-uji-7d3f"


def row(nip: str, **told: Any) -> list[Any]:
    """One row in the template's columns; what is not told is ordinary."""
    facts = {
        Column.NIP: nip,
        Column.NAME: "Sari Baru",
        Column.KIND: "PNS",
        Column.GRADE: "III/a",
        Column.UNIT: "Dinas Uji",
        Column.POSITION: "Penata Uji",
    } | {Column(name): value for name, value in told.items()}
    return [facts.get(column, "") for column in Column]


def as_csv(
    rows: Iterable[Sequence[Any]], *, headings: Sequence[str] = HEADINGS, delimiter: str = ","
) -> bytes:
    """The rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([headings, *rows])
    return text.getvalue().encode()


def as_xlsx(
    rows: Iterable[Sequence[Any]],
    *,
    headings: Sequence[str] = HEADINGS,
    sheet: str = "Pegawai",
    above: int = 0,
    change: Callable[[Any, Any], object] | None = None,
) -> bytes:
    """The rows as XLSX, under `above` rows of something else; `change` gets book and sheet."""
    file = io.BytesIO()
    options = {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as book:
        made = book.add_worksheet(sheet)
        for number in range(above):
            made.write_string(number, 0, f"Daftar pegawai {number}")
        for number, cells in enumerate([headings, *rows], start=above):
            made.write_row(number, 0, cells)
        if change:
            change(book, made)
    return file.getvalue()


def repacked(
    content: bytes,
    *,
    add: dict[str, bytes] | None = None,
    edit: Callable[[str, bytes], bytes] | None = None,
) -> bytes:
    """The workbook with parts added or edited."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry.filename, edit(entry.filename, part) if edit else part)
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return file.getvalue()


def send(
    client: FlaskClient, content: bytes, *, name: str = "pegawai.csv", path: str = "/pegawai/impor"
) -> TestResponse:
    """The file sent by the form."""
    body = multipart(token_of(client, path), name, content)
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={BOUNDARY}")


def multipart(token: str, name: str, content: bytes) -> bytes:
    """The form as a browser sends it, made in memory: a long one would leave a file open."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def token_of(client: FlaskClient, path: str) -> str:
    """The token of the page's first form that is not in its frame."""
    entry = soup(client.get(path)).select_one('main form input[name="csrf_token"]')
    assert entry is not None, path
    return str(entry["value"])


def press(
    client: FlaskClient, path: str, action: str, *, having: str = "csrf_token", **data: str
) -> TestResponse:
    """Send the form with this action, the first that has the field, from the page at `path`."""
    page = soup(client.get(path))
    for form in page.select("main form"):
        if form.get("action") == action and form.select_one(f'[name="{having}"]'):
            filled = form.select('input[value]:not([type="checkbox"])')
            sent = {str(tag["name"]): str(tag["value"]) for tag in filled}
            return client.post(action, data=sent | data)
    raise AssertionError(f"no form for {action} on {path}")


def uploaded(client: FlaskClient, content: bytes, *, name: str = "pegawai.csv") -> str:
    """The file sent and taken in: the address of its import."""
    answer = send(client, content, name=name)
    assert answer.status_code == 303, soup(answer).select(".error")
    return str(answer.location)


def applied(client: FlaskClient, content: bytes, *, name: str = "pegawai.csv") -> str:
    """The file sent and applied: the address of its import."""
    address = uploaded(client, content, name=name)
    answer = press(client, address, f"{address}/terapkan")
    assert answer.status_code == 303, answer.text
    assert "Impor diterapkan" in client.get(address).text
    return address


def counts(client: FlaskClient, address: str) -> dict[str, int]:
    """The summary of an import's page: label and figure."""
    page = soup(client.get(address))
    return {
        entry.select_one(".stat-label").get_text(strip=True): int(
            entry.select_one(".stat-value").get_text(strip=True).replace(".", "")
        )
        for entry in page.select(".stats li")
    }


def dump(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that an import may write to."""
    with app.app_context():
        found = {}
        for model in TABLES:
            table = Base.metadata.tables[model.__tablename__]
            rows = db.session.execute(select(table).order_by(table.c.id))
            found[table.name] = [tuple(each) for each in rows]
        db.session.rollback()
        return found


def person(app: Flask, nip: str) -> dict[str, Any]:
    """What is known of somebody, by name."""
    with app.app_context():
        found = db.session.scalar(select(Employee).where(Employee.nip == nip))
        assert found is not None, nip
        return {
            "id": found.id,
            "name": found.full_name,
            "unit": found.unit.name,
            "position": found.position.title,
            "supervisor": found.supervisor and found.supervisor.nip,
            "email": found.email,
            "phone": found.phone,
            "grade": found.grade,
        }


def state(app: Flask, address: str) -> str:
    """The import's state."""
    with app.app_context():
        return db.session.get_one(StaffImport, int(address.rpartition("/")[2])).state.value


def book(answer: Any) -> list[list[Any]]:
    """The rows of a downloaded workbook's first sheet."""
    opened = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return opened.get_sheet_by_index(0).to_python(skip_empty_area=False)
