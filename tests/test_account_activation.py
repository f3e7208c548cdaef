"""Activation by slip or link: nobody gets a password from somebody else."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from kinerja.extensions import db
from kinerja.people.models import Account, AccountCode, Employee
from kinerja.people.queries import employee, viewer
from kinerja.people.rules import Standing
from kinerja.people.services import accounts, codes, hash_password
from kinerja.people.services.accounts import Slip
from kinerja.people.services.codes import slip_hash
from tests import factories
from tests.accounts import GOOD, account, actions, link_in_mail, refusals, send, trail, words
from tests.pages import soup
from tests.signing import At, enter, is_signed_in, nip_of
from tests.staff import City, SignedIn, build


@pytest.fixture
def city(app: Flask) -> City:
    """A small agency."""
    return build(app)


def slip_for(app: Flask, employee_id: int, *, by: int) -> Slip:
    """A slip as the admin gets it."""
    with app.app_context():
        person, admin = employee(employee_id), employee(by)
        slip = accounts.make_slip(person, by=viewer(Account(id=0, employee=admin)))
        db.session.commit()
        return slip


def activate(client: FlaskClient, nip: str, code: str, password: str = GOOD, **more: str):
    return send(client, "/aktivasi", nip=nip, code=code, password=password, **more)


def test_slip_lets_somebody_choose_a_password_and_signs_them_in(
    app: Flask, client: FlaskClient, city: City
) -> None:
    slip = slip_for(app, city.clerk, by=city.unit_admin)
    nip = nip_of(app, city.clerk)
    answer = activate(client, f"{nip[:8]} {nip[8:]}", slip.code.lower().replace("-", " "))
    assert (answer.status_code, answer.location) == (303, "/beranda")
    assert is_signed_in(client)
    elsewhere = app.test_client()
    assert enter(elsewhere, nip, GOOD).status_code == 303
    kept = account(app, city.clerk)
    assert kept.password_hash
    assert kept.password_hash.startswith("$argon2id$")
    done = actions(app)
    assert done.count("account.activated") == 1
    assert done.count("account.code_made") == 1
    assert done.count("session.begun") == 2


def test_code_is_not_kept_anywhere_and_no_password_is_either(
    app: Flask, client: FlaskClient, city: City
) -> None:
    slip = slip_for(app, city.clerk, by=city.unit_admin)
    with app.app_context():
        row = db.session.scalars(select(AccountCode)).one()
        assert row.code_hash == slip_hash(slip.code)
        assert slip.code.replace("-", "") not in str(vars(row))
    activate(client, nip_of(app, city.clerk), slip.code)
    assert slip.code not in trail(app)
    assert GOOD not in trail(app)
    assert slip.nip.endswith(nip_of(app, city.clerk)[-4:])
    assert nip_of(app, city.clerk) not in str(slip)


def test_picture_on_the_slip_leads_to_the_page_with_the_code_filled_in(
    app: Flask, client: FlaskClient, city: City
) -> None:
    slip = slip_for(app, city.clerk, by=city.unit_admin)
    assert slip.link.startswith("http://127.0.0.1:8000/aktivasi?kode=")
    page = client.get(slip.link.removeprefix("http://127.0.0.1:8000"))
    entry = soup(page).select_one("#code")
    assert entry is not None
    assert entry["value"] == slip.code.replace("-", "")


def test_code_works_once(app: Flask, client: FlaskClient, city: City) -> None:
    slip, nip = slip_for(app, city.clerk, by=city.unit_admin), nip_of(app, city.clerk)
    assert activate(client, nip, slip.code).status_code == 303
    again = activate(app.test_client(), nip, slip.code, "kata sandi lain yang baik")
    assert again.status_code == 422
    assert "sudah dipakai" in refusals(again)
    assert enter(app.test_client(), nip, GOOD).status_code == 303


def test_code_is_over_after_three_days(app: Flask, client: FlaskClient, city: City, at: At) -> None:
    slip, nip = slip_for(app, city.clerk, by=city.unit_admin), nip_of(app, city.clerk)
    at(timedelta(hours=72, seconds=5))
    late = activate(client, nip, slip.code)
    assert late.status_code == 422
    assert "lewat batas waktunya" in refusals(late)
    assert account(app, city.clerk).password_hash is None
    with app.app_context():
        codes.forget_codes()
        db.session.commit()
        assert db.session.scalars(select(AccountCode)).all() == []


def test_code_is_good_until_then(app: Flask, client: FlaskClient, city: City, at: At) -> None:
    slip, nip = slip_for(app, city.clerk, by=city.unit_admin), nip_of(app, city.clerk)
    at(timedelta(hours=71, minutes=59))
    assert activate(client, nip, slip.code).status_code == 303


def test_new_slip_makes_the_earlier_one_void(app: Flask, client: FlaskClient, city: City) -> None:
    nip = nip_of(app, city.clerk)
    first = slip_for(app, city.clerk, by=city.unit_admin)
    second = slip_for(app, city.clerk, by=city.unit_admin)
    assert activate(client, nip, first.code).status_code == 422
    assert activate(client, nip, second.code).status_code == 303


def test_changed_password_makes_the_slip_void(app: Flask, client: FlaskClient, city: City) -> None:
    slip, nip = slip_for(app, city.clerk, by=city.unit_admin), nip_of(app, city.clerk)
    with app.app_context():
        kept = db.session.scalars(select(Account).filter_by(employee_id=city.clerk)).one()
        codes.set_password(kept, hash_password("kata sandi yang lain lagi"))
        db.session.commit()
    assert activate(client, nip, slip.code).status_code == 422


def test_code_belongs_to_one_number(app: Flask, client: FlaskClient, city: City) -> None:
    slip = slip_for(app, city.clerk, by=city.unit_admin)
    factories.account(app, city.boss, "sandi lama yang baik")
    answer = activate(client, nip_of(app, city.boss), slip.code)
    assert answer.status_code == 422
    assert not is_signed_in(client)
    unknown = activate(client, "199001012020011999", slip.code)
    assert (unknown.status_code, refusals(unknown)) == (422, refusals(answer))
    link = send(client, f"/sandi-baru?token={slip.code}", from_path="/masuk", password=GOOD)
    assert link.status_code == 410, "a slip's code needs the number"


@pytest.mark.parametrize("what", ["disabled", "gone"])
def test_code_of_somebody_who_may_not_sign_in_does_not_work(
    app: Flask, client: FlaskClient, city: City, what: str
) -> None:
    slip, nip = slip_for(app, city.clerk, by=city.unit_admin), nip_of(app, city.clerk)
    with app.app_context():
        if what == "disabled":
            db.session.execute(update(Account).values(is_active=False))
        else:
            mine = update(Employee).where(Employee.id == city.clerk)
            db.session.execute(mine.values(standing=Standing.RETIRED))
        db.session.commit()
    assert activate(client, nip, slip.code).status_code == 422


@pytest.mark.parametrize(
    ("password", "says"),
    [("pendek", "paling sedikit 12"), ("Sari-Uji-2026", "NIP, nama"), ("rahasia12345", "pembobol")],
)
def test_weak_password_is_refused_and_the_code_goes_on_working(
    app: Flask, client: FlaskClient, city: City, password: str, says: str
) -> None:
    slip, nip = slip_for(app, city.clerk, by=city.unit_admin), nip_of(app, city.clerk)
    answer = activate(client, nip, slip.code, password)
    assert answer.status_code == 422
    assert says in refusals(answer)
    page = soup(answer)
    assert page.select_one("#nip")["value"] == nip
    assert page.select_one("#code")["value"] == slip.code
    assert not page.select_one("#password").get("value")
    assert activate(client, nip, slip.code).status_code == 303


def test_without_script_the_password_is_typed_twice(
    app: Flask, client: FlaskClient, city: City
) -> None:
    slip, nip = slip_for(app, city.clerk, by=city.unit_admin), nip_of(app, city.clerk)
    page = soup(client.get("/aktivasi"))
    hidden = page.select_one("noscript")
    assert hidden is not None
    assert BeautifulSoup(hidden.decode_contents(), "html.parser").select_one('[name="repeat"]')
    assert page.select_one("[data-reveal]").has_attr("hidden")
    wrong = activate(client, nip, slip.code, repeat=GOOD + "x")
    assert wrong.status_code == 422
    assert "Keduanya berbeda" in refusals(wrong)
    assert activate(client, nip, slip.code, repeat=GOOD).status_code == 303


def test_guessing_codes_is_slowed_down(app: Flask, client: FlaskClient, city: City) -> None:
    slip, nip = slip_for(app, city.clerk, by=city.unit_admin), nip_of(app, city.clerk)
    statuses = [activate(client, nip, f"AAAA-AAAA-AAAA-{n:04}").status_code for n in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    assert activate(client, nip, slip.code).status_code == 429
    done = actions(app)
    assert done.count("code.refused") == 10
    assert done.count("tries.limited") == 1
    factories.account(app, city.boss, GOOD)
    assert enter(app.test_client(), nip_of(app, city.boss), GOOD).status_code == 303


def test_pages_before_the_door_are_linked_and_need_a_token(client: FlaskClient) -> None:
    links = {str(link["href"]) for link in soup(client.get("/masuk")).select("main a[href]")}
    assert {"/lupa-sandi", "/aktivasi"} <= links
    data = {"nip": "1", "code": "1", "password": GOOD}
    assert client.post("/aktivasi", data=data).status_code == 400
    assert client.post("/sandi-baru?token=x", data=data).status_code == 400
    assert client.post("/lupa-sandi", data=data).status_code == 400


def test_empty_fields_are_named_one_by_one(client: FlaskClient) -> None:
    said = refusals(activate(client, "", "", ""))
    for sentence in ("Isi NIP Anda", "Isi kode yang tercetak", "Pilih kata sandi baru"):
        assert sentence in said


def test_link_of_an_activation_greets_by_name(
    app: Flask, client: FlaskClient, city: City, signed_in: SignedIn
) -> None:
    with app.app_context():
        db.session.get_one(Employee, city.clerk).email = "sari@contoh.go.id"
        db.session.commit()
    admin = signed_in(city.unit_admin)
    path = f"/pegawai/{city.clerk}/akun"
    assert "Kirim tautan ke surelnya" in words(admin.get(path))
    assert send(admin, f"{path}/tautan", from_path=path).status_code == 303
    page = client.get(link_in_mail(app))
    assert "Aktifkan akun" in words(page)
    assert "Sari Uji" in words(page)
    answer = send(client, link_in_mail(app), password=GOOD)
    assert (answer.status_code, answer.location) == (303, "/beranda")
    assert actions(app).count("account.activated") == 1
