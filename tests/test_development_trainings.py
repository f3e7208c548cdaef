"""The catalogue: who sees and edits it, filters, seats."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from kinerja import clock
from kinerja.development.models import PlanItem, Training
from kinerja.development.rules import DevelopmentForm
from kinerja.extensions import db
from tests import factories
from tests.factories import Counting
from tests.learning import LIST, House, SignedIn, build_house, titles
from tests.pages import soup
from tests.visits import send

ADD = f"{LIST}/tambah"


@pytest.fixture
def house(app: Flask) -> House:
    """The office."""
    return build_house(app)


def facts(house: House, app: Flask, **changed: object) -> dict[str, object]:
    with app.app_context():
        start = clock.today() + timedelta(days=10)
    return {
        "title": "Kelas Uji",
        "form": "workshop",
        "jp": "10",
        "competency_id": str(house.codes["KOM"]),
        "level": "3",
        "starts_on": start.isoformat(),
        "ends_on": (start + timedelta(days=1)).isoformat(),
        "seats": "25",
        "provider": "Balai Uji",
        "place": "Aula",
        "link": "",
        "description": "Satu.\nDua.",
        "is_active": "y",
    } | changed


def test_trainer_adds_a_training_that_everybody_reads(
    app: Flask, house: House, signed_in: SignedIn
) -> None:
    trainer = signed_in(house.trainer)
    made = send(trainer, ADD, **facts(house, app))
    assert made.status_code == 303
    text = signed_in(house.clerk).get(made.location).text
    for word in ("Kelas Uji", "10 JP", "Komunikasi, menuju tingkat Menengah", "B7", "25", "Dua."):
        assert word in text
    assert titles(signed_in(house.clerk)) == ["Kelas Uji"]
    with app.app_context():
        found = db.session.scalars(select(Training)).one()
        assert (found.jp, found.level, found.seats) == (10, 3, 25)
        assert found.form is DevelopmentForm.WORKSHOP


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("title", " ", "Isi nama pelatihan."),
        ("jp", "0", "Isi JP antara 1 dan 1.000."),
        ("jp", "sepuluh", "Tulis bilangan bulat, contoh 12."),
        ("seats", "0", "Isi kursi antara 1 dan 10.000."),
        ("seats", "", "Isi jumlah kursi, paling sedikit 1."),
        ("starts_on", "31/12/2026", "Tulis tanggal seperti 2026-11-21"),
        ("ends_on", "2020-01-01", "Tanggal selesai sebelum tanggal mulai."),
        ("provider", "", "Isi nama penyelenggara."),
        ("link", "contoh.go.id", "Tulis tautan lengkap"),
    ],
)
def test_wrong_input_says_what_to_do(
    app: Flask, house: House, signed_in: SignedIn, name: str, value: str, message: str
) -> None:
    answer = send(signed_in(house.trainer), ADD, **facts(house, app, **{name: value}))
    assert answer.status_code == 422
    page = soup(answer)
    assert message in page.select_one(".error-box").get_text()
    assert message in page.select_one(f"#{name}-galat").get_text()
    assert str(page.title.get_text()).startswith("Galat:")
    with app.app_context():
        assert db.session.scalar(select(func.count(Training.id))) == 0


def test_only_trainers_edit_the_catalogue(app: Flask, house: House, signed_in: SignedIn) -> None:
    made = factories.training(app, house.codes["KOM"])
    clerk = signed_in(house.clerk)
    assert clerk.get(ADD).status_code == 403
    assert clerk.get(f"{LIST}/{made}/ubah").status_code == 403
    assert "Tambah pelatihan" not in clerk.get(LIST).text


def test_edited_training_keeps_the_jp_that_stand_in_plans(
    app: Flask, house: House, signed_in: SignedIn
) -> None:
    made = factories.training(app, house.codes["KOM"], jp=10, title="Kelas Lama")
    item = factories.plan_item(app, house.clerk, made)
    trainer = signed_in(house.trainer)
    answer = send(trainer, f"{LIST}/{made}/ubah", jp="12", title="Kelas Baru")
    assert answer.location == f"{LIST}/{made}"
    assert "Perubahan “Kelas Baru” tersimpan." in trainer.get(answer.location).text
    with app.app_context():
        assert db.session.get_one(Training, made).jp == 12
        assert db.session.get_one(PlanItem, item).jp == 10


def test_edited_training_keeps_seats_competency_and_year_of_those_who_have_it(
    app: Flask, house: House, signed_in: SignedIn
) -> None:
    made = factories.training(app, house.codes["KOM"], seats=5)
    factories.plan_item(app, house.clerk, made)
    factories.plan_item(app, house.contract, made)
    trainer = signed_in(house.trainer)
    page = f"{LIST}/{made}/ubah"
    assert "Isi kursi paling sedikit 2." in send(trainer, page, seats="1").text
    other = send(trainer, page, competency_id=str(house.codes["INT"]))
    assert other.status_code == 422
    assert "kompetensi dan tahun selesainya tidak bisa diubah" in other.text
    later = send(trainer, page, ends_on="2099-01-01")
    assert "kompetensi dan tahun selesainya tidak bisa diubah" in later.text
    assert "sebelum tanggal mulai" in send(trainer, page, ends_on="2000-01-01").text
    assert send(trainer, page, seats="2").status_code == 303


def test_filters_by_words_competency_form_and_month(
    app: Flask, house: House, signed_in: SignedIn
) -> None:
    with app.app_context():
        today = clock.today()
    first = today + timedelta(days=5)
    far = today + timedelta(days=100)
    kom, ks = house.codes["KOM"], house.codes["KS"]
    factories.training(app, kom, title="Ab", starts_on=first, ends_on=first)
    factories.training(app, ks, title="Bc", starts_on=far, ends_on=far, provider="Penyedia Bc")
    factories.training(
        app, kom, title="Cd", form=DevelopmentForm.SEMINAR, starts_on=far, ends_on=far
    )
    long_ago = today - timedelta(days=400)
    factories.training(app, kom, title="Lama", starts_on=long_ago, ends_on=long_ago)
    factories.training(app, kom, title="Ditutup", is_active=False)
    running = {"starts_on": today - timedelta(days=5), "ends_on": first}
    factories.training(app, kom, title="Daring", form=DevelopmentForm.E_LEARNING, **running)
    factories.training(app, kom, title="Kelas jalan", **running)
    clerk = signed_in(house.clerk)
    assert titles(clerk) == ["Daring", "Ab", "Bc", "Cd"]
    assert titles(clerk, cari="bc") == titles(clerk, cari=" bc ") == ["Bc"]
    assert titles(clerk, cari="penyedia") == ["Bc"]
    assert titles(clerk, kompetensi=ks) == ["Bc"]
    assert titles(clerk, bentuk="seminar") == ["Cd"]
    assert titles(clerk, bulan=f"{far:%Y-%m}") == ["Bc", "Cd"]
    assert titles(clerk, bulan=f"{long_ago:%Y-%m}") == ["Lama"]
    assert "Lama" in titles(clerk, bulan="semua")
    assert "Ditutup" not in titles(clerk, bulan="semua")
    assert "Ditutup" in titles(signed_in(house.trainer), bulan="semua")
    for month in ("2026-13", "0000-01", "9999-12", "x"):
        assert titles(clerk, bulan=month, bentuk="x", kompetensi="9" * 25) == titles(clerk)
    assert "Tidak ada yang cocok" in clerk.get(f"{LIST}?cari=zzz").text


def test_spreadsheet_holds_what_the_filter_shows(
    app: Flask, house: House, signed_in: SignedIn
) -> None:
    made = factories.training(app, house.codes["KOM"], title="=1+1", seats=3)
    factories.plan_item(app, house.clerk, made)
    factories.training(app, house.codes["KS"], title="Lain")
    answer = signed_in(house.clerk).get(f"{LIST}/xlsx?kompetensi={house.codes['KOM']}")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert rows[1][0] == "=1+1"
    assert rows[1][7:9] == [3.0, 2.0]


def test_empty_catalogue_says_what_will_be_here(house: House, signed_in: SignedIn) -> None:
    assert "setelah pelatih menambahkannya" in signed_in(house.clerk).get(LIST).text
    assert "Pelatihan yang Anda tambahkan" in signed_in(house.trainer).get(LIST).text


def test_list_asks_the_same_number_of_queries_however_many_trainings(
    app: Flask, house: House, signed_in: SignedIn, count_queries: Counting
) -> None:
    clerk = signed_in(house.clerk)
    found = set()
    for more in (3, 57):
        for _one in range(more):
            factories.training(app, house.codes["KOM"])
        with count_queries() as statements:
            assert len(titles(clerk)) == min(more if more == 3 else 60, 50)
        found.add(len(statements))
    assert len(found) == 1
    assert max(found) <= 12
    assert len(titles(clerk, hal=2)) == 10
