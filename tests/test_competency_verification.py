"""Verdicts item by item, returning, completing, and what is refused."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency import queries, services
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.rules import CycleStatus, Verdict
from kinerja.competency.services import AssessmentLockedError, CycleClosedError
from kinerja.competency.services.verification import UndecidedError
from kinerja.extensions import db
from kinerja.permissions import Viewer
from tests import factories
from tests.assessing import (
    FRAGMENT,
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


@pytest.fixture
def team(app: Flask) -> Team:
    return build_team(app)


def test_each_answer_is_shown_with_its_descriptor_example_and_evidence(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    with app.app_context():
        answer = queries.own_answer(team.clerk, "KOM")
        answer.example = "Satu kejadian <nyata>"
        answer_id = answer.id
        description = queries.competency_by_code("KOM").levels[1].description
        db.session.commit()
    factories.evidence(app, team.clerk, answer_id=answer_id, url="https://a.id/b")
    client = signed_in(team.boss)
    assert "Satu kejadian" not in client.get(path_of(team)).text  # not opened yet
    open_items(client, team, answer_id)
    page = client.get(path_of(team))
    assert "Satu kejadian &lt;nyata&gt;" in page.text
    link = soup(page).select_one('a[href="https://a.id/b"]')
    assert link is not None
    assert link["rel"] == ["noreferrer"]
    assert description in page.text
    assert "standar Menengah (3)" in page.text


def test_a_draft_is_kept_and_seen_by_the_verifier_alone(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    client = signed_in(team.boss)
    first = verified_now(app, team).items[0]
    chosen = {
        f"verdict_{first.id}": "adjust",
        f"level_{first.id}": "4",
        f"reason_{first.id}": "Ia membimbing dua rekan.",
    }
    answer = client.post(path_of(team), data=filled(client, team, **chosen))
    assert (answer.status_code, answer.location) == (303, "/kompetensi/verifikasi")
    found = verified_now(app, team)
    assert found.status is S.UNDER_VERIFICATION
    assert (found.items[0].self_level, found.items[0].verified_level) == (2, 4)
    assert "Ia membimbing dua rekan." in client.get(path_of(team)).text
    own = signed_in(team.clerk).get("/kompetensi/hasil").text
    assert "Ia membimbing dua rekan." not in own
    assert "Baru nilai Anda sendiri." in own
    with app.app_context():
        assert {item.source for item in queries.current_level(team.clerk).values()} == {"self"}


def test_autosave_answers_the_status_alone(app: Flask, team: Team, signed_in: SignedIn) -> None:
    client = signed_in(team.boss)
    data = filled(client, team, **verdicts(app, team))
    data.pop("key")
    answer = client.post(path_of(team, "/draf"), data=data, headers=FRAGMENT)
    assert answer.status_code == 200
    assert "Tersimpan pukul" in answer.text
    assert "<html" not in answer.text
    assert verified_now(app, team).items[8].verdict is Verdict.AGREE
    same = client.post(path_of(team, "/selesai"), data=data)  # saved meanwhile, but the same
    assert same.status_code == 303
    with app.app_context():
        db.session.get_one(Assessment, team.assessment).judged_at = clock.now() - timedelta(days=2)
        db.session.get_one(Assessment, team.assessment).status = S.UNDER_VERIFICATION
        db.session.commit()
    assert "Tersimpan pukul" not in client.get(path_of(team)).text


def test_agreeing_with_all_completes_and_makes_the_levels_current(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    client = signed_in(team.boss)
    data = filled(client, team, **verdicts(app, team))
    assert client.post(path_of(team, "/selesai"), data=data).status_code == 303
    found = verified_now(app, team)
    assert found.status is S.VERIFIED
    with app.app_context():
        levels = queries.current_level(team.clerk)
        assert {item.source for item in levels.values()} == {"supervisor"}
        assert {item.on for item in levels.values()} == {clock.today()}
        rows = db.session.execute(queries.gap_select()).all()
        assert {(row.employee_id, row.level, row.standard_level, row.gap) for row in rows} == {
            (team.clerk, 2, 3, 1)
        }
        actions = [entry.action for entry in db.session.scalars(select(audit.Entry))]
        assert "assessment.verified" in actions


def test_departing_needs_another_level_and_a_reason(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    client = signed_in(team.boss)
    items = verified_now(app, team).items
    typed = verdicts(app, team) | {
        f"verdict_{items[2].id}": "adjust",
        f"level_{items[2].id}": "2",
        f"verdict_{items[3].id}": "not_observed",
    }
    del typed[f"verdict_{items[4].id}"]
    answer = client.post(path_of(team, "/selesai"), data=filled(client, team, **typed))
    assert answer.status_code == 422
    assert "Pilih tingkat lain untuk Komunikasi" in answer.text
    assert "Tulis alasan penyesuaian Komunikasi." in answer.text
    assert "Putuskan Pelayanan Publik." in answer.text
    assert "Putuskan Integritas." not in answer.text
    assert verified_now(app, team).status is S.SELF_SUBMITTED


def test_what_was_not_observed_counts_nowhere(app: Flask, team: Team, signed_in: SignedIn) -> None:
    client = signed_in(team.boss)
    items = verified_now(app, team).items
    typed = verdicts(app, team) | {f"verdict_{items[0].id}": "not_observed"}
    client.post(path_of(team, "/selesai"), data=filled(client, team, **typed))
    with app.app_context():
        rows = db.session.execute(queries.gap_select()).all()
        assert len(rows) == 8
        current = queries.current_level(team.clerk)
        assert current[items[0].competency_id].source == "self"
    page = signed_in(team.clerk).get("/kompetensi/hasil").text
    assert "0 dari 8 kompetensi" in page
    assert "belum teramati" not in page  # no reason was given, none is shown


def test_returning_needs_a_note_and_keeps_the_verdicts(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    client = signed_in(team.boss)
    empty = client.post(
        path_of(team, "/kembalikan"), data=filled(client, team, **verdicts(app, team))
    )
    assert empty.status_code == 422
    assert "Tulis apa yang perlu diperbaiki" in empty.text
    note = "Contoh pada Komunikasi terlalu umum."
    data = filled(client, team, note=note, **verdicts(app, team))
    answer = client.post(path_of(team, "/kembalikan"), data=data)
    assert answer.location == "/kompetensi/verifikasi"
    found = verified_now(app, team)
    assert (found.status, found.return_note) == (S.RETURNED, note)
    assert found.items[0].verdict is Verdict.AGREE
    assert client.get(path_of(team)).status_code == 404  # the ball is elsewhere
    assert note in signed_in(team.clerk).get("/kompetensi").text


def test_two_tabs_of_the_verifier_lose_nothing(app: Flask, team: Team, signed_in: SignedIn) -> None:
    client = signed_in(team.boss)
    tab = filled(client, team)
    first = verified_now(app, team).items[0]
    reason = {f"verdict_{first.id}": "adjust", f"level_{first.id}": "3"}
    one = {**tab, **reason, f"reason_{first.id}": "Dari tab pertama"}
    two = {**tab, **reason, f"reason_{first.id}": "Dari tab kedua"}
    del two["key"]
    assert client.post(path_of(team), data=one).status_code == 303
    whole = client.post(path_of(team, "/selesai"), data={**two, **verdicts(app, team), **reason})
    assert whole.status_code == 409
    assert "Dari tab pertama" in whole.text
    assert "Dari tab kedua" in whole.text
    part = client.post(path_of(team, "/draf"), data=two, headers=FRAGMENT)
    assert part.status_code == 409
    button = soup(part).select_one("button[name=replaces]")
    assert button is not None
    chosen = client.post(path_of(team), data={**two, "replaces": button["value"]})
    assert chosen.status_code == 303
    assert verified_now(app, team).items[0].reason == "Dari tab kedua"


def test_wrong_input_is_told_in_place(app: Flask, team: Team, signed_in: SignedIn) -> None:
    client = signed_in(team.boss)
    first = verified_now(app, team).items[0]
    for wrong in (
        {f"verdict_{first.id}": "setengah"},
        {f"level_{first.id}": "9"},
        {f"reason_{first.id}": "x" * 501},
    ):
        answer = client.post(path_of(team), data=filled(client, team, **wrong))
        assert answer.status_code == 422
        assert "Periksa isian yang ditandai" in answer.text


def test_a_finished_assessment_is_no_longer_verified(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    client = signed_in(team.boss)
    data = filled(client, team, **verdicts(app, team))
    factories.assessed(app, team.clerk, [2] * 9, status=S.VERIFIED)
    answer = client.post(path_of(team, "/selesai"), data=data)
    assert answer.status_code == 422
    page = client.get(path_of(team)).text
    assert "Penilaian ini tidak menunggu verifikasi." in page


def test_services_refuse_what_the_state_or_the_cycle_forbids(app: Flask, team: Team) -> None:
    with app.app_context():
        boss = Viewer(team.boss, 0, 0, direct_reports=frozenset({team.clerk}))
        clerk = Viewer(team.clerk, 0, 0)
        row = db.session.get_one(Assessment, team.assessment)
        with pytest.raises(UndecidedError):
            services.complete_verification(row, items=[], version=1, by=boss)
        for item in row.items:
            halves = [
                {"answer_id": item.id, "verdict": "adjust", "level": level, "reason": reason}
                for level, reason in ((None, "Alasan"), (3, ""))
            ]
            for half in halves:
                with pytest.raises(UndecidedError):
                    services.complete_verification(row, items=[half], version=1, by=boss)
                db.session.rollback()
        with pytest.raises(AssessmentLockedError):
            services.acknowledge_result(row, by=clerk)
        db.session.rollback()
        db.session.get_one(Cycle, row.cycle_id).status = CycleStatus.CLOSED
        with pytest.raises(CycleClosedError):
            services.return_assessment(row, items=[], version=1, note="x", by=boss)


def test_an_item_of_another_assessment_is_passed_over(app: Flask, team: Team) -> None:
    with app.app_context():
        boss = Viewer(team.boss, 0, 0, direct_reports=frozenset({team.clerk, team.other}))
        foreign = queries.own_answer(team.other, "KOM")
        row = db.session.get_one(Assessment, team.assessment)
        item = {"answer_id": foreign.id, "verdict": "agree", "level": None, "reason": ""}
        services.save_verdicts(row, items=[item], version=99, by=boss)
        db.session.commit()
        assert foreign.verdict is None
