"""A lost second factor goes by two admins."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import Account, FactorReset
from kinerja.people.rules.factors import FactorResetStatus
from kinerja.permissions import Role
from tests import factories
from tests.accounts import (
    act,
    actions,
    app_code,
    page_of,
    send,
    with_factor,
    words,
)
from tests.signing import PASSWORD, At, enter, is_signed_in, nip_of
from tests.staff import City, SignedIn, build, form_of


@pytest.fixture
def city(app: Flask) -> City:
    """A small agency: an admin of the office and its desk, and one of all."""
    return build(app)


@pytest.fixture
def admin(city: City, signed_in: SignedIn) -> FlaskClient:
    """The office's admin, signed in."""
    return signed_in(city.unit_admin)


def lose(app: Flask, city: City) -> str:
    """The clerk signs in with two steps; the seed of the lost phone."""
    factories.account(app, city.clerk, PASSWORD)
    return with_factor(app, city.clerk)


def ask(admin: FlaskClient, city: City):
    form = {"reason": "Ponsel hilang di angkot.", "met": "y"}
    return send(admin, f"{page_of(city.clerk)}/dua-langkah", **form)


def decide(client: FlaskClient, app: Flask, what: str):
    with app.app_context():
        number = db.session.scalars(select(FactorReset.id).order_by(FactorReset.id.desc())).first()
    return send(
        client, f"/akun-pegawai/dua-langkah/{number}/{what}", from_path="/akun-pegawai/slip?semua=1"
    )


def status(app: Flask) -> FactorResetStatus:
    with app.app_context():
        return db.session.scalars(
            select(FactorReset.status).order_by(FactorReset.id.desc())
        ).first()


def test_two_admins_remove_a_lost_factor(
    app: Flask, admin: FlaskClient, city: City, signed_in: SignedIn
) -> None:
    seed = lose(app, city)
    theirs = app.test_client()
    enter(theirs, nip_of(app, city.clerk), PASSWORD)
    send(theirs, "/masuk/kode", code=app_code(seed))
    assert is_signed_in(theirs)
    assert ask(admin, city).status_code == 303
    alone = decide(admin, app, "setujui")
    assert alone.status_code == 409
    assert "tidak dapat menyetujui sendiri" in words(alone)
    second = signed_in(city.agency_admin)
    assert "Ponsel hilang di angkot." in words(second.get("/akun-pegawai/dua-langkah"))
    assert "menunggu admin kedua" in words(second.get("/akun-pegawai"))
    assert decide(second, app, "setujui").status_code == 303
    assert not is_signed_in(theirs)
    assert enter(theirs, nip_of(app, city.clerk), PASSWORD).location == "/beranda"
    assert decide(second, app, "setujui").status_code == 404
    done = actions(app)
    assert done.count("factor.reset_asked") == done.count("factor.reset_approved") == 1


def test_person_must_have_been_met(app: Flask, admin: FlaskClient, city: City) -> None:
    lose(app, city)
    answer = send(admin, f"{page_of(city.clerk)}/dua-langkah", reason="Hilang")
    assert answer.status_code == 422
    assert "Temui orangnya" in words(answer)


def test_refused_or_withdrawn_request_changes_nothing(
    app: Flask, admin: FlaskClient, city: City, signed_in: SignedIn
) -> None:
    seed = lose(app, city)
    ask(admin, city)
    second = signed_in(city.agency_admin)
    assert decide(second, app, "tarik").status_code == 409
    assert decide(second, app, "tolak").status_code == 303
    assert status(app) is FactorResetStatus.REFUSED
    ask(admin, city)
    assert decide(admin, app, "tarik").status_code == 303
    assert status(app) is FactorResetStatus.WITHDRAWN
    theirs = app.test_client()
    enter(theirs, nip_of(app, city.clerk), PASSWORD)
    assert send(theirs, "/masuk/kode", code=app_code(seed)).status_code == 303


def test_one_request_waits_at_a_time_and_runs_out_after_a_day(
    app: Flask, admin: FlaskClient, city: City, signed_in: SignedIn, at: At, sign_in
) -> None:
    lose(app, city)
    at(timedelta(0))
    ask(admin, city)
    again = ask(admin, city)
    assert again.status_code == 409
    assert "sudah menunggu" in words(again)
    at(timedelta(hours=24, seconds=1))
    second = signed_in(city.agency_admin)
    late = decide(second, app, "setujui")
    assert late.status_code == 409
    assert "lewat batas waktunya" in words(late)
    assert "Tidak ada yang menunggu" in words(second.get("/akun-pegawai/dua-langkah"))
    sign_in(admin, city.unit_admin)
    assert ask(admin, city).status_code == 303


def test_nobody_asks_or_decides_about_himself(
    app: Flask, admin: FlaskClient, city: City, signed_in: SignedIn
) -> None:
    with_factor(app, city.unit_admin)
    form = {"reason": "Hilang", "met": "y"}
    own = send(admin, f"{page_of(city.unit_admin)}/dua-langkah", **form)
    assert own.status_code == 409
    first = signed_in(city.agency_admin)
    send(first, f"{page_of(city.unit_admin)}/dua-langkah", **form)
    assert "akun Anda sendiri" in words(admin.get("/akun-pegawai/dua-langkah"))
    assert decide(admin, app, "setujui").status_code == 409
    assert status(app) is FactorResetStatus.WAITING


def test_another_units_admin_decides_nothing(
    app: Flask, admin: FlaskClient, city: City, signed_in: SignedIn
) -> None:
    lose(app, city)
    ask(admin, city)
    factories.grant(app, city.stranger, Role.UNIT_ADMIN, city.other)
    stranger = signed_in(city.stranger)
    assert "Ponsel hilang" not in stranger.get("/akun-pegawai/dua-langkah").text
    for what in ("setujui", "tolak", "tarik"):
        assert decide(stranger, app, what).status_code == 404
    assert status(app) is FactorResetStatus.WAITING


def test_database_itself_wants_two_people(app: Flask, city: City) -> None:
    def row(**facts: object) -> FactorReset:
        given = {
            "subject_id": city.clerk,
            "status": FactorResetStatus.WAITING,
            "reason": "Hilang",
            "requested_by_id": city.unit_admin,
            "requested_at": clock.now(),
        }
        return FactorReset(**(given | facts))

    approved = {"status": FactorResetStatus.APPROVED, "decided_at": clock.now()}
    for wrong in (
        {"requested_by_id": city.clerk},
        approved | {"decided_by_id": city.unit_admin},
        approved | {"decided_by_id": city.clerk},
    ):
        with app.app_context():
            db.session.add(row(**wrong))
            with pytest.raises(IntegrityError):
                db.session.flush()
            db.session.rollback()


def test_without_a_factor_there_is_nothing_to_remove(
    app: Flask, admin: FlaskClient, city: City
) -> None:
    factories.account(app, city.clerk, PASSWORD)
    assert ask(admin, city).status_code == 409
    assert "lepas verifikasi dua langkah" not in words(admin.get(page_of(city.clerk)))


def test_account_page_lists_what_is_known(app: Flask, admin: FlaskClient, city: City) -> None:
    assert "Belum aktif" in words(admin.get(page_of(city.clerk)))
    with app.app_context():
        assert db.session.scalars(select(Account).filter_by(employee_id=city.clerk)).all() == []
    act(admin, city.clerk, "slip")
    page = words(admin.get(page_of(city.clerk)))
    assert "Aktivasi, sampai" in page
    assert form_of(admin, page_of(city.clerk))
