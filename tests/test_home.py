"""The start page: what must I do now, and what waits for others."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import update

from kinerja import clock
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.rules import AssessmentStatus
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db
from kinerja.home.queries.start import by_due
from kinerja.home.queries.tasks import Task, assessment_task
from kinerja.home.views import greeting
from kinerja.people.models import Employee
from kinerja.people.rules import EmployeeKind, Standing
from tests import factories
from tests.pages import soup
from tests.starting import LONG_AGO, SignedIn, Status, assessment, cycle, main, plan_item, section


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
    client = signed_in(clerk)
    told = section(client, "menunggu")
    assert "Di Bagas Uji (atasan) sejak 5 Januari 2026 · batas 12 Januari 2026" in told
    with app.app_context():
        db.session.execute(update(Assessment).values(verify_due_on=None))
        db.session.commit()
    assert section(client, "menunggu").endswith("sejak 5 Januari 2026")


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
        made.employee = Employee(standing=Standing.ACTIVE)
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
