"""Positions' own standards: a new edition, changing a coming one, withdrawing it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency.models import Competency, JobRequirement, JobStandard, JobStandardItem
from kinerja.competency.rules import (
    LEVELS,
    RELEVANCES,
    Need,
    Requirement,
    StandardAction,
    is_max_level,
    may_do,
    may_start,
    standard_state,
)
from kinerja.competency.services.tallies import refresh_positions
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people.models import Position
from kinerja.permissions import Viewer


class StandardRefusedError(DomainError):
    """The edition cannot be like this; `field` names the parameter it is about."""

    status = 422

    def __init__(self, message: object, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class StandardHeldError(DomainError):
    """The edition holds or has held: only a later one can replace it."""


def add_job_standard(
    position: Position,
    *,
    valid_from: date,
    needs: Mapping[int, Need],
    requirements: Sequence[Requirement],
    by: Viewer,
    counts: bool = True,
    **facts: str,
) -> JobStandard:
    """A new edition for the position. `facts` are decree, job_code, job_group, urusan, summary.
    Who writes many asks not to `counts` each time, and has its holders counted at the end.

    :raises StandardRefusedError: its day is taken or lies before what has held, or it asks for
        nothing, or for a level that there is not.
    """
    _refuse_day(position.id, valid_from)
    _refuse_needs(needs)
    standard = JobStandard(
        position_id=position.id,
        valid_from=valid_from,
        created_at=clock.now(),
        created_by_id=by.employee_id,
        **facts,
    )
    db.session.add(standard)
    _put(standard, needs, requirements)
    audit.record("standard.edition_added", standard, by=by.employee_id, after=_facts(standard))
    if counts:
        recount(standard)
    return standard


def change_job_standard(
    standard: JobStandard,
    *,
    valid_from: date,
    needs: Mapping[int, Need],
    requirements: Sequence[Requirement],
    by: Viewer,
    counts: bool = True,
    **facts: str,
) -> None:
    """Put another content into an edition that does not hold yet; `counts` as for a new one.

    :raises StandardHeldError: it holds or has held.
    :raises StandardRefusedError: as `add_job_standard` does.
    """
    _refuse_held(standard, StandardAction.CHANGE)
    _refuse_day(standard.position_id, valid_from, but=standard.id)
    _refuse_needs(needs)
    before = _facts(standard)
    standard.valid_from = valid_from
    for name, value in facts.items():
        setattr(standard, name, value)
    standard.items.clear()
    standard.requirements.clear()
    db.session.flush()
    _put(standard, needs, requirements)
    audit.record(
        "standard.edition_changed",
        standard,
        by=by.employee_id,
        before=before,
        after=_facts(standard),
    )
    if counts:
        recount(standard)


def withdraw_job_standard(standard: JobStandard, *, by: Viewer) -> None:
    """Take an edition away that does not hold yet.

    :raises StandardHeldError: it holds or has held.
    """
    _refuse_held(standard, StandardAction.WITHDRAW)
    audit.record("standard.edition_withdrawn", standard, by=by.employee_id, before=_facts(standard))
    db.session.delete(standard)
    db.session.flush()


def recount(*standards: JobStandard) -> None:
    """Count the units anew in which people hold the positions whose editions hold by today."""
    held = {one.position_id for one in standards if one.valid_from <= clock.today()}
    if held:
        refresh_positions(held)


def _starts(position_id: int, *, but: int | None = None) -> list[date]:
    """The days on which the position's editions begin. The position is locked until the commit,
    so that two people cannot both add the next one.
    """
    db.session.execute(select(Position.id).where(Position.id == position_id).with_for_update())
    rows = db.session.execute(
        select(JobStandard.id, JobStandard.valid_from).where(JobStandard.position_id == position_id)
    )
    return [start for number, start in rows if number != but]


def _refuse_day(position_id: int, valid_from: date, *, but: int | None = None) -> None:
    starts = _starts(position_id, but=but)
    if valid_from in starts:
        raise StandardRefusedError(
            _("Sudah ada edisi yang berlaku mulai hari itu. Ubah edisi itu, atau pilih hari lain."),
            field="valid_from",
        )
    if not may_start(valid_from, starts, on=clock.today()):
        raise StandardRefusedError(
            _(
                "Yang sudah berlaku tidak diubah lagi. Pilih hari ini atau sesudahnya, dan sesudah "
                "mulai berlakunya edisi sekarang."
            ),
            field="valid_from",
        )


def _refuse_held(standard: JobStandard, action: StandardAction) -> None:
    starts = _starts(standard.position_id)
    if not may_do(standard_state(standard.valid_from, starts, on=clock.today()), action):
        raise StandardHeldError(
            _("Edisi ini sudah berlaku, jadi tidak diubah lagi. Buat edisi baru untuk mengganti.")
        )


def _refuse_needs(needs: Mapping[int, Need]) -> None:
    if not needs:
        raise StandardRefusedError(_("Isi tingkat untuk paling sedikit satu kompetensi."))
    known = set(db.session.scalars(select(Competency.id).where(Competency.id.in_(list(needs)))))
    for number, need in needs.items():
        right = need.level in LEVELS and need.relevance in RELEVANCES
        if number not in known or not right or not is_max_level(need.level, need.max_level):
            raise StandardRefusedError(
                _("Ada tingkat yang tidak dikenal, atau tingkat maksimum di bawah tingkatnya.")
            )


def _put(
    standard: JobStandard, needs: Mapping[int, Need], requirements: Sequence[Requirement]
) -> None:
    standard.items.extend(
        JobStandardItem(
            competency_id=number,
            level=need.level,
            max_level=need.max_level,
            relevance=need.relevance,
            necessity=need.necessity,
        )
        for number, need in needs.items()
    )
    standard.requirements.extend(
        JobRequirement(rank=rank, kind=one.kind, text=one.text, necessity=one.necessity)
        for rank, one in enumerate(requirements, start=1)
    )
    db.session.flush()


def _facts(standard: JobStandard) -> dict[str, Any]:
    levels = {str(item.competency_id): item.level for item in standard.items}
    return {
        "position_id": standard.position_id,
        "valid_from": standard.valid_from,
        "decree": standard.decree,
        "levels": levels,
        "requirements": len(standard.requirements),
    }
