"""The start page: what must I do now, for every role."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from kinerja import clock
from kinerja.competency.models import Answer, Assessment, Competency, Cycle
from kinerja.competency.rules import AssessmentStatus, Cluster, CycleStatus
from kinerja.development.models import PlanItem, Training
from kinerja.development.rules import DevelopmentForm, PlanItemStatus
from kinerja.extensions import db
from kinerja.home import queries
from kinerja.home.queries.start import by_due
from kinerja.home.queries.tasks import Task, assessment_task
from kinerja.home.views import greeting
from kinerja.people.rules import EmployeeKind, JobLevel
from kinerja.permissions import Role, Viewer
from kinerja.satisfaction.models import Counter, HourTotal, Instrument, Service
from kinerja.satisfaction.rules import Channel, Element
from tests import factories
from tests.factories import Counting
from tests.pages import soup

SignedIn = Callable[[int], FlaskClient]
Status = AssessmentStatus
LONG_AGO = datetime(2026, 1, 5, 3, tzinfo=UTC)


def today(app: Flask) -> date:
    with app.app_context():
        return clock.today()


def competency(app: Flask, code: str = "UJI") -> int:
    return factories.save(
        app,
        Competency(
            code=code,
            cluster=Cluster.MANAGERIAL,
            rank=1,
            name=f"Kompetensi {code}",
            name_en=code,
            definition="Uji.",
            definition_en="Test.",
        ),
    )


def cycle(app: Flask, *, due: int = 9, status: CycleStatus = CycleStatus.OPEN) -> int:
    """A cycle whose answers are due in so many days."""
    on = today(app)
    return factories.save(
        app,
        Cycle(
            name="Penilaian Uji",
            starts_on=on - timedelta(days=40),
            self_due_on=on + timedelta(days=due),
            verify_due_on=on + timedelta(days=due + 14),
            status=status,
        ),
    )


def assessment(
    app: Flask,
    employee_id: int,
    status: AssessmentStatus,
    *,
    cycle_id: int,
    verifier_id: int | None = None,
    levels: tuple[int | None, ...] = (),
    **facts: object,
) -> int:
    """Somebody's assessment, with one answer for each level given."""
    row = Assessment(
        cycle_id=cycle_id,
        employee_id=employee_id,
        verifier_id=verifier_id,
        job_level=JobLevel.PELAKSANA,
        job_title="Jabatan Uji",
        status=status,
        since=LONG_AGO,
        **facts,
    )
    made = factories.save(app, row)
    for index, level in enumerate(levels):
        answer = Answer(
            assessment_id=made,
            competency_id=competency(app, f"U{made}-{index}"),
            standard_level=2,
            self_level=level,
            verified_level=facts.get("verified_level"),
        )
        factories.save(app, answer)
    return made


def plan_item(
    app: Flask, employee_id: int, status: PlanItemStatus, *, starts: int, ends: int, **facts: object
) -> int:
    """An activity that starts and ends in so many days, in this year's plan."""
    on = today(app)
    training = factories.save(
        app,
        Training(
            title=f"Pelatihan {status}",
            form=DevelopmentForm.WORKSHOP,
            jp=6,
            competency_id=competency(app, f"T{next(factories.numbers)}"),
            level=3,
            starts_on=on + timedelta(days=starts),
            ends_on=on + timedelta(days=ends),
            seats=10,
            provider="Balai Uji",
        ),
    )
    return factories.save(
        app,
        PlanItem(
            employee_id=employee_id,
            training_id=training,
            year=on.year,
            jp=6,
            status=status,
            since=LONG_AGO,
            chosen_by_id=employee_id,
            **facts,
        ),
    )


def main(client: FlaskClient) -> str:
    """The words of the start page, without its menu."""
    answer = client.get("/beranda")
    assert answer.status_code == 200
    part = soup(answer).select_one("main")
    assert part is not None
    return part.get_text(" ", strip=True)


def section(client: FlaskClient, heading: str) -> str:
    """The words of one section, found by its heading's id."""
    part = soup(client.get("/beranda")).select_one(f'section[aria-labelledby="{heading}"]')
    return part.get_text(" ", strip=True) if part else ""


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (0, "Selamat pagi, Sari"),
        (10, "Selamat pagi, Sari"),
        (11, "Selamat siang, Sari"),
        (15, "Selamat sore, Sari"),
        (18, "Selamat malam, Sari"),
    ],
)
def test_greeting_follows_the_hour(app: Flask, hour: int, words: str) -> None:
    with app.test_request_context():
        assert greeting(hour, name="Sari") == words


