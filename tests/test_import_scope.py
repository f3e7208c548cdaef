"""Whom an import may touch, who may see it, and who is absent from it."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja.extensions import db
from kinerja.people.models import Employee, StandingPeriod
from kinerja.people.rules import Standing
from kinerja.permissions import Role
from tests import factories
from tests.pages import soup
from tests.staff import City, SignedIn, build
from tests.staff_files import (
    applied,
    as_csv,
    counts,
    dump,
    person,
    press,
    row,
    token_of,
    uploaded,
)


@pytest.fixture
def city(app: Flask) -> City:
    """The agency with somebody in every role."""
    return build(app)


def nip_of(app: Flask, employee_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Employee, employee_id).nip


def sentences(client: FlaskClient, address: str) -> list[str]:
    return [tag.get_text(strip=True) for tag in soup(client.get(address)).select(".cell-bad small")]


def test_rows_of_other_units_are_refused_and_nothing_of_their_people_is_shown(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    client = signed_in(city.unit_admin)
    rows = [
        row(factories.nip(), unit="Dinas Lain"),
        row(nip_of(app, city.stranger), name="Nama Tebakan"),
        row(factories.nip(), unit="Dinas Laiin"),
    ]
    address = uploaded(client, as_csv(rows))
    assert sentences(client, address) == [
        "Unit ini di luar unit yang Anda kelola. Hapus baris ini.",
        "Pegawai dengan NIP ini tidak bekerja di unit yang Anda kelola. Hapus baris ini, atau "
        "minta pengelola kepegawaian instansi memindahkannya.",
        "Unit 'Dinas Laiin' tidak ditemukan. Maksudnya 'Dinas Uji'?",
    ]
    page = client.get(address).text
    assert "Togar" not in page
    assert "Dinas Lain'" not in page


def test_only_own_units_people_are_taken_out_as_data(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    client = signed_in(city.unit_admin)
    answer = client.get("/pegawai/impor/data")
    address = uploaded(client, answer.data, name="pegawai.xlsx")
    assert counts(client, address)["Tetap"] == 3


def test_import_of_somebody_with_more_units_is_not_found(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    agency, unit = signed_in(city.agency_admin), signed_in(city.unit_admin)
    theirs = uploaded(agency, as_csv([row(factories.nip(), unit="?")]))
    own = uploaded(unit, as_csv([row(factories.nip())]))
    token = token_of(unit, "/pegawai/impor")
    for path in ("", "/kolom", "/galat", "/cocokkan", "/batalkan", "/tidak-ada"):
        assert unit.get(theirs + path).status_code == 404, path
    for path in ("/terapkan", "/pakai", "/cocokkan", "/batalkan", "/tidak-ada", "/kolom"):
        data = {"csrf_token": token, "semua": "1", "column": "unit", "value": "?", "target": "1"}
        assert unit.post(theirs + path, data=data).status_code in (404, 422), path
    assert unit.post(f"{theirs}/kolom", data={"csrf_token": token}).status_code == 404
    assert agency.get(own).status_code == 200
    listed = soup(unit.get("/pegawai/impor")).select("tbody tr")
    assert len(listed) == 1
    assert len(soup(agency.get("/pegawai/impor")).select("tbody tr")) == 2


def test_colleague_with_the_same_units_may_go_on(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    other = factories.employee(app, unit_id=city.office)
    factories.grant(app, other, Role.HR, city.office)
    nip = factories.nip()
    address = uploaded(signed_in(city.unit_admin), as_csv([row(nip)]))
    press(signed_in(other), address, f"{address}/terapkan")
    assert person(app, nip)["unit"] == "Dinas Uji"


def test_supervisors_may_work_elsewhere_but_must_exist(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    client = signed_in(city.unit_admin)
    gone = factories.employee(app, unit_id=city.office, standing=Standing.RETIRED)
    own, later = factories.nip(), factories.nip()
    rows = [
        row(factories.nip(), supervisor_nip=nip_of(app, city.stranger)),
        row(factories.nip(), supervisor_nip=later),
        row(later),
        row(factories.nip(), supervisor_nip=factories.nip()),
        row(factories.nip(), supervisor_nip=nip_of(app, gone)),
        row(own, supervisor_nip=own),
    ]
    address = uploaded(client, as_csv(rows))
    unknown = (
        "Tidak ada pegawai aktif dengan NIP ini, di Kinerja maupun di berkas. Periksa lagi NIP "
        "atasan."
    )
    assert sentences(client, address) == [
        unknown,
        unknown,
        "Seseorang tidak dapat menjadi atasannya sendiri. Isi NIP orang lain.",
    ]


def test_lines_that_close_a_circle_are_found(app: Flask, city: City, signed_in: SignedIn) -> None:
    client = signed_in(city.agency_admin)
    one, two, three = (factories.nip() for _ in range(3))
    rows = [
        row(one, name="Satu", supervisor_nip=two),
        row(two, name="Dua", supervisor_nip=three),
        row(three, name="Tiga", supervisor_nip=one),
        row(nip_of(app, city.boss), name="Bagas Uji", supervisor_nip=nip_of(app, city.clerk)),
        row(
            nip_of(app, city.clerk),
            name="Sari Uji",
            unit="Loket Uji",
            supervisor_nip=nip_of(app, city.boss),
        ),
        row(factories.nip(), name="Diluar", supervisor_nip=one),
    ]
    address = uploaded(client, as_csv(rows))
    circle = "Garis atasan ini melingkar: {}. Ubah atasan salah satunya."
    assert sentences(client, address) == [
        *[circle.format("Dua, Satu, Tiga")] * 3,
        *[circle.format("Bagas Uji, Sari Uji")] * 2,
    ]
    assert counts(client, address)["Baru"] == 1


def test_circle_over_the_head_of_a_unit_is_found(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    """The clerk follows the new head, who is to follow the clerk."""
    client = signed_in(city.agency_admin)
    factories.position(app, title="Kepala Loket", leads_unit=True)
    clerk = nip_of(app, city.clerk)
    rows = [
        row(clerk, name="Sari Uji", unit="Loket Uji"),
        row(
            factories.nip(),
            name="Kepala",
            unit="Loket Uji",
            position="Kepala Loket",
            supervisor_nip=clerk,
        ),
    ]
    address = uploaded(client, as_csv(rows))
    assert "Garis atasan ini melingkar: Kepala, Sari Uji." in sentences(client, address)[0]


def test_who_has_left_is_not_imported_back(app: Flask, city: City, signed_in: SignedIn) -> None:
    client = signed_in(city.agency_admin)
    gone = factories.employee(app, unit_id=city.office, standing=Standing.RETIRED)
    away = factories.employee(app, unit_id=city.office, standing=Standing.STUDY_LEAVE)
    rows = [row(nip_of(app, gone)), row(nip_of(app, away), name="Sedang Belajar")]
    address = uploaded(client, as_csv(rows))
    assert sentences(client, address) == [
        "Pegawai ini tercatat: Pensiun. Ubah dulu status keaktifannya di halaman pegawai, atau "
        "hapus baris ini."
    ]
    assert counts(client, address)["Berubah"] == 1


def test_absent_people_are_counted_shown_and_never_deleted(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    client = signed_in(city.unit_admin)
    before = dump(app)
    content = as_csv([row(nip_of(app, city.boss), name="Bagas Uji")])
    address = uploaded(client, content)
    assert counts(client, address)["Tidak ada di berkas"] == 2
    page = client.get(f"{address}?tab=tidak-ada")
    assert "Mereka tidak dihapus." in page.text
    assert {"Sari Uji", "Uji unit_admin"} == {
        tag.get_text(strip=True) for tag in soup(page).select("tbody th")
    }
    applied(client, content)
    assert {one[1] for one in before["people_employee"]} == {
        one[1] for one in dump(app)["people_employee"]
    }


def test_absent_people_can_be_marked_as_having_left(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    client = signed_in(city.unit_admin)
    address = applied(client, as_csv([row(nip_of(app, city.boss), name="Bagas Uji")]))
    path = f"{address}/tidak-ada"
    facts = {"standing": "retired", "valid_from": "2026-11-01", "decree": "SK 12/2026"}
    nobody = press(client, path, f"{path}?hal=1", **facts)
    assert nobody.status_code == 422
    assert "Centang paling sedikit satu orang." in nobody.text
    foreign = press(client, path, f"{path}?hal=1", employee_ids=str(city.stranger), **facts)
    assert foreign.status_code == 422
    own = press(client, path, f"{path}?hal=1", employee_ids=str(city.unit_admin), **facts)
    assert "Status Anda sendiri diubah orang lain." in own.text
    done = press(client, path, f"{path}?hal=1", employee_ids=str(city.clerk), **facts)
    assert done.location == path
    assert "Status 1 orang tersimpan." in client.get(path).text
    with app.app_context():
        period = db.session.scalars(select(StandingPeriod)).one()
        assert (period.employee_id, period.standing, period.valid_from) == (
            city.clerk,
            Standing.RETIRED,
            date(2026, 11, 1),
        )
    assert "Sari Uji" not in client.get(path).text
