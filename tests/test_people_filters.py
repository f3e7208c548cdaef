"""The staff list narrowed: by standing, class, and who has nobody above."""

import pytest
from flask import Flask
from sqlalchemy import text

from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Employee
from kinerja.people.queries import StaffFilter
from kinerja.people.rules import Standing
from tests import factories
from tests.offices import (
    Office,
    build_office,
    hr,
    texts,
    today,
)
from tests.staff import SignedIn, names


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


def test_the_list_is_narrowed_by_standing_class_and_who_has_nobody_above(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    factories.standing(app, office.clerk, Standing.RETIRED, valid_from=today(app))
    alone = factories.unit(app, "Unit Lepas", parent=office.root)
    factories.employee(app, unit_id=alone, position_id=office.job, name="Yatim Garis")
    with app.app_context():  # an agency without a head: nobody can be found for its people
        db.session.execute(
            db.update(Employee).where(Employee.id == office.mayor).values(unit_id=office.root)
        )
        db.session.commit()
    factories.standing(app, office.mayor, Standing.RETIRED, valid_from=today(app))
    factories.settle(app)
    client = signed_in(office.hr)
    assert "Sari Garis" not in names(client, "/pegawai")
    assert names(client, "/pegawai?keadaan=pensiun") == ["Sari GarisPensiun", "Wira PuncakPensiun"]
    assert len(names(client, "/pegawai?keadaan=semua")) == 9
    assert len(names(client, "/pegawai?keadaan=ngawur")) == 7
    assert names(client, "/pegawai?kelas=manajerial") == [
        "Kartika Kepala",
        "Mandor Seksi",
        "Raka Sebelah",
    ]
    assert len(names(client, "/pegawai?kelas=fungsional")) == 0
    unled = names(client, "/pegawai?atasan=tanpa")
    assert unled == ["Hana Pengelola", "Kartika Kepala", "Raka Sebelah", "Yatim Garis"]
    assert "4 orang belum mempunyai atasan" in texts(client, "/pegawai")
    assert "belum mempunyai atasan" not in texts(signed_in(office.foreman), "/pegawai")


def test_the_head_of_the_agency_is_not_missing_a_superior(
    office: Office, signed_in: SignedIn
) -> None:
    client = signed_in(office.hr)
    assert names(client, "/pegawai?atasan=tanpa") == []
    assert "belum mempunyai atasan" not in texts(client, "/pegawai")


@pytest.mark.only("sqlite", reason="PostgreSQL rightly reads a small table whole")
def test_the_list_reads_people_by_an_index_and_never_all_of_them(
    app: Flask, office: Office
) -> None:
    with app.app_context():
        for chosen in (StaffFilter(), StaffFilter(standings=None), StaffFilter(unled=True)):
            statement = queries.staff(chosen, to=hr(office)).limit(50).offset(1000)
            compiled = statement.compile(db.engine, compile_kwargs={"literal_binds": True})
            steps = db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))
            plan = "\n".join(str(step) for step in steps)
            assert "people_employee USING INDEX" in plan, plan
            assert "SCAN people_employee" not in plan, plan
