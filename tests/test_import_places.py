"""What a row does to somebody's postings and set superiors, as a table of cases."""

from datetime import date

import pytest

from kinerja.people.rules import LineKind
from kinerja.people.rules.imports import FaultKind, Place, SetLine
from kinerja.people.rules.imports.known import FOREVER
from kinerja.people.rules.imports.places import move_line, move_place

ON = date(2026, 11, 21)
OLD, MID, LATE = date(2015, 1, 1), date(2020, 1, 1), date(2027, 1, 1)
DAY = date.fromisoformat


def place(id_: int, unit: int, since: date, until: date | None = None, cut: date | None = None):
    return Place(id_, unit, 9, since, until, cut)


ONE = [place(1, 5, OLD)]
TWO = [place(1, 4, OLD, DAY("2019-12-31")), place(2, 5, MID, None, FOREVER)]
GAP = [place(1, 4, OLD, DAY("2018-12-31")), place(2, 5, MID)]
AHEAD = [place(1, 5, OLD, DAY("2026-12-31")), place(2, 6, LATE, None, FOREVER)]
LEFT = [place(1, 5, OLD, DAY("2026-01-31"))]


@pytest.mark.parametrize(
    ("entries", "unit", "told", "writes"),
    [
        # nobody yet: begins on the told day, else on the import's
        ([], 5, None, [(None, place(0, 5, ON))]),
        ([], 5, MID, [(None, place(0, 5, MID))]),
        # there already
        (ONE, 5, None, []),
        (ONE, 5, OLD, []),
        (TWO, 5, None, []),
        (TWO, 5, MID, []),
        # moved: the one before ends the day before, and remembers that it had no end
        (ONE, 6, None, [(ONE[0], place(1, 5, OLD, DAY("2026-11-20"))),
                        (None, place(0, 6, ON, None, FOREVER))]),
        (ONE, 6, MID, [(ONE[0], place(1, 5, OLD, DAY("2019-12-31"))),
                       (None, place(0, 6, MID, None, FOREVER))]),
        (ONE, 6, LATE, [(ONE[0], place(1, 5, OLD, DAY("2026-12-31"))),
                        (None, place(0, 6, LATE, None, FOREVER))]),
        # corrected on the very day on which it began
        (ONE, 6, OLD, [(ONE[0], place(1, 6, OLD))]),
        # began on another day than was known
        (ONE, 5, MID, [(ONE[0], place(1, 5, MID))]),
        (TWO, 5, DAY("2018-03-01"), [(TWO[0], place(1, 4, OLD, DAY("2018-02-28"))),
                                     (TWO[1], place(2, 5, DAY("2018-03-01"), None, FOREVER))]),
        (TWO, 5, DAY("2021-03-01"), [(TWO[0], place(1, 4, OLD, DAY("2021-02-28"))),
                                     (TWO[1], place(2, 5, DAY("2021-03-01"), None, FOREVER))]),
        # what had ended by itself stays as it was
        (GAP, 5, DAY("2019-06-01"), [(GAP[1], place(2, 5, DAY("2019-06-01")))]),
        (GAP, 5, DAY("2018-06-01"), [(GAP[0], place(1, 4, OLD, DAY("2018-05-31"))),
                                     (GAP[1], place(2, 5, DAY("2018-06-01"), None,
                                                    DAY("2018-12-31")))]),
        # a move that lies ahead is known
        (AHEAD, 6, LATE, []),
        (AHEAD, 5, None, []),
        (AHEAD, 5, OLD, []),
        # whoever had left comes back
        (LEFT, 5, None, [(None, place(0, 5, ON))]),
        (LEFT, 6, DAY("2026-06-01"), [(None, place(0, 6, DAY("2026-06-01")))]),
    ],
)  # fmt: skip
def test_places(entries, unit, told, writes) -> None:
    move = move_place(entries, unit, 9, told=told, on=ON)
    assert (move.writes, move.fault) == (writes, None)


@pytest.mark.parametrize(
    ("entries", "unit", "told", "fault"),
    [
        (TWO, 4, OLD, (FaultKind.DAY_LATER, MID)),
        (TWO, 6, DAY("2018-01-01"), (FaultKind.DAY_LATER, MID)),
        (TWO, 5, OLD, (FaultKind.DAY_LATER, OLD)),
        (AHEAD, 7, None, (FaultKind.DAY_LATER, LATE)),
        (ONE, 5, LATE, (FaultKind.DAY_FUTURE, OLD)),
    ],
)
def test_places_that_cannot_be(entries, unit, told, fault) -> None:
    move = move_place(entries, unit, 9, told=told, on=ON)
    assert (move.fault, move.writes) == (fault, [])


def line(id_: int, superior: int, since: date, until: date | None = None, cut: date | None = None):
    return SetLine(id_, superior, since, until, cut, LineKind.SUPERVISOR)


SET = [line(1, 7, OLD)]
SET_AHEAD = [line(1, 7, OLD, DAY("2026-12-31")), line(2, 8, LATE, None, FOREVER)]
SET_TODAY = [line(1, 7, OLD, DAY("2026-11-20")), line(2, 8, ON, None, FOREVER)]


@pytest.mark.parametrize(
    ("entries", "superior", "moved", "since", "writes"),
    [
        ([], None, True, MID, []),
        ([], 7, True, MID, [(None, line(0, 7, MID))]),
        ([], 7, False, MID, [(None, line(0, 7, ON))]),
        ([], 7, False, LATE, [(None, line(0, 7, LATE))]),
        (SET, 7, False, OLD, []),
        (SET, 8, False, OLD, [(SET[0], line(1, 7, OLD, DAY("2026-11-20"))),
                              (None, line(0, 8, ON, None, FOREVER))]),
        (SET, 8, True, MID, [(SET[0], line(1, 7, OLD, DAY("2019-12-31"))),
                             (None, line(0, 8, MID, None, FOREVER))]),
        (SET, None, False, OLD, [(SET[0], line(1, 7, OLD, DAY("2026-11-20")))]),
        # set in between: corrected in place, or withdrawn
        (SET_TODAY, 9, True, MID, [(SET_TODAY[1], line(2, 9, ON, None, FOREVER))]),
        (SET_TODAY, None, False, OLD, [(SET_TODAY[1], None)]),
        (SET_AHEAD, 8, False, LATE, []),
    ],
)  # fmt: skip
def test_lines(entries, superior, moved, since, writes) -> None:
    move = move_line(entries, superior, moved=moved, since=since, on=ON)
    assert (move.writes, move.fault) == (writes, None)


def test_line_that_lies_ahead_must_be_withdrawn_first() -> None:
    move = move_line(SET_AHEAD, 9, moved=False, since=OLD, on=ON)
    assert (move.writes, move.fault) == ([], (FaultKind.SUPERVISOR_LATER, LATE))
