"""Nothing in the database leads from what was said to who said it."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Date, DateTime, select, text

from kinerja import audit
from kinerja.competency.models import (
    Assessment,
    PeerComment,
    PeerDraft,
    PeerMark,
    PeerRater,
    PeerResult,
)
from kinerja.competency.queries.peer_rating import Said
from kinerja.competency.services.peer_answers import save_peer_draft
from kinerja.competency.services.retention import forget_people
from kinerja.extensions import Base, db
from kinerja.permissions import Viewer
from kinerja.sealing import unseal
from tests import factories
from tests.peering import Team, answered, build_team, settle

PEER_TABLES = {name for name in Base.metadata.tables if name.startswith("competency_peer_")}
# Tables that may name a rater; none of them holds anything that was said.
OF_RATERS = {"competency_peer_rater"}
OF_WORDS = {"competency_peer_mark", "competency_peer_comment", "competency_peer_result"}


@pytest.fixture
def team(app: Flask) -> Team:
    """A clerk who is rated by peers."""
    return build_team(app)


def columns(name: str) -> dict[str, object]:
    return {column.name: column.type for column in Base.metadata.tables[name].columns}


def test_no_table_of_words_names_a_rater_and_the_other_way_round() -> None:
    for name in OF_WORDS | {"competency_peer_draft"}:
        assert not {one for one in columns(name) if "rater" in one} - {"raters"}, name
    people = {
        (name, key.parent.name)
        for name in PEER_TABLES
        for key in Base.metadata.tables[name].foreign_keys
        if key.column.table.name in ("people_employee", "people_account")
    }
    assert people == {
        ("competency_peer_panel", "approved_by_id"),
        ("competency_peer_rater", "rater_id"),
        ("competency_peer_comment", "moderated_by_id"),
    }
    assert set(columns("competency_peer_rater")) == {"assessment_id", "rater_id", "status"}
    assert set(columns("competency_peer_mark")) == {"id", "assessment_id", "sealed"}
    assert set(columns("competency_peer_draft")) == {"token_hash", "sealed", "version"}


def test_no_time_is_finer_than_the_day() -> None:
    for name in PEER_TABLES:
        for column, kind in columns(name).items():
            assert not isinstance(getattr(kind, "impl_instance", kind), DateTime), (name, column)
            assert isinstance(kind, Date) or not column.endswith(("_at", "_on")), (name, column)


def marks(app: Flask) -> list[PeerMark]:
    with app.app_context():
        return list(db.session.scalars(select(PeerMark)))


def test_answers_lie_sealed_until_they_are_figures(app: Flask, team: Team) -> None:
    answered(app, team, {team.peers[0]: 5})
    found = marks(app)
    assert len(found) == 9
    assert not any("Contoh komentar" in one.sealed or "level" in one.sealed for one in found)
    # A sealed text would bear its moment openly; these bear none.
    assert len({one.sealed[:12] for one in found}) == 1


def test_each_answer_rewrites_the_groups_others_under_new_keys(app: Flask, team: Team) -> None:
    factories.peer_group(app, team.assessment, team.peers[:3])
    answered(app, team, {team.peers[0]: 3})
    first = {(one.id, one.sealed) for one in marks(app)}
    answered(app, team, {team.peers[1]: 4})
    second = {(one.id, one.sealed) for one in marks(app)}
    assert len(second) == 18
    assert not {key for key, _sealed in first} & {key for key, _sealed in second}
    assert not {sealed for _key, sealed in first} & {sealed for _key, sealed in second}


def test_neither_keys_nor_rows_come_in_the_order_of_the_answers(app: Flask, team: Team) -> None:
    """Of two raters, one all 2 and one all 4: sorted by key or as the rows lie, they mix."""
    seen = set()
    for _turn in range(3):
        other = build_team(app)
        answered(app, other, {other.peers[0]: 2, other.peers[1]: 4})
        with app.app_context():
            theirs = select(PeerMark.sealed).where(PeerMark.assessment_id == other.assessment)
            for order in (PeerMark.id, None):
                rows = db.session.scalars(theirs.order_by(order) if order is not None else theirs)
                seen.add(tuple(json.loads(unseal(one))["level"] for one in rows))
        with app.app_context():
            db.session.execute(text("UPDATE competency_cycle SET status = 'closed'"))
            db.session.commit()
    assert (2,) * 9 + (4,) * 9 not in seen
    assert (4,) * 9 + (2,) * 9 not in seen
    assert len(seen) > 1


@pytest.mark.only("postgresql", reason="rows bear the number of the transaction there")
def test_row_versions_do_not_join_an_answer_to_its_rater(app: Flask, team: Team) -> None:
    factories.peer_group(app, team.assessment, team.peers[:3])
    for rater, level in zip(team.peers[:2], (2, 4), strict=True):
        answered(app, team, {rater: level})
    with app.app_context():
        said = set(db.session.scalars(text("SELECT xmin::text FROM competency_peer_mark")))
        asked = set(db.session.scalars(text("SELECT xmin::text FROM competency_peer_rater")))
    assert len(said) == 1  # all marks belong to the last answer's transaction
    assert asked == said  # and so do all raters, whether they have answered or not


def test_after_settling_only_figures_and_comments_are_left(app: Flask, team: Team) -> None:
    answered(app, team, dict.fromkeys(team.peers[:3], 5))
    settle(app)
    assert marks(app) == []
    with app.app_context():
        assert db.session.query(PeerDraft).count() == 0
        assert {one.status.value for one in db.session.query(PeerRater)} == {"ended"}
        written = db.session.scalars(select(PeerComment)).all()
        assert len(written) == 27
        by_key = [one.competency_id for one in sorted(written, key=lambda one: one.id)]
        assert by_key != sorted(by_key)


def test_trail_tells_that_somebody_answered_not_who(app: Flask, team: Team) -> None:
    answered(app, team, dict.fromkeys(team.peers[:3], 5))
    settle(app)
    with app.app_context():
        rows = db.session.scalars(select(audit.Entry).where(audit.Entry.action.startswith("peer")))
        entries = rows.all()
        assert [one.action for one in entries] == ["peers.answered"] * 3 + ["peers.settled"]
        assert {(one.actor_id, one.about_id) for one in entries} == {(None, team.clerk)}
        told = " ".join(one.details for one in entries)
        assert not any(f'"{one}"' in told or f": {one}," in told for one in team.peers)
        assert "Contoh" not in told


def test_draft_lies_under_a_key_that_needs_the_servers_secret(app: Flask, team: Team) -> None:
    factories.peer_group(app, team.assessment, team.peers[:3])

    def keep() -> str:
        rater = db.session.get_one(PeerRater, (team.assessment, team.peers[0]))
        by = Viewer(team.peers[0], 0, 0)
        save_peer_draft(rater, said={1: Said(2, comment="Rahasia")}, version=None, by=by)
        row = db.session.scalars(select(PeerDraft)).one()
        assert "Rahasia" not in row.sealed
        found: str = row.token_hash
        db.session.rollback()
        return found

    with app.app_context():
        one, same = keep(), keep()
        app.config["SECRET_KEY"], kept = "x" * 40, app.config["SECRET_KEY"]
        other = keep()
        app.config["SECRET_KEY"] = kept
    assert one == same
    assert other != one


def test_own_data_tell_figures_to_the_subject_and_no_answer_to_the_rater(
    app: Flask, team: Team, signed_in: Callable[[int], FlaskClient]
) -> None:
    answered(app, team, dict.fromkeys(team.peers[:3], 5))
    settle(app)

    def held(person: int) -> dict[str, list[dict[str, object]]]:
        facts = json.loads(signed_in(person).get("/data-saya/unduh").text)
        return {one["key"]: one["rows"] for one in facts["sections"]}

    subject = held(team.clerk)
    assert {(row["level"], row["raters"]) for row in subject["penilaian-rekan"]} == {(5, 3)}
    assert subject["komentar-rekan"] == []  # nobody has looked through them yet
    rater = held(team.peers[0])
    (asked,) = rater["menilai-rekan"]
    assert set(asked) == {"cycle", "person"}
    assert asked["person"] == "Sari Uji"
    assert "Contoh komentar" not in json.dumps(rater)


def test_forgetting_takes_both_sides(app: Flask, team: Team) -> None:
    answered(app, team, dict.fromkeys(team.peers[:3], 5))
    settle(app)
    with app.app_context():
        forget_people([team.peers[0]])
        left = {one.rater_id for one in db.session.query(PeerRater)}
        assert left == set(team.peers[1:3])
        assert db.session.query(PeerComment).count() == 27
        forget_people([team.clerk])
        assert db.session.query(PeerComment).count() == 0
        assert db.session.query(PeerResult).count() == 9
        assert db.session.get_one(Assessment, team.assessment).job_title == ""
