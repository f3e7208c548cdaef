"""The start page of those who lead, train, administer and govern."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import true, update

from kinerja import clock
from kinerja.competency.models import Answer, Assessment
from kinerja.competency.rules import CycleStatus
from kinerja.competency.services.records import of_assessments
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db
from kinerja.home import queries
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.factories import Counting
from tests.pages import soup
from tests.starting import (
    LONG_AGO,
    SignedIn,
    Status,
    assessment,
    cycle,
    cycle_of,
    plan_item,
    section,
    today,
    voice,
)

QUERIES_OF_AN_EMPLOYEE = 17
QUERIES_WITH_EVERY_ROLE = 29


def test_supervisor_sees_who_waits_and_how_many_have_sent(app: Flask, signed_in: SignedIn) -> None:
    boss = factories.employee(app)
    running = cycle(app)
    due = today(app) + timedelta(days=3)
    sent = {"submitted_at": LONG_AGO, "verify_due_on": due, "verifier_id": boss}
    first = factories.employee(app, supervisor_id=boss, name="Sari Uji")
    made = assessment(app, first, Status.SELF_SUBMITTED, cycle_id=running, **sent)
    late = factories.employee(app, supervisor_id=boss)
    assessment(app, late, Status.SELF_IN_PROGRESS, cycle_id=running)
    client = signed_in(boss)
    told = section(client, "kerjakan")
    assert "Verifikasi penilaian mandiri Sari Uji" in told
    assert "Paling lama menunggu: Sari Uji, sejak 5 Januari 2026" in told
    assert "(3 hari lagi)" in told
    assert f"/kompetensi/verifikasi/{made}" in client.get("/beranda").text
    assert "1 dari 2 bawahan sudah mengirim penilaian mandiri" in section(client, "tim")
    second = factories.employee(app, supervisor_id=boss)
    assessment(app, second, Status.UNDER_VERIFICATION, cycle_id=running, **sent)
    assert "Verifikasi penilaian mandiri 2 bawahan" in section(client, "kerjakan")


def test_closed_cycle_asks_nobody_to_verify(app: Flask, signed_in: SignedIn) -> None:
    boss = factories.employee(app)
    clerk = factories.employee(app, supervisor_id=boss)
    closed = cycle(app, status=CycleStatus.CLOSED)
    assessment(app, clerk, Status.SELF_SUBMITTED, cycle_id=closed, submitted_at=LONG_AGO)
    assert "Tidak ada yang harus dikerjakan" in section(signed_in(boss), "kerjakan")


def test_trainer_sees_what_to_confirm_and_who_has_no_plan(app: Flask, signed_in: SignedIn) -> None:
    office = factories.unit(app)
    trainer = factories.employee(app)
    factories.grant(app, trainer, Role.TRAINER, office)
    clerk = factories.employee(app, unit_id=office)
    stranger = factories.employee(app)
    for person in (clerk, stranger):
        plan_item(app, person, PlanItemStatus.FINISHED, starts=-5, ends=-4)
        assessment(
            app,
            person,
            Status.VERIFIED,
            cycle_id=cycle_of(app),
            levels=(2,),
            verified_at=LONG_AGO,
        )
    with app.app_context():
        db.session.execute(update(Answer).values(verified_level=1))
        of_assessments(true())
        db.session.commit()
    client = signed_in(trainer)
    told = section(client, "kerjakan")
    assert "Konfirmasi 1 kegiatan yang selesai" in told
    assert "6 JP baru dihitung setelah Anda mengonfirmasi" in told
    assert "Tugaskan pengembangan untuk 1 orang" in told
    assert "Konfirmasi" not in section(signed_in(clerk), "kerjakan")


def test_leader_sees_progress_and_the_strongest_and_weakest_unit(
    app: Flask, signed_in: SignedIn
) -> None:
    root = factories.unit(app, "Kota Uji")
    offices = [factories.unit(app, f"Dinas {n}", parent=root) for n in (1, 2, 3)]
    for office, score in zip(offices, (4, 3, 2), strict=True):
        voice(app, office, score)
    running = cycle(app)
    for office, status in zip(
        offices, (Status.NOT_STARTED, Status.SELF_SUBMITTED, Status.VERIFIED), strict=True
    ):
        person = factories.employee(app, unit_id=office)
        assessment(app, person, status, cycle_id=running, submitted_at=LONG_AGO)
    leader = factories.employee(app)
    factories.grant(app, leader, Role.LEADER, root)
    client = signed_in(leader)
    told = section(client, "kemajuan")
    assert "2 dari 3 orang sudah mengirim penilaian mandiri" in told
    assert "1 dari 3 sudah diverifikasi atasan" in told
    assert "Paling banyak belum mengirim: Dinas 1 (1)" in told
    assert "Rata-rata" not in told  # one person is too few
    heard = section(client, "warga")
    # (8 × 4 + 1) / 9 × 25 and (8 × 2 + 1) / 9 × 25
    assert "Dinas 1 Tertinggi · IKM 91,67 (A), n = 20" in heard
    assert "Dinas 3 Terendah · IKM 47,22 (D), n = 20" in heard
    assert "Dinas 2" not in heard
    assert "unsur terlemah: Waktu" in heard


def test_mean_index_is_told_with_how_many_people_it_is_from(
    app: Flask, signed_in: SignedIn
) -> None:
    office = factories.unit(app)
    leader = factories.employee(app)
    factories.grant(app, leader, Role.LEADER, office)
    running = cycle(app)
    for _person in range(5):
        person = factories.employee(app, unit_id=office)
        assessment(app, person, Status.VERIFIED, cycle_id=running, levels=(2,))
    with app.app_context():
        db.session.execute(update(Answer).values(verified_level=1))
        db.session.commit()
    told = section(signed_in(leader), "kemajuan")
    assert "Rata-rata indeks kesesuaian (indikatif): 50,00" in told
    assert "n = 5 orang terverifikasi" in told


def test_unit_admin_sees_only_the_own_subtree(app: Flask, signed_in: SignedIn) -> None:
    root = factories.unit(app)
    office = factories.unit(app, "Dinas Sendiri", parent=root)
    other = factories.unit(app, "Dinas Lain", parent=root)
    voice(app, office, 3)
    voice(app, other, 4)
    running = cycle(app)
    for unit_id in (office, other):
        person = factories.employee(app, unit_id=unit_id)
        assessment(app, person, Status.NOT_STARTED, cycle_id=running)
    admin = factories.employee(app, unit_id=other)
    factories.grant(app, admin, Role.UNIT_ADMIN, office)
    client = signed_in(admin)
    assert "0 dari 1 orang sudah mengirim" in section(client, "kemajuan")
    assert "Dinas Sendiri Satu-satunya unit dengan IKM" in section(client, "warga")
    assert "Dinas Lain" not in section(client, "warga")


def test_agency_admin_is_asked_to_open_a_cycle_when_none_runs(
    app: Flask, signed_in: SignedIn
) -> None:
    admin = factories.employee(app)
    factories.grant(app, admin, Role.AGENCY_ADMIN, factories.unit(app))
    client = signed_in(admin)
    assert "Buka siklus penilaian kompetensi" in section(client, "kerjakan")
    assert not section(client, "kemajuan")
    cycle(app)
    assert "Buka siklus" not in section(client, "kerjakan")


def test_employee_sees_no_figures_of_others(app: Flask, signed_in: SignedIn) -> None:
    root = factories.unit(app)
    voice(app, root, 3)
    client = signed_in(factories.employee(app, unit_id=root))
    cycle(app)
    for heading in ("kemajuan", "warga", "tim"):
        assert not section(client, heading)


@pytest.mark.parametrize("people", [30, 300, 3000])
def test_start_page_takes_the_same_queries_however_many_people(
    app: Flask, signed_in: SignedIn, count_queries: Counting, people: int
) -> None:
    root = factories.unit(app)
    office = factories.unit(app, parent=root)
    boss = factories.employee(app, unit_id=root)
    running = cycle(app)
    job = factories.position(app)
    staff = factories.employees(app, people, unit_id=office, position_id=job, supervisor_id=boss)
    with app.app_context():
        db.session.add_all(
            Assessment(
                cycle_id=running,
                employee_id=person,
                verifier_id=boss,
                job_level=JobLevel.PELAKSANA,
                job_title="Uji",
                status=Status.SELF_SUBMITTED,
                since=LONG_AGO,
                submitted_at=LONG_AGO,
            )
            for person in staff
        )
        db.session.commit()
    for role in (Role.TRAINER, Role.UNIT_ADMIN, Role.AGENCY_ADMIN, Role.LEADER):
        factories.grant(app, boss, role, root)
    voice(app, office, 3)
    client = signed_in(boss)
    with count_queries() as statements:
        assert client.get("/beranda").status_code == 200
    assert len(statements) == QUERIES_WITH_EVERY_ROLE, statements
    clerk = signed_in(staff[0])
    with count_queries() as statements:
        assert clerk.get("/beranda").status_code == 200
    assert len(statements) == QUERIES_OF_AN_EMPLOYEE, statements


def test_start_is_read_only(app: Flask, signed_in: SignedIn) -> None:
    client = signed_in(factories.employee(app))
    client.get("/beranda")
    assert client.post("/beranda").status_code == 405


def test_every_demo_role_has_a_start_page(demo_app: Flask) -> None:
    for account in demo_app.config["DEMO_FILLED"]["accounts"]:
        client = demo_app.test_client()
        token = soup(client.get("/masuk")).select_one('form input[name="csrf_token"]')
        assert token is not None
        sent = {"nip": account["nip"], "password": account["password"]}
        answer = client.post("/masuk", data=sent | {"csrf_token": str(token["value"])})
        assert answer.status_code == 303
        page = client.get("/beranda")
        assert page.status_code == 200
        assert "Yang perlu Anda kerjakan" in page.text
        assert ("Kemajuan siklus" in page.text) == (
            account["role"] in ("hr", "unit_admin", "agency_admin", "leader")
        )


def test_start_for_nobody_in_particular_is_empty(app: Flask) -> None:
    employee_id = factories.employee(app)
    with app.test_request_context():
        who = Viewer(employee_id=employee_id, account_id=0, unit_id=0)
        found = queries.start(to=who, on=clock.today())
    assert (found.tasks, found.waiting, found.done, found.voices) == ([], [], [], [])
    assert found.team is None
    assert found.progress is None
