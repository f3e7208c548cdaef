"""Rows that hold from a day to a day: begun, ended, taken back; never two on one day."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kinerja.extensions import db
from kinerja.people.models import Posting, ReportingLine, StandingPeriod
from kinerja.people.rules import LineKind, Standing
from kinerja.people.services import EndBeforeStartError, LaterEntryError, histories
from tests import factories

DAY = timedelta(days=1)
JAN, FEB, MAR, APR = (date(2026, month, 1) for month in range(1, 5))
Held = tuple[date, date | None, Standing]
STUDY, UNPAID, RETIRED = Standing.STUDY_LEAVE, Standing.UNPAID_LEAVE, Standing.RETIRED


@pytest.fixture
def person(app: Flask) -> int:
    return factories.employee(app)


def begin(person: int, first: date, last: date | None = None, why: Standing = STUDY) -> Any:
    keys = {"employee_id": person}
    return histories.begin(StandingPeriod, keys, valid_from=first, valid_to=last, standing=why)


def entries(person: int) -> list[Held]:
    rows = db.session.scalars(
        select(StandingPeriod)
        .where(StandingPeriod.employee_id == person)
        .order_by(StandingPeriod.valid_from)
    )
    return [(row.valid_from, row.valid_to, row.standing) for row in rows]


def test_a_new_entry_ends_the_one_before_on_the_day_before(app: Flask, person: int) -> None:
    with app.app_context():
        begin(person, JAN)
        begin(person, MAR, None, UNPAID)
        assert entries(person) == [(JAN, MAR - DAY, STUDY), (MAR, None, UNPAID)]


def test_what_has_ended_by_itself_is_left_alone(app: Flask, person: int) -> None:
    with app.app_context():
        begin(person, JAN, FEB)
        begin(person, MAR, APR, UNPAID)
        assert entries(person) == [(JAN, FEB, STUDY), (MAR, APR, UNPAID)]


def test_an_entry_of_the_same_day_is_corrected_in_place(app: Flask, person: int) -> None:
    with app.app_context():
        begin(person, JAN)
        begin(person, MAR, APR)
        begin(person, MAR, None, RETIRED)
        assert entries(person) == [(JAN, MAR - DAY, STUDY), (MAR, None, RETIRED)]


def test_nothing_is_written_before_what_is_known_to_come(app: Flask, person: int) -> None:
    with app.test_request_context():
        begin(person, MAR)
        with pytest.raises(LaterEntryError, match="1 Maret 2026"):
            begin(person, FEB)
        with pytest.raises(LaterEntryError):
            histories.end(StandingPeriod, {"employee_id": person}, on=JAN)
        assert entries(person) == [(MAR, None, STUDY)]


def test_days_are_in_order(app: Flask, person: int) -> None:
    with app.test_request_context(), pytest.raises(EndBeforeStartError):
        begin(person, MAR, FEB)


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (JAN - DAY, None),
        (JAN, STUDY),
        (FEB, STUDY),
        (FEB + DAY, None),
        (MAR, UNPAID),
        (APR, UNPAID),
    ],
)
def test_what_is_held_on_a_day(app: Flask, person: int, on: date, found: Standing | None) -> None:
    with app.app_context():
        begin(person, JAN, FEB)
        begin(person, MAR, None, UNPAID)
        held: Any = histories.held(StandingPeriod, {"employee_id": person}, on=on)
        assert (held and held.standing) == found


def test_the_last_day_of_what_holds_is_set(app: Flask, person: int) -> None:
    with app.app_context():
        begin(person, JAN)
        keys = {"employee_id": person}
        ended: Any = histories.end(StandingPeriod, keys, on=FEB)
        assert ended.valid_to == FEB
        assert histories.end(StandingPeriod, keys, on=MAR) is None
        assert entries(person) == [(JAN, FEB, STUDY)]


@pytest.mark.parametrize(
    ("first", "after"),
    [
        ((JAN, None), (JAN, None)),  # was cut short: open again
        ((JAN, APR), (JAN, APR)),  # was cut short: its own last day again
        ((JAN, MAR), (JAN, MAR)),
        ((JAN, FEB), (JAN, FEB)),  # had ended by itself
        ((JAN, MAR - DAY), (JAN, MAR - DAY)),  # by itself, on the very day before
    ],
)
def test_what_is_taken_back_leaves_everything_as_before(
    app: Flask,
    person: int,
    first: tuple[date, date | None],
    after: tuple[date, date | None],
) -> None:
    with app.app_context():
        begin(person, *first)
        histories.withdraw(begin(person, MAR, None, UNPAID), keys=("employee_id",))
        assert entries(person) == [(*after, STUDY)]
        histories.withdraw(
            histories.held(StandingPeriod, {"employee_id": person}, on=JAN), keys=("employee_id",)
        )
        assert entries(person) == []


def test_only_the_newest_is_taken_back(app: Flask, person: int) -> None:
    with app.test_request_context():
        older = begin(person, JAN)
        begin(person, MAR, None, UNPAID)
        with pytest.raises(LaterEntryError):
            histories.withdraw(older, keys=("employee_id",))


def test_a_correction_in_place_keeps_what_the_entry_had_cut(app: Flask, person: int) -> None:
    with app.app_context():
        begin(person, JAN, APR)
        begin(person, MAR, None, UNPAID)
        histories.withdraw(begin(person, MAR, None, RETIRED), keys=("employee_id",))
        assert entries(person) == [(JAN, APR, STUDY)]


def test_each_key_has_a_history_of_its_own(app: Flask, person: int) -> None:
    boss, other = factories.employee(app), factories.employee(app)
    with app.app_context():
        for kind, superior in ((LineKind.SUPERVISOR, boss), (LineKind.RATER, other)):
            keys = {"employee_id": person, "kind": kind}
            histories.begin(ReportingLine, keys, valid_from=JAN, superior_id=superior)
        rows = db.session.scalars(
            select(ReportingLine.valid_to).where(ReportingLine.employee_id == person)
        ).all()
        assert list(rows) == [None, None]


days = st.integers(0, 20).map(lambda number: JAN + number * DAY)
steps = st.lists(
    st.tuples(st.sampled_from(["begin", "end", "withdraw"]), days, st.integers(0, 6)), max_size=8
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=steps)
def test_whatever_is_done_one_entry_at_most_holds_and_withdrawing_undoes(
    app: Flask, person: int, steps: list[tuple[str, date, int]]
) -> None:
    keys = {"employee_id": person}
    with app.test_request_context():
        db.session.execute(db.delete(StandingPeriod))
        before: list[Held] = []
        for act, day, length in steps:
            try:
                if act == "begin":
                    before = entries(person)
                    is_new = day not in [first for first, _last, _why in before]
                    entry = begin(person, day, day + length * DAY if length else None)
                    if is_new:
                        histories.withdraw(entry, keys=("employee_id",))
                        assert entries(person) == before
                        begin(person, day, day + length * DAY if length else None)
                elif act == "end":
                    histories.end(StandingPeriod, keys, on=day)
                elif entries(person):
                    newest = db.session.scalars(
                        select(StandingPeriod).order_by(StandingPeriod.valid_from.desc())
                    ).first()
                    histories.withdraw(newest, keys=("employee_id",))
            except LaterEntryError:
                pass
            found = entries(person)
            for (_first, last, _why), (following, _last, _other) in pairwise(found):
                assert last is not None
                assert last < following
        db.session.rollback()


def test_the_migrations_histories_can_be_gone_on_with(app: Flask, person: int) -> None:
    with app.app_context():
        known: Any = histories.held(Posting, {"employee_id": person}, on=JAN)
        histories.begin(
            Posting,
            {"employee_id": person},
            valid_from=JAN,
            unit_id=known.unit_id,
            position_id=factories_position(),
        )
        assert known.valid_to == JAN - DAY


def factories_position() -> int:
    from kinerja.people.models import Position

    return int(db.session.scalars(select(Position.id)).first() or 0)
