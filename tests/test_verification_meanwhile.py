"""What has changed while somebody verified: told clearly, and nothing that was typed is lost."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja.competency import services
from kinerja.competency.models import Assessment, Cycle, Record
from kinerja.competency.rules import CycleStatus, RecordKind
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Viewer
from tests import factories
from tests.assessing import (
    S,
    SignedIn,
    Team,
    build_team,
    filled,
    open_items,
    path_of,
    verdicts,
    verified_now,
)

REASON, NOTE = "Ia membimbing dua rekan.", "Tambahkan contoh rapat."
STEPS = ("", "/draf", "/buka", "/setujui", "/kembalikan", "/selesai")


@pytest.fixture
def team(app: Flask) -> Team:
    made = build_team(app)
    with app.app_context():
        db.session.get_one(Assessment, made.assessment).verifier_id = made.boss
        db.session.commit()
    return made


@pytest.fixture
def boss(team: Team, signed_in: SignedIn) -> FlaskClient:
    return signed_in(team.boss)


def typed(app: Flask, team: Team, client: FlaskClient) -> dict[str, object]:
    first = verified_now(app, team).items[0].id
    open_items(client, team, first)
    chosen = {f"verdict_{first}": "adjust", f"level_{first}": "4", f"reason_{first}": REASON}
    data = filled(client, team, note=NOTE, open=first, **(verdicts(app, team) | chosen))
    del data["key"]
    return data


def kept(client: FlaskClient, team: Team, data: dict[str, object], sentence: str) -> None:
    """Every step says why it is refused, and shows what was typed."""
    for step in STEPS:
        answer = client.post(path_of(team, step), data=data)
        assert answer.status_code == 422, step
        for words in (sentence, REASON, NOTE, "belum tersimpan"):
            assert words in answer.text, (step, words)


def test_the_cycle_was_closed_meanwhile(app: Flask, team: Team, boss: FlaskClient) -> None:
    data = typed(app, team, boss)
    with app.app_context():
        db.session.scalars(select(Cycle)).one().status = CycleStatus.CLOSED
        db.session.commit()
    kept(boss, team, data, "Siklus ini sudah ditutup.")
    with app.app_context():
        assert db.session.get_one(Assessment, team.assessment).verified_at is None


def test_somebody_else_returned_it_meanwhile(app: Flask, team: Team, boss: FlaskClient) -> None:
    data = typed(app, team, boss)
    with app.test_request_context():
        row = db.session.get_one(Assessment, team.assessment)
        by = Viewer(team.other, 0, 0, direct_reports=frozenset({team.clerk}))
        services.return_assessment(row, items=[], version=row.version, note="x", by=by)
        db.session.commit()
    kept(boss, team, data, "tidak lagi menunggu Anda")
    assert verified_now(app, team).return_note == "x"


def test_somebody_else_finished_it_meanwhile(app: Flask, team: Team, boss: FlaskClient) -> None:
    data = typed(app, team, boss)
    with app.app_context():
        db.session.get_one(Assessment, team.assessment).status = S.VERIFIED
        db.session.commit()
    kept(boss, team, data, "tidak lagi menunggu Anda")
    assert verified_now(app, team).status is S.VERIFIED


def test_the_person_moved_meanwhile_and_whom_it_was_sent_to_still_finishes(
    app: Flask, team: Team, boss: FlaskClient, signed_in: SignedIn
) -> None:
    """The new supervisor may verify too; whoever comes second is told."""
    data, new = typed(app, team, boss), factories.employee(app, name="Nila Baru")
    stranger = factories.employee(app, name="Orang Lain")
    with app.app_context():
        for person in (team.clerk, team.other):  # nobody is left with the former supervisor
            db.session.get_one(Employee, person).supervisor_id = new
        db.session.commit()
    assert signed_in(new).get(path_of(team)).status_code == 200
    assert signed_in(stranger).get(path_of(team)).status_code == 403
    assert "Sari Uji" in boss.get("/kompetensi/verifikasi").text
    assert boss.post(path_of(team, "/selesai"), data=data).status_code == 303
    assert verified_now(app, team).verifier_id == team.boss
    late = signed_in(new)
    sent = late.post(path_of(team, "/kembalikan"), data={**filled(boss, team), "note": NOTE})
    assert sent.status_code in (400, 422)


def test_the_new_supervisor_was_first(
    app: Flask, team: Team, boss: FlaskClient, signed_in: SignedIn
) -> None:
    data, new = typed(app, team, boss), factories.employee(app, name="Nila Baru")
    with app.app_context():
        db.session.get_one(Employee, team.clerk).supervisor_id = new
        db.session.commit()
    client = signed_in(new)
    done = filled(client, team, **verdicts(app, team))
    answer = client.post(path_of(team, "/selesai"), data=done)
    assert answer.status_code == 303
    assert verified_now(app, team).verifier_id == new
    with app.app_context():
        db.session.get_one(Assessment, team.assessment).verifier_id = team.boss
        db.session.commit()
    kept(boss, team, data, "tidak lagi menunggu Anda")


@pytest.mark.parametrize("step", ["/selesai", "/kembalikan", "/setujui", "/buka"])
def test_sent_twice_it_is_done_once(app: Flask, team: Team, boss: FlaskClient, step: str) -> None:
    first = verified_now(app, team).items[0].id
    data = filled(boss, team, note=NOTE, open=first, **verdicts(app, team))
    before = boss.post(path_of(team, step), data=data)
    again = boss.post(path_of(team, step), data=data)
    assert (before.status_code, again.status_code) == (303, 303)
    assert before.location == again.location
    with app.app_context():
        given = select(func.count()).where(Record.kind == RecordKind.SUPERVISOR)
        assert db.session.scalar(given) == (9 if step == "/selesai" else 0)
