"""What the JP of a year mean, what waits for whom, and everybody's plans in figures."""

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.development import queries
from kinerja.development.models import PlanItem
from kinerja.development.rules import JpMeaning, PlanItemStatus
from kinerja.extensions import db
from kinerja.people import queries as people_queries
from tests import factories
from tests.factories import Counting
from tests.learning import House, SignedIn, as_viewer, build_house, build_item, give
from tests.pages import soup

S = PlanItemStatus


@pytest.fixture
def house(app: Flask) -> House:
    """The office."""
    return build_house(app)


@pytest.fixture
def item(app: Flask, house: House) -> int:
    """A training of 10 JP that the trainer gave to the clerk."""
    return build_item(app, house)


def test_only_confirmed_jp_of_the_year_count(app: Flask, house: House, signed_in: SignedIn) -> None:
    year = clock.now().year
    jp = {S.CONFIRMED: [7, 6], S.FINISHED: [5], S.RUNNING: [4], S.ASSIGNED: [3], S.CANCELLED: [2]}
    for status, hours in jp.items():
        for one in hours:
            training = factories.training(app, house.competency, jp=one)
            factories.plan_item(
                app, house.clerk, training, status=status, year=year, confirmed_by_id=house.trainer
            )
    before = factories.training(app, house.competency, jp=11)
    factories.plan_item(
        app, house.clerk, before, status=S.CONFIRMED, year=year - 1, confirmed_by_id=house.trainer
    )
    with app.app_context():
        found = queries.jp_standing(people_queries.employee(house.clerk), year=year)
    assert found.confirmed == sum(jp[S.CONFIRMED])
    assert found.planned == sum(sum(jp[status]) for status in (S.FINISHED, S.RUNNING, S.ASSIGNED))
    assert (found.meaning, found.limit) == (JpMeaning.TARGET, 20)
    clerk = signed_in(house.clerk)
    assert (
        "Kurang 7 JP. Rencana masih menambah 12 JP, jadi cukup" in clerk.get("/pengembangan").text
    )
    last_year = soup(clerk.get(f"/pengembangan?tahun={year - 1}"))
    assert last_year.select_one(".stat-value").get_text(" ", strip=True) == "11 dari 20 JP"
    assert clerk.get("/pengembangan?tahun=0").status_code == 200


@pytest.mark.parametrize(
    ("confirmed", "planned", "words"),
    [
        (20, 0, "Terpenuhi."),
        (4, 6, "jadi belum cukup: cari 10 JP lagi"),
        (4, 0, "Kurang 16 JP, dan belum ada kegiatan lain"),
    ],
)
def test_target_is_explained_in_words(
    app: Flask, house: House, signed_in: SignedIn, confirmed: int, planned: int, words: str
) -> None:
    give(app, house, house.clerk, confirmed=confirmed, planned=planned)
    text = signed_in(house.clerk).get("/pengembangan").text
    assert words in text
    assert "PNS berhak paling sedikit 20 JP per tahun" in text
    assert "<progress" in text
    assert "<meter" not in text


@pytest.mark.parametrize(
    ("confirmed", "planned", "words"),
    [
        (18, 0, "Yang masih bisa direncanakan: 6 JP."),
        (12, 4, "Rencana masih menambah 4 JP. Yang masih bisa direncanakan: 8 JP."),
        (20, 10, "6 JP di atas batas"),
    ],
)
def test_pppk_see_a_ceiling_and_not_a_target(
    app: Flask, house: House, signed_in: SignedIn, confirmed: int, planned: int, words: str
) -> None:
    give(app, house, house.contract, confirmed=confirmed, planned=planned)
    page = soup(signed_in(house.contract).get("/pengembangan"))
    text = page.get_text(" ", strip=True)
    value = page.select_one(".stat-value").get_text(" ", strip=True)
    assert value == f"{confirmed} dari paling banyak 24 JP"
    assert words in text
    assert "batas paling banyak, bukan sasaran" in text
    assert page.select_one("meter")["max"] == "24"
    assert not page.select("progress")


