"""The whole story by forms alone: a new competency, a new training and a new employee go from
the self-assessment to the confirmed JP. Every figure is worked out here from what is typed."""

import csv
from collections.abc import Callable
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Assessment, Competency, Standard
from kinerja.competency.rules import AssessmentStatus
from kinerja.development.models import PlanItem
from kinerja.extensions import db
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role
from tests import factories
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
STANDARD, TARGET = 3, 20
JP, OTHER_JP = 7, 6
COLUMNS = (
    "code,name_id,name_en,cluster,level,level_name,description_id,description_en,indicator_1_id\n"
)


class Typed(NamedTuple):
    """What is typed about one competency, and what must come of it."""

    name: str
    first: int
    corrected: int
    verdict: str
    verified: int

    @property
    def gap(self) -> int:
        """Levels missing to the standard by the verified view."""
        return STANDARD - self.verified


STORY = {
    "UJA": Typed("Menata Arsip Uji", 4, 2, "adjust", 1),
    "UJB": Typed("Menjaga Waktu Uji", 3, 3, "agree", 3),
}
COLLEAGUES = {"Lebar Uji": 1, "Sempit Uji": 2, "Cukup Uji": 3}  # verified level in UJA


class Cast(NamedTuple):
    """Who plays."""

    employee: int
    boss: int
    trainer: int
    admin: int
    foreign: int
    colleagues: dict[str, int]


@pytest.fixture
def cast(app: Flask) -> Cast:
    """An office with a new employee, and an office beside it."""
    root = factories.unit(app, "Kota Cerita")
    office = factories.unit(app, "Dinas Cerita", parent=root)
    beside = factories.unit(app, "Dinas Sebelah", parent=root)
    job = factories.position(app, JobLevel.AHLI_MUDA, "Penata Cerita")
    boss = factories.employee(app, unit_id=office, position_id=job, name="Atasan Uji")
    trainer = factories.employee(app, unit_id=office, position_id=job, name="Pelatih Uji")
    admin = factories.employee(app, unit_id=root, position_id=job, name="Admin Uji")
    factories.grant(app, trainer, Role.TRAINER, office)
    factories.grant(app, admin, Role.AGENCY_ADMIN, root)
    employee = factories.employee(
        app, unit_id=office, position_id=job, supervisor_id=boss, name="Pegawai Uji"
    )
    foreign = factories.employee(app, unit_id=beside, position_id=job, name="Sebelah Uji")
    colleagues = {
        name: factories.employee(app, unit_id=office, position_id=job, name=name)
        for name in COLLEAGUES
    }
    return Cast(employee, boss, trainer, admin, foreign, colleagues)


def import_dictionary(app: Flask, folder: Path) -> dict[str, int]:
    """Two competencies of our own through the command line; their ids."""
    file = folder / "kamus.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        out.write(COLUMNS)
        rows = csv.writer(out)
        for code, typed in STORY.items():
            for level in range(1, 6):
                told = [f"{typed.name} pada tingkat {level}"] * 3
                rows.writerow(
                    [code, typed.name, code, "manajerial", level, f"Tingkat {level}", *told]
                )
    done = app.test_cli_runner().invoke(args=["competencies", "import", str(file)])
    assert done.exit_code == 0, done.output
    with app.app_context():
        wanted = select(Standard.level).where(Standard.job_level == JobLevel.AHLI_MUDA)
        assert set(db.session.scalars(wanted)) == {STANDARD}
        return {one.code: one.id for one in db.session.scalars(select(Competency))}


def open_cycle(app: Flask, admin: FlaskClient) -> None:
    """Plan a cycle and open it."""
    with app.app_context():
        today = clock.today()
    later = (today + timedelta(days=9)).isoformat()
    planned = send(
        admin,
        "/kompetensi/siklus",
        name="Siklus Cerita",
        starts_on=today.isoformat(),
        self_due_on=later,
        verify_due_on=later,
    )
    assert planned.status_code == 303
    assert send(admin, planned.location).status_code == 303


