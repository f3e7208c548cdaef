"""One person's page, past, and any day of it."""

from datetime import date

import pytest
from flask import Flask

from kinerja.extensions import db
from kinerja.people import services
from kinerja.people.models import Employee, UnitVersion
from kinerja.people.rules import Standing
from tests import factories
from tests.moving import build_moved
from tests.offices import (
    A_DAY,
    Office,
    build_office,
    texts,
    today,
)
from tests.staff import SignedIn


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


@pytest.fixture
def moved(app: Flask) -> Office:
    return build_moved(app)


# the page


def test_the_page_tells_the_superiors_with_their_source(
    app: Flask, moved: Office, signed_in: SignedIn
) -> None:
    page = texts(signed_in(moved.admin), f"/pegawai/{moved.clerk}")
    for words in (
        "Atasan langsung Mandor Seksi Menurut susunan unit: kepala Seksi Garis",
        "Pejabat penilai kinerja Kartika Kepala Ditetapkan sejak 1 Januari 2015 karena: SK",
        "Atasan pejabat penilai Wira Puncak Atasan langsung dari pejabat penilai",
        "di unit dan jabatan ini sejak 1 Maret 2026",
        "Penata Garis Pelaksana",
    ):
        assert words in page, words


def test_the_page_names_grade_class_and_reports(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    with app.app_context():
        db.session.get_one(Employee, office.foreman).grade = "III/d"
        db.session.commit()
    page = texts(signed_in(office.admin), f"/pegawai/{office.foreman}")
    for words in (
        "golongan III/d",
        "jabatan manajerial",
        "Sari Garis",
        "Tari Garis",
        "Tunjuk Plh.",
    ):
        assert words in page, words
    top = texts(signed_in(office.hr), f"/pegawai/{office.mayor}")
    assert "Belum ada Tidak ada yang ditetapkan" in top


def test_what_is_to_come_is_announced(app: Flask, office: Office, signed_in: SignedIn) -> None:
    factories.standing(app, office.clerk, Standing.RETIRED, valid_from=today(app) + 40 * A_DAY)
    page = texts(signed_in(office.admin), f"/pegawai/{office.clerk}")
    assert "Yang akan berlaku Pensiun" in page


def test_the_supervisor_reads_the_page_and_changes_nothing(
    office: Office, signed_in: SignedIn
) -> None:
    client = signed_in(office.foreman)
    for path in (f"/pegawai/{office.clerk}", f"/pegawai/{office.clerk}/riwayat"):
        page = client.get(path).text
        for word in ("/ubah", "/pindah", "/atasan", "/status", "/batalkan", "Tunjuk Plh."):
            assert word not in page, (path, word)
    for path in ("ubah", "pindah", "atasan", "status"):
        assert client.get(f"/pegawai/{office.clerk}/{path}").status_code == 403
        assert client.post(f"/pegawai/{office.clerk}/{path}").status_code in (400, 403)


def test_other_peoples_past_does_not_exist(office: Office, signed_in: SignedIn) -> None:
    assert signed_in(office.admin).get(f"/pegawai/{office.rival}/riwayat").status_code == 404
    assert signed_in(office.foreman).get(f"/pegawai/{office.chief}/riwayat").status_code == 404
    assert signed_in(office.clerk).get(f"/pegawai/{office.clerk}/riwayat").status_code == 403


# the past


def test_the_past_is_one_timeline(app: Flask, moved: Office, signed_in: SignedIn) -> None:
    factories.standing(
        app,
        moved.clerk,
        Standing.STUDY_LEAVE,
        valid_from=date(2022, 1, 1),
        valid_to=date(2022, 12, 31),
    )
    factories.acting(
        app,
        moved.clerk,
        absent_id=moved.foreman,
        valid_from=date(2026, 5, 1),
        valid_to=date(2026, 5, 5),
    )
    page = texts(signed_in(moved.admin), f"/pegawai/{moved.clerk}/riwayat")
    order = [
        "Plh. menggantikan Mandor Seksi",
        "Penata Garis di Seksi Garis",
        "Tugas belajar",
        "Penata Garis di Badan Sebelah",
        "Penata Garis di Seksi Garis 1 Januari 2015 – 31 Desember 2019",
        "Pejabat penilai kinerja ditetapkan: Kartika Kepala",
    ]
    places = [page.index(words) for words in order]
    assert places[:-2] == sorted(places[:-2])
    assert "1 Januari 2020 – 28 Februari 2026 · SK 2020" in page


def test_a_unit_is_called_as_it_was_called_then(
    app: Flask, moved: Office, signed_in: SignedIn
) -> None:
    with app.app_context():
        services.histories.begin(
            UnitVersion,
            {"unit_id": moved.other},
            valid_from=date(2025, 1, 1),
            name="Badan Baru",
            parent_id=moved.root,
        )
        db.session.commit()
    factories.settle(app)
    client, path = signed_in(moved.hr), f"/pegawai/{moved.clerk}/riwayat"
    assert "Penata Garis di Badan Sebelah" in texts(client, path)
    assert "Unit kerja Badan Baru" in texts(client, f"{path}?tanggal=2026-02-01")
    assert "Unit kerja Badan Sebelah" in texts(client, f"{path}?tanggal=2024-02-01")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-02-28", ["Unit kerja Badan Sebelah", "Atasan langsung Raka Sebelah"]),
        ("2026-03-01", ["Unit kerja Seksi Garis", "Atasan langsung Mandor Seksi"]),
        ("2014-12-31", ["belum tercatat penempatannya"]),
        ("ngawur", ["Unit kerja Seksi Garis"]),
    ],
)
def test_any_day_of_the_past_can_be_asked(
    moved: Office, signed_in: SignedIn, day: str, words: list[str]
) -> None:
    page = texts(signed_in(moved.hr), f"/pegawai/{moved.clerk}/riwayat?tanggal={day}")
    for one in words:
        assert one in page, one


def test_whom_somebody_led_on_a_day(moved: Office, signed_in: SignedIn) -> None:
    client, path = signed_in(moved.hr), f"/pegawai/{moved.foreman}/riwayat?tanggal="
    assert "1 bawahan langsung Tari Garis" in texts(client, f"{path}2026-02-28")
    assert "2 bawahan langsung Sari Garis Tari Garis" in texts(client, f"{path}2026-03-01")
    nobody = texts(client, f"/pegawai/{moved.typist}/riwayat?tanggal=2026-03-01")
    assert "Tidak memimpin siapa pun" in nobody
