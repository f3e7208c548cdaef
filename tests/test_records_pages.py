"""The pages of records: one's own, those of the people one looks after, adding and voiding."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency.models import Competency, Cycle
from kinerja.competency.rules import CycleStatus, RecordKind
from kinerja.extensions import db
from kinerja.permissions import Role
from tests import factories
from tests.assessing import Office, SignedIn, build_office, text_of, verify
from tests.factories import Counting
from tests.pages import soup
from tests.recording import level_now, recorded
from tests.visits import send

K = RecordKind


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


@pytest.fixture
def hr(app: Flask, office: Office) -> int:
    """Who keeps the records of the office."""
    person = factories.employee(app, unit_id=office.root, name="Petugas Kepegawaian")
    factories.grant(app, person, Role.HR, office.root)
    return person


def history_of(person: int) -> str:
    return f"/kompetensi/pegawai/{person}/riwayat"


def test_own_page_says_where_each_level_comes_from(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [4] * 9, [3] * 9)
    client = signed_in(office.clerk)
    text = text_of(client, "/kompetensi")
    assert "Tingkat 3 dari verifikasi atasan" in text
    assert "penilaian mandiri 4 tidak dipakai karena verifikasi atasan didahulukan." in text
    assert "/kompetensi/riwayat/kom" in client.get("/kompetensi").text
    assert "Tingkat saat ini" in text_of(client, "/kompetensi/hasil")


def test_sentence_names_the_author_but_no_peer(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    recorded(app, office.clerk, K.PEER, 2, author_id=office.boss)
    client = signed_in(office.clerk)
    text = text_of(client, "/kompetensi/riwayat/kom")
    assert "Tingkat 2 dari penilaian rekan" in text
    assert "Bagas Uji" not in text
    recorded(app, office.clerk, K.ASSESSOR, 4, author_name="Pusat Contoh", left=None)
    text = text_of(client, "/kompetensi/riwayat/KOM")
    assert "Tingkat 4 dari hasil asesor (Pusat Contoh)" in text
    assert "penilaian rekan 2 tidak dipakai karena hasil asesor didahulukan." in text


def test_expired_levels_are_told_with_the_last_known_one(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    recorded(app, office.clerk, K.ASSESSOR, 4, ago=900, left=-5)
    text = text_of(signed_in(office.clerk), "/kompetensi/riwayat/kom")
    assert "Kedaluwarsa: tingkat terakhir 4 dari hasil asesor" in text
    recorded(app, office.clerk, K.SELF, 2)
    text = text_of(signed_in(office.clerk), "/kompetensi/riwayat/kom")
    assert "hasil asesor 4 tidak dipakai karena berakhir" in text


def test_an_empty_history_and_an_unknown_competency(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    client = signed_in(office.clerk)
    assert "Belum ada catatan" in text_of(client, "/kompetensi/riwayat/kom")
    assert client.get("/kompetensi/riwayat/zzz").status_code == 404


def test_history_is_read_by_the_line_the_trainer_and_hr_and_nobody_else(
    app: Flask, office: Office, hr: int, signed_in: SignedIn
) -> None:
    recorded(app, office.clerk, K.TRAINING, 3)
    foreign = factories.employee(app, unit_id=office.root)
    factories.grant(app, foreign, Role.TRAINER, factories.unit(app))
    answers = {
        person: signed_in(person).get(history_of(office.clerk)).status_code
        for person in (office.boss, office.trainer, hr, office.clerk, foreign, office.leader)
    }
    assert answers == {
        office.boss: 200,
        office.trainer: 200,
        hr: 200,
        office.clerk: 403,
        foreign: 404,
        office.leader: 403,
    }
    with app.app_context():
        read = select(audit.Entry.actor_id).where(audit.Entry.action == "record.read")
        assert set(db.session.scalars(read)) == {office.boss, office.trainer, hr}
    page = signed_in(office.boss).get(history_of(office.clerk)).text
    assert "Tambah catatan" not in page
    assert "/batalkan" not in page


def test_hr_adds_a_record_and_the_level_follows(
    app: Flask, office: Office, hr: int, signed_in: SignedIn
) -> None:
    client = signed_in(hr)
    path = f"{history_of(office.clerk)}/tambah"
    with app.app_context():
        kom = db.session.scalars(select(Competency.id).where(Competency.code == "KOM")).one()
        day = clock.today() - timedelta(days=4)
    typed = {"competency_id": kom, "kind": "assessor", "level": 4, "on": day.isoformat()}
    wrong = send(client, path, author_name="", evidence="bukan tautan", **typed)
    assert wrong.status_code == 422
    assert "Isi siapa yang menyatakan tingkat ini." in wrong.text
    assert "bukan tautan" in wrong.text
    future = clock_later(app)
    late = send(client, path, author_name="Pusat Contoh", **(typed | {"on": future}))
    assert late.status_code == 422
    assert "Tanggalnya belum tiba" in late.text
    done = send(client, path, author_name="Pusat Contoh", **typed)
    assert done.status_code == 303
    assert level_now(app, office.clerk) == (4, "assessor")
    assert "Pusat Contoh" in client.get(done.location).text


def clock_later(app: Flask) -> str:
    with app.app_context():
        return (clock.today() + timedelta(days=9)).isoformat()


def test_voided_records_stay_struck_through_with_the_reason(
    app: Flask, office: Office, hr: int, signed_in: SignedIn
) -> None:
    record = recorded(app, office.clerk, K.TRAINING, 5, author_name="Balai Contoh")
    client, path = signed_in(hr), f"/kompetensi/catatan/{record}/batalkan"
    assert path in client.get(history_of(office.clerk)).text
    empty = send(client, path, reason="")
    assert empty.status_code == 422
    assert "Tulis alasannya" in empty.text
    form = client.get(path)
    assert form.status_code == 200
    done = send(client, path, reason="Sertifikat milik orang lain")
    assert done.status_code == 303
    page = soup(client.get(done.location))
    assert [cell.get_text() for cell in page.select("td s")] == [
        "hasil pelatihan (Balai Contoh)",
        "5",
    ]
    text = text_of(signed_in(office.clerk), "/kompetensi/riwayat/kom")
    assert "Sertifikat milik orang lain" in text
    assert level_now(app, office.clerk) is None
    again = send(client, path, reason="Sekali lagi")
    assert again.status_code == 422
    assert "sudah dibatalkan" in again.text


def test_who_must_not_keep_records_cannot(
    app: Flask, office: Office, hr: int, signed_in: SignedIn
) -> None:
    record = recorded(app, office.clerk, K.TRAINING, 5)
    own = recorded(app, hr, K.TRAINING, 5)
    paths = (f"/kompetensi/catatan/{record}/batalkan", f"{history_of(office.clerk)}/tambah")
    for person in (office.clerk, office.boss, office.trainer, office.unit_admin, office.leader):
        for path in paths:
            assert signed_in(person).get(path).status_code == 403, (person, path)
    elsewhere = factories.employee(app, unit_id=office.root)
    factories.grant(app, elsewhere, Role.HR, factories.unit(app))
    for path in paths:
        assert signed_in(elsewhere).get(path).status_code == 404
    client = signed_in(hr)
    for path in (f"/kompetensi/catatan/{own}/batalkan", f"{history_of(hr)}/tambah"):
        assert client.get(path).status_code == 404
    assert client.get("/kompetensi/catatan/99999/batalkan").status_code == 404


def test_home_tells_of_levels_that_end_soon_and_of_those_that_have(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    with app.app_context():
        db.session.get_one(Cycle, 1).status = CycleStatus.CLOSED
        db.session.commit()
    client = signed_in(office.clerk)
    assert "berakhir" not in text_of(client, "/beranda")
    recorded(app, office.clerk, K.SUPERVISOR, 3, left=61)
    assert "segera berakhir" not in text_of(client, "/beranda")
    recorded(app, office.clerk, K.SUPERVISOR, 3, code="MP", left=60)
    text = text_of(client, "/beranda")
    assert "Tingkat 1 kompetensi segera berakhir" in text
    assert "(60 hari lagi)" in text
    recorded(app, office.clerk, K.SUPERVISOR, 3, code="PK", ago=900, left=-1)
    text = text_of(client, "/beranda")
    assert "Penilaian ulang jatuh tempo untuk 1 kompetensi" in text
    recorded(app, office.clerk, K.SELF, 2, code="PK")
    assert "Penilaian ulang" not in text_of(client, "/beranda")


def test_pages_ask_as_often_however_many_records(
    app: Flask, office: Office, hr: int, signed_in: SignedIn, count_queries: Counting
) -> None:
    def asked() -> list[int]:
        found = []
        for person, path in (
            (office.clerk, "/kompetensi/riwayat/kom"),
            (office.clerk, "/kompetensi"),
            (hr, history_of(office.clerk)),
        ):
            client = signed_in(person)
            client.get(path)
            with count_queries() as statements:
                assert client.get(path).status_code == 200
            found.append(len(statements))
        return found

    recorded(app, office.clerk, K.TRAINING, 3)
    few = asked()
    job = factories.position(app)
    authors = factories.employees(app, 30, unit_id=office.unit, position_id=job)
    for turn, author in enumerate(authors):
        recorded(app, office.clerk, K.SUPERVISOR, 1 + turn % 5, ago=turn, author_id=author)
        recorded(app, office.clerk, K.ASSESSOR, 1 + turn % 5, code="MP", author_id=author)
    assert asked() == few
