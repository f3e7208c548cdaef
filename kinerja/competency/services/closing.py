"""Ending a cycle: more time, a decision about everybody unfinished, closing, the archive."""

from collections.abc import Collection
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func, insert, select, update

from kinerja import audit, clock
from kinerja.competency import queries
from kinerja.competency.models import Archive, Assessment, Cycle
from kinerja.competency.rules import (
    FINISHED,
    AssessmentStatus,
    ClosedAs,
    CycleAction,
    CycleStatus,
    phases_in_order,
)
from kinerja.competency.services.cycle_moves import follow, require
from kinerja.competency.services.notices import tell_extended, tell_unfinished
from kinerja.competency.services.planning import PhasesError
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.permissions import Viewer

BATCH = 500


class UndecidedPeopleError(DomainError):
    """Somebody is unfinished, and nobody has said what becomes of it."""


class NobodyChosenError(DomainError):
    """The decision is about nobody."""


def extend_cycle(cycle: Cycle, *, self_due_on: date, verify_due_on: date, by: Viewer) -> None:
    """Give an open cycle later last days; whoever is in it hears of it.

    :raises CycleMovedError: it is not open.
    :raises PhasesError: a day is earlier than before or has passed, or they are not in order.
    """
    follow(cycle, CycleAction.EXTEND)
    before = {"self_due_on": cycle.self_due_on, "verify_due_on": cycle.verify_due_on}
    later = self_due_on >= cycle.self_due_on and verify_due_on >= cycle.verify_due_on
    is_same = (self_due_on, verify_due_on) == (cycle.self_due_on, cycle.verify_due_on)
    if not later or is_same or verify_due_on < clock.today():
        raise PhasesError(
            _("Pilih tanggal yang lebih lambat daripada batas sekarang, dan belum lewat.")
        )
    if not phases_in_order(cycle.starts_on, self_due_on, verify_due_on):
        raise PhasesError(_("Batas verifikasi tidak boleh sebelum batas penilaian mandiri."))
    cycle.self_due_on, cycle.verify_due_on = self_due_on, verify_due_on
    _push_phases(cycle)
    after = {"self_due_on": self_due_on, "verify_due_on": verify_due_on}
    audit.record("cycle.extended", cycle, by=by.employee_id, before=before, after=after)
    db.session.flush()
    tell_extended(cycle)


def _push_phases(cycle: Cycle) -> None:
    """Phases with days of their own move as far as the extended ones push them."""
    if cycle.peers_due_on:
        cycle.peers_due_on = max(cycle.peers_due_on, cycle.self_due_on)
    if cycle.assessors_due_on:
        cycle.assessors_due_on = max(cycle.assessors_due_on, cycle.verify_due_on)
    if cycle.acknowledge_due_on:
        before = cycle.assessors_due_on or cycle.verify_due_on
        cycle.acknowledge_due_on = max(cycle.acknowledge_due_on, before)


def decide(
    cycle: Cycle,
    *,
    decision: ClosedAs,
    reason: str,
    by: Viewer,
    assessment_ids: Collection[int] = (),
    status: AssessmentStatus | None = None,
) -> int:
    """Say what becomes of unfinished people when the cycle closes: of those named, or of all
    undecided ones of a state. It holds only for who is still unfinished then.

    :returns: about how many it was decided.
    :raises CycleMovedError: the cycle is not open.
    :raises NobodyChosenError: nobody unfinished is among them.
    """
    follow(cycle, CycleAction.DECIDE)
    values = {"closed_as": decision, "closed_reason": reason}
    if status is None:
        people = _decide_each(cycle, assessment_ids, values, by)
    else:
        theirs = queries.undecided_ids(cycle).where(Assessment.status == status)
        people = _count(theirs)
        db.session.execute(update(Assessment).where(Assessment.id.in_(theirs)).values(values))
        audit.record(
            "cycle.decided",
            cycle,
            by=by.employee_id,
            why=reason,
            status=status,
            decision=decision,
            people=people,
        )
    if not people:
        raise NobodyChosenError(
            _("Pilih sedikitnya satu orang yang belum selesai, atau satu keadaan.")
        )
    return people


def _decide_each(
    cycle: Cycle, assessment_ids: Collection[int], values: dict[str, Any], by: Viewer
) -> int:
    statement = queries.unfinished_people(cycle, to=by).where(
        Assessment.id.in_(list(assessment_ids))
    )
    found = list(db.session.scalars(statement))
    for one in found:
        before = {"closed_as": one.closed_as}
        one.closed_as, one.closed_reason = values["closed_as"], values["closed_reason"]
        audit.record(
            "assessment.decided",
            one,
            by=by.employee_id,
            before=before,
            after={"closed_as": one.closed_as},
            why=one.closed_reason,
        )
    db.session.flush()
    return len(found)


def close_cycle(cycle: Cycle, *, by: Viewer) -> None:
    """Close it: what is unfinished stays as it is, readable, and can no longer be changed. A
    decision about somebody who has finished since falls away.

    :raises CycleMovedError: it is not open.
    :raises UndecidedPeopleError: about somebody unfinished nothing has been decided.
    """
    require(cycle, CycleStatus.OPEN)
    undecided = queries.undecided_count(cycle)
    if undecided:
        raise UndecidedPeopleError(
            _(
                "%(count)s orang belum selesai dan belum diputuskan. Perpanjang siklusnya, atau "
                "putuskan untuk setiap orang di bawah ini.",
                count=undecided,
            )
        )
    moved = follow(cycle, CycleAction.CLOSE)
    theirs = Assessment.cycle_id == cycle.id
    db.session.execute(
        update(Assessment)
        .where(theirs, Assessment.status.in_(FINISHED), Assessment.closed_as.is_not(None))
        .values(closed_as=None, closed_reason=None)
    )
    cycle.closed_at = clock.now()
    db.session.flush()
    counts: dict[str, Any] = {
        decision.value: _count(
            select(Assessment.id).where(theirs, Assessment.closed_as == decision)
        )
        for decision in ClosedAs
    }
    audit.record("cycle.closed", cycle, by=by.employee_id, **moved, **counts)
    tell_unfinished(cycle)


def _count(ids: Select[int]) -> int:
    return db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def archive_cycle(cycle: Cycle, *, by: Viewer) -> int:
    """Keep a copy of every assessment that no later change of dictionary, standards or offices
    reaches. Reads in a constant number of statements.

    :returns: how many copies were made.
    :raises CycleMovedError: it is not closed.
    """
    moved = follow(cycle, CycleAction.ARCHIVE)
    cycle.archived_at = clock.now()
    cycle.texts = queries.dictionary_texts(cycle)
    made, waiting = 0, list[dict[str, Any]]()
    for copy in queries.snapshots(Assessment.cycle_id == cycle.id):
        waiting.append(vars(copy) | {"frozen_at": cycle.archived_at})
        if len(waiting) == BATCH:
            made += _keep(waiting)
            waiting = []
    made += _keep(waiting)
    audit.record("cycle.archived", cycle, by=by.employee_id, **moved, copies=made)
    db.session.flush()
    return made


def _keep(copies: list[dict[str, Any]]) -> int:
    if copies:
        db.session.execute(insert(Archive), copies)
    return len(copies)
