"""States of cycles and assessments, who may move them, and when."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class Cluster(StrEnum):
    """Clusters of PermenPANRB 38/2017; the technical ones have dictionaries of their own."""

    MANAGERIAL = "managerial"
    SOCIO_CULTURAL = "socio_cultural"
    TECHNICAL = "technical"

    @property
    def label(self) -> LazyString:
        """The word for people."""
        return _CLUSTER_LABELS[self]


class CycleStatus(StrEnum):
    """Where a cycle stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"

    @property
    def label(self) -> LazyString:
        """The word for people."""
        return _CYCLE_LABELS[self]


class AssessmentStatus(StrEnum):
    """Where a person's assessment stands."""

    NOT_STARTED = "not_started"
    SELF_IN_PROGRESS = "self_in_progress"
    SELF_SUBMITTED = "self_submitted"
    UNDER_VERIFICATION = "under_verification"
    RETURNED = "returned"
    VERIFIED = "verified"
    ACKNOWLEDGED = "acknowledged"

    @property
    def label(self) -> LazyString:
        """The word for people."""
        return _STATUS_LABELS[self]


class Verdict(StrEnum):
    """What the verifier says of one competency; the self level is never overwritten."""

    AGREE = "agree"
    ADJUST = "adjust"
    NOT_OBSERVED = "not_observed"

    @property
    def label(self) -> LazyString:
        """The word for people."""
        return _VERDICT_LABELS[self]


class Part(StrEnum):
    """The part that somebody plays in one assessment."""

    SUBJECT = "subject"
    VERIFIER = "verifier"


class Action(StrEnum):
    """What somebody does to an assessment."""

    ANSWER = "answer"
    SUBMIT = "submit"
    JUDGE = "judge"
    RETURN = "return"
    COMPLETE = "complete"
    UNDO = "undo"
    ACKNOWLEDGE = "acknowledge"
    REMARK = "remark"


class CycleAction(StrEnum):
    """What is done to a cycle."""

    EDIT = "edit"
    OPEN = "open"
    EXTEND = "extend"
    DECIDE = "decide"
    CLOSE = "close"
    ARCHIVE = "archive"


_CLUSTER_LABELS = {
    Cluster.MANAGERIAL: _("Manajerial"),
    Cluster.SOCIO_CULTURAL: _("Sosial kultural"),
    Cluster.TECHNICAL: _("Teknis"),
}
_CYCLE_LABELS = {
    CycleStatus.PLANNED: _("Direncanakan"),
    CycleStatus.OPEN: _("Dibuka"),
    CycleStatus.CLOSED: _("Ditutup"),
    CycleStatus.ARCHIVED: _("Diarsipkan"),
}
_STATUS_LABELS = {
    AssessmentStatus.NOT_STARTED: _("Belum dimulai"),
    AssessmentStatus.SELF_IN_PROGRESS: _("Sedang diisi"),
    AssessmentStatus.SELF_SUBMITTED: _("Terkirim ke atasan"),
    AssessmentStatus.UNDER_VERIFICATION: _("Sedang diverifikasi"),
    AssessmentStatus.RETURNED: _("Dikembalikan"),
    AssessmentStatus.VERIFIED: _("Terverifikasi"),
    AssessmentStatus.ACKNOWLEDGED: _("Sudah dibaca pegawai"),
}
_VERDICT_LABELS = {
    Verdict.AGREE: _("Setuju"),
    Verdict.ADJUST: _("Sesuaikan"),
    Verdict.NOT_OBSERVED: _("Belum teramati"),
}

