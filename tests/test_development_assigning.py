"""The last steps of an assignment: check, assign to all at once, done."""

import io
import re

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from kinerja.development.models import Assignment, PlanItem, Skip
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import EmployeeKind, Standing
from tests import factories
from tests.factories import Counting
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
)
from tests.pages import soup
from tests.visits import send


@pytest.fixture
def agency(app: Flask) -> Agency:
    """Two offices under a root; a trainer for the first one and what is under it."""
    return build_agency(app)


@pytest.fixture
def crowd(app: Flask, agency: Agency) -> dict[str, int]:
    """People with gaps of 1 and 2 in communication, at two places, and one foreigner."""
    return build_crowd(app, agency)


def test_check_and_done_pages_name_everybody_who_is_skipped_and_why(
    app: Flask, agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    training = factories.training(app, agency.kom, jp=10, seats=3)
    factories.plan_item(app, crowd["Ani"], training)
    contract = factories.employee(app, unit_id=agency.desk, name="Kontrak", kind=EmployeeKind.PPPK)
    factories.verified(app, [contract], agency.kom, level=1, standard=3)
    before = factories.training(app, agency.ks, jp=15)
    factories.plan_item(app, contract, before)
    trainer = signed_in(agency.trainer)
    checked = check(trainer, agency, training, semua=1)
    text = soup(checked).get_text(" ", strip=True)
    assert "5 orang memenuhi saringan. 3 dilewati. 2 orang akan ditugaskan." in text
    for reason in (
        "1 orang sudah mempunyai kegiatan yang sama dalam rencananya: Ani.",
        "1 orang PPPK yang JP-nya akan melebihi batas setahun: Kontrak.",
        "1 orang tidak kebagian kursi; selisih terbesar didahulukan: Dedi.",
    ):
        assert reason in text
    done = trainer.get(assign(trainer, checked).location)
    text = soup(done).get_text(" ", strip=True)
    assert "2 orang ditugaskan" in text
    assert "3 orang dilewati." in text
    for name in ("Ani.", "Kontrak.", "Dedi."):
        assert name in text
    assert items(app)[-2:] == [crowd["Citra"], crowd["Budi"]]
    sheet = trainer.get(f"{done.request.path}/xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheet.data))
    rows = book.get_sheet_by_index(0).to_python()[1:]
    assert {row[1]: row[3] for row in rows} == {
        "Citra": "ditugaskan",
        "Budi": "ditugaskan",
        "Ani": "sudah mempunyai kegiatan yang sama dalam rencananya",
        "Kontrak": "PPPK yang JP-nya akan melebihi batas setahun",
        "Dedi": "tidak kebagian kursi; selisih terbesar didahulukan",
    }


def test_picked_people_who_left_or_lost_the_gap_are_named_foreign_ones_only_counted(
    app: Flask, agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    training = factories.training(app, agency.kom)
    with app.app_context():
        db.session.get_one(Employee, crowd["Dedi"]).standing = Standing.RETIRED
        db.session.commit()
    ids = ".".join(str(crowd[name]) for name in ("Ani", "Dedi", "Eka", "Asing")) + ".99999"
    trainer = signed_in(agency.trainer)
    checked = check(trainer, agency, training, orang=ids)
    text = soup(checked).get_text(" ", strip=True)
    assert "5 orang Anda centang. 4 dilewati. 1 orang akan ditugaskan." in text
    assert "1 orang tidak aktif lagi sejak disaring: Dedi." in text
    assert "1 orang selisihnya tidak lagi sebesar yang dipilih: Eka." in text
    assert "2 orang tidak ada di unit binaan Anda." in text
    assert "Asing" not in text
    done = trainer.get(assign(trainer, checked).location)
    assert "2 orang tidak ada di unit binaan Anda." in soup(done).get_text(" ", strip=True)
    assert items(app) == [crowd["Ani"]]


def test_set_is_worked_out_anew_and_may_only_have_shrunk(
    app: Flask, agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    training = factories.training(app, agency.kom)
    trainer = signed_in(agency.trainer)
    checked = check(trainer, agency, training, semua=1)
    factories.verified(app, [crowd["Eka"]], agency.kom, level=1, standard=3)
    grown = assign(trainer, checked)
    assert grown.status_code == 409
    assert "bertambah dari 4 menjadi 5" in grown.text
    assert items(app) == []
    with app.app_context():
        db.session.get_one(Employee, crowd["Ani"]).standing = Standing.RETIRED
        db.session.get_one(Employee, crowd["Budi"]).standing = Standing.RETIRED
        db.session.commit()
    done = assign(trainer, grown)
    assert done.status_code == 303
    text = trainer.get(done.location).text
    assert "Saat Anda periksa 5 orang, saat ditugaskan 3" in text
    assert sorted(items(app)) == sorted(crowd[name] for name in ("Citra", "Dedi", "Eka"))


def test_forged_count_does_not_let_more_people_in(
    app: Flask, agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    training = factories.training(app, agency.kom)
    trainer = signed_in(agency.trainer)
    for typed in ("", "-3", "banyak", "0"):
        checked = check(trainer, agency, training, semua=1)
        assert assign(trainer, checked, expected=typed).status_code == 409
    assert items(app) == []


def test_same_form_sent_twice_is_one_assignment(
    app: Flask, agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    training = factories.training(app, agency.kom)
    trainer = signed_in(agency.trainer)
    checked = check(trainer, agency, training, semua=1)
    first, second = assign(trainer, checked), assign(trainer, checked)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    other = assign(trainer, checked, key="00000000-0000-4000-8000-000000000001")
    assert other.status_code == 409
    assert "Tidak ada orang yang bisa ditugaskan" in other.text
    assert len(items(app)) == 4
    with app.app_context():
        assert db.session.scalar(select(func.count(Assignment.id))) == 1


def test_database_itself_keeps_an_activity_once_in_a_plan(
    app: Flask, agency: Agency, crowd: dict[str, int]
) -> None:
    training = factories.training(app, agency.kom)
    factories.plan_item(app, crowd["Ani"], training, status=PlanItemStatus.CANCELLED)
    factories.plan_item(app, crowd["Ani"], training)
    with pytest.raises(IntegrityError):
        factories.plan_item(app, crowd["Ani"], training)


def test_training_that_closed_meanwhile_assigns_to_nobody(
    app: Flask, agency: Agency, crowd: dict[str, int], signed_in: SignedIn
) -> None:
    training = factories.training(app, agency.kom)
    trainer = signed_in(agency.trainer)
    checked = check(trainer, agency, training, semua=1)
    send(trainer, f"/pengembangan/pelatihan/{training}/ubah", is_active=None)
    answer = assign(trainer, checked)
    assert answer.status_code == 409
    assert "tidak ditawarkan lagi" in answer.text
    assert items(app) == []


def test_three_thousand_people_cost_the_same_queries_and_get_it_in_one_go(
    app: Flask, agency: Agency, signed_in: SignedIn, count_queries: Counting
) -> None:
    trainer = signed_in(agency.trainer)
    job = factories.position(app)
    paths = {
        WIZARD: {},
        PEOPLE: {"kompetensi": agency.kom},
        ACTIVITY: {"kompetensi": agency.kom, "semua": 1},
    }
    counts: dict[str, list[int]] = {}
    known: set[int] = set()
    for more in (30, 270, 2700):
        people = factories.employees(app, more, unit_id=agency.desk, position_id=job)
        factories.verified(app, set(people) - known, agency.kom, level=1, standard=2)
        known |= set(people)
        training = factories.training(app, agency.kom, seats=5000)
        for path, args in paths.items():
            with count_queries() as statements:
                assert trainer.get(path, query_string=args).status_code == 200
            counts.setdefault(path, []).append(len(statements))
        with count_queries() as statements:
            checked = check(trainer, agency, training, semua=1)
        counts.setdefault(CHECK, []).append(len(statements))
        with count_queries() as statements:
            assert assign(trainer, checked).status_code == 303
        counts.setdefault("assign", []).append(len(statements))
    assert len(known) == 3000
    for path, found in counts.items():
        if path != "assign":
            assert len(set(found)) == 1, (path, found)
            assert max(found) <= 12, (path, found)
    assert counts["assign"][0] <= 20
    assert counts["assign"][2] <= counts["assign"][0] + 4
    with app.app_context():
        made = db.session.scalars(select(Assignment.assigned).order_by(Assignment.id)).all()
        assert list(made) == [30, 300, 3000]
        assert db.session.scalar(select(func.count(PlanItem.id))) == 3330
        assert db.session.scalar(select(func.count()).select_from(Skip)) == 0
    assert re.search(r"Tugaskan ke 3000 orang", checked.text)
