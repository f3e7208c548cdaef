"""From answers to figures: from three raters on, by the job of a day, and what ends without."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from kinerja import clock
from kinerja.competency.models import (
    Assessment,
    PeerDraft,
    PeerMark,
    PeerResult,
    Present,
)
from kinerja.competency.queries.peer_rating import Said
from kinerja.competency.queries.peers import PeerLevel, peer_levels, peer_view
from kinerja.competency.rules import AssessmentStatus, ClosedAs, CycleStatus, RecordKind
from kinerja.competency.rules.peers import PanelEnd, PanelStatus, RaterStatus
from kinerja.competency.services.moves import CycleClosedError
from kinerja.competency.services.peer_answers import save_peer_draft
from kinerja.competency.services.peer_settling import settle_peers
from kinerja.competency.services.records import void_record
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import Standing
from kinerja.permissions import Role, Viewer
from kinerja.rulebook.models import Rule
from kinerja.rulebook.rules import Confidence
from tests import factories
from tests.factories import Counting
from tests.peering import (
    RATE,
    SignedIn,
    Team,
    answered,
    build_team,
    change_cycle,
    end_time,
    panel_now,
    peer_records,
    raters_now,
    settle,
)


@pytest.fixture
def team(app: Flask) -> Team:
    """A clerk who has sent the own answers, five peers, a supervisor."""
    return build_team(app)


def levels_now(app: Flask, team: Team) -> dict[int, PeerLevel]:
    with app.app_context():
        return dict(peer_levels(db.session.get_one(Assessment, team.assessment)))


def test_group_that_is_complete_gives_a_record_for_each_competency(app: Flask, team: Team) -> None:
    answered(app, team, dict(zip(team.peers, (2, 3, 4, 4), strict=False)))
    assert peer_records(app, team.clerk) == []  # not at the moment of the last answer
    assert settle(app) == 1
    found = peer_records(app, team.clerk)
    assert [(one.level, one.note, one.author_id) for one in found] == [
        (4, "n = 4 rekan", None)  # the median 3.5, rounded up
    ] * 9
    with app.app_context():
        assert {one.on for one in found} == {clock.today()}
        assert db.session.scalar(select(func.count()).select_from(PeerMark)) == 0
    done = panel_now(app, team.assessment)
    assert (done.status, done.ended_as) == (PanelStatus.DONE, None)
    assert set(raters_now(app, team.assessment).values()) == {RaterStatus.ENDED}
    assert set(levels_now(app, team).values()) == {PeerLevel(4, 4)}
    assert settle(app) == 0


def test_present_level_comes_from_peers_where_nothing_better_is(app: Flask, team: Team) -> None:
    answered(app, team, dict.fromkeys(team.peers[:3], 2))
    settle(app)
    with app.app_context():
        held = db.session.scalars(select(Present).where(Present.employee_id == team.clerk)).all()
        assert {(one.kind, one.level) for one in held} == {(RecordKind.PEER, 2)}


def test_nothing_is_told_while_somebody_is_awaited(app: Flask, team: Team) -> None:
    factories.peer_group(app, team.assessment, team.peers[:4])
    answered(app, team, dict.fromkeys(team.peers[:3], 2))
    assert settle(app) == 0
    assert levels_now(app, team) == {}


def test_after_the_last_day_three_are_enough(app: Flask, team: Team) -> None:
    factories.peer_group(app, team.assessment, team.peers)
    answered(app, team, dict.fromkeys(team.peers[:3], 2))
    end_time(app, team.cycle)
    assert settle(app) == 1
    assert set(levels_now(app, team).values()) == {PeerLevel(2, 3)}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_two_answers_give_nothing_and_the_page_says_why(
    app: Flask, team: Team, signed_in: SignedIn, number: int
) -> None:
    factories.peer_group(app, team.assessment, team.peers[:4])
    answered(app, team, dict.fromkeys(team.peers[:number], 5))
    end_time(app, team.cycle)
    assert settle(app) == 1
    assert peer_records(app, team.clerk) == []
    ended = panel_now(app, team.assessment)
    assert (ended.status, ended.ended_as) == (PanelStatus.CLOSED, PanelEnd.TOO_FEW)
    with app.app_context():
        for model in (PeerMark, PeerResult):
            assert db.session.scalar(select(func.count()).select_from(model)) == 0
    text = signed_in(team.clerk).get("/kompetensi/rekan").text
    assert "terlalu sedikit untuk menjaga kerahasiaan" in text


def test_each_competency_needs_three_of_its_own(app: Flask, team: Team) -> None:
    factories.peer_group(app, team.assessment, team.peers[:3])
    with app.app_context():
        asked = [a.competency_id for a in db.session.get_one(Assessment, team.assessment).answers]
    first = asked[0]
    for number, rater in enumerate(team.peers[:3]):
        said = {key: Said(3, comment="Jelas") for key in asked}
        if number == 0:
            said[first] = Said(unable=True, comment="Jarang bertemu")
        factories.peer_answer(app, team.assessment, rater, said)
    settle(app)
    found = levels_now(app, team)
    assert set(found) == set(asked) - {first}
    with app.app_context():
        mine = db.session.get_one(Assessment, team.assessment)
        view = peer_view(mine, to=Viewer(team.clerk, 0, 0))
        assert view.waiting == 3 * 8  # a comment without a figure is not kept
        assert view.comments == []


def test_rulebook_may_ask_for_more_than_three(app: Flask, team: Team) -> None:
    answered(app, team, dict.fromkeys(team.peers[:4], 3))
    with app.app_context():
        db.session.add(
            Rule(
                key="feedback.minimum_raters",
                value=5,
                valid_from=clock.today(),
                legal_basis="SK contoh",
                confidence=Confidence.PROPOSAL,
                set_by="Orang Netral",
                set_at=clock.now(),
            )
        )
        db.session.commit()
    assert settle(app) == 0  # complete, but not enough: until the last day more may join
    end_time(app, team.cycle)
    settle(app)
    assert panel_now(app, team.assessment).ended_as is PanelEnd.TOO_FEW


def test_rater_who_leaves_is_not_waited_for(app: Flask, team: Team) -> None:
    factories.peer_group(app, team.assessment, team.peers[:4])
    answered(app, team, dict.fromkeys(team.peers[:3], 2))
    with app.app_context():
        db.session.get_one(Employee, team.peers[3]).standing = Standing.RETIRED
        db.session.commit()
    assert settle(app) == 1
    assert set(levels_now(app, team).values()) == {PeerLevel(2, 3)}


def test_answer_of_a_rater_who_leaves_or_moves_later_counts(app: Flask, team: Team) -> None:
    answered(app, team, dict.fromkeys(team.peers[:3], 2))
    elsewhere = factories.unit(app)
    with app.app_context():
        db.session.get_one(Employee, team.peers[0]).standing = Standing.RETIRED
        db.session.get_one(Employee, team.peers[1]).unit_id = elsewhere
        db.session.commit()
    settle(app)
    assert set(levels_now(app, team).values()) == {PeerLevel(2, 3)}


def test_cycle_closed_early_settles_what_is_there(app: Flask, team: Team) -> None:
    factories.peer_group(app, team.assessment, team.peers)
    answered(app, team, dict.fromkeys(team.peers[:3], 2))
    change_cycle(app, team.cycle, status=CycleStatus.CLOSED)
    assert settle(app) == 1
    assert len(peer_records(app, team.clerk)) == 9


@pytest.mark.parametrize("how", ["excluded", "left"])
def test_who_is_left_out_gets_no_figure(
    app: Flask, team: Team, signed_in: SignedIn, how: str
) -> None:
    factories.peer_group(app, team.assessment, team.peers[:4])
    answered(app, team, dict.fromkeys(team.peers[:3], 2))
    with app.app_context():
        mine = db.session.get_one(Assessment, team.assessment)
        if how == "left":
            mine.employee.standing = Standing.MOVED_OUT
        else:
            mine.status, mine.closed_as = AssessmentStatus.RETURNED, ClosedAs.EXCLUDED
            mine.cycle.status = CycleStatus.CLOSED
        db.session.commit()
    if how == "left":
        assert settle(app) == 0  # whoever is away may come back
        assert signed_in(team.peers[3]).get(f"{RATE}/{team.assessment}").status_code == 404
        end_time(app, team.cycle)
    settle(app)
    assert panel_now(app, team.assessment).ended_as is PanelEnd.LEFT
    assert peer_records(app, team.clerk) == []


def test_group_never_decided_is_closed_with_its_time(app: Flask, team: Team) -> None:
    factories.peer_group(app, team.assessment, team.peers[:3], status=PanelStatus.PROPOSED)
    end_time(app, team.cycle)
    settle(app)
    assert panel_now(app, team.assessment).ended_as is PanelEnd.NOT_CHOSEN
    assert raters_now(app, team.assessment) == {}


def test_late_answer_is_refused(app: Flask, team: Team, signed_in: SignedIn) -> None:
    factories.peer_group(app, team.assessment, team.peers[:3])
    end_time(app, team.cycle)
    client = signed_in(team.peers[0])
    page = f"{RATE}/{team.assessment}"
    assert "Batas" in client.get(page).text
    answer = client.post(f"{page}/kirim", data={})
    assert answer.status_code in (400, 422)
    with pytest.raises(CycleClosedError, match="sudah lewat"):
        factories.peer_answer(app, team.assessment, team.peers[0], 3)
    settle(app)
    assert client.get(page).status_code == 404


def test_draft_is_deleted_when_the_group_ends(app: Flask, team: Team) -> None:
    factories.peer_group(app, team.assessment, team.peers[:3])
    with app.app_context():
        panel = panel_now(app, team.assessment)
        assert panel.status is PanelStatus.OPEN
        rater = db.session.get_one(type(panel.raters[0]), (team.assessment, team.peers[0]))
        by = Viewer(team.peers[0], 0, 0)
        save_peer_draft(rater, said={1: Said(3)}, version=0, by=by)
        db.session.commit()
        assert db.session.scalar(select(func.count()).select_from(PeerDraft)) == 1
    end_time(app, team.cycle)
    settle(app)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(PeerDraft)) == 0


def test_voided_record_takes_the_figure_with_it(app: Flask, team: Team) -> None:
    answered(app, team, dict.fromkeys(team.peers[:3], 2))
    settle(app)
    first = peer_records(app, team.clerk)[0]
    with app.app_context():
        unit = db.session.get_one(Employee, team.clerk).unit_id
        officer = Viewer(team.officer, 0, 0, grants=((Role.HR, frozenset({unit})),))
        record = db.session.get_one(type(first), first.id)
        void_record(record, reason="Kelompoknya keliru", by=officer)
        db.session.commit()
    assert len(levels_now(app, team)) == 8


def test_job_takes_as_many_statements_for_one_group_as_for_many(
    app: Flask, count_queries: Counting
) -> None:
    counts = []
    for number in (1, 4):
        team = build_team(app, peers=5)
        subjects = [team.clerk, *team.peers[:3]][:number]
        for one in subjects:
            made = factories.assessment_of(app, one)
            raters = [peer for peer in (*team.peers, team.clerk) if peer != one][:3]
            factories.peer_group(app, made, raters)
            for rater in raters:
                factories.peer_answer(app, made, rater, 3)
        with app.app_context(), count_queries() as statements:
            assert settle_peers() == number
        told = [text for text in statements if "audit_" not in text]
        counts.append(len(told))
        change_cycle(app, team.cycle, status=CycleStatus.CLOSED)
    assert counts[1] - counts[0] <= 2 * 3  # the trail's entry and the group's row of each
