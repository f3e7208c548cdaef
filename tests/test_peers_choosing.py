"""Who rates whom: proposals, decisions, draws, and what is refused."""

from datetime import timedelta

import pytest
from flask import Flask

from kinerja import clock
from kinerja.competency.models import Assessment, PeerPanel
from kinerja.competency.queries.peer_choice import choices_page
from kinerja.competency.queries.peer_colleagues import choice
from kinerja.competency.rules import AssessmentStatus
from kinerja.competency.rules.peers import PanelStatus, RaterStatus
from kinerja.competency.services.peers import (
    PeersLockedError,
    RatersError,
    approve_peers,
    draw_peers,
    propose_peers,
)
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import JobLevel, Standing
from kinerja.permissions import Viewer
from tests import factories
from tests.factories import Counting
from tests.pages import soup
from tests.peering import (
    DECIDE,
    OWN,
    SignedIn,
    Team,
    build_team,
    change_cycle,
    choose,
    panel_now,
    raters_now,
    settle,
)


@pytest.fixture
def team(app: Flask) -> Team:
    """A clerk who has sent the own answers, five peers, a supervisor."""
    return build_team(app)


def names(app: Flask, team: Team, person: int | None = None) -> list[str]:
    with app.app_context():
        made = factories.assessment_of(app, person) if person else team.assessment
        return [one.person.name for one in choice(db.session.get_one(Assessment, made)).candidates]


def boss_of(team: Team) -> Viewer:
    return Viewer(team.boss, 0, 0, direct_reports=frozenset({team.clerk, *team.peers}))


