"""Forms of development, the life of a plan item, learning hours, and who gets a seat."""

from datetime import date
from itertools import product

import pytest

from kinerja.development.rules import (
    MOVES,
    OPEN,
    Action,
    Candidate,
    DevelopmentForm,
    JpMeaning,
    JpStanding,
    Party,
    PlanItemStatus,
    SkipReason,
    allot,
    joinable_until,
    jp_meaning,
    next_status,
)
from kinerja.people.rules import EmployeeKind

S, A, P = PlanItemStatus, Action, Party
CODES = ["A1", "A2", *(f"B{n}" for n in range(1, 12)), *(f"C{n}" for n in range(1, 12))]


def test_forms_are_the_official_ones_from_a1_to_c11_in_order() -> None:
    assert [form.code for form in DevelopmentForm] == CODES
    assert DevelopmentForm.WORKSHOP.code == "B7"
    assert DevelopmentForm.E_LEARNING.code == "C3"


def test_nonclassical_forms_can_be_joined_while_they_run_others_until_they_start() -> None:
    dates = {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 31)}
    assert joinable_until(DevelopmentForm.E_LEARNING, **dates) == date(2026, 3, 31)
    assert joinable_until(DevelopmentForm.WORKSHOP, **dates) == date(2026, 3, 2)
    assert joinable_until(DevelopmentForm.STUDY_PERMIT, **dates) == date(2026, 3, 2)


ALLOWED = [
    (S.ASSIGNED, A.START, P.HOLDER, S.RUNNING),
    (S.ASSIGNED, A.CANCEL, P.HOLDER, S.CANCELLED),
    (S.ASSIGNED, A.CANCEL, P.TRAINER, S.CANCELLED),
    (S.RUNNING, A.FINISH, P.HOLDER, S.FINISHED),
    (S.RUNNING, A.CANCEL, P.TRAINER, S.CANCELLED),
    (S.FINISHED, A.CONFIRM, P.TRAINER, S.CONFIRMED),
    (S.FINISHED, A.RETURN, P.TRAINER, S.RUNNING),
    (S.CONFIRMED, A.UNDO, P.TRAINER, S.FINISHED),
    (S.RUNNING, A.UNDO, P.TRAINER, S.FINISHED),
]


@pytest.mark.parametrize(("status", "action", "party", "after"), ALLOWED)
def test_each_allowed_move_leads_on(
    status: PlanItemStatus, action: Action, party: Party, after: PlanItemStatus
) -> None:
    assert next_status(status, action, party) is after


def test_every_other_move_is_refused() -> None:
    allowed = {move[:3] for move in ALLOWED}
    for move in product(PlanItemStatus, Action, Party):
        assert (next_status(*move) is not None) == (move in allowed), move
    assert len(MOVES) == len(ALLOWED)


def test_every_open_state_says_who_holds_the_ball() -> None:
    assert {status: status.waits_for for status in PlanItemStatus} == {
        S.ASSIGNED: P.HOLDER,
        S.RUNNING: P.HOLDER,
        S.FINISHED: P.TRAINER,
        S.CONFIRMED: None,
        S.CANCELLED: None,
    }
    assert set(OPEN) == {status for status in PlanItemStatus if status.waits_for}


@pytest.mark.parametrize(
    ("kind", "meaning"),
    [
        (EmployeeKind.PNS, JpMeaning.TARGET),
        (EmployeeKind.CPNS, JpMeaning.TARGET),
        (EmployeeKind.PPPK, JpMeaning.CEILING),
        (EmployeeKind.PPPK_PART_TIME, JpMeaning.CEILING),
    ],
)
def test_jp_are_a_target_for_pns_and_a_ceiling_for_pppk(
    kind: EmployeeKind, meaning: JpMeaning
) -> None:
    assert jp_meaning(kind) is meaning


@pytest.mark.parametrize(
    ("confirmed", "planned", "missing", "reached", "room"),
    [(0, 0, 20, False, 20), (12, 8, 8, False, 0), (19, 0, 1, False, 1), (20, 0, 0, True, 0),
     (29, 4, 0, True, 0)],
)  # fmt: skip
def test_target_says_what_is_missing_and_never_stops_anybody(
    confirmed: int, planned: int, missing: int, reached: bool, room: int
) -> None:
    jp = JpStanding(JpMeaning.TARGET, 20, confirmed, planned)
    assert (jp.missing, jp.is_reached, jp.room) == (missing, reached, room)
    assert jp.admits(100)


@pytest.mark.parametrize(
    ("confirmed", "planned", "more", "admitted"),
    [(0, 0, 24, True), (0, 0, 25, False), (18, 0, 6, True), (18, 2, 6, False), (24, 0, 1, False)],
)
def test_ceiling_counts_planned_jp_too_and_stops_at_the_limit(
    confirmed: int, planned: int, more: int, admitted: bool
) -> None:
    jp = JpStanding(JpMeaning.CEILING, 24, confirmed, planned)
    assert jp.admits(more) is admitted
    assert jp.expected == confirmed + planned


def test_more_planned_than_the_limit_shows() -> None:
    assert JpStanding(JpMeaning.CEILING, 24, 20, 5).is_over
    assert not JpStanding(JpMeaning.CEILING, 24, 20, 4).is_over


FREE = JpStanding(JpMeaning.TARGET, 20, 0, 0)


def person(number: int, gap: int | None, **facts: object) -> Candidate:
    known = {"is_active": True, "has_same": False, "standing": FREE} | facts
    return Candidate(
        employee_id=number, name=f"Orang {number}", nip=str(number), unit="Unit", gap=gap, **known
    )


def test_bigger_gaps_get_the_seats_and_equals_keep_their_order() -> None:
    people = [person(1, 1), person(2, 3), person(3, 1), person(4, 2), person(5, 1)]
    found = allot(people, min_gap=1, seats=4, jp=10)
    assert [one.employee_id for one in found.assigned] == [2, 4, 1, 3]
    assert [(one.employee_id, why) for one, why in found.skipped] == [(5, SkipReason.NO_SEAT)]
    assert found.total == 5


def test_each_obstacle_is_named_and_takes_no_seat() -> None:
    full = JpStanding(JpMeaning.CEILING, 24, 12, 4)
    people = [
        person(1, 3, is_active=False),
        person(2, 1),
        person(3, None),
        person(4, 3, has_same=True),
        person(5, 3, standing=full),
        person(6, 2),
    ]
    found = allot(people, min_gap=2, seats=1, jp=10)
    assert [one.employee_id for one in found.assigned] == [6]
    reasons = {why: [one.employee_id for one in rows] for why, rows in found.reasons.items()}
    assert reasons == {
        SkipReason.INACTIVE: [1],
        SkipReason.NO_GAP: [2, 3],
        SkipReason.SAME_ACTIVITY: [4],
        SkipReason.OVER_CEILING: [5],
    }


def test_nobody_gets_a_seat_where_none_is_left() -> None:
    assert allot([person(1, 2)], min_gap=1, seats=0, jp=4).assigned == ()
