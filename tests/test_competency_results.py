"""The result in words and figures, and who sees whose."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency import queries
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.rules import CycleStatus
from kinerja.extensions import db
from kinerja.permissions import Role
from tests import factories
from tests.assessing import Office, S, SignedIn, build_office, text_of, verify
from tests.pages import soup
from tests.visits import send


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


def test_before_verification_the_own_index_is_shown_under_its_own_name(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    factories.assessed(app, office.clerk, [2, 2, 2, 2, 2, 2, 2, 1, 1])  # 16 of 18
    text = text_of(signed_in(office.clerk), "/kompetensi/hasil")
    assert "Indeks kesesuaian mandiri (indikatif)" in text
    assert "88,89 %" in text
    assert "16 dari 18 tingkat" in text
    assert "7 dari 9 kompetensi Anda sudah sesuai standar jabatan." in text
    assert "Pengambilan Keputusan, Perekat Bangsa." in text
    with app.app_context():
        due = clock.today() + timedelta(days=7)
    assert f"{due.day} " in text[text.index("Nilai atasan menyusul") :]
    for word in ("JPM", "KMS", "Memenuhi Syarat"):
        assert word not in text


def test_afterwards_the_verified_levels_count_and_both_are_shown(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [2, 3, 3] + [2] * 6, [4, 3, 1] + [2] * 5 + [None])
    client = signed_in(office.clerk)
    page = soup(client.get("/kompetensi/hasil"))
    text = " ".join(page.get_text(" ").split())
    assert "Indeks kesesuaian (indikatif), terverifikasi atasan" in text
    assert "Indeks kesesuaian mandiri" not in text
    assert "112,50 %" in text  # 18 of 16: a surplus is kept raw
    assert "Tanpa kompensasi: 93,75 %" in text
    assert "7 dari 8 kompetensi Anda" in text
    rows = [
        [" ".join(cell.get_text().split()) for cell in row.select("th, td")][:5]
        for row in page.select(".gap-table tbody tr")
    ]
    assert rows[0] == ["Komunikasi", "3", "1", "2", "−1"]
    assert rows[-1] == ["Perekat Bangsa", "2", "–", "2", "–"]
    assert ["Integritas", "2", "4", "2", "+2"] in rows
    names = [row[0] for row in rows]
    byname = soup(client.get("/kompetensi/hasil?urut=abjad"))
    assert [cell.get_text() for cell in byname.select(".gap-table tbody th")] == sorted(names)


def test_a_gap_leads_to_the_next_level_and_a_difference_to_a_talk(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    made = verify(app, office.clerk, [3] + [2] * 8, [1] + [2] * 8)
    text = text_of(signed_in(office.clerk), "/kompetensi/hasil")
    with app.app_context():
        above = queries.competency_by_code("INT").levels[1].description
    assert f"Untuk naik ke Dasar: {above}" in text
    assert "Nilai Anda dan atasan berbeda 2 tingkat pada Integritas." in text
    assert "Alasan contoh" in text
    other = text_of(signed_in(office.boss), f"/kompetensi/hasil/{made}")
    assert "Nilai pegawai dan atasan berbeda 2 tingkat pada Integritas." in other
    assert "Hasil kompetensi Sari Uji" in other


def test_strengths_stand_before_the_table_and_no_gap_says_so(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [3] + [2] * 8, [])
    text = text_of(signed_in(office.clerk), "/kompetensi/hasil")
    assert "Semua sesuai standar." in text
    assert text.index("Kekuatan Anda Integritas") < text.index("Dibandingkan standar jabatan")
    assert "Yang paling perlu dikembangkan" not in text


def test_the_person_acknowledges_once(app: Flask, office: Office, signed_in: SignedIn) -> None:
    made = verify(app, office.clerk, [2] * 9, [])
    client = signed_in(office.clerk)
    assert "Hasil Anda sudah ada" in client.get("/kompetensi").text
    answer = send(client, "/kompetensi/hasil", "/kompetensi/hasil/terima")
    assert answer.location == "/kompetensi/hasil"
    with app.app_context():
        assert db.session.get_one(Assessment, made).status is S.ACKNOWLEDGED
    page = client.get("/kompetensi/hasil")
    assert "Saya sudah membaca" not in page.text
    token = soup(page).select_one("[name=csrf_token]")["value"]
    again = client.post("/kompetensi/hasil/terima", data={"csrf_token": token})
    assert again.status_code == 409
    nobody = signed_in(office.boss)
    token = soup(nobody.get("/kompetensi/hasil")).select_one("[name=csrf_token]")["value"]
    missing = nobody.post("/kompetensi/hasil/terima", data={"csrf_token": token})
    assert missing.status_code == 404
    assert "Sudah dibaca pegawai" in signed_in(office.trainer).get("/kompetensi/pegawai").text


def test_last_years_result_stays_until_the_new_one_is_sent(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    old = verify(app, office.clerk, [1] * 9, [])
    with app.app_context():
        db.session.get_one(Cycle, 1).status = CycleStatus.CLOSED
        db.session.commit()
    factories.open_cycle(app)
    client = signed_in(office.clerk)
    assert "50,00 %" in text_of(client, "/kompetensi/hasil")
    new = verify(app, office.clerk, [2] * 9, [])
    assert "100,00 %" in text_of(client, "/kompetensi/hasil")
    assert "50,00 %" in text_of(client, f"/kompetensi/hasil/{old}")
    assert new != old


def test_current_levels_prefer_the_verified_over_a_newer_own_view(
    app: Flask, office: Office
) -> None:
    verify(app, office.clerk, [2] * 9, [1] * 9)
    with app.app_context():
        db.session.get_one(Cycle, 1).status = CycleStatus.CLOSED
        db.session.commit()
    factories.open_cycle(app)
    factories.assessed(app, office.clerk, [5] * 9)
    with app.app_context():
        found = queries.current_level(office.clerk).values()
        assert {(item.level, item.source) for item in found} == {(1, "supervisor")}
        assert queries.current_level(office.boss) == {}


def test_a_result_is_seen_by_the_line_and_the_trainer_and_nobody_else(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    made = verify(app, office.clerk, [2] * 9, [])
    foreign = factories.employee(app, unit_id=office.root)
    factories.grant(app, foreign, Role.TRAINER, factories.unit(app))
    allowed = {office.clerk, office.boss, office.trainer}
    everybody = [*allowed, office.unit_admin, office.agency_admin, office.leader, foreign]
    for person in [*everybody, factories.employee(app, unit_id=office.unit)]:
        answer = signed_in(person).get(f"/kompetensi/hasil/{made}")
        assert answer.status_code == (200 if person in allowed else 404), person
    assert signed_in(office.trainer).get("/kompetensi/hasil/999").status_code == 404
    with app.app_context():
        read = select(audit.Entry.actor_id).where(audit.Entry.action == "assessment.read")
        assert set(db.session.scalars(read)) == {office.boss, office.trainer}


def test_unsent_answers_are_seen_by_their_author_alone(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    for status in (S.NOT_STARTED, S.SELF_IN_PROGRESS, S.RETURNED):
        made = factories.assessed(app, office.clerk, [2] * 4, status=status)
        for person in (office.boss, office.trainer):
            assert signed_in(person).get(f"/kompetensi/hasil/{made}").status_code == 404


def test_pages_are_complete_in_english_content(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [1] * 9, [])
    client = signed_in(office.clerk)
    with client.session_transaction() as session:
        session["language"] = "en"
    text = text_of(client, "/kompetensi/hasil")
    assert "Communication" in text
    assert "Komunikasi" not in text
