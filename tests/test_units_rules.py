"""What units may do in each state, what happened to them, and what must never be so."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.people.rules import (
    FOREVER,
    Fault,
    FaultKind,
    Span,
    UnitChange,
    UnitMove,
    UnitState,
    begun,
    ended,
    faults,
    held_span,
    open_depth,
    unit_events,
    unit_moves,
    unit_state,
    withdrawn,
)

OLD, NOW, SOON, LATER = (
    date(2015, 1, 1),
    date(2026, 11, 21),
    date(2027, 1, 1),
    date(2027, 7, 1),
)
DAY = timedelta(days=1)


def span(
    unit_id: int = 1,
    name: str = "A",
    parent: int | None = None,
    first: date = OLD,
    last: date = FOREVER,
) -> Span:
    return Span(unit_id, name, parent, first, last)


STATES = [
    ([span(first=SOON)], False, UnitState.PLANNED),
    ([span()], False, UnitState.OPEN),
    ([span(last=SOON - DAY), span(name="B", first=SOON)], False, UnitState.CHANGING),
    ([span(last=SOON - DAY)], False, UnitState.ENDING),
    ([span(last=SOON - DAY)], True, UnitState.ENDING),
    ([span(last=NOW)], False, UnitState.ENDING),
    ([span(last=NOW - DAY)], False, UnitState.CLOSED),
    ([span(last=NOW - DAY)], True, UnitState.MERGED),
    ([], False, UnitState.CLOSED),
]


@pytest.mark.parametrize(("spans", "is_merged", "state"), STATES)
def test_state_follows_from_past_and_future(
    spans: list[Span], is_merged: bool, state: UnitState
) -> None:
    assert unit_state(spans, is_merged=is_merged, on=NOW) is state


CHANGE, MERGE, CLOSE, WITHDRAW = UnitMove
ALLOWED = {
    UnitState.PLANNED: {CHANGE, WITHDRAW},
    UnitState.OPEN: {CHANGE, MERGE, CLOSE},
    UnitState.CHANGING: {CHANGE, MERGE, CLOSE, WITHDRAW},
    UnitState.ENDING: {CHANGE, WITHDRAW},
    UnitState.CLOSED: set(),
    UnitState.MERGED: set(),
}


@pytest.mark.parametrize("state", UnitState)
@pytest.mark.parametrize("move", UnitMove)
def test_each_state_allows_what_the_table_says(state: UnitState, move: UnitMove) -> None:
    assert (move in unit_moves(state, is_agency=False)) is (move in ALLOWED[state])
    never = {MERGE, CLOSE}
    assert (move in unit_moves(state, is_agency=True)) is (move in ALLOWED[state] - never)


def test_every_state_has_a_name_for_people() -> None:
    assert len({str(state.label) for state in UnitState}) == len(UnitState)


def test_history_tells_each_change_with_its_day() -> None:
    spans = [
        span(parent=9, last=NOW - DAY),
        span(name="B", parent=9, first=NOW, last=SOON - DAY),
        span(name="C", parent=8, first=SOON, last=LATER - DAY),
    ]
    told = [(event.change, event.day) for event in unit_events(spans, is_merged=True)]
    assert told == [
        (UnitChange.FOUNDED, OLD),
        (UnitChange.RENAMED, NOW),
        (UnitChange.RENAMED, SOON),
        (UnitChange.MOVED, SOON),
        (UnitChange.MERGED, LATER),
    ]
    assert list(unit_events(spans, is_merged=False))[-1].change is UnitChange.CLOSED
    assert list(unit_events([], is_merged=False)) == []


def test_beginning_ends_what_was_and_keeps_a_known_end() -> None:
    spans = [span(last=LATER)]
    after = begun(spans, 1, first=SOON, name="B", parent_id=5)
    assert after == [span(last=SOON - DAY), span(name="B", parent=5, first=SOON, last=LATER)]
    corrected = begun(after, 1, first=SOON, name="C", parent_id=None)
    assert corrected[-1] == span(name="C", first=SOON, last=LATER)
    assert len(corrected) == 2


def test_ending_and_taking_back() -> None:
    spans = [span(), span(2, "Lain")]
    closed = ended(spans, 1, last=SOON)
    assert held_span(closed, 1, SOON) == span(last=SOON)
    assert held_span(closed, 1, SOON + DAY) is None
    assert sorted(withdrawn(closed, 1), key=lambda one: one.unit_id) == spans
    renamed = begun(spans, 1, first=SOON, name="B", parent_id=None)
    assert sorted(withdrawn(renamed, 1), key=lambda one: one.unit_id) == spans
    assert withdrawn([span(first=SOON)], 1) == []


FAULTS = [
    ("a name twice", [span(name="Sama"), span(2, "SAMA")], {
        (FaultKind.NAME, 1), (FaultKind.NAME, 2),
    }),
    ("a name again after the other is closed", [span(last=NOW), span(2, "A", first=SOON)], set()),
    ("a name again on the last day", [span(last=SOON), span(2, "A", first=SOON)], {
        (FaultKind.NAME, 1), (FaultKind.NAME, 2),
    }),
    ("an upper unit that ends first", [span(last=SOON), span(2, "B", 1)], {(FaultKind.PARENT, 2)}),
    ("an upper unit that begins later", [span(first=LATER), span(2, "B", 1, first=SOON)], {
        (FaultKind.PARENT, 2),
    }),
    ("an upper unit that is nowhere", [span(2, "B", 1)], {(FaultKind.PARENT, 2)}),
    ("an upper unit with a new name", [
        span(last=SOON - DAY), span(name="AA", first=SOON), span(2, "B", 1),
    ], set()),
    ("a unit under itself", [span(parent=1)], {(FaultKind.CIRCLE, 1)}),
    ("a circle of two on one later day", [
        span(parent=None, last=SOON - DAY), span(parent=2, first=SOON), span(2, "B", 1),
    ], {(FaultKind.CIRCLE, 1), (FaultKind.CIRCLE, 2)}),
    ("what was wrong only before", [span(last=OLD + DAY), span(2, "A", last=NOW - DAY)], set()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spans", "found"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_what_must_not_be_is_found(spans: list[Span], found: set[tuple[FaultKind, int]]) -> None:
    assert {(fault.kind, fault.unit_id) for fault in faults(spans, since=NOW)} == found


def test_fault_names_the_other_unit() -> None:
    assert Fault(FaultKind.PARENT, 2, 1) in faults([span(2, "B", 1)], since=NOW)


@pytest.mark.parametrize(
    ("rows_per_level", "most", "deepest"),
    [
        ([1, 3, 9], 50, 2),
        ([1, 3, 47], 50, 1),
        ([1, 40, 5, 200], 50, 2),
        ([1, 300], 50, 1),
        ([1], 50, 1),
    ],
)
def test_tree_is_opened_as_deep_as_fits(rows_per_level: list[int], most: int, deepest: int) -> None:
    depths = [depth for depth, rows in enumerate(rows_per_level) for _row in range(rows)]
    assert open_depth(depths, most=most) == deepest


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.sampled_from("ABC"), st.sampled_from([None, 7, 8])),
        max_size=8,
    )
)
def test_spans_of_a_unit_never_overlap_and_leave_no_gap(
    changes: list[tuple[int, str, int | None]],
) -> None:
    spans = [span()]
    days = sorted({day for day, _name, _parent in changes})
    for day, name, parent in sorted(changes, key=lambda change: change[0]):
        spans = begun(spans, 1, first=OLD + day * DAY, name=name, parent_id=parent)
    spans.sort(key=lambda one: one.first)
    assert [one.first for one in spans] == sorted({OLD, *(OLD + day * DAY for day in days)})
    assert all(one.last + DAY == after.first for one, after in pairwise(spans))
    assert spans[-1].last == FOREVER
