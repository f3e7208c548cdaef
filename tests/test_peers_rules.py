"""Peers: the table of a group's states, and what its levels come to."""

from itertools import product

import pytest

from kinerja.competency.rules.peers import (
    LIVE,
    PANEL_TRANSITIONS,
    PanelAction,
    PanelPart,
    PanelStatus,
    PeerLimits,
    needs_comment,
    next_panel_status,
    peer_level,
)

S, A, P = PanelStatus, PanelAction, PanelPart
# State, act, by whom, and the state that follows. Whatever is not here is refused.
MOVES = {
    (S.CHOOSING, A.PROPOSE, P.SUBJECT): S.PROPOSED,
    (S.PROPOSED, A.PROPOSE, P.SUBJECT): S.PROPOSED,
    (S.CHOOSING, A.APPROVE, P.APPROVER): S.APPROVED,
    (S.PROPOSED, A.APPROVE, P.APPROVER): S.APPROVED,
    (S.APPROVED, A.APPROVE, P.APPROVER): S.APPROVED,
    (S.APPROVED, A.OPEN, P.SYSTEM): S.OPEN,
    (S.OPEN, A.ADD, P.APPROVER): S.OPEN,
    (S.OPEN, A.ANSWER, P.RATER): S.OPEN,
    (S.OPEN, A.SETTLE, P.SYSTEM): S.DONE,
    (S.CHOOSING, A.CLOSE, P.SYSTEM): S.CLOSED,
    (S.PROPOSED, A.CLOSE, P.SYSTEM): S.CLOSED,
    (S.APPROVED, A.CLOSE, P.SYSTEM): S.CLOSED,
    (S.OPEN, A.CLOSE, P.SYSTEM): S.CLOSED,
}


def test_table_is_the_one_written_here() -> None:
    assert dict(PANEL_TRANSITIONS) == MOVES


@pytest.mark.parametrize("state", PanelStatus)
def test_every_other_move_is_refused(state: PanelStatus) -> None:
    for action, part in product(PanelAction, PanelPart):
        following = next_panel_status(state, action, part)
        assert following is MOVES.get((state, action, part))


def test_nothing_leaves_a_group_that_has_ended() -> None:
    assert {state for state, _action, _part in MOVES} == LIVE
    assert set(PanelStatus) - {S.DONE, S.CLOSED} == LIVE


@pytest.mark.parametrize(
    ("levels", "floor", "level"),
    [
        ([], 3, None),
        ([3], 3, None),
        ([3, 3], 3, None),
        ([5, 5], 1, None),  # a rulebook below the floor changes nothing
        ([2, 3, 4], 3, 3),
        ([3, 3, 3], 3, 3),
        ([1, 5, 5], 3, 5),
        ([5, 1, 1], 3, 1),
        ([2, 3, 3, 2], 3, 3),  # 2.5 up to 3
        ([1, 2, 3, 4], 3, 3),  # 2.5 up to 3
        ([1, 1, 4, 4], 3, 3),  # 2.5 up to 3
        ([1, 1, 2, 5], 3, 2),  # 1.5 up to 2
        ([4, 4, 5, 5], 3, 5),  # 4.5 up to 5
        ([1, 1, 3, 5], 3, 2),  # 2 as it is
        ([1, 4, 4, 4, 4], 3, 4),  # one hostile voice moves nothing
        ([2, 2, 2, 2, 5], 3, 2),  # nor does a friendly one
        ([2, 3, 4], 4, None),  # the rulebook asks for four
        ([2, 3, 4, 4], 4, 4),  # 3.5 up to 4
    ],
)
def test_group_says_the_median_with_a_half_rounded_up(
    levels: list[int], floor: int, level: int | None
) -> None:
    assert peer_level(levels, floor=floor) == level


def test_extremes_need_a_comment() -> None:
    assert [level for level in (None, 1, 2, 3, 4, 5) if needs_comment(level)] == [1, 5]


@pytest.mark.parametrize(
    ("value", "limits"),
    [
        ({"minimum": 3, "maximum": 7, "per_rater": 7}, PeerLimits(3, 7, 7)),
        ({"minimum": 1, "maximum": 2, "per_rater": 4}, PeerLimits(3, 3, 4)),
        ({"minimum": 5, "maximum": 4, "per_rater": 1}, PeerLimits(5, 5, 1)),
    ],
)
def test_never_fewer_raters_than_three(value: dict[str, int], limits: PeerLimits) -> None:
    assert PeerLimits.from_rule(value) == limits
