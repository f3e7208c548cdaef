"""The three jobs with JavaScript switched off: plain forms carry all of it."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from kinerja import clock
from kinerja.competency.models import Competency, Standard
from kinerja.extensions import db
from kinerja.people.models import Position, Unit
from kinerja.people.rules import JobLevel
from kinerja.satisfaction.models import Answer, Rating
from tests import factories
from tests.browser.conftest import Open, Server

pytestmark = pytest.mark.browser
NOTE = "Tambahkan contoh nyata pada kompetensi pertama."
REASON = "Sudah dua kali memimpin tim lintas bidang."
TRAINING, JP = "Lokakarya Tanpa Skrip", 8
GAP = 1  # levels below the standard in the first competency


@dataclass
class Cast:
    """Somebody new, their supervisor, and what the story is about."""

    employee: int
    boss: int
    name: str
    competencies: list[Competency]
    standards: dict[int, int]


@pytest.fixture
def cast(server: Server) -> Cast:
    """A new employee of a job whose standards are set."""
    app, level = server.app, JobLevel.PENGAWAS
    with app.app_context():
        job = db.session.scalars(select(Position.id).where(Position.job_level == level)).first()
        office = db.session.scalars(select(Unit.id).where(Unit.parent_id.is_not(None))).first()
        wanted = select(Standard.competency_id, Standard.level).where(Standard.job_level == level)
        standards = {row.competency_id: row.level for row in db.session.execute(wanted)}
        asked = select(Competency).where(Competency.id.in_(standards)).order_by(Competency.rank)
        competencies = list(db.session.scalars(asked))
    assert job
    assert office
    boss = factories.employee(app, unit_id=office, position_id=job, name="Atasan Cerita")
    name = "Tokoh Cerita"
    employee = factories.employee(
        app, unit_id=office, position_id=job, supervisor_id=boss, name=name
    )
    return Cast(employee, boss, name, competencies, standards)


def press(page: Page, name: str) -> None:
    """Press the button or follow the link with this name."""
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def answer(page: Page, level: int, example: str = "") -> None:
    """Choose a level, tell an example, save and go on."""
    page.locator(f"label[for=t{level}]").click()
    if level > 1:  # nothing below it is ticked
        page.get_by_text("Tingkat di bawahnya belum semua terpenuhi?").click()
        page.get_by_label("Catatan untuk tetap memakai tingkat ini").fill("Sudah biasa.")
    page.get_by_role("textbox", name="Contoh nyata").fill(example)
    press(page, "Simpan dan lanjut")


def declare(page: Page) -> None:
    """Check, declare and send."""
    page.get_by_label(re.compile("Jawaban ini saya isi sendiri")).check()
    press(page, "Kirim ke atasan")
    expect(page.get_by_text("Terkirim ke atasan.")).to_be_visible()


def assess_oneself(page: Page, cast: Cast) -> None:
    """Answer every competency, the first below its standard."""
    page.goto("/kompetensi")
    press(page, "Mulai")
    press(page, "Simpan dan lanjut")  # without a level: told, and nothing lost
    expect(page.get_by_role("alert")).to_contain_text("Ada yang perlu diperbaiki")
    for index, competency in enumerate(cast.competencies):
        expect(page.get_by_role("heading", level=1)).to_have_text(competency.name)
        standard = cast.standards[competency.id]
        answer(page, standard - (GAP if index == 0 else 0))
    declare(page)


def return_it(page: Page, cast: Cast) -> None:
    """The supervisor asks for more."""
    page.goto("/kompetensi/verifikasi")
    press(page, cast.name)
    page.get_by_text("Kembalikan untuk diperbaiki").click()
    page.get_by_label("Apa yang perlu diperbaiki?").fill(NOTE)
    page.get_by_role("button", name="Kembalikan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verifikasi penilaian")


def improve(page: Page, cast: Cast) -> None:
    """The employee reads the note, adds an example and sends again."""
    page.goto("/kompetensi")
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.get_by_role("link", name=cast.competencies[0].name).first.click()
    answer(page, cast.standards[cast.competencies[0].id] - GAP, "Memimpin rapat mingguan.")
    page.goto("/kompetensi/periksa")
    declare(page)


def verify(page: Page, cast: Cast) -> None:
    """The supervisor opens every item, adjusts one, and agrees with the others together."""
    page.goto("/kompetensi/verifikasi")
    press(page, cast.name)
    for number in range(len(cast.competencies)):
        page.get_by_role("button", name=re.compile("^Buka ")).first.click()
        expect(page.get_by_role("group", name="Putusan Anda")).to_have_count(number + 1)
    expect(page.get_by_text("Memimpin rapat mingguan.")).to_be_visible()
    adjust(page, cast)
    page.get_by_role("button", name="Setujui ").click()
    press(page, "Selesaikan verifikasi")
    expect(page.get_by_role("heading", level=1)).to_have_text("Verifikasi penilaian")


def adjust(page: Page, cast: Cast) -> None:
    """The second competency is higher in the supervisor's eyes."""
    second = cast.competencies[1]
    heading = page.get_by_role("heading", name=second.name, exact=True)
    item = page.locator("section.card", has=heading)
    item.get_by_role("radio", name="Sesuaikan").check()
    item.get_by_text("Tingkat dan alasan, bila disesuaikan").click()
    higher = cast.standards[second.id] + 1
    item.locator(f'input[name^="level_"][value="{higher}"]').check()
    item.get_by_label("Alasan").fill(REASON)


