"""Activation slips and links that an admin hands out."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja.extensions import db
from kinerja.people.models import AccountCode, Employee
from tests import factories
from tests.accounts import (
    GOOD,
    act,
    actions,
    mails,
    page_of,
    send,
    stale,
    trail,
    words,
)
from tests.pages import HEAVIEST, soup
from tests.signing import PASSWORD, At, enter, nip_of
from tests.staff import City, SignedIn, build


@pytest.fixture
def city(app: Flask) -> City:
    """A small agency: an admin of the office and its desk, and one of all."""
    return build(app)


@pytest.fixture
def admin(city: City, signed_in: SignedIn) -> FlaskClient:
    """The office's admin, signed in."""
    return signed_in(city.unit_admin)


def test_slip_is_shown_once_and_made_anew_on_demand(
    app: Flask, admin: FlaskClient, city: City
) -> None:
    form = soup(admin.get(page_of(city.clerk))).select_one('form[action$="/slip"]')
    data = {str(e["name"]): str(e["value"]) for e in form.select("input")}
    page = admin.post(str(form["action"]), data=data)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    slip = soup(page).select_one(".slip")
    assert "Sari Uji" in slip.text
    assert nip_of(app, city.clerk) not in page.text
    assert nip_of(app, city.clerk)[-4:] in slip.text
    assert "/aktivasi" in slip.text
    assert "berlaku sampai" in slip.text
    assert slip.select_one("img.qr")["src"].startswith("data:image/png")
    code = slip.select_one(".slip-code").text
    reloaded = admin.post(str(form["action"]), data=data)
    assert (reloaded.status_code, reloaded.location) == (303, "/akun-pegawai/slip/sudah")
    told = words(admin.get(reloaded.location))
    assert "hanya ditampilkan sekali" in told
    assert code not in told
    answer = send(
        app.test_client(), "/aktivasi", nip=nip_of(app, city.clerk), code=code, password=GOOD
    )
    assert answer.status_code == 303
    assert actions(app).count("account.code_made") == 1


def test_slips_for_many_are_printed_eight_on_a_sheet_and_fit_into_a_light_page(
    app: Flask, admin: FlaskClient, city: City
) -> None:
    factories.employees(app, 40, unit_id=city.desk, position_id=factories.position(app))
    check = admin.get("/akun-pegawai/slip")
    assert "42 orang belum punya kata sandi" in words(check)
    assert "Buat 32 slip" in words(check)
    page = send(admin, "/akun-pegawai/slip")
    slips = soup(page).select(".slip")
    assert len(slips) == 32
    assert len({slip.select_one(".slip-code").text for slip in slips}) == 32
    assert len(gzip.compress(page.data)) <= HEAVIEST
    assert "10 orang lagi" in words(page)
    rest = send(admin, "/akun-pegawai/slip")
    assert len(soup(rest).select(".slip")) == 10
    assert "Tidak ada yang perlu slip" in words(admin.get("/akun-pegawai/slip"))
    assert "42 orang" in words(admin.get("/akun-pegawai/slip?semua=1"))
    with app.app_context():
        assert db.session.scalar(select(func.count(AccountCode.id))) == 42
    assert actions(app).count("account.code_made") == 42


def test_slips_for_many_keep_to_the_filter_and_leave_out_who_is_active(
    app: Flask, admin: FlaskClient, city: City
) -> None:
    factories.account(app, city.boss, PASSWORD)
    page = send(admin, "/akun-pegawai/slip?cari=uji")
    assert [slip.select_one("p").text for slip in soup(page).select(".slip")] == ["Sari Uji"]
    assert enter(app.test_client(), nip_of(app, city.boss), PASSWORD).status_code == 303
    none = send(admin, "/akun-pegawai/slip?cari=tidak-ada", from_path="/akun-pegawai/slip?semua=1")
    assert "Tidak ada slip yang dibuat" in words(none)


def test_reset_slip_for_somebody_active_leaves_the_password_until_it_is_used(
    app: Flask, admin: FlaskClient, city: City, at: At
) -> None:
    factories.account(app, city.clerk, PASSWORD)
    page = act(admin, city.clerk, "slip")
    assert "Setel ulang kata sandi" in soup(page).select_one(".slip").text
    code, nip = soup(page).select_one(".slip-code").text, nip_of(app, city.clerk)
    assert enter(app.test_client(), nip, PASSWORD).status_code == 303
    at(timedelta(minutes=31))
    late = send(app.test_client(), "/aktivasi", nip=nip, code=code, password=GOOD)
    assert late.status_code == 422
    assert actions(app).count("account.reset") == 0


def test_link_is_sent_to_the_address_on_file(app: Flask, admin: FlaskClient, city: City) -> None:
    without = act(admin, city.clerk, "tautan")
    assert without.status_code == 409
    assert "Surel Sari Uji belum diisi" in words(without)
    with app.app_context():
        db.session.get_one(Employee, city.clerk).email = "sari@contoh.go.id"
        db.session.commit()
    assert act(admin, city.clerk, "tautan").status_code == 303
    assert [mail.to for mail in mails(app)] == ["sari@contoh.go.id"]
    assert "dalam 72 jam" in mails(app)[0].text
    token = mails(app)[0].text.partition("token=")[2].split()[0]
    assert token not in trail(app)


@pytest.mark.parametrize("what", ["slip", "tautan"])
def test_secrets_need_the_password_again(
    app: Flask, admin: FlaskClient, city: City, what: str
) -> None:
    stale(app, city.unit_admin, datetime.now(UTC) - timedelta(minutes=11))
    asked = act(admin, city.clerk, what)
    assert asked.status_code == 422
    assert "Ketik kata sandi Anda lagi" in words(asked)
    with app.app_context():
        assert db.session.scalars(select(AccountCode)).all() == []
    assert admin.get("/akun-pegawai/slip").location.startswith("/akun/konfirmasi")
