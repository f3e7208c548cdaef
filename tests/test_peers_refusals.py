"""Whom nobody can choose, who may not decide, and when it is too late."""

from datetime import timedelta

import pytest
from flask import Flask

from kinerja import clock
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.queries.peer_colleagues import choice
from kinerja.competency.rules import CycleStatus
from kinerja.competency.services.moves import CycleClosedError
from kinerja.competency.services.peers import (
    RatersError,
    approve_peers,
    draw_peers,
    propose_peers,
)
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.permissions import Viewer
from tests import factories
from tests.peering import (
    DECIDE,
    OWN,
    SignedIn,
    Team,
    build_team,
    change_cycle,
    choose,
    raters_now,
)


@pytest.fixture
def team(app: Flask) -> Team:
    """A clerk who has sent the own answers, five peers, a supervisor."""
    return build_team(app)


def boss_of(team: Team) -> Viewer:
    return Viewer(team.boss, 0, 0, direct_reports=frozenset({team.clerk, *team.peers}))


@pytest.mark.parametrize(
    ("ids", "why"),
    [
        (lambda team: team.peers[:2], "Pilih 3 sampai 7 rekan"),
        (lambda _team: [], "Pilih 3 sampai 7 rekan"),
        (lambda team: [*team.peers[:2], team.clerk], "bukan rekan setingkat"),
        (lambda team: [*team.peers[:2], team.boss], "bukan rekan setingkat"),
        (lambda team: [*team.peers[:2], team.stranger], "bukan rekan setingkat"),
    ],
)
def test_too_few_oneself_superiors_and_strangers_are_refused(
    app: Flask, team: Team, signed_in: SignedIn, ids: object, why: str
) -> None:
    answer = choose(signed_in(team.clerk), OWN, ids(team))
    assert answer.status_code == 422
    assert why in answer.text


def test_not_more_raters_than_the_most(app: Flask) -> None:
    team = build_team(app, peers=9)
    with app.app_context():
        mine = db.session.get_one(Assessment, team.assessment)
        with pytest.raises(RatersError, match="3 sampai 7"):
            propose_peers(mine, rater_ids=team.peers[:8], by=Viewer(team.clerk, 0, 0))


def test_nobody_rates_more_people_than_the_rulebook_lets(app: Flask, team: Team) -> None:
    busy = team.peers[0]
    with app.app_context():
        cycle = db.session.get_one(Cycle, team.cycle)
        limits = {"minimum": 3, "maximum": 7, "per_rater": 1}
        cycle.frozen = {"rules": {"competency.peer_raters": {"value": limits}}}
        db.session.commit()
    other = factories.assessment_of(app, team.peers[4])
    factories.peer_group(app, other, [busy])
    with app.app_context():
        mine = db.session.get_one(Assessment, team.assessment)
        found = {one.person.id: one for one in choice(mine).candidates}
        assert (found[busy].load, found[busy].is_full) == (1, True)
        with pytest.raises(RatersError, match="Rekan A sudah menilai 1 orang"):
            approve_peers(mine, rater_ids=team.peers[:3], by=boss_of(team))
        drawn = draw_peers(mine, by=boss_of(team))
        assert drawn == 4  # five are preferred, one of them is spared
        db.session.commit()
    assert busy not in raters_now(app, team.assessment)


def test_only_who_verifies_decides_and_never_about_oneself(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    assert signed_in(team.stranger).get(f"{DECIDE}/{team.assessment}").status_code == 403
    assert signed_in(team.officer).get(f"{DECIDE}/{team.assessment}").status_code == 403
    with app.app_context():
        own = db.session.get_one(Assessment, factories.assessment_of(app, team.boss))
        with pytest.raises(MissingError):
            approve_peers(own, rater_ids=team.peers[:3], by=boss_of(team))
        mine = db.session.get_one(Assessment, team.assessment)
        with pytest.raises(MissingError):
            propose_peers(mine, rater_ids=team.peers[:3], by=boss_of(team))
        acting = Viewer(team.peers[0], 0, 0)
        with pytest.raises(RatersError, match="Anda yang menetapkan"):
            approve_peers(mine, rater_ids=team.peers[:3], by=acting)


def test_after_the_last_day_nobody_is_chosen(app: Flask, team: Team, signed_in: SignedIn) -> None:
    with app.app_context():
        late = clock.today() - timedelta(days=1)
    change_cycle(app, team.cycle, peers_due_on=late)
    assert "Batas memilih rekan sudah lewat" in signed_in(team.clerk).get(OWN).text
    with app.app_context():
        mine = db.session.get_one(Assessment, team.assessment)
        with pytest.raises(CycleClosedError):
            propose_peers(mine, rater_ids=team.peers[:3], by=Viewer(team.clerk, 0, 0))
    change_cycle(app, team.cycle, status=CycleStatus.CLOSED)
    assert signed_in(team.boss).get(f"{DECIDE}/{team.assessment}").status_code == 404
    assert "Belum ada penilaian rekan" in signed_in(team.clerk).get(OWN).text