def answer(employee: FlaskClient, code: str, level: int) -> None:
    """Choose a level and go on."""
    saved = send(
        employee,
        f"/kompetensi/penilaian/{code.lower()}",
        level=level,
        example=f"Contoh untuk {code}.",
        override_note="Sudah biasa saya lakukan." if level > 1 else None,
    )
    assert saved.status_code == 303


def submit(employee: FlaskClient) -> None:
    """Declare, and send everything to the supervisor."""
    assert send(employee, "/kompetensi/periksa", declared="y").status_code == 303


def the_assessment(app: Flask, cast: Cast) -> tuple[int, AssessmentStatus]:
    with app.app_context():
        found = db.session.scalars(
            select(Assessment).where(Assessment.employee_id == cast.employee)
        ).one()
        return found.id, found.status


def verdicts(boss: FlaskClient, path: str) -> dict[str, object]:
    """The supervisor's verdict on every competency of the page."""
    by_name = {typed.name: typed for typed in STORY.values()}
    chosen: dict[str, object] = {}
    for heading in soup(boss.get(path)).select("h2[id^=k-]"):
        typed = by_name[heading.get_text(strip=True)]
        number = str(heading["id"]).removeprefix("k-")
        chosen[f"verdict_{number}"] = typed.verdict
        if typed.verdict == "adjust":
            chosen[f"level_{number}"] = typed.verified
            chosen[f"reason_{number}"] = "Dua kejadian bulan lalu menunjukkan tingkat ini."
    assert len([name for name in chosen if name.startswith("verdict")]) == len(STORY)
    return chosen


def percent() -> str:
    """The indicative index in words of the page: Σ level / Σ standard × 100."""
    reached = sum(typed.verified for typed in STORY.values())
    index = Decimal(reached * 100) / Decimal(STANDARD * len(STORY))
    return str(index.quantize(Decimal("0.01"), ROUND_HALF_UP)).replace(".", ",")


def assess(app: Flask, cast: Cast, employee: FlaskClient, boss: FlaskClient) -> None:
    """Answer and send; returned with a note; corrected and sent again; verified."""
    for code, typed in STORY.items():
        answer(employee, code, typed.first)
    submit(employee)
    number, status = the_assessment(app, cast)
    assert status is AssessmentStatus.SELF_SUBMITTED
    path = f"/kompetensi/verifikasi/{number}"
    returned = send(boss, path, to=f"{path}/kembalikan", note="Tingkat arsip belum sesuai.")
    assert returned.status_code == 303
    assert the_assessment(app, cast)[1] is AssessmentStatus.RETURNED
    assert "Tingkat arsip belum sesuai." in employee.get("/kompetensi").text
    for code, typed in STORY.items():
        if typed.corrected != typed.first:
            answer(employee, code, typed.corrected)
    submit(employee)
    done = send(boss, path, to=f"{path}/selesai", **verdicts(boss, path))
    assert done.status_code == 303
    assert the_assessment(app, cast)[1] is AssessmentStatus.VERIFIED


def offer(app: Flask, trainer: FlaskClient, competency_id: int, title: str, jp: int) -> str:
    """Add a training of today to the catalogue; where it is read."""
    with app.app_context():
        today = clock.today().isoformat()
    made = send(
        trainer,
        "/pengembangan/pelatihan/tambah",
        title=title,
        form="workshop",
        jp=jp,
        competency_id=competency_id,
        level="2",
        starts_on=today,
        ends_on=today,
        seats="10",
        provider="Balai Cerita",
    )
    assert made.status_code == 303
    return str(made.location)


def read_result(employee: FlaskClient, title: str) -> None:
    """Words, index, the supervisor's reason, and the training that closes the gap."""
    result = employee.get("/kompetensi/hasil").text
    met = sum(typed.gap <= 0 for typed in STORY.values())
    assert f"{met} dari {len(STORY)} kompetensi Anda sudah sesuai standar jabatan." in result
    assert percent() in result
    assert title in result
    assert "Dua kejadian bulan lalu menunjukkan tingkat ini." in result


