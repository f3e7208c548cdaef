"""Who leads whom: a table of cases, random agencies, and the same answer however it is asked."""

from datetime import date, timedelta
from typing import Any

import pytest

from kinerja.people.queries import Structure
from kinerja.people.rules import (
    Line,
    LineKind,
    LineSource,
    Seat,
    circles,
    heads,
    leading_unit,
    upward,
)

ON = date(2026, 6, 15)
LONG_AGO = date(2015, 1, 1)
AGENCY, OFFICE, DESK = 1, 2, 3
PARENTS = {AGENCY: None, OFFICE: AGENCY, DESK: OFFICE}
MAYOR, HEAD, DESK_HEAD, CLERK, GUEST, OUTSIDER = 10, 20, 30, 31, 32, 99
SUPERVISOR, RATER, RATER_SUPERIOR = LineKind
SET, DERIVED, ACTING, FOLLOWED = LineSource


def seat(person: int, unit: int, *, leads: bool = False, rank: int = 5, since: date = ON) -> Seat:
    return Seat(person, unit, leads, rank, since)


USUAL = (
    seat(MAYOR, AGENCY, leads=True, rank=0),
    seat(HEAD, OFFICE, leads=True, rank=2),
    seat(DESK_HEAD, DESK, leads=True, rank=4),
    seat(CLERK, DESK),
    seat(GUEST, DESK),
)


def day(
    seats: tuple[Seat, ...] = USUAL,
    *,
    away: tuple[int, ...] = (),
    acting: dict[int, int] | None = None,
    lines: dict[tuple[int, LineKind], int] | None = None,
    gone: tuple[int, ...] = (),
) -> Structure:
    """A day's structure: `away` are those who do not lead that day, `gone` who have left."""
    active = [one for one in seats if one.employee_id not in {*away, *gone}]
    return Structure(
        heads=heads(active, acting or {}),
        acting=acting or {},
        parents=PARENTS,
        lines=lines or {},
        places={one.employee_id: one.unit_id for one in seats},
        gone=frozenset(gone),
    )