def test_empty_plan_says_what_will_be_here(house: House, signed_in: SignedIn) -> None:
    assert "Belum ada kegiatan" in signed_in(house.clerk).get("/pengembangan").text
    boss = signed_in(house.boss).get(f"/pengembangan/pegawai/{house.clerk}")
    assert "Belum ada kegiatan" in boss.text


def test_home_reads_what_waits_for_whom(
    app: Flask, house: House, item: int, signed_in: SignedIn
) -> None:
    done = factories.training(app, house.competency, jp=6)
    factories.plan_item(app, house.colleague, done, status=S.FINISHED)
    factories.verified(
        app, [house.clerk, house.colleague, house.boss], house.competency, level=1, standard=2
    )
    signed_in(house.trainer), signed_in(house.foreign)
    with app.app_context():
        assert [one.id for one in queries.items_to_do(house.clerk)] == [item]
        assert queries.items_to_do(house.colleague) == []
        assert queries.confirmable(to=as_viewer(house.trainer)) == (1, 6)
        assert queries.confirmable(to=as_viewer(house.foreign)) == (0, 0)
        assert queries.people_without_plan([house.office], year=clock.today().year) == 1
        assert queries.people_without_plan([], year=clock.today().year) == 0


def test_overview_filters_by_name_unit_and_state_of_the_jp(
    app: Flask, house: House, signed_in: SignedIn
) -> None:
    give(app, house, house.clerk, confirmed=20, planned=0)
    give(app, house, house.colleague, confirmed=4, planned=0)
    give(app, house, house.contract, confirmed=14, planned=10)
    trainer = signed_in(house.trainer)

    def names(**args: object) -> list[str]:
        page = soup(trainer.get("/pengembangan/rencana", query_string=args))
        return [cell.get_text(strip=True) for cell in page.select("tbody th a")]

    assert names() == ["Bagas Uji", "Dewi Uji", "Made Uji", "Ratna Uji", "Sari Uji"]
    assert names(keadaan="below") == ["Bagas Uji", "Dewi Uji", "Ratna Uji"]
    assert names(keadaan="full") == ["Made Uji"]
    assert names(keadaan="none") == ["Bagas Uji", "Ratna Uji"]
    assert names(keadaan="ngawur", tahun="ngawur") == names()
    assert names(cari="sari") == ["Sari Uji"]
    assert names(unit=house.office) == names()
    text = trainer.get("/pengembangan/rencana").text
    assert "Terpenuhi" in text
    assert "Kurang 16 dari 20" in text
    assert "Terpakai 14 dari maks 24" in text
    assert "Tidak ada yang cocok" in trainer.get("/pengembangan/rencana?cari=zzz").text
    sheet = trainer.get("/pengembangan/rencana/xlsx")
    assert sheet.mimetype.endswith("spreadsheetml.sheet")


def test_lists_ask_the_same_number_of_queries_however_many_people(
    app: Flask, house: House, signed_in: SignedIn, count_queries: Counting
) -> None:
    trainer = signed_in(house.trainer)
    counts: dict[str, set[int]] = {}
    training = factories.training(app, house.competency, seats=1000)
    for more in (20, 60):
        people = factories.employees(
            app, more, unit_id=house.office, position_id=factories.position(app)
        )
        with app.app_context():
            have = set(db.session.scalars(select(PlanItem.employee_id)))
        for one in set(people) - have - {house.trainer}:
            factories.plan_item(app, one, training, status=S.FINISHED)
        for path in ("/pengembangan/rencana", "/pengembangan/konfirmasi"):
            with count_queries() as statements:
                assert trainer.get(path).status_code == 200
            counts.setdefault(path, set()).add(len(statements))
    for path, found in counts.items():
        assert len(found) == 1, (path, found)
        assert max(found) <= 12
