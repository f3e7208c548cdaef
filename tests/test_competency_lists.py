"""Lists of people with their results, and the progress of units."""

import io

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from kinerja import clock
from kinerja.competency import queries
from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.services.cycles import enrol
from kinerja.competency.services.records import of_assessments
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role
from tests import factories
from tests.assessing import Office, S, SignedIn, build_office, text_of, verify
from tests.pages import soup


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


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
                status=S.VERIFIED, submitted_at=clock.now(), verified_at=clock.now()
            )
        )
        db.session.execute(db.update(Answer).values(self_level=2, verified_level=2))
        of_assessments(db.true())
        db.session.commit()
    client = signed_in(looker)
    # The first also notes that it was read: the chain's head read and moved, an entry added.
    for path, queries_sent in (("/kompetensi/pegawai?selisih=1", 14), ("/kompetensi/kemajuan", 9)):
        with count_queries() as statements:
            assert client.get(path).status_code == 200
        assert len(statements) == queries_sent, path


def crowd(app: Flask, office: Office, unit: int, people: int, verified: int) -> None:
    job = factories.position(app, JobLevel.PENGAWAS)
    staff = factories.employees(app, people, unit_id=unit, position_id=job)
    with app.app_context():
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
