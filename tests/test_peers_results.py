"""What the result page says of the peers: to whom, and why nothing where there is nothing."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from sqlalchemy import select

from kinerja.competency.models import Assessment, PeerComment
from kinerja.competency.queries.peers import peer_view
from kinerja.competency.rules.peers import CommentStatus
from kinerja.extensions import db
from kinerja.permissions import Viewer
from tests import factories
from tests.peering import Team, answered, build_team, end_time, settle


@pytest.fixture
def team(app: Flask) -> Team:
    """A clerk who has sent the own answers, five peers, a supervisor."""
    return build_team(app)


def test_result_page_knows_what_each_viewer_may_read(app: Flask, team: Team) -> None:
    answered(app, team, dict.fromkeys(team.peers[:3], 5))
    settle(app)
    boss = Viewer(team.boss, 0, 0, direct_reports=frozenset({team.clerk}))
    with app.app_context():
        mine = db.session.get_one(Assessment, team.assessment)
        for viewer, reads in ((Viewer(team.clerk, 0, 0), True), (boss, True)):
            view = peer_view(mine, to=viewer)
            assert (len(view.levels), view.reads, view.waiting) == (9, reads, 27)
        other = peer_view(mine, to=Viewer(team.stranger, 0, 0))
        assert (len(other.levels), other.reads, other.waiting) == (9, False, 0)


PART = "{% from 'competency/peers_part.html' import peers_part with context %}"


def part(app: Flask, team: Team, person: int) -> str:
    """What the result page says of the peers to this person, as plain text."""
    with app.test_request_context():
        mine = db.session.get_one(Assessment, team.assessment)
        facts = {"view": peer_view(mine, to=Viewer(person, 0, 0)), "mine": person == team.clerk}
        html = render_template_string(PART + "{{ peers_part(view, mine) }}", **facts)
        return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def test_result_page_says_in_words_where_the_peers_stand(app: Flask, team: Team) -> None:
    assert part(app, team, team.clerk) == ""
    factories.peer_group(app, team.assessment, team.peers[:3])
    assert "Rekan sedang menilai. Hasilnya tampil di sini" in part(app, team, team.clerk)
    answered(app, team, dict.fromkeys(team.peers[:3], 5))
    settle(app)
    told = part(app, team, team.clerk)
    assert "nilai tengah dari jawaban rekan" in told
    assert "27 komentar masih diperiksa pengelola kepegawaian" in told
    assert "komentar" not in part(app, team, team.stranger).replace("angka maupun komentar", "")


def test_result_page_shows_comments_only_once_they_may_be_read(app: Flask, team: Team) -> None:
    answered(app, team, dict.fromkeys(team.peers[:3], 5))
    settle(app)
    with app.app_context():
        for number, one in enumerate(db.session.scalars(select(PeerComment)).all()):
            one.status = CommentStatus.APPROVED if number == 0 else CommentStatus.HIDDEN
        db.session.commit()
    assert part(app, team, team.clerk).count("Contoh komentar") == 1
    assert "Contoh komentar" not in part(app, team, team.stranger)


def test_result_page_says_why_there_is_nothing(app: Flask, team: Team) -> None:
    factories.peer_group(app, team.assessment, team.peers[:3])
    end_time(app, team.cycle)
    settle(app)
    assert "terlalu sedikit untuk menjaga kerahasiaan" in part(app, team, team.clerk)
    other = team._replace(assessment=factories.assessment_of(app, team.peers[0]))
    assert "tidak ditetapkan sampai batasnya" in part(app, other, team.peers[0])
