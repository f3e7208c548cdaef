"""Who may move an assessment where, and the figures drawn from levels."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from kinerja.competency.rules import (
    CYCLE_TRANSITIONS,
    TRANSITIONS,
    Action,
    AssessmentStatus,
    CycleAction,
    CycleStatus,
    Part,
    Verdict,
    dates_in_order,
    gap,
    hidden_groups,
    holder,
    index,
    is_allowed_in,
    is_link,
    may_agree_in_batch,
    mean_percent,
    next_status,
    percent,
    verified_level,
    verify_due,
)

S, A, P = AssessmentStatus, Action, Part
MOVES = [
    (S.NOT_STARTED, A.ANSWER, P.SUBJECT, S.SELF_IN_PROGRESS),
    (S.SELF_IN_PROGRESS, A.ANSWER, P.SUBJECT, S.SELF_IN_PROGRESS),
    (S.SELF_IN_PROGRESS, A.SUBMIT, P.SUBJECT, S.SELF_SUBMITTED),
    (S.SELF_SUBMITTED, A.JUDGE, P.VERIFIER, S.UNDER_VERIFICATION),
    (S.UNDER_VERIFICATION, A.JUDGE, P.VERIFIER, S.UNDER_VERIFICATION),
    (S.SELF_SUBMITTED, A.RETURN, P.VERIFIER, S.RETURNED),
    (S.UNDER_VERIFICATION, A.RETURN, P.VERIFIER, S.RETURNED),
    (S.RETURNED, A.ANSWER, P.SUBJECT, S.RETURNED),
    (S.RETURNED, A.SUBMIT, P.SUBJECT, S.SELF_SUBMITTED),
    (S.UNDER_VERIFICATION, A.COMPLETE, P.VERIFIER, S.VERIFIED),
    (S.RETURNED, A.UNDO, P.VERIFIER, S.UNDER_VERIFICATION),
    (S.VERIFIED, A.UNDO, P.VERIFIER, S.UNDER_VERIFICATION),
    (S.VERIFIED, A.ACKNOWLEDGE, P.SUBJECT, S.ACKNOWLEDGED),
    (S.VERIFIED, A.REMARK, P.SUBJECT, S.ACKNOWLEDGED),
    (S.ACKNOWLEDGED, A.REMARK, P.SUBJECT, S.ACKNOWLEDGED),
]


@pytest.mark.parametrize(("status", "action", "part", "following"), MOVES)
def test_each_allowed_move_leads_to_its_state(status: S, action: A, part: P, following: S) -> None:
    assert next_status(status, action, part) is following


def test_every_other_move_is_refused() -> None:
    allowed = {(status, action, part) for status, action, part, _next in MOVES}
    assert set(TRANSITIONS) == allowed
    for move in set(product(S, A, P)) - allowed:
        assert next_status(*move) is None


@pytest.mark.parametrize("action", list(A))
def test_only_reading_and_remarking_go_on_after_the_cycle(action: A) -> None:
    after = {
        A.ACKNOWLEDGE: {CycleStatus.OPEN, CycleStatus.CLOSED, CycleStatus.ARCHIVED},
        A.REMARK: {CycleStatus.OPEN, CycleStatus.CLOSED},
    }
    allowed = {status for status in CycleStatus if is_allowed_in(action, status)}
    assert allowed == after.get(action, {CycleStatus.OPEN})


@pytest.mark.parametrize(
    ("opened", "verdict", "own", "first", "may"),
    [
        (True, None, 2, None, True),
        (True, None, 2, 2, True),
        (True, None, 2, 3, False),  # the verifier saw it otherwise: a decision of its own
        (False, None, 2, None, False),
        (True, Verdict.ADJUST, 2, None, False),
        (True, None, None, None, False),
    ],
)
def test_only_what_was_opened_and_is_undecided_is_agreed_with_together(
    opened: bool, verdict: Verdict | None, own: int | None, first: int | None, may: bool
) -> None:
    found = may_agree_in_batch(is_opened=opened, verdict=verdict, self_level=own, first_level=first)
    assert found is may


def test_a_cycle_is_planned_opened_closed_archived_and_nothing_else() -> None:
    assert CYCLE_TRANSITIONS == {
        (CycleStatus.PLANNED, CycleAction.EDIT): CycleStatus.PLANNED,
        (CycleStatus.PLANNED, CycleAction.OPEN): CycleStatus.OPEN,
        (CycleStatus.OPEN, CycleAction.EXTEND): CycleStatus.OPEN,
        (CycleStatus.OPEN, CycleAction.DECIDE): CycleStatus.OPEN,
        (CycleStatus.OPEN, CycleAction.CLOSE): CycleStatus.CLOSED,
        (CycleStatus.CLOSED, CycleAction.ARCHIVE): CycleStatus.ARCHIVED,
    }


def test_every_state_says_whose_turn_it_is() -> None:
    assert {status: holder(status) for status in S} == {
        S.NOT_STARTED: P.SUBJECT,
        S.SELF_IN_PROGRESS: P.SUBJECT,
        S.RETURNED: P.SUBJECT,
        S.SELF_SUBMITTED: P.VERIFIER,
        S.UNDER_VERIFICATION: P.VERIFIER,
        S.VERIFIED: P.SUBJECT,
        S.ACKNOWLEDGED: None,
    }


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([2, 2, 2, 2, 2, 2, 2, 1, 1], "88.89"),  # 16 of 18, domain's example
        ([2, 2, 2, 2, 2, 1, 1, 1, 1], "77.78"),  # 14 of 18
        ([5, 5, 2, 2, 2, 2, 2, 2, 3], "138.89"),  # 25 of 18: kept raw
        ([2] * 9, "100.00"),
    ],
)
def test_the_index_is_the_sum_of_levels_over_the_sum_of_standards(
    levels: list[int], expected: str
) -> None:
    assert index((level, 2) for level in levels).percent == Decimal(expected)


def test_without_compensation_a_surplus_hides_no_gap() -> None:
    found = index([(5, 3), (1, 3), (3, 3)])
    assert (found.percent, found.capped_percent) == (Decimal("100.00"), Decimal("77.78"))


def test_what_was_not_observed_or_has_no_standard_does_not_count() -> None:
    found = index([(2, 2), (None, 2), (3, None)])
    assert (found.achieved, found.required, found.percent) == (2, 2, Decimal("100.00"))
    assert index([(3, None)]).percent is None


@pytest.mark.parametrize(
    ("part", "whole", "places", "expected"),
    [
        (1, 3, 2, "33.33"),
        (1, 800, 2, "0.13"),  # 0.125: half goes up
        (10, 22, 0, "45"),
        (1, 200, 0, "1"),  # 0.5: half goes up
        (0, 5, 2, "0.00"),
    ],
)
def test_percent_is_rounded_half_up_once(part: int, whole: int, places: int, expected: str) -> None:
    assert percent(part, whole, places) == Decimal(expected)


def test_a_mean_of_indexes_is_exact_until_its_one_rounding() -> None:
    # Two people at 16/18, one at 14/18: (2 × 88.888… + 77.777…) / 3 = 85.185…
    assert mean_percent([(16, 18, 2), (14, 18, 1)]) == Decimal("85.19")
    assert mean_percent([(0, 0, 4)]) is None


@pytest.mark.parametrize(
    ("level", "standard", "missing"), [(1, 3, 2), (3, 3, 0), (4, 3, -1), (1, 5, 4)]
)
def test_a_gap_is_what_is_missing_to_the_standard(level: int, standard: int, missing: int) -> None:
    assert gap(level, standard) == missing


def test_small_groups_show_no_mean_nor_give_themselves_away() -> None:
    groups = {"a": (4, 20), "b": (6, 20), "c": (30, 40), "d": (9, 9), "e": (0, 50)}
    # a has too few results, d too little staff; together 13, so b stays; e has nothing to show
    assert hidden_groups(groups, floor=5, unit_floor=10) == {"a", "d", "e"}
    # a alone would be the total less the others: the next smallest goes too
    alone = {"a": (4, 20), "b": (6, 20), "c": (30, 40)}
    assert hidden_groups(alone, floor=5, unit_floor=10) == {"a", "b"}
    assert hidden_groups({"a": (2, 20)}, floor=5, unit_floor=10) == {"a"}
    assert hidden_groups({"c": (30, 40)}, floor=5, unit_floor=10) == frozenset()


def test_the_verdict_decides_which_level_counts() -> None:
    assert verified_level(Verdict.AGREE, self_level=3, level=1) == 3
    assert verified_level(Verdict.ADJUST, self_level=3, level=2) == 2
    assert verified_level(Verdict.NOT_OBSERVED, self_level=3, level=2) is None
    assert verified_level(None, self_level=3, level=2) is None


def test_the_verifier_has_the_rulebooks_days_within_the_cycle() -> None:
    sent = date(2026, 11, 21)
    assert verify_due(sent, days=7, cycle_due=date(2026, 12, 15)) == date(2026, 11, 28)
    assert verify_due(sent, days=7, cycle_due=date(2026, 11, 25)) == date(2026, 11, 25)
    assert verify_due(sent, days=7, cycle_due=date(2026, 11, 20)) == date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://drive.contoh.go.id/a?b=1", True),
        ("http://contoh.go.id", True),
        ("www.contoh.go.id", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://ada spasi.id", False),
        ("http://[::1", False),
        ("ftp://contoh.go.id", False),
    ],
)
def test_evidence_is_a_web_address(text: str, is_one: bool) -> None:
    assert is_link(text) is is_one


def test_a_cycles_days_follow_one_another() -> None:
    first, second, third = date(2026, 1, 1), date(2026, 1, 1), date(2026, 2, 1)
    assert dates_in_order(first, second, third)
    assert not dates_in_order(third, second, first)
