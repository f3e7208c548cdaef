"""What refuses a change of units, each with a sentence that says how to go on."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from kinerja import clock
from kinerja.errors import DomainError
from kinerja.people.models import Unit
from kinerja.people.rules import (
    FOREVER,
    FaultKind,
    Holding,
    Span,
    UnitMove,
    faults,
    held_span,
    unit_moves,
    unit_state,
)
from kinerja.permissions import Permission, Viewer


class UnitRefusedError(DomainError):
    """Something about the unit cannot be; `field` names the parameter it is about, if one."""

    status = 422

    def __init__(self, message: object, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class UnitHeldError(UnitRefusedError):
    """People, units or services still stand in the unit; `holdings` says which."""

    def __init__(self, message: object, *, holdings: Sequence[Holding]) -> None:
        super().__init__(message)
        self.holdings = holdings


def refuse_foreign(unit_id: int, *, by: Viewer, field: str | None = None) -> None:
    """:raises UnitRefusedError: the actor may not change the unit."""
    if unit_id not in by.units(Permission.EDIT_UNITS):
        raise UnitRefusedError(
            _("Pilih unit dari daftar, salah satu yang Anda kelola."), field=field
        )


def refuse_state(unit: Unit, own: Sequence[Span], move: UnitMove) -> None:
    """:raises UnitRefusedError: what the unit is today does not allow the move."""
    state = unit_state(own, is_merged=unit.merged_into_id is not None, on=clock.today())
    if move in unit_moves(state, is_agency=bool(own) and own[-1].parent_id is None):
        return
    if move is UnitMove.WITHDRAW:
        raise UnitRefusedError(_("Tidak ada rencana yang dapat dibatalkan untuk unit ini."))
    raise UnitRefusedError(
        _(
            "Ini tidak dapat dilakukan dengan unit yang keadaannya “%(state)s”. Bila ada rencana, "
            "batalkan dulu.",
            state=state.label,
        )
    )


def changeable_span(unit: Unit, spans: Iterable[Span], move: UnitMove, *, on: date) -> Span:
    """What the unit is on the day, when the move may begin then.

    :raises UnitRefusedError: the unit is not open then, or something begins later.
    """
    own = [span for span in spans if span.unit_id == unit.id]
    refuse_state(unit, own, move)
    if own[-1].first > on:
        raise UnitRefusedError(
            _(
                "Sudah ada data yang mulai berlaku %(day)s. Pilih tanggal sesudahnya, atau "
                "batalkan data itu dulu.",
                day=format_date(own[-1].first, "long"),
            ),
            field="valid_from",
        )
    held = held_span(own, unit.id, on)
    if held is None:
        raise UnitRefusedError(
            _("Unit ini sudah ditutup pada tanggal itu. Pilih tanggal sebelumnya."),
            field="valid_from",
        )
    return held


def refuse_first_day(held: Span, day: date) -> None:
    """:raises UnitRefusedError: the unit would end before what it is now has begun."""
    if held.first >= day:
        raise UnitRefusedError(
            _(
                "Nama atau tempat unit ini baru berlaku %(day)s. Pilih tanggal sesudahnya.",
                day=format_date(held.first, "long"),
            ),
            field="valid_from",
        )


def refuse_target(unit: Unit, into_id: int, spans: Sequence[Span], *, on: date) -> None:
    """:raises UnitRefusedError: the other unit cannot take this one in on the day."""
    target = [span for span in spans if span.unit_id == into_id]
    if into_id == unit.id:
        raise UnitRefusedError(_("Pilih unit lain sebagai tujuannya."), field="into_id")
    if not target or target[0].first > on or target[-1].last < FOREVER:
        raise UnitRefusedError(
            _("Unit tujuan tidak buka terus sejak tanggal itu. Pilih unit atau tanggal lain."),
            field="into_id",
        )
    parents = {span.unit_id: span.parent_id for span in spans if span.holds(on)}
    above = parents.get(into_id)
    while above is not None and above != unit.id:
        above = parents.get(above)
    if above == unit.id:
        raise UnitRefusedError(
            _("Unit tujuan berada di bawah unit ini. Pindahkan dulu ke induk lain."),
            field="into_id",
        )


def refuse_late(spans: Iterable[Span], unit_ids: set[int], *, since: date) -> None:
    """:raises UnitRefusedError: for one of the units something begins on the day or later."""
    late = next((span for span in spans if span.unit_id in unit_ids and span.first >= since), None)
    if late is not None:
        raise UnitRefusedError(
            _(
                "%(name)s punya perubahan yang mulai %(day)s. Batalkan dulu perubahan itu, atau "
                "pilih tanggal sesudahnya.",
                name=late.name,
                day=format_date(late.first, "long"),
            ),
            field="valid_from",
        )


def refuse_faults(
    before: Iterable[Span], after: Iterable[Span], *, since: date, field: str | None
) -> None:
    """Refuse what would be wrong on any day and was not so before.

    :raises UnitRefusedError: a name is taken, an upper unit is closed, or units form a circle.
    """
    new = {fault.kind for fault in faults(after, since=since) - faults(before, since=since)}
    if FaultKind.NAME in new:
        raise UnitRefusedError(
            _("Nama ini dipakai unit lain pada masa yang sama. Pilih nama lain."),
            field=field and "name",
        )
    if FaultKind.CIRCLE in new:
        raise UnitRefusedError(
            _(
                "Unit tidak dapat berada di bawah dirinya sendiri atau di bawah unit yang ada di "
                "bawahnya. Pilih induk lain."
            ),
            field=field,
        )
    if FaultKind.PARENT in new:
        raise UnitRefusedError(
            _("Unit induknya tidak buka selama itu. Pilih induk atau tanggal lain."), field=field
        )
