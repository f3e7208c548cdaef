"""The list of accounts, and who may not touch whose."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from kinerja.people.services.codes import slip_hash
from kinerja.permissions import Role
from tests import factories
from tests.accounts import (
    account,
    act,
    actions,
    page_of,
    send,
    with_factor,
    words,
)
from tests.pages import soup
from tests.signing import PASSWORD, enter, nip_of
from tests.staff import City, SignedIn, build

At = Callable[[timedelta], None]


@pytest.fixture
def city(app: Flask) -> City:
    """A small agency: an admin of the office and its desk, and one of all."""
    return build(app)


@pytest.fixture
def admin(city: City, signed_in: SignedIn) -> FlaskClient:
    """The office's admin, signed in."""
    return signed_in(city.unit_admin)


def listed(client: FlaskClient, query: str = "") -> list[str]:
    page = soup(client.get(f"/akun-pegawai{query}"))
    return [cell.get_text(" ", strip=True) for cell in page.select("tbody th a")]


def test_list_holds_the_admins_units_and_nobody_else(app: Flask, admin: FlaskClient) -> None:
    assert listed(admin) == ["Bagas Uji", "Sari Uji", "Uji unit_admin"]


def test_list_tells_state_last_sign_in_and_second_factor(
    app: Flask, admin: FlaskClient, city: City
) -> None:
    factories.account(app, city.boss, PASSWORD)
    with_factor(app, city.boss)
    enter(app.test_client(), nip_of(app, city.boss), PASSWORD)
    act(admin, city.clerk, "slip")
    rows = {
        row.th.a.text: " ".join(row.text.split())
        for row in soup(admin.get("/akun-pegawai")).select("tbody tr")
    }
    assert "Aktif" in rows["Bagas Uji"]
    assert "Ya" in rows["Bagas Uji"]
    assert "Belum aktif" in rows["Sari Uji"]
    assert "kode berlaku sampai" in rows["Sari Uji"]
    assert "Belum pernah" in rows["Sari Uji"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?keadaan=active", ["Bagas Uji", "Uji unit_admin"]),
        ("?keadaan=waiting", ["Sari Uji"]),
        ("?keadaan=disabled", []),
        ("?keadaan=apa", ["Bagas Uji", "Sari Uji", "Uji unit_admin"]),
        ("?cari=sari", ["Sari Uji"]),
        ("?cari=%25", []),
        ("?unit=999", []),
    ],
)
def test_list_is_narrowed(
    app: Flask, admin: FlaskClient, city: City, query: str, names: list[str]
) -> None:
    factories.account(app, city.boss, PASSWORD)
    assert listed(admin, query) == names


def test_list_of_a_unit_holds_what_lies_under_it(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    agency = signed_in(city.agency_admin)
    assert listed(agency, f"?unit={city.office}") == ["Bagas Uji", "Sari Uji", "Uji unit_admin"]
    assert listed(agency, f"?unit={city.desk}") == ["Sari Uji"]


def test_spreadsheet_holds_the_same_and_no_secret(
    app: Flask, admin: FlaskClient, city: City
) -> None:
    page = act(admin, city.clerk, "slip")
    code = soup(page).select_one(".slip-code").text
    answer = admin.get("/akun-pegawai/xlsx?cari=sari")
    (sheet,) = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_name(sheet)
    table = rows.to_python()
    assert [row[1] for row in table[1:]] == ["Sari Uji"]
    assert table[1][0] == nip_of(app, city.clerk)
    assert table[1][3] == "Belum aktif"
    flat = str(table)
    assert code not in flat
    assert slip_hash(code) not in flat
    assert actions(app).count("account.exported") == 1


def test_list_asks_the_same_number_of_questions_however_long(
    app: Flask, admin: FlaskClient, city: City, count_queries
) -> None:
    job = factories.position(app)
    counts = []
    for more in (1, 60):
        factories.employees(app, more, unit_id=city.desk, position_id=job)
        with count_queries() as statements:
            admin.get("/akun-pegawai")
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "what", ["slip", "tautan", "nonaktifkan", "aktifkan", "keluarkan", "dua-langkah"]
)
def test_another_units_people_do_not_exist(
    app: Flask, admin: FlaskClient, city: City, what: str
) -> None:
    factories.account(app, city.stranger, PASSWORD)
    path = f"{page_of(city.stranger)}/{what}"
    assert admin.get(page_of(city.stranger)).status_code == 404
    assert send(admin, path, from_path="/akun-pegawai/slip").status_code == 404
    assert account(app, city.stranger).is_active


@pytest.mark.parametrize("what", ["slip", "tautan", "nonaktifkan", "aktifkan", "keluarkan"])
def test_nobody_handles_his_own_account_there(
    app: Flask, admin: FlaskClient, city: City, what: str
) -> None:
    path = f"{page_of(city.unit_admin)}/{what}"
    answer = send(admin, path, from_path="/akun-pegawai/slip")
    assert answer.status_code == 409
    assert "akun Anda sendiri" in words(answer)
    assert "Buka Akun saya" in words(admin.get(page_of(city.unit_admin)))


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.TRAINER, Role.LEADER, Role.INSPECTOR])
def test_whose_roles_reach_further_is_left_to_the_agencys_admin(
    app: Flask, admin: FlaskClient, city: City, signed_in: SignedIn, role: Role
) -> None:
    factories.grant(app, city.clerk, role, city.root)
    for what in ("slip", "nonaktifkan", "keluarkan"):
        answer = send(admin, f"{page_of(city.clerk)}/{what}", from_path="/akun-pegawai")
        assert answer.status_code == 409
        assert "menjangkau lebih luas" in words(answer)
    assert "Cetak slip" not in words(admin.get(page_of(city.clerk)))
    many = send(admin, "/akun-pegawai/slip?cari=sari")
    assert "Tidak ada slip yang dibuat" in words(many)
    assert act(signed_in(city.agency_admin), city.clerk, "slip").status_code == 200


def test_fellow_admin_of_the_same_unit_is_within_reach(
    app: Flask, admin: FlaskClient, city: City
) -> None:
    factories.grant(app, city.boss, Role.UNIT_ADMIN, city.office)
    assert act(admin, city.boss, "slip").status_code == 200


def test_hr_does_not_get_into_the_account_of_who_grants_roles(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    factories.grant(app, city.boss, Role.HR, city.root)
    answer = act(signed_in(city.boss), city.agency_admin, "slip")
    assert answer.status_code == 409
