"""Editions of job standards: which holds, what may be done to it, how two differ."""

from datetime import date

import pytest

from kinerja.competency.rules import (
    STANDARD_ACTIONS,
    Cluster,
    Difference,
    Necessity,
    Need,
    StandardAction,
    StandardState,
    differences,
    in_order,
    is_max_level,
    may_do,
    may_start,
    standard_in_force,
    standard_state,
)

pytestmark = pytest.mark.only("sqlite", reason="pure rules")
A, B, C = date(2024, 1, 1), date(2025, 7, 1), date(2027, 1, 1)
TODAY = date(2026, 11, 22)
S = StandardState


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2023, 12, 31), None),
        (A, A),
        (date(2025, 6, 30), A),
        (B, B),
        (TODAY, B),
        (C, C),
    ],
)
def test_the_latest_begun_edition_holds(day: date, held: date | None) -> None:
    assert standard_in_force([C, A, B], on=day) == held


@pytest.mark.parametrize(("start", "state"), [(A, S.PAST), (B, S.IN_FORCE), (C, S.COMING)])
def test_where_an_edition_stands(start: date, state: StandardState) -> None:
    assert standard_state(start, [A, B, C], on=TODAY) is state
    assert str(state.label)


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (S.COMING, {StandardAction.CHANGE, StandardAction.WITHDRAW}),
        (S.IN_FORCE, {StandardAction.REPLACE}),
        (S.PAST, set()),
    ],
)
def test_only_what_does_not_hold_yet_is_changed_or_withdrawn(
    state: StandardState, allowed: set[StandardAction]
) -> None:
    assert {action for action in StandardAction if may_do(state, action)} == allowed
    assert set(STANDARD_ACTIONS) == set(S)


@pytest.mark.parametrize(
    ("start", "starts", "may"),
    [
        (date(2019, 1, 1), [], True),  # the first may be entered with the day of its decree
        (date(2019, 1, 1), [C], True),
        (TODAY, [A, B], True),
        (date(2026, 11, 21), [A, B], False),
        (date(2025, 1, 1), [A, B], False),
        (C, [A, B], True),
        (TODAY, [TODAY], False),
    ],
)
def test_what_has_held_is_never_rewritten(start: date, starts: list[date], may: bool) -> None:
    assert may_start(start, starts, on=TODAY) is may


@pytest.mark.parametrize(
    ("level", "most", "right"),
    [(3, None, True), (3, 3, True), (3, 5, True), (3, 2, False), (None, 2, False)],
)
def test_the_highest_level_is_not_below_the_one_asked_for(
    level: int | None, most: int | None, right: bool
) -> None:
    assert is_max_level(level, most) is right


def test_how_two_editions_differ() -> None:
    before = {1: Need(3), 2: Need(3), 3: Need(3), 4: Need(3), 5: Need(3)}
    after = {
        2: Need(3),
        3: Need(4),
        4: Need(2),
        5: Need(3, None, 3, Necessity.ABSOLUTE),
        6: Need(1),
    }
    found = {one.competency_id: one.difference for one in differences(before, after)}
    assert found == {
        1: Difference.REMOVED,
        2: Difference.SAME,
        3: Difference.RAISED,
        4: Difference.LOWERED,
        5: Difference.WEIGHTED,
        6: Difference.ADDED,
    }
    assert all(str(one.label) for one in Difference)
    assert [one.difference for one in differences({}, {})] == []


def test_records_begin_with_the_managerial_cluster() -> None:
    places = [
        in_order(Cluster.TECHNICAL, 1, 1),
        in_order(Cluster.SOCIO_CULTURAL, 9, 2),
        in_order(Cluster.MANAGERIAL, 8, 4),
        in_order(Cluster.MANAGERIAL, 2, 3),
    ]
    assert sorted(places) == places[::-1]