def assign(app: Flask, trainer: FlaskClient, competency_id: int, where: str) -> set[str]:
    """Give the training to everybody of the unit with a gap of two levels; their names."""
    gaps = {name: STANDARD - level for name, level in COLLEAGUES.items()}
    gaps["Pegawai Uji"] = STORY["UJA"].gap
    wanted = {name for name, gap in gaps.items() if gap >= 2}
    people = send(trainer, "/pengembangan/penugasan", kompetensi=competency_id, selisih=2)
    assert f"{len(wanted)} orang memenuhi saringan" in people.text
    activity = send(trainer, people.request.full_path, semua="1")
    checked = send(trainer, activity.request.full_path, pelatihan=where.rpartition("/")[2])
    assert f"Tugaskan ke {len(wanted)} orang" in checked.text
    assigned = send(trainer, checked.request.full_path)
    assert f"{len(wanted)} orang ditugaskan" in trainer.get(assigned.location).text
    return wanted


def items(app: Flask) -> dict[int, int]:
    """The items in everybody's plans, by employee."""
    with app.app_context():
        rows = db.session.execute(select(PlanItem.employee_id, PlanItem.id))
        return {row.employee_id: row.id for row in rows}


def finish(employee: FlaskClient, trainer: FlaskClient, item: int) -> None:
    """Start, finish with evidence; only the trainer's confirmation makes the JP count."""
    here, desk = f"/pengembangan/kegiatan/{item}", "/pengembangan/konfirmasi"
    assert send(employee, here, f"{here}/mulai").status_code == 303
    link = "https://berkas.contoh.go.id/sertifikat-uji"
    assert send(employee, f"{here}/selesai", evidence_url=link).status_code == 303
    assert jp_of(employee) == (0, TARGET)
    assert link in trainer.get(desk).text
    assert send(trainer, desk, f"{here}/konfirmasi").status_code == 303
    assert jp_of(employee) == (JP, TARGET)


def test_story_from_self_assessment_to_confirmed_jp(
    app: Flask, cast: Cast, signed_in: SignedIn, tmp_path: Path
) -> None:
    employee, trainer = signed_in(cast.employee), signed_in(cast.trainer)
    codes = import_dictionary(app, tmp_path)
    levels = {cast.colleagues[name]: level for name, level in COLLEAGUES.items()}
    for person, level in {**levels, cast.foreign: 1}.items():
        factories.verified(app, [person], codes["UJA"], level=level, standard=STANDARD)
    open_cycle(app, signed_in(cast.admin))
    assess(app, cast, employee, signed_in(cast.boss))
    where = offer(app, trainer, codes["UJA"], "Kelas Arsip Uji", JP)
    read_result(employee, "Kelas Arsip Uji")
    wanted = assign(app, trainer, codes["UJA"], where)
    everybody = {**cast.colleagues, "Pegawai Uji": cast.employee}
    given = items(app)
    assert set(given) == {everybody[name] for name in wanted}
    own = offer(app, trainer, codes["UJB"], "Kelas Waktu Uji", OTHER_JP)
    assert send(employee, own).status_code == 303
    finish(employee, trainer, given[cast.employee])
    text = employee.get("/pengembangan").text
    assert f"Kurang {TARGET - JP} JP. Rencana masih menambah {OTHER_JP} JP" in text
    assert jp_of(trainer, f"/pengembangan/pegawai/{cast.employee}") == (JP, TARGET)


def jp_of(client: FlaskClient, path: str = "/pengembangan") -> tuple[int, int]:
    """Confirmed JP and their limit as the plan's page shows them."""
    shown = soup(client.get(path)).select_one("progress")
    assert shown is not None
    return int(str(shown["value"])), int(str(shown["max"]))