def test_employee_proposes_and_supervisor_decides(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    a, b, c, d, _e = team.peers
    clerk, boss = signed_in(team.clerk), signed_in(team.boss)
    assert choose(clerk, OWN, [a, b, c]).status_code == 303
    assert panel_now(app, team.assessment).status is PanelStatus.PROPOSED
    assert set(raters_now(app, team.assessment).values()) == {RaterStatus.PROPOSED}
    assert "mengusulkan rekan penilainya" in boss.get("/pemberitahuan").text
    assert "Rekan penilai yang diusulkan" in boss.get("/kotak-masuk").text
    page = f"{DECIDE}/{team.assessment}"
    assert "Diusulkan" in boss.get(page).text
    assert choose(boss, page, [a, b, d]).status_code == 303
    # The own answers were sent before, so the peers' time has begun.
    assert panel_now(app, team.assessment).status is PanelStatus.OPEN
    assert raters_now(app, team.assessment) == dict.fromkeys((a, b, d), RaterStatus.ASKED)
    text = clerk.get(OWN).text
    assert "Rekan sedang menilai" in text
    assert not any(f"Rekan {letter}" in text for letter in "ABCD")
    for rater in (a, b, d):
        assert "Anda diminta menilai rekan kerja" in signed_in(rater).get("/pemberitahuan").text
    assert "Anda diminta menilai" not in signed_in(c).get("/pemberitahuan").text


def test_proposal_can_be_changed_until_somebody_decides(app: Flask, team: Team) -> None:
    with app.app_context():
        mine = db.session.get_one(Assessment, team.assessment)
        own = Viewer(team.clerk, 0, 0)
        propose_peers(mine, rater_ids=team.peers[:3], by=own)
        propose_peers(mine, rater_ids=team.peers[1:], by=own)
        db.session.commit()
        approve_peers(mine, rater_ids=team.peers[:3], by=boss_of(team))
        with pytest.raises(PeersLockedError):
            propose_peers(mine, rater_ids=team.peers[:3], by=own)


def test_decision_before_the_own_answers_waits_for_them(app: Flask) -> None:
    team = build_team(app, sent=False)
    with app.app_context():
        mine = db.session.get_one(Assessment, team.assessment)
        approve_peers(mine, rater_ids=team.peers[:3], by=boss_of(team))
        approve_peers(mine, rater_ids=team.peers[:4], by=boss_of(team))  # may still be changed
        db.session.commit()
    assert panel_now(app, team.assessment).status is PanelStatus.APPROVED
    assert settle(app) == 0
    factories.assessed(app, team.clerk, [3] * 9)
    assert settle(app) == 1
    assert panel_now(app, team.assessment).status is PanelStatus.OPEN


def test_time_for_the_own_answers_being_over_opens_the_group(app: Flask) -> None:
    team = build_team(app, sent=False)
    with app.app_context():
        mine = db.session.get_one(Assessment, team.assessment)
        approve_peers(mine, rater_ids=team.peers[:3], by=boss_of(team))
        db.session.commit()
        yesterday = clock.today() - timedelta(days=1)
    change_cycle(app, team.cycle, starts_on=yesterday, self_due_on=yesterday)
    assert settle(app) == 1
    assert panel_now(app, team.assessment).status is PanelStatus.OPEN


def test_who_was_asked_stays_and_others_join(app: Flask, team: Team, signed_in: SignedIn) -> None:
    boss, page = signed_in(team.boss), f"{DECIDE}/{team.assessment}"
    assert choose(boss, page, team.peers[:3]).status_code == 303
    assert "sudah diminta menilai" in boss.get(page).text
    assert choose(boss, page, team.peers[3:4]).status_code == 303
    asked = raters_now(app, team.assessment)
    assert asked == dict.fromkeys(team.peers[:4], RaterStatus.ASKED)
    assert panel_now(app, team.assessment).status is PanelStatus.OPEN
    heard = signed_in(team.peers[3]).get("/pemberitahuan").text
    assert "Anda diminta menilai rekan kerja" in heard


def test_place_of_a_rater_who_left_can_be_taken(app: Flask) -> None:
    team = build_team(app, peers=8)
    factories.peer_group(app, team.assessment, team.peers[:7])
    with app.app_context():
        mine = db.session.get_one(Assessment, team.assessment)
        with pytest.raises(RatersError, match="3 sampai 7"):
            approve_peers(mine, rater_ids=team.peers[7:], by=boss_of(team))
        db.session.get_one(Employee, team.peers[0]).standing = Standing.RETIRED
        approve_peers(mine, rater_ids=team.peers[7:], by=boss_of(team))
        db.session.commit()
    assert set(raters_now(app, team.assessment)) == set(team.peers)


def test_reports_superiors_and_the_inactive_are_not_offered(app: Flask, team: Team) -> None:
    lead, gone, kept, *_rest = team.peers
    with app.app_context():
        db.session.get_one(Employee, lead).supervisor_id = team.clerk
        db.session.get_one(Employee, gone).standing = Standing.STUDY_LEAVE
        db.session.commit()
    found = names(app, team)
    assert found == ["Rekan C", "Rekan D", "Rekan E"]
    assert kept


def test_leaders_are_rated_by_leaders_of_their_level_beside_them(app: Flask) -> None:
    root = factories.unit(app)
    job = factories.position(app, JobLevel.PENGAWAS)
    chief = factories.employee(app, unit_id=root)
    heads = [
        factories.employee(
            app,
            unit_id=factories.unit(app, parent=root),
            position_id=job,
            supervisor_id=chief,
            name=f"Kepala {letter}",
        )
        for letter in "ABCD"
    ]
    unit = factories.unit(app, parent=root)
    mine = factories.employee(app, unit_id=unit, position_id=job, supervisor_id=None)
    clerk = factories.position(app, JobLevel.PELAKSANA)
    factories.employee(app, unit_id=unit, position_id=clerk, supervisor_id=mine, name="Staf")
    factories.with_peers(app, factories.open_cycle(app))
    with app.app_context():
        found = choice(db.session.get_one(Assessment, factories.assessment_of(app, mine)))
        # Nobody leads them together, so they stand beside, not near.
        assert [one.person.id for one in found.far] == heads
        assert found.near == []
    with app.app_context():
        found = choice(db.session.get_one(Assessment, factories.assessment_of(app, heads[0])))
        assert [one.person.id for one in found.near] == heads[1:]


def test_where_colleagues_are_too_few_the_page_says_so(app: Flask, signed_in: SignedIn) -> None:
    team = build_team(app, peers=2)
    for person, page in ((team.clerk, OWN), (team.boss, f"{DECIDE}/{team.assessment}")):
        text = signed_in(person).get(page).text
        assert "kurang dari 3 orang" in text
        assert "penilaian mandiri dan verifikasi atasan tetap berjalan" in text
        assert "rater_ids" not in text
    with app.app_context():
        mine = db.session.get_one(Assessment, team.assessment)
        with pytest.raises(RatersError):
            draw_peers(mine, by=boss_of(team))


def test_draw_takes_the_preferred_number_and_says_so(app: Flask, signed_in: SignedIn) -> None:
    team = build_team(app, peers=9)
    boss = signed_in(team.boss)
    page = f"{DECIDE}/{team.assessment}"
    form = soup(boss.get(page)).select_one('main form[action$="/undi"]')
    assert form is not None
    data = {one["name"]: one["value"] for one in form.select("input")}
    assert boss.post(f"{page}/undi", data=data).status_code == 303
    found = panel_now(app, team.assessment)
    assert (found.is_drawn, found.status) == (True, PanelStatus.OPEN)
    asked = raters_now(app, team.assessment)
    assert len(asked) == 5
    assert set(asked) <= set(team.peers)


def test_two_who_would_rate_each_other_are_shown_to_the_approver_alone(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    pact = team.peers[0]
    factories.peer_group(
        app, factories.assessment_of(app, pact), [team.clerk], status=PanelStatus.PROPOSED
    )
    clerk = signed_in(team.clerk)
    choose(clerk, OWN, team.peers[:3])
    assert "Saling menilai" not in clerk.get(OWN).text
    text = signed_in(team.boss).get(f"{DECIDE}/{team.assessment}").text
    assert text.count("Saling menilai") == 1
    assert "saling menjatuhkan" in text


def test_cycle_without_peers_asks_nobody(app: Flask, team: Team, signed_in: SignedIn) -> None:
    change_cycle(app, team.cycle, with_peers=False, peers_due_on=None)
    clerk = signed_in(team.clerk)
    assert "Belum ada penilaian rekan" in clerk.get(OWN).text
    assert "Usulkan rekan" not in clerk.get("/beranda").text


def test_home_asks_to_propose_and_to_decide(app: Flask, team: Team, signed_in: SignedIn) -> None:
    clerk, boss = signed_in(team.clerk), signed_in(team.boss)
    assert "Usulkan rekan yang menilai Anda" in clerk.get("/beranda").text
    assert "Tetapkan rekan penilai untuk 6 orang" in boss.get("/beranda").text
    choose(clerk, OWN, team.peers[:3])
    assert "Usulkan rekan yang menilai Anda" not in clerk.get("/beranda").text
    choose(boss, f"{DECIDE}/{team.assessment}", team.peers[:3])
    assert "Tetapkan rekan penilai untuk 5 orang" in boss.get("/beranda").text
    assert "0 dari 3" in boss.get(f"{DECIDE}?bagian=ditetapkan").text


@pytest.mark.parametrize("size", [3, 9])
def test_pages_take_the_same_queries_however_many_colleagues(
    app: Flask, count_queries: Counting, size: int
) -> None:
    team = build_team(app, peers=size)
    with app.app_context():
        mine = db.session.get_one(Assessment, team.assessment)
        assert mine.cycle.with_peers
        assert mine.employee.unit is not mine.employee.position
        with count_queries() as statements:
            choice(mine)
        few = len(statements)
        with count_queries() as statements:
            choices_page("", to=boss_of(team), page=1)
        assert (few <= 7, len(statements)) == (True, 3)


def test_returned_assessment_counts_as_begun(app: Flask, team: Team) -> None:
    with app.app_context():
        mine = db.session.get_one(Assessment, team.assessment)
        mine.status = AssessmentStatus.RETURNED
        approve_peers(mine, rater_ids=team.peers[:3], by=boss_of(team))
        assert db.session.get_one(PeerPanel, mine.id).status is PanelStatus.OPEN