def test_greeting_goes_by_the_agencys_clock(
    app: Flask, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # 06.30 WIB on the next day
    monkeypatch.setattr(clock, "now", lambda: evening)
    words = main(signed_in(factories.employee(app, name="Sari Teladan")))
    assert "Minggu, 22 November 2026 Selamat pagi, Sari" in words


def test_nothing_to_do_is_said_in_words(app: Flask, signed_in: SignedIn) -> None:
    client = signed_in(factories.employee(app))
    words = main(client)
    assert "Tidak ada yang harus dikerjakan hari ini." in words
    assert soup(client.get("/beranda")).select('a[href="/pengembangan"]')
    assert "0 dari 20 JP" in words


@pytest.mark.parametrize(
    ("status", "levels", "title", "button", "place"),
    [
        (Status.NOT_STARTED, (None, None), "Mulai penilaian mandiri", "Mulai", "/kompetensi"),
        (Status.SELF_IN_PROGRESS, (2, None), "Lanjutkan penilaian", "Lanjut", "/kompetensi"),
        (Status.SELF_IN_PROGRESS, (2, 3), "Periksa lalu kirim", "Periksa", "/kompetensi/periksa"),
        (Status.RETURNED, (2, 3), "dikembalikan Bagas Uji", "Perbaiki", "/kompetensi"),
    ],
)
def test_own_assessment_is_the_first_task_while_it_lies_with_the_person(
    app: Flask,
    signed_in: SignedIn,
    status: AssessmentStatus,
    levels: tuple[int | None, ...],
    title: str,
    button: str,
    place: str,
) -> None:
    boss = factories.employee(app, name="Bagas Uji")
    clerk = factories.employee(app, supervisor_id=boss)
    note = "Contohnya belum ada." if status is Status.RETURNED else None
    assessment(
        app,
        clerk,
        status,
        cycle_id=cycle(app, due=9),
        verifier_id=boss,
        levels=levels,
        return_note=note,
    )
    client = signed_in(clerk)
    card = soup(client.get("/beranda")).select_one(".lead-task")
    assert card is not None
    words = card.get_text(" ", strip=True)
    done = sum(level is not None for level in levels)
    assert title in words
    assert f"{done} dari 2 kompetensi terisi" in words
    assert "(9 hari lagi)" in words
    assert (note or "") in words
    link = card.select_one("a.button")
    assert link is not None
    assert link["href"] == place
    assert link.text.startswith(button)
    assert f"{done} dari 2 kompetensi" in section(client, "ringkasan")


@pytest.mark.parametrize(("due", "words"), [(1, "(besok)"), (0, "(hari ini)"), (-2, "Terlambat 2")])
def test_deadline_is_told_in_days(app: Flask, signed_in: SignedIn, due: int, words: str) -> None:
    clerk = factories.employee(app)
    assessment(app, clerk, Status.NOT_STARTED, cycle_id=cycle(app, due=due), levels=(None,))
    told = section(signed_in(clerk), "kerjakan")
    assert words in told
    assert ("Masih bisa dikirim" in told) == (due < 0)


def test_sent_assessment_waits_for_the_supervisor_by_name(app: Flask, signed_in: SignedIn) -> None:
    boss = factories.employee(app, name="Bagas Uji")
    clerk = factories.employee(app, supervisor_id=boss)
    assessment(
        app,
        clerk,
        Status.SELF_SUBMITTED,
        cycle_id=cycle(app),
        verifier_id=boss,
        submitted_at=LONG_AGO,
        verify_due_on=date(2026, 1, 12),
    )
    told = section(signed_in(clerk), "menunggu")
    assert "Di Bagas Uji (atasan) sejak 5 Januari 2026 · batas 12 Januari 2026" in told


def test_sent_assessment_without_a_supervisor_says_whom_to_ask(
    app: Flask, signed_in: SignedIn
) -> None:
    clerk = factories.employee(app)
    assessment(app, clerk, Status.SELF_SUBMITTED, cycle_id=cycle(app), submitted_at=LONG_AGO)
    assert "Minta admin unit mengisinya." in section(signed_in(clerk), "menunggu")


def test_verified_result_is_to_be_read_and_then_done(app: Flask, signed_in: SignedIn) -> None:
    clerk = factories.employee(app)
    made = assessment(app, clerk, Status.VERIFIED, cycle_id=cycle(app), verified_at=LONG_AGO)
    client = signed_in(clerk)
    assert "Baca hasil penilaian kompetensi Anda" in section(client, "kerjakan")
    with app.app_context():
        found = db.session.get_one(Assessment, made)
        found.status, found.acknowledged_at = Status.ACKNOWLEDGED, LONG_AGO
        db.session.commit()
    assert "Tidak ada yang harus dikerjakan" in section(client, "kerjakan")
    assert "Penilaian Uji Hasilnya Anda baca 5 Januari 2026" in section(client, "selesai")


def test_assessment_without_answers_is_not_complete(app: Flask) -> None:
    with app.test_request_context():
        made = Assessment(status=Status.SELF_IN_PROGRESS, answers=[], return_note=None)
        made.cycle = Cycle(self_due_on=clock.today())
        task = assessment_task(made)
        assert task is not None
        assert task.endpoint == "competency.overview"


def test_activities_of_the_plan_are_tasks_by_date(app: Flask, signed_in: SignedIn) -> None:
    clerk = factories.employee(app)
    plan_item(app, clerk, PlanItemStatus.ASSIGNED, starts=3, ends=5)
    plan_item(app, clerk, PlanItemStatus.ASSIGNED, starts=-3, ends=20)
    plan_item(app, clerk, PlanItemStatus.RUNNING, starts=-3, ends=1)
    plan_item(app, clerk, PlanItemStatus.RUNNING, starts=-9, ends=-4, note="Tautan tidak terbuka.")
    told = section(signed_in(clerk), "kerjakan")
    parts = [
        "4 hal, menurut batas waktu",
        "Terlambat 4 hari",
        "Perbaiki bukti “Pelatihan running”",
        "“Tautan tidak terbuka.”",
        "Selesaikan “Pelatihan running” dan kirim buktinya",
        "6 JP · Balai Uji · batas",
        "(besok)",
        "Mulai kegiatan “Pelatihan assigned”",
        "(3 hari lagi)",
        "(20 hari lagi)",
    ]
    places = [told.index(part) for part in parts]
    assert places == sorted(places)


def test_finished_activity_waits_for_the_trainer_and_confirmed_ones_are_done(
    app: Flask, signed_in: SignedIn
) -> None:
    clerk = factories.employee(app)
    plan_item(app, clerk, PlanItemStatus.FINISHED, starts=-5, ends=-4)
    plan_item(app, clerk, PlanItemStatus.CONFIRMED, starts=-9, ends=-8)
    client = signed_in(clerk)
    assert "Di pelatih sejak 5 Januari 2026" in section(client, "menunggu")
    assert "Pelatihan confirmed 6 JP, dikonfirmasi 5 Januari 2026" in section(client, "selesai")
    assert "6 dari 20 JP" in section(client, "ringkasan")
    assert "6 JP lagi sudah direncanakan" in section(client, "ringkasan")


def test_hours_of_contract_staff_are_a_ceiling(app: Flask, signed_in: SignedIn) -> None:
    client = signed_in(factories.employee(app, kind=EmployeeKind.PPPK))
    assert "0 JP dari paling banyak 24" in section(client, "ringkasan")
    assert soup(client.get("/beranda")).select("meter")


def test_at_most_five_tasks_are_shown_and_the_rest_is_counted(
    app: Flask, signed_in: SignedIn
) -> None:
    clerk = factories.employee(app)
    for days in range(7):
        plan_item(app, clerk, PlanItemStatus.RUNNING, starts=-3, ends=days)
    page = soup(signed_in(clerk).get("/beranda"))
    assert len(page.select(".lead-task")) == 1
    assert len(page.select(".tasks .task")) == 4
    assert "5 dari 7 hal, menurut batas waktu" in page.text


def test_tasks_are_sorted_by_deadline_and_what_has_none_comes_last() -> None:
    def task(title: str, due: date | None) -> Task:
        return Task(title, "", "", "", "", due=due)

    found = by_due(
        [task("c", None), task("b", date(2026, 2, 2)), task("a", date(2026, 1, 1)), task("d", None)]
    )
    assert [one.title for one in found] == ["a", "b", "c", "d"]


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
            is_current=True,
            verified_at=LONG_AGO,
        )
    with app.app_context():
        db.session.execute(update(Answer).values(verified_level=1))
        db.session.commit()
    client = signed_in(trainer)
    told = section(client, "kerjakan")
    assert "Konfirmasi 1 kegiatan yang selesai" in told
    assert "6 JP baru dihitung setelah Anda mengonfirmasi" in told
    assert "Tugaskan pengembangan untuk 1 orang" in told
    assert "Konfirmasi" not in section(signed_in(clerk), "kerjakan")


