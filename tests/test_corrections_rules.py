"""The states of a correction, and at whose desk it lies."""

from itertools import product

import pytest

from kinerja.people.rules import (
    CORRECTION_MOVES,
    FIELD_LABELS,
    FIELDS,
    CorrectionAction,
    CorrectionParty,
    CorrectionStatus,
    CorrectionTopic,
    Handler,
    desk,
    next_correction_status,
    topic_of,
)
from kinerja.permissions import Role

S, A, P = CorrectionStatus, CorrectionAction, CorrectionParty
ALLOWED = {
    (S.ASKED, A.CORRECT, P.HANDLER): S.CORRECTED,
    (S.ASKED, A.REFUSE, P.HANDLER): S.REFUSED,
    (S.ASKED, A.ESCALATE, P.HANDLER): S.ESCALATED,
    (S.ASKED, A.ESCALATE, P.CLOCK): S.ESCALATED,
    (S.ASKED, A.WITHDRAW, P.ASKER): S.WITHDRAWN,
    (S.ESCALATED, A.CORRECT, P.HANDLER): S.CORRECTED,
    (S.ESCALATED, A.REFUSE, P.HANDLER): S.REFUSED,
    (S.ESCALATED, A.WITHDRAW, P.ASKER): S.WITHDRAWN,
}


@pytest.mark.parametrize(("status", "action", "party"), list(product(S, A, P)))
def test_each_move_is_allowed_or_refused_as_written(
    status: CorrectionStatus, action: CorrectionAction, party: CorrectionParty
) -> None:
    assert next_correction_status(status, action, party) is ALLOWED.get((status, action, party))


def test_what_is_decided_or_taken_back_stays_so() -> None:
    assert {status for status, _action, _party in CORRECTION_MOVES} == {S.ASKED, S.ESCALATED}
    assert {status for status in S if status.is_open} == {S.ASKED, S.ESCALATED}


def test_every_topic_has_its_fields_its_words_and_its_address() -> None:
    for topic in CorrectionTopic:
        assert topic_of(topic.slug) is topic
        assert str(topic.label)
        assert all(str(FIELD_LABELS[name]) for name in FIELDS[topic])
    assert topic_of("lain") is None
    assert len({topic.slug for topic in CorrectionTopic}) == len(CorrectionTopic)


NEAR = Handler(1, "Dekat", Role.UNIT_ADMIN, 0)
MIDDLE = Handler(2, "Tengah", Role.UNIT_ADMIN, 1)
TOP = Handler(3, "Puncak", Role.AGENCY_ADMIN, 2)
ALSO_TOP = Handler(4, "Puncak juga", Role.HR, 2)
ALL = [TOP, NEAR, MIDDLE, ALSO_TOP]


@pytest.mark.parametrize(
    ("handlers", "asker", "status", "expected"),
    [
        (ALL, 9, S.ASKED, (NEAR,)),
        (ALL, 9, S.ESCALATED, (TOP, ALSO_TOP)),
        (ALL, 1, S.ASKED, (MIDDLE,)),
        (ALL, 3, S.ESCALATED, (ALSO_TOP,)),
        ([NEAR], 1, S.ASKED, ()),
        ([NEAR], 9, S.ESCALATED, (NEAR,)),
        ([], 9, S.ASKED, ()),
    ],
)
def test_case_lies_at_the_nearest_desk_and_late_at_the_highest(
    handlers: list[Handler],
    asker: int,
    status: CorrectionStatus,
    expected: tuple[Handler, ...],
) -> None:
    assert desk(handlers, asker_id=asker, status=status) == expected
