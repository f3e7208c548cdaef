"""A cycle never closes in silence: more time, or a decision about everybody unfinished."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.competency import queries, services
from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.rules import (
    CYCLE_TRANSITIONS,
    AssessmentStatus,
    ClosedAs,
    CycleAction,
    CycleStatus,
)
from kinerja.competency.services.closing import NobodyChosenError
from kinerja.competency.services.cycle_moves import CycleMovedError
from kinerja.competency.services.planning import PhasesError
from kinerja.extensions import db
from kinerja.notifications.models import Notice
from kinerja.people.rules import Standing
from tests import factories
from tests.offices import audited, texts, today
from tests.running import Agency, SignedIn, build_agency, cycle_of, days, opened
from tests.visits import form_on, held, send

S, C, A = AssessmentStatus, CycleStatus, CycleAction


@pytest.fixture
def agency(app: Flask) -> Agency:
    return build_agency(app)


@pytest.fixture
def cycle_id(app: Flask, agency: Agency) -> int:
    """An open cycle: one verified, one with the supervisor, one begun, four not begun."""
    made = opened(app, agency)
    factories.assessed(app, agency.clerk, [3] * 9, status=S.VERIFIED)
    factories.assessed(app, agency.expert, [2] * 9)
    factories.assessed(app, agency.contract, [4] * 2, status=S.SELF_IN_PROGRESS)
    return made


def act(cycle: Cycle, agency: Agency, action: CycleAction) -> None:
    """Do the action as well as it can be done."""
    due = {"self_due_on": cycle.self_due_on, "verify_due_on": cycle.verify_due_on}
    later = {name: day + timedelta(days=9) for name, day in due.items()}
    facts = {"name": cycle.name, "starts_on": cycle.starts_on} | due
    by = agency.by
    acts: dict[CycleAction, Callable[[], object]] = {
        A.EDIT: lambda: services.edit_cycle(cycle, by=by, **facts),
        A.OPEN: lambda: services.open_cycle(cycle, by=by),
        A.EXTEND: lambda: services.extend_cycle(cycle, by=by, **later),
        A.DECIDE: lambda: services.decide(
            cycle, decision=ClosedAs.INCOMPLETE, reason="-", status=S.NOT_STARTED, by=by
        ),
        A.CLOSE: lambda: services.close_cycle(cycle, by=by),
        A.ARCHIVE: lambda: services.archive_cycle(cycle, by=by),
    }
    acts[action]()


@pytest.mark.parametrize(("status", "action"), list(product(C, A)))
def test_each_move_of_the_table_is_made_and_every_other_refused(
    app: Flask, agency: Agency, status: CycleStatus, action: CycleAction
) -> None:
    cycle_id = opened(app, agency)
    with app.test_request_context():
        cycle = cycle_of(cycle_id)
        if action is A.CLOSE:
            factories.decide_unfinished(cycle)
        cycle.status = status
        db.session.flush()
        following = CYCLE_TRANSITIONS.get((status, action))
        if following is None:
            # Only one cycle is open at a time, which is said before its state is looked at.
            refusal = services.cycles.CycleRunningError if status is C.OPEN else CycleMovedError
            with pytest.raises(refusal if action is A.OPEN else CycleMovedError):
                act(cycle, agency, action)
            assert cycle.status is status
        else:
            db.session.query(Answer).delete()
            if action is A.OPEN:
                db.session.query(Assessment).delete()
            act(cycle, agency, action)
            assert cycle.status is following


def test_undecided_people_keep_the_cycle_open(
    app: Flask, agency: Agency, signed_in: SignedIn, cycle_id: int
) -> None:
    client, path = signed_in(agency.admin), f"/kompetensi/siklus/{cycle_id}/tutup"
    page = texts(client, path)
    assert "Belum dimulai 4 orang 4 0 0" in page
    assert "Sedang diisi 1 orang 1 0 0" in page
    assert "Terkirim ke atasan 1 orang 1 0 0" in page
    assert "Siklus bisa ditutup setelah setiap orang" in page
    sent = held(form_on(client, path, path))
    refused = client.post(path, data=sent)
    assert refused.status_code == 422
    assert "6 orang belum selesai dan belum diputuskan." in refused.text
    with app.app_context():
        assert cycle_of(cycle_id).status is C.OPEN


def test_groups_and_single_people_are_decided_then_the_cycle_closes(
    app: Flask, agency: Agency, signed_in: SignedIn, cycle_id: int
) -> None:
    client, path = signed_in(agency.admin), f"/kompetensi/siklus/{cycle_id}/tutup"
    where = path.replace("tutup", "putuskan")
    with app.app_context():
        ids = dict(iter(db.session.execute(select(Assessment.employee_id, Assessment.id))))
    group = {"status": "not_started", "decision": "incomplete", "reason": "Tidak sempat."}
    assert send(client, path, where, **group).location == path
    single = {"assessment_ids": [str(ids[agency.expert])], "decision": "excluded"}
    assert send(client, path, where, **single, reason="Sakit lama.").location == path
    assert "Terkirim ke atasan 1 orang 0 0 1" in texts(client, path)
    rest = {"assessment_ids": [str(ids[agency.contract])], "decision": "incomplete"}
    send(client, path, where, **rest, reason="Kontrak berakhir.")
    assert "Semua orang sudah selesai atau sudah diputuskan." in texts(client, path)
    assert send(client, path, path).location == "/kompetensi/siklus"
    with app.test_request_context():
        cycle = cycle_of(cycle_id)
        assert (cycle.status, cycle.closed_at is not None) == (C.CLOSED, True)
        # Who was excluded is not counted any more; the verified and the unfinished are.
        assert sum(queries.status_counts(cycle).values()) == 6
        assert [row.asked for row in queries.cycles()] == [6]
        details = json.loads(audited("cycle.closed")[0].details)
        assert (details["incomplete"], details["excluded"]) == (5, 1)
        assert json.loads(audited("cycle.decided")[0].details)["people"] == 4
        decided = [entry.about_id for entry in audited("assessment.decided")]
        assert decided == [agency.expert, agency.contract]
        told = set(
            db.session.scalars(
                select(Notice.employee_id).where(Notice.title.contains("sebelum penilaian"))
            )
        )
        assert told == {
            agency.boss, agency.chief, agency.admin, agency.outsider, agency.expert, agency.contract
        }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"decision": None, "reason": "Ada"}, "Pilih keputusannya."),
        ({"decision": "incomplete", "reason": ""}, "Tulis alasannya"),
        ({"decision": "incomplete", "reason": "Alasan tertulis"}, "Pilih sedikitnya satu orang"),
    ],
)
def test_a_decision_has_a_reason_and_somebody(
    app: Flask,
    agency: Agency,
    signed_in: SignedIn,
    cycle_id: int,
    typed: dict[str, str],
    message: str,
) -> None:
    path = f"/kompetensi/siklus/{cycle_id}/tutup"
    refused = send(signed_in(agency.admin), path, path.replace("tutup", "putuskan"), **typed)
    assert refused.status_code == 422
    assert message in refused.text
    assert (typed["reason"] or "") in refused.text


def test_nothing_is_decided_about_the_finished_or_another_cycle(
    app: Flask, agency: Agency, cycle_id: int
) -> None:
    with app.test_request_context():
        finished = db.session.scalars(
            select(Assessment.id).where(Assessment.status == S.VERIFIED)
        ).one()
        with pytest.raises(NobodyChosenError):
            services.decide(
                cycle_of(cycle_id),
                decision=ClosedAs.EXCLUDED,
                reason="-",
                assessment_ids=[finished, 99999],
                by=agency.by,
            )


def test_a_decision_falls_away_when_the_person_finishes_in_time(
    app: Flask, agency: Agency, cycle_id: int
) -> None:
    with app.test_request_context():
        factories.decide_unfinished(cycle_of(cycle_id))
        db.session.commit()
    factories.assessed(app, agency.expert, [2] * 9, status=S.VERIFIED)
    with app.test_request_context():
        services.close_cycle(cycle_of(cycle_id), by=agency.by)
        db.session.commit()
        rows = db.session.execute(select(Assessment.employee_id, Assessment.closed_as))
        kept = {one for one, decision in rows if decision is not None}
        assert agency.expert not in kept
        assert len(kept) == 5


def test_who_is_away_needs_no_decision(app: Flask, agency: Agency, cycle_id: int) -> None:
    with app.test_request_context():
        before = queries.undecided_count(cycle_of(cycle_id))
    factories.standing(app, agency.outsider, Standing.STUDY_LEAVE, valid_from=today(app))
    factories.settle(app)
    with app.test_request_context():
        assert queries.undecided_count(cycle_of(cycle_id)) == before - 1


def test_more_time_moves_the_days_and_tells_the_unfinished(
    app: Flask, agency: Agency, signed_in: SignedIn, cycle_id: int
) -> None:
    path = f"/kompetensi/siklus/{cycle_id}/tutup"
    due = days(app)
    typed = {
        "self_due_on": (due["self_due_on"] + timedelta(days=5)).isoformat(),
        "verify_due_on": (due["verify_due_on"] + timedelta(days=5)).isoformat(),
    }
    answer = send(signed_in(agency.admin), path, path.replace("tutup", "perpanjang"), **typed)
    assert answer.location == f"/kompetensi/siklus/{cycle_id}"
    with app.app_context():
        cycle = cycle_of(cycle_id)
        assert cycle.status is C.OPEN
        assert cycle.verify_due_on.isoformat() == typed["verify_due_on"]
        told = set(
            db.session.scalars(
                select(Notice.employee_id).where(Notice.title.contains("diperpanjang"))
            )
        )
        assert agency.clerk not in told  # verified already
        assert {agency.contract, agency.outsider} <= told
        facts = json.loads(audited("cycle.extended")[0].details)
        assert facts["after"] == typed


def test_phases_behind_are_pushed_and_never_out_of_order(app: Flask, agency: Agency) -> None:
    due = days(app)
    last = due["verify_due_on"]
    cycle_id = opened(
        app,
        agency,
        with_peers=True,
        peers_due_on=due["self_due_on"],
        with_assessors=True,
        assessors_due_on=last + timedelta(days=1),
        acknowledge_due_on=last + timedelta(days=30),
    )
    with app.test_request_context():
        cycle = cycle_of(cycle_id)
        later = {
            "self_due_on": due["self_due_on"] + timedelta(days=9),
            "verify_due_on": last + timedelta(days=9),
        }
        services.extend_cycle(cycle, by=agency.by, **later)
        given = [day for _phase, day in cycle.phases]
        assert given == sorted(given)
        assert cycle.acknowledge_due_on == last + timedelta(days=30)


def test_less_time_the_same_time_or_time_that_has_passed_is_refused(
    app: Flask, agency: Agency
) -> None:
    cycle_id, due = opened(app, agency), days(app)
    own, last, day = due["self_due_on"], due["verify_due_on"], timedelta(days=1)
    with app.test_request_context():
        for self_due, verify_due in ((own, last), (own - day, last), (own, last - day)):
            with pytest.raises(PhasesError):
                services.extend_cycle(
                    cycle_of(cycle_id), self_due_on=self_due, verify_due_on=verify_due, by=agency.by
                )
        with pytest.raises(PhasesError):
            services.extend_cycle(
                cycle_of(cycle_id),
                self_due_on=last + day * 2,
                verify_due_on=last + day,
                by=agency.by,
            )
        assert clock.today() < last
