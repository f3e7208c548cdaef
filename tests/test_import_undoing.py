"""Undoing an import: exactly, or not at all and with the names of who stands in the way."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.people.models import (
    Employee,
    ImportContent,
    ImportRow,
    ImportWrite,
    Position,
    ReportingLine,
    StaffImport,
)
from kinerja.people.rules import LineKind
from kinerja.people.services.imports import forget_imports
from tests import factories
from tests.pages import soup
from tests.staff import City, SignedIn, build, form_of
from tests.staff_files import (
    applied,
    as_csv,
    counts,
    dump,
    person,
    press,
    row,
    state,
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


def nip_of(app: Flask, employee_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Employee, employee_id).nip


def undo(client: FlaskClient, address: str) -> object:
    return press(client, f"{address}/batalkan", f"{address}/batalkan")


def refused(client: FlaskClient, address: str) -> str:
    """What the page says when undoing is refused."""
    answer = undo(client, address)
    assert answer.status_code == 409
    return soup(answer).select_one(".error-box p").get_text(strip=True)


def test_undoing_asks_first_and_says_what_goes(app: Flask, client: FlaskClient) -> None:
    address = applied(client, as_csv([row(factories.nip())]))
    page = client.get(f"{address}/batalkan")
    assert "1 pegawai yang ditambahkan dihapus lagi." in page.text
    assert state(app, address) == "applied"


def test_undone_is_undone_once(app: Flask, client: FlaskClient) -> None:
    address = applied(client, as_csv([row(factories.nip())]))
    token = token_of(client, f"{address}/batalkan")
    undo(client, address)
    answer = client.post(f"{address}/batalkan", data={"csrf_token": token})
    assert answer.status_code == 409
    assert "sudah dibatalkan" in answer.text
    again = client.post(f"{address}/terapkan", data={"csrf_token": token})
    assert again.status_code == 409
    with app.app_context():
        actions = list(db.session.scalars(select(audit.Entry.action)))
        assert actions.count("staff.import_undone") == 1
        assert not db.session.scalars(select(ImportWrite)).all()
        assert not db.session.scalars(select(ImportRow)).all()


def test_change_by_somebody_else_since_then_is_in_the_way(
    app: Flask, city: City, client: FlaskClient
) -> None:
    clerk = nip_of(app, city.clerk)
    rows = [row(clerk, name="Sari Diubah", unit="Loket Uji"), row(factories.nip())]
    address = applied(client, as_csv(rows))
    path = f"/pegawai/{city.clerk}/ubah"
    sent = form_of(client, path) | {"name": "Sari Lain"}
    assert client.post(path, data=sent).status_code == 303
    before = dump(app)
    assert "sesudahnya ada yang diubah atau dipakai, yaitu Sari Lain." in refused(client, address)
    assert dump(app) == before
    assert state(app, address) == "applied"


def test_later_import_of_the_same_rows_is_in_the_way_until_it_is_undone(
    app: Flask, city: City, client: FlaskClient
) -> None:
    before, clerk = dump(app), nip_of(app, city.clerk)
    first = applied(client, as_csv([row(clerk, name="Sari Satu", unit="Loket Uji")]))
    second = applied(client, as_csv([row(clerk, name="Sari Dua", unit="Loket Uji")]))
    assert "yaitu Sari Dua." in refused(client, first)
    undo(client, second)
    undo(client, first)
    assert dump(app) == before


def test_new_person_who_is_used_elsewhere_stays_and_is_named(
    app: Flask, city: City, client: FlaskClient
) -> None:
    nip = factories.nip()
    address = applied(client, as_csv([row(nip, name="Dewi Baru"), row(factories.nip())]))
    factories.account(app, person(app, nip)["id"], "sandi-yang-panjang-sekali")
    before = dump(app)
    assert "yaitu Dewi Baru." in refused(client, address)
    assert dump(app) == before


def test_new_position_that_is_used_elsewhere_stays_and_is_named(
    app: Flask, city: City, client: FlaskClient
) -> None:
    address = uploaded(client, as_csv([row(factories.nip(), position="Juru Arsip")]))
    data = {
        "csrf_token": token_of(client, "/pegawai/impor"), "column": "position",
        "value": "Juru Arsip", "job_level": "pelaksana",
    }  # fmt: skip
    client.post(f"{address}/cocokkan", data=data)
    press(client, address, f"{address}/terapkan")
    with app.app_context():
        made = db.session.scalar(select(Position.id).where(Position.title == "Juru Arsip"))
    factories.employee(app, unit_id=city.other, position_id=made)
    assert "yaitu Juru Arsip." in refused(client, address)


def test_everything_that_an_import_can_do_is_undone_exactly(
    app: Flask, city: City, client: FlaskClient
) -> None:
    """A head arrives, raters end with a move, a line set today is withdrawn, a start is moved."""
    with app.app_context():
        db.session.execute(
            update(Position).where(Position.title == "Penata Uji").values(title="Penata  Uji")
        )
        head = Position(title="Kepala Dinas", job_level="jpt_pratama", leads_unit=True)
        db.session.add(head)
        for kind, superior in ((LineKind.RATER, city.boss), (LineKind.SUPERVISOR, city.clerk)):
            line = ReportingLine(
                employee_id=city.stranger,
                kind=kind,
                superior_id=superior,
                valid_from=clock.today(),
            )
            db.session.add(line)
        db.session.commit()
    settle(app)
    before = dump(app)
    clerk, boss, stranger = (nip_of(app, one) for one in (city.clerk, city.boss, city.stranger))
    rows = [
        row(factories.nip(), name="Kepala Baru", position="Kepala Dinas", valid_from="2019-01-01"),
        row(boss, name="Bagas Uji", valid_from="2018-02-01", title_before="Dr."),
        row(clerk, name="Sari Uji", unit="Dinas Lain", supervisor_nip=boss),
        row(stranger, name="Togar Lain", unit="Dinas Uji", phone="0812 3456 7890"),
    ]
    address = applied(client, as_csv(rows))
    assert person(app, boss)["name"] == "Dr. Bagas Uji"
    assert person(app, stranger)["supervisor"] == rows[0][0]
    assert dump(app) != before
    undo(client, address)
    assert dump(app) == before


def settle(app: Flask) -> None:
    from kinerja.people.services import settle as settle_now

    with app.app_context():
        settle_now(on=clock.today())
        db.session.commit()


def test_preview_that_has_become_wrong_is_not_applied(
    app: Flask, city: City, client: FlaskClient
) -> None:
    clerk = nip_of(app, city.clerk)
    address = uploaded(client, as_csv([row(clerk, name="Sari Baru", unit="Loket Uji")]))
    path = f"/pegawai/{city.clerk}/ubah"
    client.post(path, data=form_of(client, path) | {"name": "Sari Tengah", "email": "s@contoh.id"})
    before = dump(app)
    press(client, address, f"{address}/terapkan")
    assert dump(app) == before
    page = client.get(address)
    assert "Data pegawai berubah sejak pratinjau ini dibuat." in page.text
    assert state(app, address) == "checked"
    press(client, address, f"{address}/terapkan")
    assert person(app, clerk)["name"] == "Sari Baru"


def test_change_that_makes_no_difference_does_not_stop_an_import(
    app: Flask, city: City, client: FlaskClient
) -> None:
    nip = factories.nip()
    address = uploaded(client, as_csv([row(nip)]))
    path = f"/pegawai/{city.clerk}/ubah"
    client.post(path, data=form_of(client, path) | {"name": "Sari Lain"})
    press(client, address, f"{address}/terapkan")
    assert state(app, address) == "applied"


def test_file_is_forgotten_once_applied_and_when_nobody_applies_it(
    app: Flask, city: City, client: FlaskClient
) -> None:
    done = applied(client, as_csv([row(factories.nip())]))
    left = uploaded(client, as_csv([row(factories.nip())]))
    fresh = uploaded(client, as_csv([row(factories.nip())]))
    with app.app_context():
        assert len(db.session.scalars(select(ImportContent.import_id)).all()) == 2
        old = clock.now() - timedelta(days=8)
        for address in (done, left):
            imported = db.session.get_one(StaffImport, int(address.rpartition("/")[2]))
            imported.uploaded_at = old
        db.session.commit()
        forget_imports()
        db.session.commit()
    assert [state(app, one) for one in (done, left, fresh)] == ["applied", "failed", "checked"]
    page = client.get(left)
    assert "seminggu tidak diterapkan" in page.text
    assert counts(client, fresh)["Baru"] == 1
    with app.app_context():
        kept = db.session.scalars(select(ImportContent.import_id)).all()
        assert kept == [int(fresh.rpartition("/")[2])]