_S, _A, _P = AssessmentStatus, Action, Part
TRANSITIONS: Mapping[tuple[AssessmentStatus, Action, Part], AssessmentStatus] = {
    (_S.NOT_STARTED, _A.ANSWER, _P.SUBJECT): _S.SELF_IN_PROGRESS,
    (_S.SELF_IN_PROGRESS, _A.ANSWER, _P.SUBJECT): _S.SELF_IN_PROGRESS,
    (_S.SELF_IN_PROGRESS, _A.SUBMIT, _P.SUBJECT): _S.SELF_SUBMITTED,
    (_S.RETURNED, _A.ANSWER, _P.SUBJECT): _S.RETURNED,
    (_S.RETURNED, _A.SUBMIT, _P.SUBJECT): _S.SELF_SUBMITTED,
    (_S.SELF_SUBMITTED, _A.JUDGE, _P.VERIFIER): _S.UNDER_VERIFICATION,
    (_S.UNDER_VERIFICATION, _A.JUDGE, _P.VERIFIER): _S.UNDER_VERIFICATION,
    (_S.SELF_SUBMITTED, _A.RETURN, _P.VERIFIER): _S.RETURNED,
    (_S.UNDER_VERIFICATION, _A.RETURN, _P.VERIFIER): _S.RETURNED,
    (_S.UNDER_VERIFICATION, _A.COMPLETE, _P.VERIFIER): _S.VERIFIED,
    (_S.RETURNED, _A.UNDO, _P.VERIFIER): _S.UNDER_VERIFICATION,
    (_S.VERIFIED, _A.UNDO, _P.VERIFIER): _S.UNDER_VERIFICATION,
    (_S.VERIFIED, _A.ACKNOWLEDGE, _P.SUBJECT): _S.ACKNOWLEDGED,
    (_S.VERIFIED, _A.REMARK, _P.SUBJECT): _S.ACKNOWLEDGED,
    (_S.ACKNOWLEDGED, _A.REMARK, _P.SUBJECT): _S.ACKNOWLEDGED,
}

CYCLE_TRANSITIONS: Mapping[tuple[CycleStatus, CycleAction], CycleStatus] = {
    (CycleStatus.PLANNED, CycleAction.EDIT): CycleStatus.PLANNED,
    (CycleStatus.PLANNED, CycleAction.OPEN): CycleStatus.OPEN,
    (CycleStatus.OPEN, CycleAction.EXTEND): CycleStatus.OPEN,
    (CycleStatus.OPEN, CycleAction.DECIDE): CycleStatus.OPEN,
    (CycleStatus.OPEN, CycleAction.CLOSE): CycleStatus.CLOSED,
    (CycleStatus.CLOSED, CycleAction.ARCHIVE): CycleStatus.ARCHIVED,
}
# What may still be done in a cycle that is over: a result is read at any time, a remark on it
# made until the copies are frozen.
ALLOWED_AFTER: Mapping[Action, frozenset[CycleStatus]] = {
    Action.ACKNOWLEDGE: frozenset({CycleStatus.CLOSED, CycleStatus.ARCHIVED}),
    Action.REMARK: frozenset({CycleStatus.CLOSED}),
}
# A planned cycle may also be given up: it is removed, and the trail keeps that it was.
OVER = frozenset({CycleStatus.CLOSED, CycleStatus.ARCHIVED})

EDITABLE = frozenset({_S.NOT_STARTED, _S.SELF_IN_PROGRESS, _S.RETURNED})
WAITING_FOR_VERIFIER = frozenset({_S.SELF_SUBMITTED, _S.UNDER_VERIFICATION})
FINISHED = frozenset({_S.VERIFIED, _S.ACKNOWLEDGED})
SENT = WAITING_FOR_VERIFIER | FINISHED


def next_status(status: AssessmentStatus, action: Action, part: Part) -> AssessmentStatus | None:
    """The state that follows, or nothing where this move is not in the table."""
    return TRANSITIONS.get((status, action, part))


def is_allowed_in(action: Action, cycle: CycleStatus) -> bool:
    """Whether the cycle's own state allows the action at all."""
    return cycle is CycleStatus.OPEN or cycle in ALLOWED_AFTER.get(action, frozenset())


def holder(status: AssessmentStatus) -> Part | None:
    """Whose turn it is: a verified assessment waits for its subject to read it."""
    if status in WAITING_FOR_VERIFIER:
        return Part.VERIFIER
    return None if status is AssessmentStatus.ACKNOWLEDGED else Part.SUBJECT


def verified_level(
    verdict: Verdict | None, *, self_level: int | None, level: int | None
) -> int | None:
    """The level that counts after a verdict; what was not observed counts for nothing."""
    if verdict is Verdict.AGREE:
        return self_level
    return level if verdict is Verdict.ADJUST else None


def verify_due(sent_on: date, *, days: int, cycle_due: date) -> date:
    """Until when the verifier has time: `days` after sending, not beyond the cycle's own
    deadline unless the answers came after it.
    """
    own = sent_on + timedelta(days=days)
    return min(own, cycle_due) if cycle_due > sent_on else own


def is_link(text: str) -> bool:
    """Whether a text has the form of a web address; it is never opened."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not any(map(str.isspace, text))


def dates_in_order(starts_on: date, self_due_on: date, verify_due_on: date) -> bool:
    """Whether a cycle's three days follow one another."""
    return starts_on <= self_due_on <= verify_due_on
