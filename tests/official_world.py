"""A keeper of records, a clerk with a supervisor, and somebody elsewhere; files of results."""

import io
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kinerja import clock
from kinerja.competency.rules.official_cells import OfficialColumn as C
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.staff_files import as_csv, as_xlsx
from tests.visits import form_on, send

LIST = "/kompetensi/hasil-uji"
UPLOAD = f"{LIST}/impor"
CODES = ("INT", "KS", "KOM", "OPH", "PP", "PDO", "MP", "PK", "PB")


class World(NamedTuple):
    """Who is there; the clerk holds a job of Pengawas, which asks for level 2 throughout."""

    unit: int
    hr: int
    clerk: int
    boss: int
    stranger: int
    nip: str
    foreign_nip: str
    today: date

    @property
    def keeper(self) -> Viewer:
        """The keeper, for services."""
        return Viewer(self.hr, 0, self.unit, grants=((Role.HR, frozenset({self.unit})),))

    def cells(self, levels: Iterable[int] | None = None, **changed: str) -> dict[str, str]:
        """A row about the clerk: sixteen of eighteen levels unless told otherwise."""
        found = [2, 2, 2, 2, 2, 2, 2, 1, 1] if levels is None else levels
        return {
            C.NIP.value: self.nip,
            C.DAY.value: (self.today - timedelta(days=30)).isoformat(),
            C.PROVIDER.value: "Pusat Penilaian Uji",
            C.REPORT.value: "LAP/1",
            **{code: str(level) for code, level in zip(CODES, found, strict=False)},
            **{C[name].value if name in C.__members__ else name: v for name, v in changed.items()},
        }


def build(app: Flask) -> World:
    """Everybody, and the dictionary."""
    unit, other = factories.unit(app), factories.unit(app)
    hr = factories.employee(app, unit_id=unit, name="Petugas Kepegawaian")
    factories.grant(app, hr, Role.HR, unit)
    boss = factories.employee(app, unit_id=unit, name="Bagas Uji")
    job = factories.position(app, JobLevel.PENGAWAS, "Kepala Seksi Uji")
    clerk = factories.employee(
        app, unit_id=unit, position_id=job, supervisor_id=boss, name="Sari Uji"
    )
    stranger = factories.employee(app, unit_id=other, name="Orang Jauh")
    factories.dictionary(app)
    with app.app_context():
        nips = [db.session.get_one(Employee, one).nip for one in (clerk, stranger)]
        today = clock.today()
    return World(unit, hr, clerk, boss, stranger, nips[0], nips[1], today)


def headings() -> list[str]:
    """Those of a whole file."""
    return [*(column.value for column in C), *CODES]


def table(rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """The rows in the columns of a file."""
    return [[row.get(name, "") for name in headings()] for row in rows]


def csv_of(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The rows as CSV."""
    return as_csv(table(rows), headings=headings())


def xlsx_of(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The rows as XLSX."""
    return as_xlsx(table(rows), headings=headings(), sheet="Hasil uji")


def upload(client: FlaskClient, content: bytes, filename: str = "hasil.csv") -> TestResponse:
    """The file sent by the form."""
    token = form_on(client, UPLOAD, UPLOAD).select_one('[name="csrf_token"]')
    assert token is not None
    data = {"csrf_token": str(token["value"]), "file": (io.BytesIO(content), filename)}
    return client.post(UPLOAD, data=data, content_type="multipart/form-data")


def uploaded(client: FlaskClient, content: bytes, filename: str = "hasil.csv") -> str:
    """The file taken in: the address of its preview."""
    answer = upload(client, content, filename)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def applied(client: FlaskClient, content: bytes, filename: str = "hasil.csv") -> str:
    """The file taken in and applied: the address of its page."""
    address = uploaded(client, content, filename)
    assert send(client, address, address).status_code == 303
    return address
