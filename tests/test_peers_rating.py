"""A rater's pages: the unfinished answer, sending it once, and what is refused."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja.competency.models import PeerDraft, PeerMark, PeerRater
from kinerja.competency.queries.peer_rating import Said
from kinerja.competency.rules.peers import RaterStatus
from kinerja.competency.services.peer_answers import (
    PeerAnsweredError,
    PeerIncompleteError,
    send_peer_answer,
)
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Viewer
from tests import factories
from tests.factories import Counting
from tests.pages import soup
from tests.peering import RATE, SignedIn, Team, build_team, raters_now, rating
from tests.routes import token
from tests.visits import form_on, held

FRAGMENT = {"HX-Request": "true", "HX-Target": "saved"}


@pytest.fixture
def team(app: Flask) -> Team:
    """A clerk who is rated by three peers."""
    made = build_team(app)
    factories.peer_group(app, made.assessment, made.peers[:3])
    return made


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_home_inbox_and_list_tell_how_many_wait(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    other = factories.assessment_of(app, team.peers[4])
    factories.peer_group(app, other, [team.peers[0]])
    client = signed_in(team.peers[0])
    home = " ".join(soup(client.get("/beranda")).get_text(" ").split())
    assert "Beri penilaian untuk 2 rekan" in home
    assert "Sekitar 6 menit, anonim" in home
    assert "Rekan yang menunggu penilaian Anda" in client.get("/kotak-masuk").text
    assert "2 rekan menunggu penilaian Anda" in client.get(RATE).text
    assert "Tidak ada rekan yang menunggu" in signed_in(team.stranger).get(RATE).text


def test_page_says_honestly_who_can_see_what(team: Team, signed_in: SignedIn) -> None:
    text = signed_in(team.peers[0]).get(f"{RATE}/{team.assessment}").text
    for told in ("paling sedikit dari 3 rekan", "pengelola kepegawaian dahulu", "anonim mutlak"):
        assert told in text


def test_answer_is_saved_as_a_draft_and_sent_once(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    client, page = signed_in(team.peers[0]), f"{RATE}/{team.assessment}"
    data = rating(client, team, 3)
    saved = client.post(f"{page}/draf", data=data, headers=FRAGMENT)
    assert "Draf tersimpan pukul" in saved.text
    assert count(app, PeerDraft) == 1
    again = held(form_on(client, page))
    assert [value for name, value in again.items() if name.startswith("level_")] == [["3"]] * 9
    left = client.post(page, data=again)
    assert (left.status_code, left.headers["Location"]) == (303, RATE)
    sent = client.post(f"{page}/kirim", data=held(form_on(client, page)))
    assert sent.status_code == 303
    assert (count(app, PeerDraft), count(app, PeerMark)) == (0, 9)
    assert raters_now(app, team.assessment)[team.peers[0]] is RaterStatus.ANSWERED
    assert "tidak bisa dibuka lagi" in client.get(page).text
    assert "Beri penilaian" not in client.get("/beranda").text
    once_more = client.post(f"{page}/kirim", data=rating_without_page(app, client, team))
    assert once_more.status_code == 422
    assert "Sudah terkirim" in once_more.text
    assert count(app, PeerMark) == 9


def rating_without_page(app: Flask, client: FlaskClient, team: Team) -> dict[str, object]:
    """A whole answer for a page that has no form any more."""
    with app.app_context():
        rater = db.session.get_one(PeerRater, (team.assessment, team.peers[0]))
        ids = [answer.competency_id for answer in rater.panel.assessment.answers]
    return {"csrf_token": token(app, client)} | {f"level_{one}": 3 for one in ids}


def test_double_click_sends_once(app: Flask, team: Team, signed_in: SignedIn) -> None:
    client = signed_in(team.peers[0])
    data = rating(client, team, 3)
    for _turn in range(2):
        assert client.post(f"{RATE}/{team.assessment}/kirim", data=data).status_code == 303
    assert count(app, PeerMark) == 9


def test_unanswered_and_unexplained_extremes_are_shown_at_the_field(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    client = signed_in(team.peers[0])
    data = rating(client, team, 3)
    first, second, *_rest = sorted(name for name in data if name.startswith("level_"))
    data |= {first: "", second: 5}
    answer = client.post(f"{RATE}/{team.assessment}/kirim", data=data)
    assert answer.status_code == 422
    assert "atau pilih tidak dapat menilai" in answer.text
    assert "Tulis komentar untuk tingkat 5" in answer.text
    assert count(app, PeerMark) == 0
    data |= {first: 0, second: 5, second.replace("level", "comment"): "Selalu tepat."}
    assert client.post(f"{RATE}/{team.assessment}/kirim", data=data).status_code == 303
    assert count(app, PeerMark) == 8  # who cannot judge a competency leaves nothing of it


def test_another_tab_is_shown_beside(app: Flask, team: Team, signed_in: SignedIn) -> None:
    client, page = signed_in(team.peers[0]), f"{RATE}/{team.assessment}"
    mine, theirs = rating(client, team, 3), rating(client, team, 4)
    client.post(f"{page}/draf", data=theirs, headers=FRAGMENT)
    mine.pop("key")
    refused = client.post(page, data=mine)
    assert refused.status_code == 409
    assert "Yang tersimpan:" in refused.text
    assert "Mumpuni (4)" in refused.text
    assert client.post(f"{page}/kirim", data=mine).status_code == 409
    kept = client.post(page, data={**mine, "replaces": 1})
    assert kept.status_code == 303


def test_who_was_not_asked_finds_nothing(app: Flask, team: Team, signed_in: SignedIn) -> None:
    page = f"{RATE}/{team.assessment}"
    for person in (team.clerk, team.boss, team.officer, team.stranger, team.peers[4]):
        client = signed_in(person)
        assert client.get(page).status_code == 404
    with app.app_context():
        rater = db.session.get_one(PeerRater, (team.assessment, team.peers[0]))
        with pytest.raises(MissingError):
            send_peer_answer(rater, said={}, version=None, by=Viewer(team.peers[1], 0, 0))


def test_service_refuses_the_incomplete_and_the_second(app: Flask, team: Team) -> None:
    by = Viewer(team.peers[0], 0, 0)
    with app.app_context():
        rater = db.session.get_one(PeerRater, (team.assessment, team.peers[0]))
        ids = [answer.competency_id for answer in rater.panel.assessment.answers]
        for said in ({}, {ids[0]: Said(3)}, dict.fromkeys(ids, Said(1)), {999_999: Said(3)}):
            with pytest.raises(PeerIncompleteError):
                send_peer_answer(rater, said=said, version=None, by=by)
        send_peer_answer(rater, said=dict.fromkeys(ids, Said(unable=True)), version=None, by=by)
        with pytest.raises(PeerAnsweredError):
            send_peer_answer(rater, said=dict.fromkeys(ids, Said(3)), version=None, by=by)


def test_draft_is_nobodys_but_the_raters(app: Flask, team: Team, signed_in: SignedIn) -> None:
    first, second = signed_in(team.peers[0]), signed_in(team.peers[1])
    data = rating(first, team, 3)
    first.post(f"{RATE}/{team.assessment}/draf", data=data, headers=FRAGMENT)
    form = held(form_on(second, f"{RATE}/{team.assessment}"))
    assert not any(name.startswith("level_") for name in form)


@pytest.mark.parametrize("colleagues", [1, 5])
def test_list_takes_the_same_queries_however_many_wait(
    app: Flask, signed_in: SignedIn, count_queries: Counting, colleagues: int
) -> None:
    team = build_team(app, peers=7)
    for one in team.peers[1 : colleagues + 1]:
        factories.peer_group(app, factories.assessment_of(app, one), [team.peers[0]])
    client = signed_in(team.peers[0])
    client.get(RATE)
    with count_queries() as statements:
        assert client.get(RATE).status_code == 200
    assert len([one for one in statements if "competency_peer" in one]) == 1
    with app.app_context():
        assert db.session.get_one(Employee, team.peers[0]).is_active
