"""The steps of an assignment: need, people, activity; and whose they are."""

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import audit
from kinerja.development.models import PlanItem
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Role
from tests import factories
from tests.learning import (
    ACTIVITY,
    CHECK,
    PEOPLE,
    WIZARD,
    Agency,
    SignedIn,
    assign,
    build_agency,
    build_crowd,
    check,
    items,
    listed,
)
from tests.pages import soup
from tests.visits import form_on, held, send


@pytest.fixture
def agency(app: Flask) -> Agency:
    """Two offices under a root; a trainer for the first one and what is under it."""
    return build_agency(app)


@pytest.fixture
def crowd(app: Flask, agency: Agency) -> dict[str, int]:
    """People with gaps of 1 and 2 in communication, at two places, and one foreigner."""
    return build_crowd(app, agency)


def test_five_steps_by_forms_alone(
    app: Flask, agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    training = factories.training(app, agency.kom, title="Bicara jelas")
    trainer = signed_in(agency.trainer)
    people = send(trainer, WIZARD, kompetensi=agency.kom, selisih="1")
    assert people.status_code == 200
    assert "4 orang memenuhi saringan" in people.text
    path = people.request.full_path
    activity = send(trainer, path, semua="1")
    assert "Semua 4 orang yang memenuhi saringan" in activity.text
    checked = send(trainer, activity.request.full_path, pelatihan=training)
    assert "4 orang akan ditugaskan." in checked.text
    assert "Tugaskan ke 4 orang" in checked.text
    done = assign(trainer, checked)
    assert done.status_code == 303
    page = trainer.get(done.location)
    assert "4 orang ditugaskan" in page.text
    assert items(app) == [crowd[name] for name in ("Citra", "Ani", "Budi", "Dedi")]
    with app.app_context():
        rows = db.session.scalars(select(PlanItem)).all()
        assert {row.status for row in rows} == {PlanItemStatus.ASSIGNED}
        assert {row.chosen_by_id for row in rows} == {agency.trainer}
        assert {row.employee_id: row.gap for row in rows}[crowd["Citra"]] == 2
        acts = list(db.session.scalars(select(audit.Entry.action)))
    assert acts.count("training.assigned") == 1
    assert "Bicara jelas" in signed_in(crowd["Ani"]).get("/pengembangan").text


def test_first_step_counts_people_and_trainings_of_each_need(
    app: Flask, agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    factories.training(app, agency.kom)
    text = soup(signed_in(agency.trainer).get(WIZARD)).get_text(" ", strip=True)
    assert "Komunikasi 4 orang di bawah standar, 1 di antaranya 2 tingkat atau lebih" in text
    assert "1 pelatihan tersedia" in text
    assert "Kerja Sama Tidak ada pegawai dengan selisih" in text
    assert "4 orang yang Anda bina punya selisih" in text


def test_no_competency_chosen_is_said_at_the_first_step(
    agency: Agency, signed_in: SignedIn
) -> None:
    trainer = signed_in(agency.trainer)
    assert trainer.get(f"{PEOPLE}?kompetensi=999").status_code == 404
    for path in (PEOPLE, ACTIVITY, f"{PEOPLE}?kompetensi=x"):
        answer = trainer.get(path)
        assert answer.status_code == 422
        assert "Pilih satu kompetensi." in answer.text


def test_empty_dictionary_is_said(app: Flask, signed_in: SignedIn) -> None:
    office = factories.unit(app)
    trainer = factories.employee(app, unit_id=office)
    factories.grant(app, trainer, Role.TRAINER, office)
    assert "Kamus kompetensi masih kosong" in signed_in(trainer).get(WIZARD).text


def test_people_are_filtered_by_gap_unit_level_and_name(
    app: Flask, agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    trainer = signed_in(agency.trainer)
    kom = agency.kom
    assert listed(trainer, kompetensi=kom) == ["Citra", "Ani", "Budi", "Dedi"]
    assert listed(trainer, kompetensi=kom, selisih=2) == ["Citra"]
    assert listed(trainer, kompetensi=kom, selisih=9) == []
    assert listed(trainer, kompetensi=kom, unit=agency.desk) == ["Citra", "Budi"]
    assert listed(trainer, kompetensi=kom, unit=agency.elsewhere) == []
    assert listed(trainer, kompetensi=kom, jenjang="pengawas") == ["Budi"]
    assert listed(trainer, kompetensi=kom, cari="DED") == ["Dedi"]
    with app.app_context():
        nip = db.session.get_one(Employee, crowd["Ani"]).nip
    assert listed(trainer, kompetensi=kom, cari=nip) == ["Ani"]
    none = trainer.get(PEOPLE, query_string={"kompetensi": agency.ks})
    assert "Tidak ada pegawai dengan selisih pada kompetensi ini" in none.text


def test_people_who_have_an_answer_in_their_plan_are_marked(
    app: Flask, agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    factories.plan_item(app, crowd["Ani"], factories.training(app, agency.kom))
    factories.plan_item(app, crowd["Dedi"], factories.training(app, agency.ks))
    page = soup(signed_in(agency.trainer).get(PEOPLE, query_string={"kompetensi": agency.kom}))
    marks = {
        row.select_one("label").get_text(" ", strip=True).split()[0]: row.select_one(".tag").text
        for row in page.select("tbody tr")
    }
    assert marks["Ani"] == "Sudah ada kegiatan"
    assert marks["Dedi"] == "Belum ada"


def test_ticks_stay_with_other_pages_and_filters(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    job = factories.position(app)
    many = factories.employees(app, 60, unit_id=agency.desk, position_id=job)
    factories.verified(app, many, agency.kom, level=1, standard=2)
    training = factories.training(app, agency.kom)
    trainer = signed_in(agency.trainer)
    first = f"{PEOPLE}?kompetensi={agency.kom}"
    form = form_on(trainer, first)
    boxes = [str(box["value"]) for box in form.select("[type=checkbox]")]
    assert len(boxes) == 50
    kept = held(form) | {"orang": [boxes[0], boxes[1]], "hal": "2"}
    second = trainer.get(PEOPLE, query_string=kept)
    assert "2 orang sudah dicentang" in second.text
    later = soup(second).select_one("main form")
    others = [str(box["value"]) for box in later.select("[type=checkbox]")]
    assert len(others) == 10
    sent = held(later)
    sent["orang"].append(others[0])
    filtered = trainer.get(PEOPLE, query_string=sent | {"cari": "tidak ada orangnya"})
    assert "3 orang sudah dicentang" in filtered.text
    activity = trainer.get(ACTIVITY, query_string=sent)
    assert "3 orang yang Anda centang" in activity.text
    checked = send(trainer, activity.request.full_path, pelatihan=training)
    assert "Tugaskan ke 3 orang" in checked.text
    assign(trainer, checked)
    assert sorted(items(app)) == sorted(int(one) for one in (boxes[0], boxes[1], others[0]))


def test_nobody_ticked_and_too_many_ticked_are_said(
    agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    trainer = signed_in(agency.trainer)
    none = trainer.get(ACTIVITY, query_string={"kompetensi": agency.kom, "orang": "x.-1."})
    assert none.status_code == 422
    assert "Centang paling sedikit satu orang" in none.text
    many = ".".join(str(one) for one in range(1, 202))
    answer = trainer.get(ACTIVITY, query_string={"kompetensi": agency.kom, "orang": many})
    assert answer.status_code == 422
    assert "Paling banyak 200 orang" in answer.text


def test_activities_serve_the_need_and_full_ones_cannot_be_taken(
    app: Flask, agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    good = factories.training(app, agency.kom, title="Cocok")
    full = factories.training(app, agency.kom, title="Penuh sudah", seats=1)
    factories.plan_item(app, crowd["Eka"], full)
    other = factories.training(app, agency.ks, title="Lain")
    trainer = signed_in(agency.trainer)
    args = {"kompetensi": agency.kom, "semua": 1}
    page = soup(trainer.get(ACTIVITY, query_string=args))
    assert page.select_one(f"#pelatihan-{full}").has_attr("disabled")
    assert not page.select_one(f"#pelatihan-{good}").has_attr("disabled")
    assert "Lain" not in page.select_one("main form").get_text()
    none = trainer.get(CHECK, query_string=args)
    assert none.status_code == 422
    assert "Pilih satu kegiatan." in none.text
    assert trainer.get(CHECK, query_string=args | {"pelatihan": other}).status_code == 404
    assert trainer.get(CHECK, query_string=args | {"pelatihan": 999}).status_code == 404
    assert trainer.get(CHECK, query_string={"pelatihan": good}).status_code == 404
    empty = trainer.get(ACTIVITY, query_string={"kompetensi": agency.ks, "semua": 1})
    assert empty.status_code == 200


def test_need_without_a_training_leads_to_adding_one(
    agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    args = {"kompetensi": agency.kom, "semua": 1}
    page = signed_in(agency.trainer).get(ACTIVITY, query_string=args)
    assert "Belum ada pelatihan untuk kompetensi ini" in page.text
    assert f"/pengembangan/pelatihan/tambah?kompetensi={agency.kom}" in page.text


def test_assignment_is_for_trainers_and_its_result_for_the_one_who_made_it(
    app: Flask, agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    training = factories.training(app, agency.kom)
    trainer = signed_in(agency.trainer)
    done = assign(trainer, check(trainer, agency, training, semua=1)).location
    second = factories.employee(app, unit_id=agency.office)
    factories.grant(app, second, Role.TRAINER, agency.office)
    for path in (done, f"{done}/xlsx"):
        assert signed_in(second).get(path).status_code == 404
        assert signed_in(crowd["Ani"]).get(path).status_code == 403
    for path in (WIZARD, PEOPLE, ACTIVITY, CHECK):
        assert signed_in(crowd["Ani"]).get(path).status_code == 403


def test_trainer_of_another_unit_finds_none_of_these_people(
    app: Flask, agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    training = factories.training(app, agency.kom)
    foreign = factories.employee(app, unit_id=agency.elsewhere)
    factories.grant(app, foreign, Role.TRAINER, agency.elsewhere)
    client = signed_in(foreign)
    assert listed(client, kompetensi=agency.kom) == ["Asing"]
    checked = check(client, agency, training, orang=crowd["Ani"])
    assert "Tidak ada orang yang bisa ditugaskan" in checked.text
    assert not soup(checked).select('main form[method="post"]')