def cycle_of(app: Flask) -> int:
    """The open cycle, made when there is none yet."""
    with app.app_context():
        found = db.session.scalar(select(Cycle.id))
    return found or cycle(app)


def voice(app: Flask, unit_id: int, score: int, *, weak: Element = Element.WAKTU) -> None:
    """Twenty respondents who gave the score everywhere but to the weak element."""
    service = factories.save(app, Service(unit_id=unit_id, name="Layanan Uji", population=100))
    counter = factories.save(
        app,
        Counter(service_id=service, name="Loket 1", token=f"kunci-{unit_id}", created_at=LONG_AGO),
    )
    sums = {f"{element}_n": 20 for element in Element}
    sums |= {f"{element}_sum": 20 * score for element in Element} | {f"{weak}_sum": 20}
    with app.app_context():
        instrument = db.session.scalars(select(Instrument.id)).first()
        row = HourTotal(
            counter_id=counter,
            channel=next(iter(Channel)),
            instrument_id=instrument,
            day=clock.today(),
            hour=9,
            flagged=False,
            n=20,
            **sums,
        )
        db.session.add(row)
        db.session.commit()


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


QUERIES_OF_AN_EMPLOYEE = 10
QUERIES_WITH_EVERY_ROLE = 20


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
            account["role"] in ("unit_admin", "agency_admin", "leader")
        )


def test_start_for_nobody_in_particular_is_empty(app: Flask) -> None:
    employee_id = factories.employee(app)
    with app.test_request_context():
        who = Viewer(employee_id=employee_id, account_id=0, unit_id=0)
        found = queries.start(to=who, on=clock.today())
    assert (found.tasks, found.waiting, found.done, found.voices) == ([], [], [], [])
    assert found.team is None
    assert found.progress is None
