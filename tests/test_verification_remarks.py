"""The assessed person says something of the verified result; no level changes by it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja.competency import queries, services
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.rules import REMARK_LONGEST, AssessmentStatus, CycleStatus
from kinerja.competency.services import (
    AnswerChangedError,
    AssessmentLockedError,
    CycleClosedError,
    RemarkError,
)
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.notifications.models import Notice
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.assessing import S, SignedIn, Team, build_team
from tests.offices import audited
from tests.pages import soup
from tests.visits import send

RESULT, HERE = "/kompetensi/hasil", "/kompetensi/hasil/tanggapan"
WORDS = "Di lapangan saya memimpin tiga rapat."


@pytest.fixture
def team(app: Flask) -> Team:
    made = build_team(app)
    factories.assessed(app, made.clerk, [2] * 9, status=S.VERIFIED, verified=[1] * 9)
    with app.app_context():
        db.session.get_one(Assessment, made.assessment).verifier_id = made.boss
        db.session.commit()
    return made


@pytest.fixture
def clerk(team: Team, signed_in: SignedIn) -> FlaskClient:
    return signed_in(team.clerk)


def row(app: Flask, team: Team) -> Assessment:
    with app.app_context():
        return db.session.get_one(Assessment, team.assessment)


def say(client: FlaskClient, text: str = WORDS, **more: object) -> int:
    return send(client, RESULT, HERE, text=text, **more).status_code


def test_a_remark_also_says_that_the_result_was_read(
    app: Flask, team: Team, clerk: FlaskClient
) -> None:
    with app.app_context():
        before = {number: one.level for number, one in queries.current_level(team.clerk).items()}
    assert say(clerk) == 303
    found = row(app, team)
    assert (found.status, found.remark) == (S.ACKNOWLEDGED, WORDS)
    assert found.acknowledged_at is not None
    with app.app_context():
        after = {number: one.level for number, one in queries.current_level(team.clerk).items()}
        assert before == after
        (entry,) = audited("assessment.remarked")
        assert WORDS not in entry.details
        (notice,) = db.session.scalars(select(Notice).where(Notice.employee_id == team.boss))
        assert "menanggapi hasil verifikasi" in notice.title
    assert WORDS in clerk.get(RESULT).text


def test_it_may_be_changed_and_taken_back_and_is_told_once(
    app: Flask, team: Team, clerk: FlaskClient
) -> None:
    for text in (WORDS, "Diubah.", "Diubah.", ""):
        assert say(clerk, text) == 303
        assert row(app, team).remark == text
    assert row(app, team).remarked_at is None
    with app.app_context():
        notices = select(Notice).where(Notice.employee_id == team.boss)
        assert len(db.session.scalars(notices).all()) == 1
        assert len(audited("assessment.remarked")) == 3


def test_verifier_and_hr_read_it_and_trainers_do_not(
    app: Flask, team: Team, clerk: FlaskClient, signed_in: SignedIn
) -> None:
    assert say(clerk) == 303
    with app.app_context():
        unit = queries.visible_result(team.assessment, to=Viewer(team.clerk, 0, 0)).employee.unit_id
    path = f"{RESULT}/{team.assessment}"
    assert WORDS in signed_in(team.boss).get(path).text
    for role, reads in ((Role.HR, True), (Role.TRAINER, False)):
        person = factories.employee(app, unit_id=unit, name=f"Petugas {role}")
        factories.grant(app, person, role, unit)
        assert (WORDS in signed_in(person).get(path).text) is reads, role
    assert signed_in(team.other).get(path).status_code == 404


def test_nothing_too_long_or_empty_is_kept_and_the_text_stays(
    app: Flask, team: Team, clerk: FlaskClient
) -> None:
    long = "x" * (REMARK_LONGEST + 1)
    answer = send(clerk, RESULT, HERE, text=long)
    assert answer.status_code == 422
    assert long in answer.text
    assert "Tulis dulu tanggapan Anda." in send(clerk, RESULT, HERE, text=" ").text
    by = Viewer(team.clerk, 0, 0)
    with app.test_request_context():
        found = db.session.get_one(Assessment, team.assessment)
        with pytest.raises(RemarkError):
            services.remark_on(found, text=long, version=1, by=by)
    assert row(app, team).status is S.VERIFIED


def test_two_tabs_show_both_remarks(app: Flask, team: Team, clerk: FlaskClient) -> None:
    old = row(app, team).version
    assert say(clerk, "Dari tab pertama") == 303
    both = send(clerk, RESULT, HERE, text="Dari tab kedua", version=old)
    assert both.status_code == 409
    assert "Dari tab pertama" in both.text
    assert "Dari tab kedua" in both.text
    assert row(app, team).remark == "Dari tab pertama"
    assert say(clerk, "Dari tab kedua") == 303


@pytest.mark.parametrize("status", [one for one in S if one not in (S.VERIFIED, S.ACKNOWLEDGED)])
def test_only_a_verified_result_is_remarked_on(
    app: Flask, team: Team, status: AssessmentStatus
) -> None:
    with app.test_request_context():
        found = db.session.get_one(Assessment, team.assessment)
        found.status = status
        db.session.flush()
        with pytest.raises(AssessmentLockedError):
            services.remark_on(found, text=WORDS, version=1, by=Viewer(team.clerk, 0, 0))


def test_nobody_else_remarks_on_it(app: Flask, team: Team, signed_in: SignedIn) -> None:
    with app.test_request_context():
        found = db.session.get_one(Assessment, team.assessment)
        boss = Viewer(team.boss, 0, 0, direct_reports=frozenset({team.clerk}))
        with pytest.raises(MissingError):
            services.remark_on(found, text=WORDS, version=found.version, by=boss)
        with pytest.raises(AnswerChangedError):
            services.remark_on(found, text=WORDS, version=99, by=Viewer(team.clerk, 0, 0))
    assert HERE not in signed_in(team.boss).get(f"{RESULT}/{team.assessment}").text


def test_it_is_open_until_the_archive_freezes_it(
    app: Flask, team: Team, clerk: FlaskClient
) -> None:
    with app.app_context():
        db.session.scalars(select(Cycle)).one().status = CycleStatus.CLOSED
        db.session.commit()
    assert say(clerk) == 303
    with app.app_context():
        db.session.scalars(select(Cycle)).one().status = CycleStatus.ARCHIVED
        db.session.commit()
    page = clerk.get(RESULT).text
    assert WORDS in page
    assert HERE not in page
    with app.test_request_context():
        found = db.session.get_one(Assessment, team.assessment)
        with pytest.raises(CycleClosedError):
            services.remark_on(found, text="x", version=found.version, by=Viewer(team.clerk, 0, 0))


def test_who_has_no_result_has_nothing_to_remark_on(team: Team, signed_in: SignedIn) -> None:
    client = signed_in(team.other)
    token = soup(client.get("/beranda")).select_one("input[name=csrf_token]")
    assert token is not None
    sent = client.post(HERE, data={"csrf_token": str(token["value"]), "text": WORDS})
    assert sent.status_code == 404
