"""A return or a finished verification is taken back while nobody has gone on from it."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja.competency import queries
from kinerja.competency.models import Assessment, Present, Record
from kinerja.competency.rules import RecordKind
from kinerja.extensions import db
from tests import factories
from tests.assessing import (
    KEPT,
    S,
    SignedIn,
    Team,
    build_team,
    filled,
    path_of,
    verdicts,
    verified_now,
)
from tests.pages import soup
from tests.visits import send


@pytest.fixture
def team(app: Flask) -> Team:
    return build_team(app)


@pytest.fixture
def boss(team: Team, signed_in: SignedIn) -> FlaskClient:
    return signed_in(team.boss)


def finish(app: Flask, team: Team, boss: FlaskClient) -> None:
    data = filled(boss, team, **verdicts(app, team))
    assert boss.post(path_of(team, "/selesai"), data=data).status_code == 303


def give_back(team: Team, boss: FlaskClient) -> None:
    data = filled(boss, team, note="Tambahkan contoh.")
    assert boss.post(path_of(team, "/kembalikan"), data=data).status_code == 303


def undo(team: Team, client: FlaskClient) -> str:
    """Press the button that the next page offers; what the page after it says."""
    page = soup(client.get("/kompetensi/verifikasi"))
    form = page.select_one(f'form[action="{path_of(team, "/urungkan")}"]')
    assert form is not None
    token = form.select_one('input[name="csrf_token"]')
    assert token is not None
    sent = client.post(path_of(team, "/urungkan"), data={"csrf_token": str(token["value"])})
    assert sent.status_code == 303
    return client.get(sent.location).text


def age(app: Flask, team: Team, minutes: int) -> None:
    with app.app_context():
        found = db.session.get_one(Assessment, team.assessment)
        found.since -= timedelta(minutes=minutes)
        db.session.commit()


def current(app: Flask, team: Team) -> list[int]:
    """The assessments from which the person's present levels come."""
    with app.app_context():
        levels = select(Record.assessment_id).join(Present, Present.record_id == Record.id)
        theirs = levels.where(Present.employee_id == team.clerk, Present.kind != RecordKind.SELF)
        return list(db.session.scalars(theirs.distinct()))


def test_a_return_is_taken_back_with_the_verdicts_kept(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    boss.post(path_of(team), data=filled(boss, team, **verdicts(app, team)))
    give_back(team, boss)
    assert "Diurungkan" in undo(team, boss)
    found = verified_now(app, team)
    assert (found.status, found.return_note) == (S.UNDER_VERIFICATION, None)
    assert {answer.verdict for answer in found.items} == {"agree"}


def test_a_finished_verification_is_taken_back_and_the_levels_before_hold_again(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    with app.app_context():
        kom = queries.competency_by_code("KOM").id
    factories.verified(app, [team.clerk], kom, level=1, standard=3)
    finish(app, team, boss)
    assert current(app, team) == [team.assessment]
    assert "Diurungkan" in undo(team, boss)
    found = verified_now(app, team)
    assert (found.status, found.verified_at) == (S.UNDER_VERIFICATION, None)
    (before,) = current(app, team)
    assert before != team.assessment


def test_after_the_minutes_of_the_rulebook_nothing_is_taken_back(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    give_back(team, boss)
    age(app, team, 11)
    assert "Hanya bisa diurungkan dalam 10 menit." in undo(team, boss)
    assert verified_now(app, team).status is S.RETURNED


def test_what_the_person_has_begun_to_correct_is_not_taken_back(
    app: Flask, team: Team, boss: FlaskClient, signed_in: SignedIn
) -> None:
    give_back(team, boss)
    send(signed_in(team.clerk), "/kompetensi/penilaian/kom", level=3, **KEPT)
    assert "sudah mulai memperbaikinya" in undo(team, boss)
    assert verified_now(app, team).status is S.RETURNED


def test_a_result_that_was_read_is_not_taken_back(
    app: Flask, team: Team, boss: FlaskClient, signed_in: SignedIn
) -> None:
    finish(app, team, boss)
    send(signed_in(team.clerk), "/kompetensi/hasil", action="/kompetensi/hasil/terima")
    assert verified_now(app, team).status is S.ACKNOWLEDGED
    assert "tidak lagi menunggu Anda" in undo(team, boss)
    assert verified_now(app, team).status is S.ACKNOWLEDGED