CASES: dict[str, tuple[Structure, int, tuple[Line | None, Line | None, Line | None]]] = {
    "the head of the unit leads, the head above is the rater's superior": (
        day(),
        CLERK,
        (Line(DESK_HEAD, DERIVED, DESK), Line(DESK_HEAD, FOLLOWED, DESK),
         Line(HEAD, FOLLOWED, OFFICE)),
    ),
    "a head is led by the next head above": (
        day(),
        DESK_HEAD,
        (Line(HEAD, DERIVED, OFFICE), Line(HEAD, FOLLOWED, OFFICE),
         Line(MAYOR, FOLLOWED, AGENCY)),
    ),
    "nobody leads the head of the agency": (day(), MAYOR, (None, None, None)),
    "below the agency's head there is a rater without a superior": (
        day(),
        HEAD,
        (Line(MAYOR, DERIVED, AGENCY), Line(MAYOR, FOLLOWED, AGENCY), None),
    ),
    "a unit without a head passes its people on": (
        day(tuple(one for one in USUAL if one.employee_id != DESK_HEAD)),
        CLERK,
        (Line(HEAD, DERIVED, OFFICE), Line(HEAD, FOLLOWED, OFFICE),
         Line(MAYOR, FOLLOWED, AGENCY)),
    ),
    "a head who is away does not lead": (
        day(away=(DESK_HEAD,)),
        CLERK,
        (Line(HEAD, DERIVED, OFFICE), Line(HEAD, FOLLOWED, OFFICE),
         Line(MAYOR, FOLLOWED, AGENCY)),
    ),
    "a head who is away is still led": (
        day(away=(DESK_HEAD,)),
        DESK_HEAD,
        (Line(HEAD, DERIVED, OFFICE), Line(HEAD, FOLLOWED, OFFICE),
         Line(MAYOR, FOLLOWED, AGENCY)),
    ),
    "an acting head leads where the head is away": (
        day(away=(DESK_HEAD,), acting={DESK: OUTSIDER}),
        CLERK,
        (Line(OUTSIDER, ACTING, DESK), Line(OUTSIDER, FOLLOWED, DESK), None),
    ),
    "an acting head from the unit itself is led from above": (
        day(away=(DESK_HEAD,), acting={DESK: CLERK}),
        CLERK,
        (Line(HEAD, DERIVED, OFFICE), Line(HEAD, FOLLOWED, OFFICE),
         Line(MAYOR, FOLLOWED, AGENCY)),
    ),
    "an appointed head ends the acting one's lead": (
        day(acting={DESK: OUTSIDER}),
        CLERK,
        (Line(DESK_HEAD, DERIVED, DESK), Line(DESK_HEAD, FOLLOWED, DESK),
         Line(HEAD, FOLLOWED, OFFICE)),
    ),
    "whoever is acting elsewhere heads the own unit by appointment": (
        day(away=(HEAD,), acting={OFFICE: DESK_HEAD}),
        CLERK,
        (Line(DESK_HEAD, DERIVED, DESK), Line(DESK_HEAD, FOLLOWED, DESK),
         Line(MAYOR, FOLLOWED, AGENCY)),
    ),
    "a supervisor who was set comes before the head, and rates": (
        day(lines={(CLERK, SUPERVISOR): GUEST}),
        CLERK,
        (Line(GUEST, SET), Line(GUEST, FOLLOWED), Line(DESK_HEAD, FOLLOWED, DESK)),
    ),
    "a rater who was set rates, and the rater's supervisor is the superior": (
        day(lines={(CLERK, RATER): HEAD}),
        CLERK,
        (Line(DESK_HEAD, DERIVED, DESK), Line(HEAD, SET), Line(MAYOR, FOLLOWED, AGENCY)),
    ),
    "a rater's superior who was set leaves the rest": (
        day(lines={(CLERK, RATER_SUPERIOR): MAYOR}),
        CLERK,
        (Line(DESK_HEAD, DERIVED, DESK), Line(DESK_HEAD, FOLLOWED, DESK), Line(MAYOR, SET)),
    ),
    "a set superior who has left counts as not set": (
        day(lines={(CLERK, SUPERVISOR): OUTSIDER, (CLERK, RATER): OUTSIDER}, gone=(OUTSIDER,)),
        CLERK,
        (Line(DESK_HEAD, DERIVED, DESK), Line(DESK_HEAD, FOLLOWED, DESK),
         Line(HEAD, FOLLOWED, OFFICE)),
    ),
    "a set superior who is away stays": (
        day(lines={(CLERK, SUPERVISOR): GUEST}, away=(GUEST,)),
        CLERK,
        (Line(GUEST, SET), Line(GUEST, FOLLOWED), Line(DESK_HEAD, FOLLOWED, DESK)),
    ),
    "nobody leads somebody who has left": (day(gone=(CLERK,)), CLERK, (None, None, None)),
    "somebody without a place is led by whoever was set": (
        day(lines={(OUTSIDER, SUPERVISOR): HEAD}),
        OUTSIDER,
        (Line(HEAD, SET), Line(HEAD, FOLLOWED), Line(MAYOR, FOLLOWED, AGENCY)),
    ),
    "somebody without a place or a line has nobody": (day(), OUTSIDER, (None, None, None)),
    "nobody is the own rater's superior": (
        day(lines={(CLERK, SUPERVISOR): GUEST, (GUEST, SUPERVISOR): CLERK}),
        CLERK,
        (Line(GUEST, SET), Line(GUEST, FOLLOWED), None),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_superiors_of_the_three_kinds(case: str) -> None:
    structure, person, expected = CASES[case]
    assert tuple(structure.line(person, kind) for kind in LineKind) == expected


@pytest.mark.parametrize(
    ("seats", "acting", "head"),
    [
        ([seat(1, DESK)], {}, None),
        ([seat(1, DESK, leads=True, rank=4), seat(2, DESK, leads=True, rank=2)], {}, 2),
        (
            [seat(1, DESK, leads=True), seat(2, DESK, leads=True, since=ON - timedelta(days=1))],
            {},
            2,
        ),
        ([seat(2, DESK, leads=True), seat(1, DESK, leads=True)], {}, 1),
        ([seat(1, DESK)], {DESK: 7}, 7),
        ([seat(1, DESK, leads=True)], {DESK: 7}, 1),
    ],
)
def test_the_head_is_the_highest_then_the_longest_seated_then_the_acting_one(
    seats: list[Seat], acting: dict[int, int], head: int | None
) -> None:
    assert heads(seats, acting).get(DESK) == head


def test_the_way_up_ends_on_a_circle_of_units_or_of_people() -> None:
    turning = {AGENCY: DESK, DESK: AGENCY}
    assert leading_unit(1, DESK, heads={}, parents=turning) is None
    assert leading_unit(1, DESK, heads={AGENCY: 2}, parents=turning) == AGENCY
    assert list(upward(1, {1: 2, 2: 3, 3: 1})) == [1, 2, 3]
    assert list(upward(1, {1: 2})) == [1, 2]


@pytest.mark.parametrize(
    ("above", "found"),
    [
        ({}, set()),
        ({1: 2, 2: 3, 3: None}, set()),
        ({1: 2, 2: 1}, {frozenset({1, 2})}),
        ({5: 1, 1: 2, 2: 3, 3: 1, 4: 5}, {frozenset({1, 2, 3})}),
        ({1: 2, 2: 1, 3: 4, 4: 3, 6: None}, {frozenset({1, 2}), frozenset({3, 4})}),
    ],
)
def test_circles_are_found_wherever_they_are(above: dict[int, Any], found: Any) -> None:
    assert circles(above) == found
