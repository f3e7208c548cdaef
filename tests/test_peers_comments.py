"""Looking through peers' comments: shown or hidden, by whom, and who reads them then."""

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import audit
from kinerja.competency.models import Assessment, PeerComment
from kinerja.competency.queries.peers import peer_view
from kinerja.competency.rules.peers import CommentStatus
from kinerja.competency.services.peer_comments import (
    CommentDecidedError,
    ReasonMissingError,
    hide_comment,
    show_comment,
)
from kinerja.extensions import db
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.factories import Counting
from tests.peering import COMMENTS, SignedIn, Team, answered, build_team, settle
from tests.visits import send


@pytest.fixture
def team(app: Flask) -> Team:
    """A clerk about whom three peers have written."""
    made = build_team(app)
    answered(app, made, dict.fromkeys(made.peers[:3], 5))
    settle(app)
    return made


def first(app: Flask) -> int:
    with app.app_context():
        return db.session.scalars(select(PeerComment.id).order_by(PeerComment.id)).first() or 0


def view_of(app: Flask, team: Team, person: int) -> tuple[int, int]:
    """How many comments the person reads, how many are still looked through."""
    with app.app_context():
        reports = frozenset({team.clerk}) if person == team.boss else frozenset()
        viewer = Viewer(person, 0, 0, direct_reports=reports)
        found = peer_view(db.session.get_one(Assessment, team.assessment), to=viewer)
        return len(found.comments), found.waiting


def test_officer_shows_one_and_hides_another_with_a_reason(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    officer = signed_in(team.officer)
    assert "Periksa 27 komentar rekan" in officer.get("/beranda").text
    page = officer.get(COMMENTS)
    assert "Sari Uji" in page.text
    assert not any(f"Rekan {letter}" in page.text for letter in "ABC")
    shown = first(app)
    where = f"{COMMENTS}/{shown}/tampilkan"
    assert send(officer, COMMENTS, where).status_code == 303
    assert view_of(app, team, team.clerk) == (1, 26)
    assert view_of(app, team, team.boss) == (1, 26)
    assert view_of(app, team, team.stranger) == (0, 0)
    hide = f"{COMMENTS}/{shown}/sembunyikan"
    assert send(officer, hide, reason="").status_code == 422
    assert "Tulis alasannya" in send(officer, hide, reason="").text
    assert send(officer, hide, reason="Menyebut nama orang lain").status_code == 303
    assert view_of(app, team, team.clerk) == (0, 26)
    assert "Menyebut nama orang lain" in officer.get(f"{COMMENTS}?bagian=disembunyikan").text
    with app.app_context():
        acts = select(audit.Entry).where(audit.Entry.action.startswith("peer-comment."))
        told = db.session.scalars(acts.order_by(audit.Entry.seq)).all()
        assert [(one.action, one.actor_id, one.about_id) for one in told] == [
            ("peer-comment.approved", team.officer, team.clerk),
            ("peer-comment.hidden", team.officer, team.clerk),
        ]
        assert "Contoh komentar" not in " ".join(one.details for one in told)


def test_same_decision_twice_and_hiding_without_reason_are_refused(app: Flask, team: Team) -> None:
    by = Viewer(team.officer, 0, 0)
    with app.app_context():
        comment = db.session.get_one(PeerComment, first(app))
        with pytest.raises(ReasonMissingError):
            hide_comment(comment, reason="  ", by=by)
        show_comment(comment, by=by)
        with pytest.raises(CommentDecidedError):
            show_comment(comment, by=by)
        hide_comment(comment, reason="Kasar", by=by)
        assert comment.status is CommentStatus.HIDDEN
        show_comment(comment, by=by)
        assert (comment.status, comment.reason) == (CommentStatus.APPROVED, "")


@pytest.mark.parametrize("who", ["clerk", "boss", "stranger"])
def test_nobody_else_looks_through_comments(
    app: Flask, team: Team, signed_in: SignedIn, who: str
) -> None:
    client = signed_in(getattr(team, who))
    assert client.get(COMMENTS).status_code == 403
    assert client.get(f"{COMMENTS}/{first(app)}/sembunyikan").status_code == 403


def test_officer_sees_neither_comments_about_himself_nor_where_he_rated(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    root = app_root(app, team)
    for person in (team.clerk, team.peers[0]):
        factories.grant(app, person, Role.HR, root)
        client = signed_in(person)
        assert "Tidak ada komentar di sini" in client.get(COMMENTS).text
        assert client.get(f"{COMMENTS}/{first(app)}/sembunyikan").status_code == 404
    factories.grant(app, team.peers[4], Role.HR, root)
    assert "Sari Uji" in signed_in(team.peers[4]).get(COMMENTS).text


def app_root(app: Flask, team: Team) -> int:
    with app.app_context():
        unit = db.session.get_one(Assessment, team.assessment).employee.unit
        return unit.parent_id or unit.id


def test_officer_of_another_unit_finds_nothing(app: Flask, team: Team, signed_in: SignedIn) -> None:
    other = factories.unit(app)
    person = factories.employee(app, unit_id=other)
    factories.grant(app, person, Role.HR, other)
    client = signed_in(person)
    assert "Tidak ada komentar di sini" in client.get(COMMENTS).text
    assert client.get(f"{COMMENTS}/{first(app)}/sembunyikan").status_code == 404


def test_page_takes_the_same_queries_however_many_comments(
    app: Flask, team: Team, signed_in: SignedIn, count_queries: Counting
) -> None:
    officer = signed_in(team.officer)
    officer.get(COMMENTS)
    with count_queries() as statements:
        assert officer.get(COMMENTS).status_code == 200
    assert len([one for one in statements if "competency_peer" in one]) == 3
