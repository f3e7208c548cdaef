"""The second factor: set up, renewed, turned off, obliged."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja.extensions import db
from kinerja.people.models import (
    RecoveryCode,
    SecondFactor,
)
from kinerja.permissions import Role
from kinerja.sealing import SealBrokenError, seal, unseal
from tests import factories
from tests.accounts import (
    actions,
    app_code,
    first_step,
    refusals,
    send,
    set_up,
    trail,
    with_factor,
    words,
)
from tests.pages import soup
from tests.signing import At, is_signed_in


def test_setting_it_up_shows_picture_key_and_ten_codes_once(
    app: Flask, client: FlaskClient, who: int
) -> None:
    first_step(app, client, who)
    assert "Mulai memasang" in words(client.get("/akun/dua-langkah"))
    seed, codes = set_up(app, client)
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"(\w{4}-){3}\w{4}", code) for code in codes)
    page = words(client.get("/akun/dua-langkah"))
    assert "Aktif" in page
    assert "10 kode pemulihan belum dipakai" in page
    assert not any(code in page for code in codes)
    assert client.get("/akun/dua-langkah/pasang").location == "/akun/dua-langkah"
    with app.app_context():
        kept = db.session.scalars(select(SecondFactor)).one()
        assert seed not in kept.seed
        assert unseal(kept.seed) == seed
        hashes = db.session.scalars(select(RecoveryCode.code_hash)).all()
        assert not {code.replace("-", "") for code in codes} & set(hashes)
    assert actions(app).count("factor.set") == 1
    assert seed not in trail(app)


def test_picture_holds_what_the_key_says(app: Flask, client: FlaskClient, who: int) -> None:
    first_step(app, client, who)
    send(client, "/akun/dua-langkah/mulai", from_path="/akun/dua-langkah")
    picture = soup(client.get("/akun/dua-langkah/pasang")).select_one("img.qr")
    assert picture["src"].startswith("data:image/png;base64,")
    assert picture["alt"]


def test_reloading_the_codes_shows_none_and_makes_none(
    app: Flask, client: FlaskClient, who: int
) -> None:
    first_step(app, client, who)
    send(client, "/akun/dua-langkah/mulai", from_path="/akun/dua-langkah")
    page = client.get("/akun/dua-langkah/pasang")
    seed = re.sub(r"\s", "", soup(page).select_one("code").text)
    form = soup(page).select_one('main form:has([name="code"])')
    data = {str(e["name"]): str(e.get("value", "")) for e in form.select("input")}
    data["code"] = app_code(seed)
    assert client.post("/akun/dua-langkah/pasang", data=data).status_code == 200
    again = client.post("/akun/dua-langkah/pasang", data=data)
    assert (again.status_code, again.location) == (303, "/akun/dua-langkah?sekali=1")
    assert "hanya ditampilkan sekali" in words(client.get(again.location))
    with app.app_context():
        assert db.session.scalar(select(func.count(RecoveryCode.id))) == 10


def test_a_wrong_first_code_turns_nothing_on(app: Flask, client: FlaskClient, who: int) -> None:
    first_step(app, client, who)
    send(client, "/akun/dua-langkah/mulai", from_path="/akun/dua-langkah")
    before = soup(client.get("/akun/dua-langkah/pasang")).select_one("code").text
    answer = send(client, "/akun/dua-langkah/pasang", code="000000")
    assert answer.status_code == 422
    assert "Kode tidak cocok" in refusals(answer)
    assert soup(answer).select_one("code").text == before, "the app keeps what it has scanned"
    assert first_step(app, app.test_client(), who).location == "/beranda"


def test_new_recovery_codes_replace_the_old_ones(app: Flask, client: FlaskClient, who: int) -> None:
    first_step(app, client, who)
    seed, old = set_up(app, client)
    answer = send(client, "/akun/dua-langkah/kode-pemulihan")
    new = [tag.text for tag in soup(answer).select("main ul.grid li")]
    assert len(new) == 10
    assert not set(new) & set(old)
    other = app.test_client()
    first_step(app, other, who)
    assert send(other, "/masuk/kode-pemulihan", code=old[0]).status_code == 422
    assert send(other, "/masuk/kode-pemulihan", code=new[0]).status_code == 303
    assert actions(app).count("factor.codes_renewed") == 1
    assert seed


def test_turning_it_off_needs_a_code(app: Flask, client: FlaskClient, who: int, at: At) -> None:
    at(timedelta(0))
    first_step(app, client, who)
    seed, _codes = set_up(app, client)
    assert send(client, "/akun/dua-langkah/matikan", code="000000").status_code == 422
    assert send(client, "/akun/dua-langkah/matikan", code=app_code(seed)).status_code == 422
    at(timedelta(seconds=30))
    off = send(client, "/akun/dua-langkah/matikan", code=app_code(seed))
    assert (off.status_code, off.location) == (303, "/akun/dua-langkah")
    assert first_step(app, app.test_client(), who).location == "/beranda"
    with app.app_context():
        for model in (SecondFactor, RecoveryCode):
            assert db.session.scalars(select(model)).all() == []
    assert actions(app).count("factor.dropped") == 1


def test_setting_it_up_ends_the_other_sessions(app: Flask, client: FlaskClient, who: int) -> None:
    other = app.test_client()
    first_step(app, other, who)
    first_step(app, client, who)
    set_up(app, client)
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_it_cannot_be_begun_anew_while_it_is_on(app: Flask, client: FlaskClient, who: int) -> None:
    first_step(app, client, who)
    set_up(app, client)
    again = send(client, "/akun/dua-langkah/mulai", from_path="/akun/dua-langkah")
    assert again.status_code == 409
    assert "Matikan dulu" in words(again)


@pytest.mark.parametrize(
    ("policy", "role", "obliged"),
    [
        ("admin", Role.UNIT_ADMIN, True),
        ("admin", None, False),
        ("admin", Role.LEADER, False),
        ("all", None, True),
        ("optional", Role.AGENCY_ADMIN, False),
    ],
)
def test_whoever_is_obliged_can_open_nothing_before_it_is_set_up(
    app: Flask,
    client: FlaskClient,
    who: int,
    monkeypatch: pytest.MonkeyPatch,
    policy: str,
    role: Role | None,
    obliged: bool,
) -> None:
    monkeypatch.setitem(app.config, "SECOND_FACTOR", policy)
    if role:
        factories.grant(app, who, role, factories.unit(app))
    first_step(app, client, who)
    for path in ("/beranda", "/akun", "/akun/sandi", "/kompetensi", "/pegawai"):
        led = client.get(path).location == "/akun/dua-langkah"
        assert led is obliged, path
    if not obliged:
        return
    denied = client.get("/kompetensi", headers={"HX-Request": "true"})
    assert denied.location == "/akun/dua-langkah"
    page = client.get("/akun/dua-langkah")
    assert "wajib memakai verifikasi dua langkah" in words(page)
    assert not soup(page).select("nav.nav")
    data = {"language": "en", "next": "/akun/dua-langkah"}
    assert send(client, "/bahasa", from_path="/akun/dua-langkah", **data).status_code == 303
    set_up(app, client)
    assert is_signed_in(client)


def test_whoever_is_obliged_may_leave(
    app: Flask, client: FlaskClient, who: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SECOND_FACTOR", "all")
    first_step(app, client, who)
    left = send(client, "/keluar", from_path="/akun/dua-langkah")
    assert left.location == "/masuk"


def test_seed_survives_a_new_key_as_long_as_the_old_one_is_known(
    app: Flask, client: FlaskClient, who: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = with_factor(app, who)
    old = app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", "kunci-baru-untuk-pengujian-0123456789")
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])
    first_step(app, client, who)
    assert send(client, "/masuk/kode", code=app_code(seed)).status_code == 303
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", None)
    with app.app_context():  # using it has sealed it under the new key
        assert unseal(db.session.scalars(select(SecondFactor.seed)).one()) == seed


def test_what_no_key_opens_is_refused_and_said(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        sealed = seal("rahasia")
        assert "rahasia" not in sealed
        assert seal("rahasia") != sealed
        monkeypatch.setitem(app.config, "SECRET_KEY", "kunci-lain-untuk-pengujian-0123456789")
        with pytest.raises(SealBrokenError):
            unseal(sealed)


@pytest.mark.parametrize("what", ["kode-pemulihan", "matikan", "pasang"])
def test_without_a_factor_its_pages_lead_to_where_it_begins(
    app: Flask, client: FlaskClient, who: int, what: str
) -> None:
    first_step(app, client, who)
    path = f"/akun/dua-langkah/{what}"
    assert client.get(path).location == "/akun/dua-langkah"
    answer = send(client, path, from_path="/akun", code="123456")
    assert answer.location == "/akun/dua-langkah"
    with app.app_context():
        assert db.session.scalars(select(RecoveryCode)).all() == []
