"""The pages on which people leave, go away and come back, and who is told why."""

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja.extensions import db
from kinerja.people.models import Employee, StandingPeriod
from kinerja.people.rules import Standing
from kinerja.permissions import Role
from tests import factories
from tests.offices import (
    A_DAY,
    Office,
    build_office,
    post_form,
    texts,
    today,
)
from tests.pages import soup
from tests.staff import SignedIn, names
from tests.visits import held

ACTIVE, STUDY, UNPAID, DISCIPLINED, RETIRED, MOVED, LEFT = Standing


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


def test_leaving_is_asked_about_with_all_that_it_ends(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    factories.grant(app, office.foreman, Role.TRAINER, office.office)
    signed_in(office.foreman)
    client, path = signed_in(office.hr), f"/pegawai/{office.foreman}/status"
    asked = post_form(client, path, standing="retired", decree="SK 11")
    assert asked.status_code == 200
    for words in (
        "Akunnya tidak bisa masuk lagi",
        "1 sesi yang terbuka diakhiri",
        "Peran Pelatih di Dinas Garis berakhir",
        "Seksi Garis tidak mempunyai kepala lagi",
        "2 bawahan langsung perlu atasan lain",
        "Sari Garis",
    ):
        assert words in " ".join(asked.text.split()), words
    with app.app_context():
        assert db.session.get_one(Employee, office.foreman).is_active
    form = soup(asked).select_one('main form[method="post"]')
    assert form is not None
    done = client.post(path, data=held(form))
    assert done.location == f"/pegawai/{office.foreman}"
    page = texts(client, done.location)
    assert "Pensiun" in page
    assert "tidak lagi mempunyai atasan" in page


def test_away_for_a_time_needs_no_second_question(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    client, path = signed_in(office.admin), f"/pegawai/{office.clerk}/status"
    assert post_form(client, path, standing="study_leave", decree="SK 12").status_code == 303
    page = texts(client, f"/pegawai/{office.clerk}")
    assert "Tugas belajar" in page
    assert "SK 12" in page
    with app.app_context():
        period = db.session.scalars(select(StandingPeriod)).one()
    back = f"/pegawai/status/{period.id}/akhiri"
    refused = post_form(client, back, decree="SK 13")
    assert refused.status_code == 422
    assert "Pilih hari sesudah" in refused.text
    day = (today(app) + A_DAY).isoformat()
    assert post_form(client, back, decree="SK 13", returns_on=day).status_code == 303
    assert post_form(client, f"/pegawai/status/{period.id}/batalkan").status_code == 303
    with app.app_context():
        assert db.session.get_one(Employee, office.clerk).is_active


def test_reports_who_were_set_are_named_to_whoever_keeps_them(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    factories.line(app, office.clerk, office.rival)
    factories.line(app, office.hr, office.rival)
    factories.standing(app, office.rival, MOVED, valid_from=today(app))
    factories.settle(app)
    page = texts(signed_in(office.hr), f"/pegawai/{office.rival}")
    assert "2 orang masih ditetapkan melapor kepadanya" in page
    assert "Sari Garis sekarang dipimpin Mandor Seksi" in page
    assert "Hana Pengelola sekarang dipimpin Wira Puncak" in page


@pytest.mark.parametrize("standing", [STUDY, UNPAID, DISCIPLINED])
def test_why_somebody_is_away_is_told_only_to_whoever_keeps_the_data(
    app: Flask, office: Office, signed_in: SignedIn, standing: Standing
) -> None:
    factories.standing(app, office.clerk, standing, valid_from=today(app))
    factories.settle(app)
    with app.test_request_context():
        reason = str(standing.label)
    boss, admin = signed_in(office.foreman), signed_in(office.admin)
    for path in (
        f"/pegawai/{office.clerk}",
        f"/pegawai/{office.clerk}/riwayat",
        f"/pegawai/{office.clerk}/riwayat?tanggal={today(app)}",
        "/pegawai/garis",
        "/pegawai?keadaan=semua",
    ):
        for_boss = texts(boss, path)
        assert "Dikecualikan dari hitungan" in for_boss, path
        assert reason not in for_boss, path
        assert "SK contoh" not in for_boss, path
        if "keadaan" not in path:  # for who keeps data the word stands among the filters
            assert reason in texts(admin, path), path
    slug = {STUDY: "tugas-belajar", UNPAID: "cuti-di-luar-tanggungan"}.get(
        standing, "hukuman-disiplin"
    )
    assert names(boss, f"/pegawai?keadaan={slug}") == []
    assert names(boss, "/pegawai?keadaan=dikecualikan") == ["Sari GarisDikecualikan dari hitungan"]
    assert names(admin, f"/pegawai?keadaan={slug}") == [f"Sari Garis{reason}"]


def test_who_has_left_is_not_shown_to_the_former_supervisor(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    factories.standing(app, office.clerk, RETIRED, valid_from=today(app))
    factories.settle(app)
    assert signed_in(office.foreman).get(f"/pegawai/{office.clerk}").status_code == 404
    assert "Pensiun" in texts(signed_in(office.admin), f"/pegawai/{office.clerk}")


def test_standings_are_changed_by_whoever_keeps_the_data_alone(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    period = factories.standing(app, office.rival, STUDY)
    for path in (
        f"/pegawai/{office.rival}/status",
        f"/pegawai/status/{period}/akhiri",
        f"/pegawai/status/{period}/batalkan",
    ):
        assert signed_in(office.admin).get(path).status_code == 404
        assert signed_in(office.foreman).get(path).status_code == 403
        assert signed_in(office.hr).get(path).status_code == 200
