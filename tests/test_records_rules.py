"""Which record gives the present level, and why the others do not: golden tables."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from kinerja.competency.rules import RecordKind, Why, holds, present, valid_until, weigh

K = RecordKind
RANKS = {"assessor": 1, "supervisor": 2, "peer": 3, "training": 4, "prior": 5, "self": 6}
TODAY = date(2026, 11, 22)
LATER = date(2027, 11, 22)
GONE = date(2026, 11, 21)


@dataclass(frozen=True)
class Said:
    """A record as the rule sees it."""

    id: int
    kind: RecordKind
    level: int
    on: date = date(2026, 3, 12)
    valid_until: date | None = LATER
    voided_at: datetime | None = None


OWN = Said(1, K.SELF, 4)
BOSS = Said(2, K.SUPERVISOR, 3)
PEERS = Said(3, K.PEER, 5)
COURSE = Said(4, K.TRAINING, 2)
PAST = Said(5, K.PRIOR, 1)
CENTRE = Said(6, K.ASSESSOR, 2)
VOIDED = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("records", "level"),
    [
        ([], None),
        ([OWN], 4),
        ([OWN, BOSS], 3),
        ([OWN, BOSS, PEERS, COURSE, PAST, CENTRE], 2),
        ([OWN, PAST], 1),
        ([PAST, COURSE], 2),
        ([COURSE, PEERS], 5),
        ([PEERS, BOSS], 3),
        # Of one kind the latest, whatever its level; of one day the one entered last.
        ([BOSS, replace(BOSS, id=9, level=2, on=date(2026, 3, 13))], 2),
        ([replace(BOSS, id=9, level=2, on=date(2026, 3, 13)), BOSS], 2),
        ([BOSS, replace(BOSS, id=9, level=1)], 1),
        # What has expired counts for nothing; its last day still counts.
        ([OWN, replace(CENTRE, valid_until=GONE)], 4),
        ([OWN, replace(CENTRE, valid_until=TODAY)], 2),
        ([replace(OWN, valid_until=GONE)], None),
        ([OWN, replace(BOSS, valid_until=None)], 3),
        # What was voided, or begins later, counts for nothing either.
        ([OWN, replace(BOSS, voided_at=VOIDED)], 4),
        ([replace(OWN, voided_at=VOIDED)], None),
        ([OWN, replace(CENTRE, on=date(2026, 11, 23))], 4),
    ],
)
def test_the_kind_of_the_lowest_rank_counts_and_of_it_the_latest(
    records: list[Said], level: int | None
) -> None:
    found = present(records, RANKS, TODAY)
    assert (found.level if found else None) == level
    again = present(list(reversed(records)), RANKS, TODAY)
    assert again == found


def test_another_order_of_the_kinds_gives_another_level() -> None:
    order = RANKS | {"training": 1, "assessor": 4}
    found = present([OWN, BOSS, COURSE, CENTRE], order, TODAY)
    assert found == COURSE


def test_kinds_of_one_rank_are_alike_and_the_latest_counts() -> None:
    newer = replace(OWN, on=date(2026, 5, 1))
    assert present([BOSS, newer], dict.fromkeys(RANKS, 1), TODAY) == newer


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ([BOSS, OWN], {K.SELF: Why.OUTRANKED}),
        ([BOSS, replace(CENTRE, valid_until=GONE)], {K.ASSESSOR: Why.EXPIRED}),
        ([BOSS, replace(BOSS, id=1, on=date(2025, 1, 1))], {K.SUPERVISOR: Why.OLDER}),
        ([BOSS, replace(OWN, voided_at=VOIDED)], {}),
    ],
)
def test_what_was_passed_over_says_why(records: list[Said], why: dict[RecordKind, Why]) -> None:
    weighed = weigh(records, RANKS, TODAY)
    assert weighed.chosen == BOSS
    assert {record.kind: reason for record, reason in weighed.passed} == why
    assert weighed.last is None


def test_where_all_have_expired_the_last_known_one_is_told() -> None:
    older = replace(CENTRE, on=date(2022, 1, 1), valid_until=date(2024, 12, 31))
    newer = replace(OWN, valid_until=GONE)
    weighed = weigh([newer, older], RANKS, TODAY)
    assert (weighed.chosen, weighed.last) == (None, newer)


def test_holding_ends_after_the_last_day() -> None:
    ends = replace(BOSS, valid_until=TODAY)
    assert holds(ends, TODAY)
    assert not holds(ends, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("on", "months", "last"),
    [
        (date(2026, 3, 12), 12, date(2027, 3, 11)),
        (date(2026, 3, 12), 36, date(2029, 3, 11)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 27)),
        (date(2028, 2, 29), 12, date(2029, 2, 27)),
        (date(2026, 11, 30), 1, date(2026, 12, 29)),
    ],
)
def test_validity_counts_whole_months_from_the_day(on: date, months: int, last: date) -> None:
    assert valid_until(on, months) == last
