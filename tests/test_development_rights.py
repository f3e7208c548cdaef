"""Who may see and move somebody's plan."""

import pytest
from flask import Flask

from kinerja.development import services
from kinerja.development.models import PlanItem
from kinerja.development.rules import PlanItemStatus
from kinerja.errors import DeniedError
from kinerja.extensions import db
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

S = PlanItemStatus


@pytest.fixture
def house(app: Flask) -> House:
    """The office."""
    return build_house(app)


@pytest.fixture
def item(app: Flask, house: House) -> int:
    """A training of 10 JP that the trainer gave to the clerk."""
    return build_item(app, house)


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


def test_overview_of_a_supervisor_without_reports_is_refused(
    house: House, signed_in: SignedIn
) -> None:
    assert signed_in(house.colleague).get("/pengembangan/rencana").status_code == 403
