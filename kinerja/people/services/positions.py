"""Positions are added, changed, and no longer offered once nobody holds them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from kinerja import audit, clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries, signals
from kinerja.people.models import Position
from kinerja.people.rules import JobLevel
from kinerja.people.services.lines import no_new_circle
from kinerja.people.services.settling import settle
from kinerja.people.services.unit_contents import some
from kinerja.permissions import Viewer


class PositionRefusedError(DomainError):
    """Something about the position cannot be; `field` names the parameter it is about."""

    status = 422

    def __init__(self, message: object, *, field: str) -> None:
        super().__init__(message)
        self.field = field


def add_position(
    *, title: str, code: str | None, job_level: JobLevel, leads_unit: bool, by: Viewer
) -> Position:
    """A new position that forms offer from now on.

    :raises PositionRefusedError: the title or the code is taken.
    """
    position = Position(is_active=True)
    _describe(position, title=title, code=code, job_level=job_level, leads_unit=leads_unit)
    db.session.add(position)
    db.session.flush()
    audit.record("position.added", position, by=by.employee_id, after=_facts(position))
    return position


def change_position(
    position: Position,
    *,
    title: str,
    code: str | None,
    job_level: JobLevel,
    leads_unit: bool,
    is_active: bool,
    by: Viewer,
) -> Position:
    """Correct a position, or offer it no longer; whose superior follows from it gets the new one.

    :raises PositionRefusedError: the title or the code is taken, or somebody holds what is to be
        offered no longer.
    :raises CircleError: people would become their own superiors.
    """
    before = _facts(position)
    if position.is_active and not is_active:
        _refuse_held(position)
    with no_new_circle(by.employee_id, on=clock.today()):
        _describe(position, title=title, code=code, job_level=job_level, leads_unit=leads_unit)
        position.is_active = is_active
    after = _facts(position)
    audit.record("position.changed", position, by=by.employee_id, before=before, after=after)
    if any(before[name] != after[name] for name in ("job_level", "leads_unit")):
        settle(on=clock.today())
    if before["job_level"] != after["job_level"]:
        signals.positions_changed.send("people", position_ids=[position.id])
    return position


def _describe(
    position: Position, *, title: str, code: str | None, job_level: JobLevel, leads_unit: bool
) -> None:
    _refuse_taken(position, queries.position_taken(title=title), field="title")
    _refuse_taken(position, queries.position_taken(code=code) if code else None, field="code")
    position.title, position.code = title, code or None
    position.job_level, position.leads_unit = job_level, leads_unit


def _refuse_taken(position: Position, holder: Position | None, *, field: str) -> None:
    if holder is None or holder is position:
        return
    message = _("Sudah ada jabatan dengan nama ini. Pakai yang itu, atau pilih nama lain.")
    if field == "code":
        message = _("Kode ini milik %(title)s. Pilih kode lain.", title=holder.title)
    raise PositionRefusedError(message, field=field)


def _refuse_held(position: Position) -> None:
    holders = queries.position_holders(position.id, since=clock.today())
    if holders:
        raise PositionRefusedError(
            ngettext(
                "%(num)s orang memegang jabatan ini: %(names)s. Pindahkan dulu ke jabatan lain.",
                "%(num)s orang memegang jabatan ini: %(names)s. Pindahkan dulu ke jabatan lain.",
                len(holders),
                names=some(holders),
            ),
            field="is_active",
        )


def _facts(position: Position) -> dict[str, Any]:
    names = ("title", "code", "job_level", "leads_unit", "is_active")
    return {name: getattr(position, name) for name in names}
