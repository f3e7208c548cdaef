"""Items are opened one by one, and agreed with together only once they are."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja.competency import services
from kinerja.competency.models import Answer, Assessment
from kinerja.competency.rules import Verdict
from kinerja.competency.services import AnswerChangedError, UnopenedError
from kinerja.extensions import db
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
from tests.pages import soup
from tests.visits import form_on, held

BATCH = "sudah dibuka dan belum diputuskan"


@pytest.fixture
def team(app: Flask) -> Team:
    return build_team(app)


@pytest.fixture
def boss(team: Team, signed_in: SignedIn) -> FlaskClient:
    return signed_in(team.boss)


def numbers(app: Flask, team: Team) -> list[int]:
    return [answer.id for answer in verified_now(app, team).items]


def by(team: Team) -> Viewer:
    return Viewer(team.boss, 0, 0, direct_reports=frozenset({team.clerk}))


def test_opening_is_recorded_with_what_else_was_chosen(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    first, second, *_rest = numbers(app, team)
    assert not soup(boss.get(path_of(team))).select("input[name^=verdict_]")
    data = filled(boss, team, open=first, **{f"verdict_{second}": "agree"})
    assert boss.post(path_of(team, "/buka"), data=data).status_code == 303
    found = verified_now(app, team)
    assert found.items[0].is_opened_by(team.boss)
    assert found.items[0].verdict is None
    assert found.items[1].verdict is Verdict.AGREE
    assert found.items[1].is_opened_by(team.boss)  # who decides it has opened it
    assert found.status is S.UNDER_VERIFICATION
    page = boss.get(path_of(team))
    assert len(soup(page).select("input[name^=verdict_]")) == 2 * 3
    assert "1 dari 9 diputuskan" in page.text


def test_what_was_opened_is_agreed_with_together(app: Flask, team: Team, boss: FlaskClient) -> None:
    first, second, third, *rest = numbers(app, team)
    assert BATCH not in boss.get(path_of(team)).text
    open_items(boss, team, first, second, third)
    chosen = {
        f"verdict_{third}": "adjust",
        f"level_{third}": "3",
        f"reason_{third}": "Ia memimpin rapat.",
    }
    page = soup(boss.get(path_of(team)))
    assert f"Setujui 3 yang {BATCH}" in page.get_text()
    data = {**held(form_on(boss, path_of(team))), **chosen}
    assert sorted(map(int, data["agree"])) == sorted([first, second, third])
    assert boss.post(path_of(team, "/setujui"), data=data).status_code == 303
    found = {answer.id: answer for answer in verified_now(app, team).items}
    assert [found[one].verdict for one in (first, second)] == [Verdict.AGREE] * 2
    assert [found[one].verified_level for one in (first, second)] == [2, 2]
    assert (found[third].verdict, found[third].verified_level) == (Verdict.ADJUST, 3)
    assert {found[one].verdict for one in rest} == {None}
    assert "3 dari 9 diputuskan" in boss.get(path_of(team)).text


def test_what_was_not_opened_is_refused_and_nothing_is_agreed_with(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    first, second, *_rest = numbers(app, team)
    open_items(boss, team, first)
    data = filled(boss, team, agree=[first, second], note="Catatan yang saya ketik")
    answer = boss.post(path_of(team, "/setujui"), data=data)
    assert answer.status_code == 422
    assert "belum Anda buka. Buka dan baca dulu" in answer.text
    assert "Catatan yang saya ketik" in answer.text
    assert {one.verdict for one in verified_now(app, team).items} == {None}


def test_what_somebody_else_opened_is_not_opened(app: Flask, team: Team) -> None:
    first = numbers(app, team)[0]
    other = Viewer(team.other, 0, 0, direct_reports=frozenset({team.clerk}))
    with app.test_request_context():
        row = db.session.get_one(Assessment, team.assessment)
        services.open_item(row, answer_id=first, items=[], version=row.version, by=other)
        with pytest.raises(UnopenedError):
            services.agree_opened(
                row, answer_ids=[first], items=[], version=row.version, by=by(team)
            )
        assert (
            services.agree_opened(row, answer_ids=[first], items=[], version=row.version, by=other)
            == 1
        )


def test_another_first_level_is_decided_by_itself(app: Flask, team: Team) -> None:
    first = numbers(app, team)[0]
    with app.test_request_context():
        row = db.session.get_one(Assessment, team.assessment)
        services.open_item(row, answer_id=first, items=[], version=row.version, by=by(team))
        db.session.get_one(Answer, first).first_level = 4
        with pytest.raises(UnopenedError, match="berbeda"):
            services.agree_opened(
                row, answer_ids=[first], items=[], version=row.version, by=by(team)
            )


def test_two_verifiers_at_once_see_both_in_every_step(
    app: Flask, team: Team, boss: FlaskClient, signed_in: SignedIn
) -> None:
    first, second, *_rest = numbers(app, team)
    with app.app_context():
        db.session.get_one(Assessment, team.assessment).verifier_id = team.other
        db.session.commit()
    other = signed_in(team.other)
    open_items(boss, team, first, second)
    mine = {
        **filled(boss, team, **verdicts(app, team)),
        f"verdict_{first}": "adjust",
        f"level_{first}": "4",
        f"reason_{first}": "Dari atasan",
        "note": "Catatan saya",
        "open": second,
    }
    del mine["key"]
    theirs = {
        f"verdict_{first}": "adjust",
        f"level_{first}": "3",
        f"reason_{first}": "Dari verifikator lain",
    }
    assert other.post(path_of(team), data=filled(other, team, **theirs)).status_code == 303
    for step in ("", "/draf", "/buka", "/setujui", "/kembalikan", "/selesai"):
        both = boss.post(path_of(team, step), data=mine)
        assert both.status_code == 409, step
        for words in ("Dari atasan", "Dari verifikator lain", "Catatan saya"):
            assert words in both.text, step
    found = verified_now(app, team)
    assert (found.status, found.items[0].reason) == (S.UNDER_VERIFICATION, "Dari verifikator lain")
    now = {**mine, "replaces": found.version}
    assert boss.post(path_of(team, "/selesai"), data=now).status_code == 303
    assert verified_now(app, team).items[0].reason == "Dari atasan"


def test_opening_nothing_or_another_persons_item_is_refused(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    factories.assessed(app, team.other, [2] * 9)
    with app.app_context():
        row = db.session.get_one(Assessment, team.assessment)
        foreign = db.session.scalars(
            db.select(Answer.id).where(Answer.assessment_id != team.assessment)
        ).first()
        for number in (0, foreign):
            with pytest.raises(UnopenedError):
                services.open_item(
                    row, answer_id=number, items=[], version=row.version, by=by(team)
                )
            db.session.rollback()
        assert (
            services.agree_opened(
                row, answer_ids=[foreign], items=[], version=row.version, by=by(team)
            )
            == 0
        )
        db.session.rollback()
        stale = [{"answer_id": row.items[0].id, "verdict": "agree", "level": None, "reason": ""}]
        with pytest.raises(AnswerChangedError):
            services.agree_opened(row, answer_ids=[], items=stale, version=99, by=by(team))
    refused = boss.post(path_of(team, "/buka"), data=filled(boss, team))
    assert refused.status_code == 422
    assert "Pilih dulu kompetensi yang akan dibuka." in refused.text


def test_the_page_asks_the_same_number_of_queries_however_much_is_open(
    app: Flask, team: Team, boss: FlaskClient, count_queries: factories.Counting
) -> None:
    counts = []
    for some in (numbers(app, team)[:1], numbers(app, team)[1:]):
        open_items(boss, team, *some)
        with count_queries() as statements:
            boss.get(path_of(team))
        counts.append(len(statements))
    assert counts[0] == counts[1]
