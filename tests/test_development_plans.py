"""One's own plan: starting, finishing, confirming, returning, cancelling."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.development import services
from kinerja.development.models import PlanItem
from kinerja.development.rules import PlanItemStatus
from kinerja.errors import StaleError
from kinerja.extensions import db
from kinerja.people import queries as people_queries
from tests import factories
from tests.learning import (
    PROOF,
    House,
    SignedIn,
    as_viewer,
    build_house,
    build_item,
    here,
    put,
    state,
)
from tests.pages import soup
from tests.visits import held, send

S = PlanItemStatus


@pytest.fixture
def house(app: Flask) -> House:
    """The office."""
    return build_house(app)


@pytest.fixture
def item(app: Flask, house: House) -> int:
    """A training of 10 JP that the trainer gave to the clerk."""
    return build_item(app, house)


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


def test_confirming_twice_is_refused(
    app: Flask, house: House, item: int, signed_in: SignedIn
) -> None:
    put(app, item, status=S.FINISHED, evidence_url=PROOF)
    first, second = signed_in(house.trainer), signed_in(house.trainer)
    form = soup(second.get(here(item))).select_one('main form[method="post"]')
    assert send(first, here(item), f"{here(item)}/konfirmasi").status_code == 303
    answer = second.post(str(form["action"]), data=held(form))
    assert answer.status_code == 409
    assert "berstatus “Selesai”" in answer.text


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


def undo(trainer: FlaskClient, item: int) -> str:
    """Press the button on the next page; what the page after it says."""
    page = soup(trainer.get("/pengembangan/konfirmasi"))
    token = page.select_one(f'form[action="{here(item)}/urungkan"] input[name="csrf_token"]')
    assert token is not None
    data = {"csrf_token": str(token["value"])}
    return trainer.get(trainer.post(f"{here(item)}/urungkan", data=data).location).text


@pytest.mark.parametrize("decision", ["konfirmasi", "kembalikan"])
def test_trainer_takes_a_decision_back(
    app: Flask, house: House, item: int, signed_in: SignedIn, decision: str
) -> None:
    put(app, item, status=S.FINISHED, evidence_url=PROOF)
    trainer = signed_in(house.trainer)
    if decision == "konfirmasi":
        send(trainer, "/pengembangan/konfirmasi", f"{here(item)}/konfirmasi")
    else:
        send(trainer, f"{here(item)}/kembalikan", note="Bukti belum terbaca.")
    assert "Diurungkan" in undo(trainer, item)
    assert state(app, item) is S.FINISHED


def test_a_decision_of_long_ago_stays(
    app: Flask, house: House, item: int, signed_in: SignedIn
) -> None:
    put(app, item, status=S.FINISHED, evidence_url=PROOF)
    trainer = signed_in(house.trainer)
    send(trainer, "/pengembangan/konfirmasi", f"{here(item)}/konfirmasi")
    put(app, item, since=clock.now() - timedelta(minutes=11))
    assert "Hanya bisa diurungkan dalam 10 menit." in undo(trainer, item)
    assert state(app, item) is S.CONFIRMED


def test_only_decisions_are_taken_back(
    app: Flask, house: House, item: int, signed_in: SignedIn
) -> None:
    put(app, item, status=S.RUNNING)
    signed_in(house.trainer)
    with app.test_request_context():
        running = db.session.get_one(PlanItem, item)
        with pytest.raises(services.MoveRefusedError):
            services.undo_decision(running, by=as_viewer(house.trainer))