def read_result(page: Page, cast: Cast) -> None:
    """Words first; the one gap is named."""
    page.goto("/kompetensi/hasil")
    total = len(cast.standards)
    lead = f"{total - 1} dari {total} kompetensi Anda sudah sesuai standar jabatan."
    expect(page.get_by_text(lead)).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    press(page, "Saya sudah membaca")


def offer_training(page: Page, cast: Cast, today: str) -> None:
    """The trainer adds a training that serves the need."""
    page.goto("/pengembangan/pelatihan/tambah")
    page.get_by_label("Nama pelatihan").fill(TRAINING)
    page.get_by_label("Kompetensi").select_option(label=cast.competencies[0].name)
    page.get_by_label("Tingkat yang dituju").select_option(index=2)
    page.get_by_label("Jumlah JP").fill(str(JP))
    page.get_by_label("Tanggal mulai").fill(today)
    page.get_by_label("Tanggal selesai").fill(today)
    page.get_by_label("Jumlah kursi").fill("20")
    page.get_by_label("Penyelenggara").fill("Balai Contoh")
    press(page, "Simpan")
    expect(page.get_by_role("heading", level=1)).to_have_text(TRAINING)


def assign(page: Page, cast: Cast) -> None:
    """Need → person → activity → check → assigned."""
    page.goto("/pengembangan/penugasan")
    page.locator(f"label[for=kompetensi-{cast.competencies[0].id}]").click()
    press(page, "Lanjut pilih orang")
    page.get_by_label("Cari nama atau NIP").fill(cast.name)
    press(page, "Saring")
    page.get_by_label(re.compile(cast.name)).check()
    press(page, "Pakai yang dicentang")
    page.locator(".choice-body", has_text=TRAINING).click()
    press(page, "Lanjut periksa")
    press(page, "Tugaskan ke 1 orang")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 orang ditugaskan")


def finish(page: Page) -> None:
    """The employee starts the training and sends the evidence."""
    page.goto("/pengembangan")
    press(page, "Mulai kegiatan")
    press(page, "Kirim bukti")
    page.get_by_role("textbox").fill("https://contoh.go.id/sertifikat")
    press(page, "Kirim ke pelatih")
    page.goto("/pengembangan")
    expect(page.locator("#jp ~ progress")).to_have_attribute("value", "0")


def confirm(page: Page, cast: Cast) -> None:
    """The trainer confirms; those who have waited longest stand first, so it is further on."""
    row = page.get_by_role("row").filter(has_text=cast.name)
    for number in range(1, 50):
        page.goto(f"/pengembangan/konfirmasi?hal={number}")
        if row.count():
            break
    row.get_by_role("button", name="Konfirmasi").click()
    expect(row).to_have_count(0)


def test_new_employee_comes_to_confirmed_hours(open_page: Open, server: Server, cast: Cast) -> None:
    with server.app.app_context():
        today = clock.today().isoformat()
    employee = open_page(cast.employee, java_script_enabled=False)
    boss = open_page(cast.boss, java_script_enabled=False)
    trainer = open_page("trainer", java_script_enabled=False)
    assess_oneself(employee, cast)
    return_it(boss, cast)
    improve(employee, cast)
    verify(boss, cast)
    read_result(employee, cast)
    offer_training(trainer, cast, today)
    assign(trainer, cast)
    finish(employee)
    confirm(trainer, cast)
    employee.goto("/pengembangan")
    expect(employee.locator("#jp ~ progress")).to_have_attribute("value", str(JP))
    expect(employee.locator("#jp ~ progress")).to_have_attribute("max", "20")


def counted(server: Server) -> tuple[int, int]:
    """How many ratings and surveys there are."""
    with server.app.app_context():
        models = (Rating, Answer)
        found = [db.session.scalar(select(func.count()).select_from(model)) for model in models]
        return found[0] or 0, found[1] or 0


def test_citizen_rates_and_answers_the_survey(open_page: Open, server: Server) -> None:
    ratings, surveys = counted(server)
    kiosk = server.app.config["DEMO_FILLED"]["kiosk_path"]
    page = open_page(path=kiosk, java_script_enabled=False)
    press(page, "Ketuk untuk menilai")
    page.get_by_role("button", name="Kurang puas").click()
    expect(page.get_by_role("status")).to_contain_text("sudah tersimpan")
    page.get_by_text("Waktu tunggu").click()
    press(page, "Lanjut")
    press(page, "Ya, saya mau")
    steps = page.locator(".kn-steps")
    expect(steps).to_contain_text("Pertanyaan 1 dari")
    asked = int(steps.inner_text().split()[-1])
    for number in range(1, asked + 1):
        expect(steps).to_contain_text(f"Pertanyaan {number} dari {asked}")
        page.locator(".kn-3").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert counted(server) == (ratings + 1, surveys + 1)
