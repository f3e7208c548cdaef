"""An import from the file to the result: what is shown, what is written, what is taken back."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import audit
from kinerja.extensions import db
from kinerja.people.models import Employee, Posting, ReportingLine
from tests import factories
from tests.staff import City, SignedIn, build
from tests.staff_files import (
    applied,
    as_csv,
    as_xlsx,
    counts,
    dump,
    person,
    press,
    row,
    state,
    uploaded,
)


@pytest.fixture
def city(app: Flask) -> City:
    """The agency with somebody in every role."""
    return build(app)


def nip_of(app: Flask, employee_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Employee, employee_id).nip


def test_new_people_are_shown_first_and_written_only_when_applied(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    client, before = signed_in(city.unit_admin), dump(app)
    nip, boss = factories.nip(), nip_of(app, city.boss)
    content = as_xlsx(
        [row(nip, supervisor_nip=boss, valid_from=date(2020, 1, 31), unit="loket uji")]
    )
    address = uploaded(client, content, name="pegawai.xlsx")
    assert counts(client, address) == {
        "Baru": 1, "Berubah": 0, "Tetap": 0, "Tidak ada di berkas": 3,
    }  # fmt: skip
    assert dump(app) == before
    assert press(client, address, f"{address}/terapkan").location == address
    assert "1 baris diterapkan" in client.get(address).text
    found = person(app, nip)
    assert (found["unit"], found["position"], found["supervisor"]) == (
        "Loket Uji", "Penata Uji", boss,
    )  # fmt: skip
    with app.app_context():
        posting = db.session.scalars(
            select(Posting).where(Posting.employee_id == found["id"])
        ).one()
        assert (posting.valid_from, posting.valid_to) == (date(2020, 1, 31), None)
        line = db.session.scalars(
            select(ReportingLine).where(ReportingLine.employee_id == found["id"])
        ).one()
        assert (line.superior_id, line.valid_from) == (city.boss, date(2020, 1, 31))
        entry = db.session.scalars(
            select(audit.Entry).where(audit.Entry.action == "staff.imported")
        ).one()
        assert '"new": 1' in entry.details
        assert nip not in entry.details


def test_undoing_restores_every_row_exactly(app: Flask, city: City, signed_in: SignedIn) -> None:
    client, before = signed_in(city.agency_admin), dump(app)
    clerk, boss, stranger = (nip_of(app, one) for one in (city.clerk, city.boss, city.stranger))
    new = factories.nip()
    content = as_csv(
        [
            row(clerk, name="Sari Pindah", unit="Dinas Lain", supervisor_nip=stranger),
            row(boss, name="Bagas Uji", valid_from="2018-03-01", email="bagas@contoh.id"),
            row(stranger, name="Togar Lain", unit="Dinas Lain", supervisor_nip=new),
            row(new, name="Dewi Baru", title_after="S.Sos."),
        ]
    )
    address = applied(client, content)
    assert person(app, clerk)["unit"] == "Dinas Lain"
    assert person(app, clerk)["supervisor"] == stranger
    assert person(app, stranger)["supervisor"] == new
    assert dump(app) != before
    answer = press(client, f"{address}/batalkan", f"{address}/batalkan")
    assert (answer.status_code, answer.location) == (303, address)
    assert dump(app) == before
    assert "Impor dibatalkan" in client.get(address).text
    assert state(app, address) == "undone"
