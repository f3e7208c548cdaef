"""Planning, opening and closing a cycle."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja import audit, clock
from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.rules import CycleStatus
from kinerja.competency.services import set_standards
from kinerja.extensions import db
from kinerja.people.rules import JobLevel, Standing
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.visits import form_on, held, send

SignedIn = Callable[[int], FlaskClient]


@pytest.fixture
def admin(app: Flask, signed_in: SignedIn) -> FlaskClient:
    root = factories.unit(app)
    person = factories.employee(app, unit_id=root)
    factories.grant(app, person, Role.AGENCY_ADMIN, root)
    return signed_in(person)


def plan(app: Flask, client: FlaskClient, name: str = "Penilaian uji", **typed: str) -> str:
    with app.app_context():
        today = clock.today()
    days = {
        "starts_on": today.isoformat(),
        "self_due_on": (today + timedelta(days=10)).isoformat(),
        "verify_due_on": (today + timedelta(days=20)).isoformat(),
    }
    answer = send(client, "/kompetensi/siklus", **({"name": name} | days | typed))
    return answer.location if answer.status_code == 303 else answer.text


def decide_all(client: FlaskClient, close: str) -> None:
    """Everybody who has not begun is closed as unfinished."""
    typed = {"status": "not_started", "decision": "incomplete", "reason": "Alasan contoh"}
    where = close.replace("/tutup", "/putuskan")
    assert send(client, close, where, **typed).location == close


def test_a_planned_cycle_asks_nobody_until_it_is_opened(app: Flask, admin: FlaskClient) -> None:
    factories.dictionary(app)
    factories.employee(app, standing=Standing.RETIRED)
    assert "Belum ada siklus" in admin.get("/kompetensi/siklus").text
    path = plan(app, admin)
    assert "1 pegawai aktif akan diminta menilai diri." in admin.get(path).text
    with app.app_context():
        assert db.session.scalar(select(func.count(Assessment.id))) == 0
    assert send(admin, path).location == "/kompetensi/siklus"
    assert "Penilaian uji dibuka untuk 1 orang." in admin.get("/kompetensi/siklus").text
    with app.app_context():
        assert db.session.scalar(select(func.count(Assessment.id))) == 1
        assert db.session.scalar(select(func.count(Answer.id))) == 9
        actions = [entry.action for entry in db.session.scalars(select(audit.Entry))]
        assert actions[-2:] == ["cycle.planned", "cycle.opened"]


def test_only_one_cycle_is_open(app: Flask, admin: FlaskClient) -> None:
    factories.dictionary(app)
    first, second = plan(app, admin), plan(app, admin, "Penilaian kedua")
    send(admin, first)
    refused = send(admin, second)
    assert refused.status_code == 422
    assert "Masih ada siklus yang dibuka." in refused.text
    again = admin.get(first)
    assert again.status_code == 200
    close = first.replace("/buka", "/tutup")
    assert "1 orang" in admin.get(close).text
    decide_all(admin, close)
    assert send(admin, close, close).location == "/kompetensi/siklus"
    assert send(admin, second).status_code == 303
    assert send(admin, first).status_code == 422
    with app.app_context():
        states = {cycle.name: cycle.status for cycle in db.session.scalars(select(Cycle))}
    assert states == {"Penilaian uji": CycleStatus.CLOSED, "Penilaian kedua": CycleStatus.OPEN}


def test_a_closed_cycle_is_not_opened_or_closed_again(app: Flask, admin: FlaskClient) -> None:
    factories.dictionary(app)
    path = plan(app, admin)
    send(admin, path)
    close = path.replace("/buka", "/tutup")
    decide_all(admin, close)
    page = form_on(admin, close, close)
    admin.post(close, data=held(page))
    again = admin.post(close, data=held(page) | {"key": [str(uuid.uuid4())]})
    assert again.status_code == 422
    assert "Keadaan siklus ini sudah berubah." in again.text
    reopened = send(admin, path)
    assert reopened.status_code == 422
    assert "Keadaan siklus ini sudah berubah." in reopened.text


def test_without_a_dictionary_nothing_is_opened(app: Flask, admin: FlaskClient) -> None:
    refused = send(admin, plan(app, admin))
    assert refused.status_code == 422
    assert "Kamus kompetensi masih kosong." in refused.text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": ""}, "Isi nama siklus"),
        ({"starts_on": ""}, "Isi tanggal mulai."),
        ({"verify_due_on": "2020-01-01"}, "Urutkan tanggalnya"),
        ({"self_due_on": "besok"}, "Tulis tanggal seperti"),
    ],
)
def test_wrong_input_is_told_in_place(
    app: Flask, admin: FlaskClient, typed: dict[str, str], message: str
) -> None:
    assert message in plan(app, admin, **typed)


def test_a_name_is_used_once(app: Flask, admin: FlaskClient) -> None:
    plan(app, admin)
    assert "Sudah ada siklus dengan nama ini." in plan(app, admin)


def test_standards_are_frozen_when_a_cycle_opens(app: Flask) -> None:
    job = factories.position(app, JobLevel.PENGAWAS)
    person = factories.employee(app, position_id=job)
    factories.open_cycle(app)
    with app.app_context():
        codes = factories.dictionary(app)
        levels = dict.fromkeys(codes.values(), 4)
        by = Viewer(person, 0, 0)
        assert set_standards(JobLevel.PENGAWAS, levels=levels, by=by) == 9
        db.session.commit()
        assert set(db.session.scalars(select(Answer.standard_level))) == {2}


def test_a_cycle_that_is_not_there_is_not_found(app: Flask, admin: FlaskClient) -> None:
    assert admin.get("/kompetensi/siklus/9/buka").status_code == 404


def test_only_the_agency_admin_runs_cycles(app: Flask, signed_in: SignedIn) -> None:
    root = factories.unit(app)
    for role in (Role.TRAINER, Role.UNIT_ADMIN, Role.LEADER):
        person = factories.employee(app, unit_id=root)
        factories.grant(app, person, role, root)
        assert signed_in(person).get("/kompetensi/siklus").status_code == 403


def test_three_thousand_people_are_asked_in_two_statements(
    app: Flask, count_queries: factories.Counting
) -> None:
    unit, job = factories.unit(app), factories.position(app)
    factories.employees(app, 3000, unit_id=unit, position_id=job)
    factories.dictionary(app)
    with count_queries() as statements:
        factories.open_cycle(app)
    inserts = [one for one in statements if one.startswith("INSERT INTO competency_a")]
    assert len(inserts) == 2
    with app.app_context():
        assert db.session.scalar(select(func.count(Answer.id))) == 27000
