"""The result in words and figures, who sees whose, lists of people, progress of units."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency import queries
from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.rules import AssessmentStatus, CycleStatus
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role
from tests import factories
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
S = AssessmentStatus


class Office(NamedTuple):
    """A unit with a supervisor and a report at level 2, and one granted each role."""

    root: int
    unit: int
    boss: int
    clerk: int
    trainer: int
    unit_admin: int
    agency_admin: int
    leader: int


@pytest.fixture
def office(app: Flask) -> Office:
    root = factories.unit(app, "Kota Uji")
    unit = factories.unit(app, "Dinas Uji", parent=root)
    job = factories.position(app, JobLevel.PENGAWAS, "Pengawas Uji")
    boss = factories.employee(app, unit_id=unit, position_id=job, name="Bagas Uji")
    clerk = factories.employee(
        app, unit_id=unit, position_id=job, supervisor_id=boss, name="Sari Uji"
    )
    granted = []
    for role, where in (
        (Role.TRAINER, unit),
        (Role.UNIT_ADMIN, unit),
        (Role.AGENCY_ADMIN, root),
        (Role.LEADER, root),
    ):
        person = factories.employee(app, unit_id=root, name=f"Petugas {role}")
        factories.grant(app, person, role, where)
        granted.append(person)
    factories.open_cycle(app)
    return Office(root, unit, boss, clerk, *granted)


def verify(app: Flask, person: int, own: list[int], verified: list[int | None]) -> int:
    return factories.assessed(app, person, own, status=S.VERIFIED, verified=verified)


def text_of(client: FlaskClient, path: str) -> str:
    return " ".join(soup(client.get(path)).get_text(" ").split())


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


def test_the_trainer_finds_people_by_gap_and_unit_and_job_and_name(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [2] * 9, [2, 2, 1] + [2] * 6)
    verify(app, office.boss, [2] * 9, [])
    client = signed_in(office.trainer)
    with app.app_context():
        kom = queries.competency_by_code("KOM").id
    found = {
        "": {"Bagas Uji", "Sari Uji"},
        f"?kompetensi={kom}&selisih=1": {"Sari Uji"},
        f"?kompetensi={kom}": {"Sari Uji"},
        "?selisih=1": {"Sari Uji"},
        "?selisih=2": set(),
        f"?kompetensi={kom + 1}&selisih=1": set(),
        "?cari=bagas": {"Bagas Uji"},
        "?cari=19900": {"Bagas Uji", "Sari Uji"},
        "?jenjang=pengawas": {"Bagas Uji", "Sari Uji"},
        "?jenjang=pelaksana": set(),
        "?jenjang=ngawur&unit=x": {"Bagas Uji", "Sari Uji"},
        f"?unit={office.root}": {"Bagas Uji", "Sari Uji"},
    }
    for query, names in found.items():
        page = soup(client.get(f"/kompetensi/pegawai{query}"))
        assert {a.get_text() for a in page.select("tbody th a")} == names, query
    text = text_of(client, "/kompetensi/pegawai")
    assert "94,44 % −1 Komunikasi" in text
    assert "100,00 % Sesuai standar" in text
    assert "Tidak ada yang cocok" in text_of(client, "/kompetensi/pegawai?selisih=4")


def test_the_list_names_two_of_many_widest_gaps_and_who_has_none_yet(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [1] * 9, [])
    factories.assessed(app, office.boss, [2] * 9)
    text = text_of(signed_in(office.trainer), "/kompetensi/pegawai")
    assert "−1 Integritas, Kerja Sama dan 7 lagi" in text
    assert "Terkirim ke atasan – –" in text


def test_the_supervisor_lists_the_own_team_only(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    page = soup(signed_in(office.boss).get("/kompetensi/pegawai"))
    assert "Sari Uji" in page.get_text()
    assert "1 orang dalam lingkup Anda." in page.get_text()


def test_a_trainer_without_people_sees_what_will_be_there(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    alone = factories.employee(app)
    factories.grant(app, alone, Role.TRAINER, factories.unit(app))
    assert "Belum ada pegawai" in signed_in(alone).get("/kompetensi/pegawai").text


def test_the_spreadsheet_holds_the_filtered_people(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [1] * 9, [])
    verify(app, office.boss, [2] * 9, [])
    answer = signed_in(office.trainer).get("/kompetensi/pegawai/xlsx?selisih=1")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    _head, *rows = sheet.to_python()
    assert [(row[0], row[4], row[5]) for row in rows] == [("Sari Uji", 50, -1)]


def test_only_trainers_and_supervisors_list_people(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    for person in (office.clerk, office.unit_admin, office.agency_admin, office.leader):
        assert signed_in(person).get("/kompetensi/pegawai").status_code == 403
        assert signed_in(person).get("/kompetensi/pegawai/xlsx").status_code == 403


@pytest.mark.parametrize("people", [30, 300, 3000])
def test_lists_ask_as_many_queries_however_many_people(
    app: Flask,
    signed_in: SignedIn,
    count_queries: factories.Counting,
    people: int,
) -> None:
    root = factories.unit(app)
    unit, job = factories.unit(app, parent=root), factories.position(app, JobLevel.AHLI_MUDA)
    factories.employees(app, people, unit_id=unit, position_id=job)
    looker = factories.employee(app, unit_id=root)
    factories.grant(app, looker, Role.TRAINER, root)
    factories.grant(app, looker, Role.LEADER, root)
    factories.open_cycle(app)
    with app.app_context():
        db.session.execute(
            db.update(Assessment).values(
                status=S.VERIFIED, is_current=True, verified_at=clock.now()
            )
        )
        db.session.execute(db.update(Answer).values(self_level=2, verified_level=2))
        db.session.commit()
    client = signed_in(looker)
    for path, queries_sent in (("/kompetensi/pegawai?selisih=1", 10), ("/kompetensi/kemajuan", 7)):
        with count_queries() as statements:
            assert client.get(path).status_code == 200
        assert len(statements) == queries_sent, path


def crowd(app: Flask, office: Office, unit: int, people: int, verified: int) -> None:
    job = factories.position(app, JobLevel.PENGAWAS)
    staff = factories.employees(app, people, unit_id=unit, position_id=job)
    with app.app_context():
        from kinerja.competency.services.cycles import enrol

        enrol(db.session.get_one(Cycle, 1), Employee.is_active)
        db.session.commit()
    for person in staff[-people:][:verified]:
        factories.assessed(app, person, [2] * 8 + [1], status=S.VERIFIED)


def test_progress_counts_people_and_shows_means_of_large_groups_only(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    large = factories.unit(app, "Dinas Besar", parent=office.root)
    larger = factories.unit(app, "Dinas Lebih Besar", parent=office.root)
    small = factories.unit(app, "Dinas Kecil", parent=office.root)
    crowd(app, office, large, 12, 5)
    crowd(app, office, larger, 12, 8)
    crowd(app, office, small, 4, 4)
    page = soup(signed_in(office.leader).get("/kompetensi/kemajuan"))
    rows = {
        row.select_one("th").get_text().strip(): [
            " ".join(cell.get_text().split()) for cell in row.select("td")
        ]
        for row in page.select("tbody tr")
    }
    assert rows["Dinas Lebih Besar (12)"] == ["4", "0", "0", "8", "67 %", "94,44 %"]
    assert rows["Dinas Kecil (4)"] == ["0", "0", "0", "4", "100 %", "–"]
    # Alone the small one would be the total less the others, so the next smallest hides too.
    assert rows["Dinas Besar (12)"][-1] == "–"
    text = " ".join(page.get_text(" ").split())
    assert "17 dari 34 orang sudah terverifikasi (50 %)." in text
    assert "94,44 %" in text[: text.index("Per unit")]
    assert "Sari Uji" not in text


def test_each_sees_the_progress_of_the_own_units(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    unit_admin = text_of(signed_in(office.unit_admin), "/kompetensi/kemajuan")
    assert "Dinas Uji" in unit_admin
    assert "Kota Uji (" not in unit_admin
    for person in (office.agency_admin, office.leader):
        assert "Kota Uji (" in text_of(signed_in(person), "/kompetensi/kemajuan")
    for person in (office.clerk, office.boss, office.trainer):
        assert signed_in(person).get("/kompetensi/kemajuan").status_code == 403


def test_progress_is_downloaded_with_every_state(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    factories.assessed(app, office.clerk, [2] * 9)
    answer = signed_in(office.unit_admin).get("/kompetensi/kemajuan/xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    _head, row = sheet.to_python()
    assert row[:9] == ["Dinas Uji", 1, 0, 1, 0, 0, 0, 0, 2]
    assert row[9] == 0


def test_before_the_first_cycle_lists_say_what_will_be_there(
    app: Flask, signed_in: SignedIn
) -> None:
    unit = factories.unit(app)
    leader = factories.employee(app)
    factories.grant(app, leader, Role.LEADER, unit)
    client = signed_in(leader)
    assert "Belum ada siklus" in client.get("/kompetensi/kemajuan").text
    assert client.get("/kompetensi/kemajuan/xlsx").status_code == 200
    factories.open_cycle(app)
    assert "Belum ada yang dinilai" in client.get("/kompetensi/kemajuan").text
    boss = factories.employee(app)
    factories.employee(app, supervisor_id=boss)
    assert "Kotak masuk kosong" in signed_in(boss).get("/kompetensi/verifikasi").text


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
