"""One's own plan: starting, finishing, confirming, returning, cancelling, and the JP."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.development import queries, services
from kinerja.development.models import PlanItem
from kinerja.development.rules import JpMeaning, PlanItemStatus
from kinerja.errors import DeniedError, StaleError
from kinerja.extensions import db
from kinerja.people import queries as people_queries
from kinerja.people.models import Account
from kinerja.people.rules import EmployeeKind
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.factories import Counting
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
S = PlanItemStatus
PROOF = "https://berkas.contoh.go.id/sertifikat-7"


class House(NamedTuple):
    """An office with its people, a trainer for it and one for another office."""

    office: int
    clerk: int
    contract: int
    boss: int
    colleague: int
    trainer: int
    foreign: int
    competency: int


@pytest.fixture
def house(app: Flask) -> House:
    """The office."""
    office, other = factories.unit(app), factories.unit(app)
    boss = factories.employee(app, unit_id=office, name="Bagas Uji")
    clerk = factories.employee(app, unit_id=office, supervisor_id=boss, name="Sari Uji")
    contract = factories.employee(app, unit_id=office, kind=EmployeeKind.PPPK, name="Made Uji")
    colleague = factories.employee(app, unit_id=office, name="Dewi Uji")
    trainer = factories.employee(app, unit_id=office, name="Ratna Uji")
    foreign = factories.employee(app, unit_id=other, name="Togar Uji")
    factories.grant(app, trainer, Role.TRAINER, office)
    factories.grant(app, foreign, Role.TRAINER, other)
    return House(
        office, clerk, contract, boss, colleague, trainer, foreign, factories.dictionary(app)["KOM"]
    )


@pytest.fixture
def item(app: Flask, house: House) -> int:
    """A training of 10 JP that the trainer gave to the clerk."""
    training = factories.training(app, house.competency, title="Menulis surat")
    return factories.plan_item(app, house.clerk, training, chosen_by_id=house.trainer)


def state(app: Flask, item_id: int) -> PlanItemStatus:
    with app.app_context():
        return db.session.get_one(PlanItem, item_id).status


def put(app: Flask, item_id: int, **facts: object) -> None:
    with app.app_context():
        found = db.session.get_one(PlanItem, item_id)
        for name, value in facts.items():
            setattr(found, name, value)
        db.session.commit()


def as_viewer(employee_id: int) -> Viewer:
    account = db.session.scalar(select(Account).where(Account.employee_id == employee_id))
    assert account is not None
    return people_queries.viewer(account)


def here(item_id: int) -> str:
    return f"/pengembangan/kegiatan/{item_id}"


def test_employee_starts_finishes_with_evidence_and_the_trainer_confirms(
    app: Flask, house: House, item: int, signed_in: SignedIn
) -> None:
    clerk, trainer = signed_in(house.clerk), signed_in(house.trainer)
    plan = clerk.get("/pengembangan").text
    assert "Mulai “Menulis surat”" in plan
    assert send(clerk, "/pengembangan", f"{here(item)}/mulai").location == here(item)
    assert "Kirim bukti “Menulis surat”" in clerk.get("/pengembangan").text
    assert send(clerk, f"{here(item)}/selesai", evidence_url=PROOF).status_code == 303
    assert state(app, item) is S.FINISHED
    desk = trainer.get("/pengembangan/konfirmasi")
    assert PROOF in desk.text
    assert "Sari Uji" in desk.text
    answer = send(trainer, "/pengembangan/konfirmasi", f"{here(item)}/konfirmasi")
    assert answer.location == "/pengembangan/konfirmasi"
    assert "10 JP untuk Sari Uji" in trainer.get("/pengembangan/konfirmasi").text
    assert state(app, item) is S.CONFIRMED
    page = soup(clerk.get("/pengembangan"))
    assert page.select_one(".stat-value").get_text(" ", strip=True) == "10 dari 20 JP"
    with app.app_context():
        acts = list(db.session.scalars(select(audit.Entry.action).order_by(audit.Entry.seq)))
    assert [act for act in acts if act.startswith("plan_item")] == [
        "plan_item.start",
        "plan_item.finish",
        "plan_item.confirm",
    ]


def test_returned_item_shows_the_note_and_can_be_finished_again(
    app: Flask, house: House, item: int, signed_in: SignedIn
) -> None:
    put(app, item, status=S.FINISHED, evidence_url=PROOF)
    clerk, trainer = signed_in(house.clerk), signed_in(house.trainer)
    send(trainer, f"{here(item)}/kembalikan", note="Tanggalnya belum terbaca.")
    assert state(app, item) is S.RUNNING
    for path in ("/pengembangan", here(item), f"{here(item)}/selesai"):
        assert "Tanggalnya belum terbaca." in clerk.get(path).text
    assert "Dikembalikan" in clerk.get("/pengembangan").text
    assert send(clerk, f"{here(item)}/selesai", evidence_url=f"{PROOF}-b").status_code == 303
    assert state(app, item) is S.FINISHED


def test_nothing_is_returned_without_a_note(
    house: House, app: Flask, item: int, signed_in: SignedIn
) -> None:
    put(app, item, status=S.FINISHED, evidence_url=PROOF)
    answer = send(signed_in(house.trainer), f"{here(item)}/kembalikan", note="  ")
    assert answer.status_code == 422
    assert "Tulis apa yang perlu dilengkapi." in answer.text
    assert state(app, item) is S.FINISHED


@pytest.mark.parametrize(
    "link", ["", "sertifikat.pdf", "ftp://contoh.go.id/a", "javascript:alert(1)", "https://x"]
)
def test_evidence_is_a_web_address(
    app: Flask, house: House, item: int, signed_in: SignedIn, link: str
) -> None:
    put(app, item, status=S.RUNNING)
    answer = send(signed_in(house.clerk), f"{here(item)}/selesai", evidence_url=link)
    assert answer.status_code == 422
    assert "tautan" in soup(answer).select_one(".error-box").get_text().lower()
    assert state(app, item) is S.RUNNING


@pytest.mark.parametrize(
    ("status", "step"), [(S.RUNNING, "mulai"), (S.CONFIRMED, "mulai"), (S.CANCELLED, "mulai")]
)
def test_starting_twice_is_refused(
    app: Flask, house: House, item: int, signed_in: SignedIn, status: PlanItemStatus, step: str
) -> None:
    clerk = signed_in(house.clerk)
    stale = clerk.get(here(item))
    put(app, item, status=status, confirmed_by_id=house.trainer)
    sent = {entry["name"]: entry["value"] for entry in soup(stale).select("main form input[name]")}
    answer = clerk.post(f"{here(item)}/{step}", data=sent)
    assert answer.status_code == 409
    assert "tidak bisa dilakukan lagi" in answer.text
    assert state(app, item) is status


@pytest.mark.parametrize("status", [S.ASSIGNED, S.FINISHED, S.CONFIRMED])
def test_only_running_items_can_be_finished(
    app: Flask, house: House, item: int, signed_in: SignedIn, status: PlanItemStatus
) -> None:
    put(app, item, status=status, confirmed_by_id=house.trainer)
    answer = send(signed_in(house.clerk), f"{here(item)}/selesai", evidence_url=PROOF)
    assert answer.status_code == 409
    assert state(app, item) is status


@pytest.mark.parametrize("status", [S.ASSIGNED, S.RUNNING, S.CONFIRMED])
def test_only_finished_items_can_be_returned(
    app: Flask, house: House, item: int, signed_in: SignedIn, status: PlanItemStatus
) -> None:
    put(app, item, status=status, confirmed_by_id=house.trainer)
    answer = send(signed_in(house.trainer), f"{here(item)}/kembalikan", note="Lengkapi.")
    assert answer.status_code == 409
    assert state(app, item) is status


def test_employee_cannot_confirm_or_return(
    app: Flask, house: House, item: int, signed_in: SignedIn
) -> None:
    put(app, item, status=S.FINISHED, evidence_url=PROOF)
    clerk = signed_in(house.clerk)
    token = {
        "csrf_token": soup(clerk.get("/pengembangan")).select_one("[name=csrf_token]")["value"]
    }
    assert clerk.post(f"{here(item)}/konfirmasi", data=token).status_code == 403
    assert clerk.post(f"{here(item)}/kembalikan", data=token).status_code == 403
    assert clerk.get("/pengembangan/konfirmasi").status_code == 403


def test_trainers_do_not_confirm_their_own_items(
    app: Flask, house: House, signed_in: SignedIn
) -> None:
    training = factories.training(app, house.competency)
    own = factories.plan_item(app, house.trainer, training, status=S.FINISHED)
    trainer = signed_in(house.trainer)
    assert "Tidak ada yang menunggu konfirmasi" in trainer.get("/pengembangan/konfirmasi").text
    token = {
        "csrf_token": soup(trainer.get("/pengembangan")).select_one("[name=csrf_token]")["value"]
    }
    assert trainer.post(f"{here(own)}/konfirmasi", data=token).status_code == 403
    assert trainer.get(f"{here(own)}/kembalikan").status_code == 403
    assert state(app, own) is S.FINISHED


@pytest.mark.parametrize("who", ["foreign", "colleague"])
def test_what_is_not_yours_does_not_exist(
    app: Flask, house: House, item: int, signed_in: SignedIn, who: str
) -> None:
    put(app, item, status=S.FINISHED, evidence_url=PROOF)
    stranger = signed_in(getattr(house, who))
    unknown = stranger.get(here(99999))
    for path in (here(item), f"{here(item)}/selesai", f"{here(item)}/batal"):
        answer = stranger.get(path)
        assert answer.status_code == unknown.status_code == 404
        assert "Menulis surat" not in answer.text
    if who == "foreign":
        assert stranger.get(f"{here(item)}/kembalikan").status_code == 404
        assert stranger.get(f"/pengembangan/pegawai/{house.clerk}").status_code == 404
        assert "Sari Uji" not in stranger.get("/pengembangan/rencana").text
        assert "Sari Uji" not in stranger.get("/pengembangan/konfirmasi").text


def test_supervisor_reads_the_plan_of_a_direct_report_and_changes_nothing(
    app: Flask, house: House, item: int, signed_in: SignedIn
) -> None:
    put(app, item, status=S.RUNNING)
    boss = signed_in(house.boss)
    plan = boss.get(f"/pengembangan/pegawai/{house.clerk}")
    assert plan.status_code == 200
    assert "Menulis surat" in plan.text
    assert not soup(plan).select("main form")
    assert not soup(boss.get(here(item))).select("main form")
    for step in ("selesai", "batal"):
        assert boss.get(f"{here(item)}/{step}").status_code == 403
    assert boss.get(f"{here(item)}/kembalikan").status_code == 403
    assert boss.get(f"/pengembangan/pegawai/{house.colleague}").status_code == 404
    assert "Sari Uji" in boss.get("/pengembangan/rencana").text


def test_services_refuse_whoever_plays_no_part(
    app: Flask, house: House, item: int, signed_in: SignedIn
) -> None:
    signed_in(house.boss), signed_in(house.clerk)
    put(app, item, status=S.FINISHED, evidence_url=PROOF)
    with app.app_context():
        found = db.session.get_one(PlanItem, item)
        for somebody in (house.boss, house.clerk):
            with pytest.raises(DeniedError):
                services.confirm_item(found, by=as_viewer(somebody))
        with pytest.raises(services.EvidenceMissingError):
            services.finish_item(found, by=as_viewer(house.clerk), evidence_url="")
        with pytest.raises(services.NoteMissingError):
            services.return_item(found, by=as_viewer(house.clerk), note="")


def test_item_that_somebody_else_has_moved_is_stale(
    app: Flask, house: House, item: int, signed_in: SignedIn
) -> None:
    signed_in(house.clerk)
    with app.app_context():
        found = db.session.get_one(PlanItem, item)
        viewer = as_viewer(house.clerk)
        db.session.expunge(found)
        found.employee = people_queries.employee(house.clerk)
        db.session.execute(PlanItem.__table__.update().values(status=S.RUNNING))
        with pytest.raises(StaleError):
            services.start_item(found, by=viewer)


def test_holder_takes_out_an_own_choice_after_asking_and_the_seat_is_free(
    app: Flask, house: House, signed_in: SignedIn
) -> None:
    training = factories.training(app, house.competency, seats=1)
    own = factories.plan_item(app, house.clerk, training)
    clerk = signed_in(house.clerk)
    assert "Keluarkan dari rencana?" in clerk.get(f"{here(own)}/batal").text
    assert state(app, own) is S.ASSIGNED
    assert send(clerk, f"{here(own)}/batal").status_code == 303
    assert state(app, own) is S.CANCELLED
    assert "Dibatalkan" in clerk.get(here(own)).text
    again = send(clerk, f"/pengembangan/pelatihan/{training}")
    assert again.status_code == 303


def test_holder_does_not_take_out_what_a_trainer_assigned(
    app: Flask, house: House, item: int, signed_in: SignedIn
) -> None:
    answer = send(signed_in(house.clerk), f"{here(item)}/batal")
    assert answer.status_code == 409
    assert "ditugaskan pelatih" in answer.text
    assert send(signed_in(house.trainer), f"{here(item)}/batal").status_code == 303
    assert state(app, item) is S.CANCELLED


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


def give(app: Flask, house: House, employee_id: int, *, confirmed: int, planned: int) -> None:
    """JP of this year."""
    for status, jp in ((S.CONFIRMED, confirmed), (S.ASSIGNED, planned)):
        if jp:
            training = factories.training(app, house.competency, jp=jp)
            factories.plan_item(
                app,
                employee_id,
                training,
                status=status,
                year=clock.now().year,
                confirmed_by_id=house.trainer,
            )


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


def test_overview_of_a_supervisor_without_reports_is_refused(
    house: House, signed_in: SignedIn
) -> None:
    assert signed_in(house.colleague).get("/pengembangan/rencana").status_code == 403


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
