"""The pages of acting leaders, and who sees and changes which."""

import io

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from kinerja.extensions import db
from kinerja.people.models import ActingLeader
from tests import factories
from tests.acting import build_headless
from tests.offices import (
    A_DAY,
    Office,
    build_office,
    nip_of,
    post_form,
    texts,
    today,
)
from tests.staff import SignedIn


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


@pytest.fixture
def headless(app: Flask) -> Office:
    return build_headless(app)


def test_appointing_by_search_ending_and_taking_back(
    app: Flask, headless: Office, signed_in: SignedIn
) -> None:
    on = today(app)
    client = signed_in(headless.hr)
    assert "Tidak ada pejabat sementara" in texts(client, "/pejabat-sementara")
    form = texts(client, "/pejabat-sementara/plt?cari=raka")
    assert "Seksi Garis (tanpa kepala)" in form
    answer = post_form(
        client,
        "/pejabat-sementara/plt?cari=raka",
        unit_id=headless.desk,
        holder_id=headless.rival,
        valid_to=(on + 9 * A_DAY).isoformat(),
        decree="SPT 5",
    )
    assert answer.location == "/pejabat-sementara"
    listed = texts(client, answer.location)
    assert "Plt. Raka Sebelah" in listed
    assert "SPT 5" in listed
    assert "Plt. kepala Seksi Garis" in texts(client, f"/pegawai/{headless.clerk}")
    assert "Plt. kepala Seksi Garis" in texts(client, f"/pegawai/{headless.rival}/riwayat")
    with app.app_context():
        first = db.session.scalars(db.select(ActingLeader)).one().id
    end = f"/pejabat-sementara/{first}/akhiri"
    assert "Pilih hari dari" in post_form(client, end, valid_to="2020-01-01", reason="x").text
    assert post_form(client, end, reason="Selesai").location == "/pejabat-sementara"
    later = on + 20 * A_DAY
    answer = post_form(
        client,
        f"/pejabat-sementara/plh/{headless.chief}",
        holder_nip=nip_of(app, headless.rival),
        valid_from=later.isoformat(),
        valid_to=later.isoformat(),
        decree="SPT 6",
    )
    assert answer.location == "/pejabat-sementara?saat=akan-datang"
    assert "Kartika Kepala Kepala Garis, Dinas Garis" in texts(client, answer.location)
    assert "Digantikan Raka Sebelah sebagai Plh." in texts(client, f"/pegawai/{headless.chief}")
    undo = f"/pejabat-sementara/{first + 1}/batalkan"
    assert "dihapus sebelum berjalan" in texts(client, undo)
    assert post_form(client, undo).status_code == 303
    assert client.get(undo).status_code == 404
    taken = post_form(client, f"/pejabat-sementara/{first}/batalkan")
    assert taken.status_code == 422
    assert "sudah berjalan" in taken.text


def test_the_list_has_parts_a_search_and_a_spreadsheet(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    on = today(app)
    for start, end, who in ((-9, -8, office.typist), (0, 3, office.rival), (9, 10, office.clerk)):
        factories.acting(
            app,
            who,
            absent_id=office.foreman,
            valid_from=on + start * A_DAY,
            valid_to=on + end * A_DAY,
        )
    client = signed_in(office.hr)
    for part, name in (("", "Raka"), ("selesai", "Tari"), ("akan-datang", "Sari")):
        page = texts(client, f"/pejabat-sementara?saat={part}")
        assert [one for one in ("Raka", "Tari", "Sari") if f"Plh. {one}" in page] == [name]
    assert "Tidak ada yang cocok" in texts(client, "/pejabat-sementara?cari=zzz&saat=semua")
    assert "Plh. Tari" in texts(client, "/pejabat-sementara?cari=tari&saat=semua")
    answer = client.get("/pejabat-sementara/xlsx?saat=semua")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[0][:4] == ["Sebagai", "Nama", "NIP", "Memimpin"]
    assert [row[1] for row in rows[1:]] == ["Sari Garis", "Raka Sebelah", "Tari Garis"]
    assert [row[7] for row in rows[1:]] == ["Belum mulai", "Berlaku", "Berakhir"]
    assert [row[5] for row in rows[1:]][1] == on + 3 * A_DAY


def test_who_sees_and_changes_which_appointments(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    on = today(app)
    mine = factories.acting(
        app, office.rival, absent_id=office.foreman, valid_from=on, valid_to=on + A_DAY
    )
    theirs = factories.acting(
        app, office.mayor, absent_id=office.rival, valid_from=on, valid_to=on + A_DAY
    )
    admin, boss = signed_in(office.admin), signed_in(office.foreman)
    page = texts(admin, "/pejabat-sementara")
    assert "Plh. Raka Sebelah" in page
    assert "Plh. Wira Puncak" not in page
    assert admin.get(f"/pejabat-sementara/{mine}/akhiri").status_code == 200
    for path in (f"{theirs}/akhiri", f"{theirs}/batalkan", f"plh/{office.rival}"):
        assert admin.get(f"/pejabat-sementara/{path}").status_code == 404
    assert "Plh. Raka Sebelah" in texts(boss, "/pejabat-sementara")
    for path in (f"{mine}/akhiri", f"{mine}/batalkan", "plt", f"plh/{office.foreman}"):
        assert boss.get(f"/pejabat-sementara/{path}").status_code == 403
    assert signed_in(office.clerk).get("/pejabat-sementara").status_code == 403
