"""What would happen to units: checked against every day to come, and said in words.

Nothing is written here; `services.units` carries out what was checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select

from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Unit
from kinerja.people.rules import (
    FOREVER,
    ONE_DAY,
    Span,
    UnitMove,
    begun,
    ended,
    withdrawn,
)
from kinerja.people.services.unit_checks import (
    UnitHeldError,
    UnitRefusedError,
    changeable_span,
    refuse_faults,
    refuse_first_day,
    refuse_foreign,
    refuse_late,
    refuse_state,
    refuse_target,
)
from kinerja.people.services.unit_contents import (
    coming_people,
    held_in,
    merger_sentences,
    other_holdings,
    some,
)
from kinerja.permissions import Viewer

NEW = 0  # stands for a unit that has no number yet


@dataclass(frozen=True)
class UnitPlan:
    """What is to be done from `day` on and why: `sentences` for people to check.

    `held` is what the unit was until then; `children` come along with it.
    """

    day: date
    reason: str
    sentences: list[str]
    held: Span | None = None
    children: tuple[Span, ...] = ()


def plan_founding(
    *, name: str, parent_id: int, valid_from: date, reason: str, by: Viewer
) -> UnitPlan:
    """A new unit under another from the day on.

    :raises UnitRefusedError: the name is taken, or the upper unit not open or not the actor's.
    """
    refuse_foreign(parent_id, by=by, field="parent_id")
    spans = queries.unit_spans()
    after = begun(spans, NEW, first=valid_from, name=name, parent_id=parent_id)
    refuse_faults(spans, after, since=valid_from, field="parent_id")
    sentence = _(
        "Mulai %(day)s ada unit %(name)s di bawah %(parent)s.",
        day=format_date(valid_from, "long"),
        name=name,
        parent=queries.UnitNames(spans).on(parent_id, valid_from),
    )
    return UnitPlan(valid_from, reason, [sentence])


def plan_change(
    unit: Unit, *, name: str, parent_id: int | None, valid_from: date, reason: str, by: Viewer
) -> UnitPlan:
    """Another name or another place of a unit from the day on.

    :raises UnitRefusedError: the name is taken, the upper unit cannot be, or nothing changes.
    """
    refuse_foreign(unit.id, by=by)
    spans = queries.unit_spans()
    held = changeable_span(unit, spans, UnitMove.CHANGE, on=valid_from)
    if (name, parent_id) == (held.name, held.parent_id):
        raise UnitRefusedError(
            _("Nama dan induknya sama dengan sekarang. Ubah salah satunya."), field="name"
        )
    if parent_id != held.parent_id:
        if held.parent_id is None or parent_id is None:
            raise UnitRefusedError(_("Hanya instansi yang tidak berinduk."), field="parent_id")
        refuse_foreign(parent_id, by=by, field="parent_id")
    after = begun(spans, unit.id, first=valid_from, name=name, parent_id=parent_id)
    refuse_faults(spans, after, since=valid_from, field="parent_id")
    sentences = _change_sentences(held, after[-1], spans)
    return UnitPlan(valid_from, reason, sentences, held=held)


def _change_sentences(before: Span, after: Span, spans: Sequence[Span]) -> list[str]:
    names, day = queries.UnitNames(spans), format_date(after.first, "long")
    sentences = []
    if after.name != before.name:
        sentences.append(
            _(
                "Mulai %(day)s %(before)s bernama %(name)s.",
                day=day,
                before=before.name,
                name=after.name,
            )
        )
    if after.parent_id != before.parent_id:
        sentences.append(
            _(
                "Mulai %(day)s %(name)s pindah dari %(before)s ke %(parent)s, bersama semua orang "
                "dan unit di bawahnya.",
                day=day,
                name=after.name,
                before=names.on(before.parent_id, after.first),
                parent=names.on(after.parent_id, after.first),
            )
        )
    return [*sentences, _("Sampai hari sebelumnya semuanya tercatat seperti semula.")]


def plan_merger(unit: Unit, *, into_id: int, valid_from: date, reason: str, by: Viewer) -> UnitPlan:
    """The unit goes into another one from the day on, with its people and the units under it.

    :raises UnitRefusedError: the other unit cannot take it, or something else is planned already.
    """
    refuse_foreign(unit.id, by=by)
    refuse_foreign(into_id, by=by, field="into_id")
    spans = queries.unit_spans()
    held = changeable_span(unit, spans, UnitMove.MERGE, on=valid_from)
    refuse_first_day(held, valid_from)
    refuse_target(unit, into_id, spans, on=valid_from)
    children = [s for s in spans if s.parent_id == unit.id and s.last >= valid_from]
    refuse_late(spans, {child.unit_id for child in children}, since=valid_from)
    _refuse_coming(unit, since=valid_from)
    after = ended(spans, unit.id, last=valid_from - ONE_DAY)
    for child in children:
        after = begun(after, child.unit_id, first=valid_from, name=child.name, parent_id=into_id)
    refuse_faults(spans, after, since=valid_from, field="into_id")
    into = queries.UnitNames(spans).on(into_id, valid_from)
    sentences = merger_sentences(unit, held.name, into, children, on=valid_from)
    return UnitPlan(valid_from, reason, sentences, held=held, children=tuple(children))


def _refuse_coming(unit: Unit, *, since: date) -> None:
    coming = coming_people(unit.id, since=since)
    if coming:
        raise UnitRefusedError(
            _(
                "Ada yang mulai bertugas di unit ini pada atau sesudah tanggal itu: %(names)s. "
                "Batalkan dulu perpindahannya, atau pilih tanggal sesudahnya.",
                names=some(coming),
            ),
            field="valid_from",
        )


def plan_closing(unit: Unit, *, valid_from: date, reason: str, by: Viewer) -> UnitPlan:
    """The unit is closed from the day on; the day before is its last.

    :raises UnitHeldError: people, units or services stand in it then.
    :raises UnitRefusedError: it cannot be closed, or not from that day on.
    """
    refuse_foreign(unit.id, by=by)
    spans = queries.unit_spans()
    held = changeable_span(unit, spans, UnitMove.CLOSE, on=valid_from)
    refuse_first_day(held, valid_from)
    holdings = held_in(unit, spans, since=valid_from)
    if holdings:
        raise UnitHeldError(
            _("Unit ini belum kosong pada tanggal itu. Selesaikan dulu yang berikut."),
            holdings=holdings,
        )
    sentences = [
        _("Mulai %(day)s %(name)s ditutup.", day=format_date(valid_from, "long"), name=held.name),
        _("Unit ini tidak dapat dipilih lagi; catatan dan angka yang lama tetap menyebutnya."),
    ]
    return UnitPlan(valid_from, reason, sentences, held=held)


def plan_withdrawal(unit: Unit, *, by: Viewer) -> UnitPlan:
    """The newest plan for the unit is taken back.

    :raises UnitRefusedError: nothing is planned, or something else has been built on it.
    """
    refuse_foreign(unit.id, by=by)
    spans = queries.unit_spans()
    own = [span for span in spans if span.unit_id == unit.id]
    refuse_state(unit, own, UnitMove.WITHDRAW)
    is_end = own[-1].last < FOREVER
    day = own[-1].last + ONE_DAY if is_end else own[-1].first
    if len(own) == 1 and not is_end:
        _refuse_used(unit, since=day)
    children = came_along(unit, spans, on=day) if is_end else []
    after = withdrawn(spans, unit.id)
    for child in children:
        after = withdrawn(after, child.unit_id)
    refuse_faults(spans, after, since=day, field=None)
    sentence = _(
        "Yang direncanakan mulai %(day)s untuk %(name)s dibatalkan: semuanya tetap seperti "
        "sebelumnya.",
        day=format_date(day, "long"),
        name=queries.UnitNames(own).on(unit.id, day - ONE_DAY),
    )
    return UnitPlan(day, "", [sentence], held=own[-1], children=tuple(children))


def came_along(unit: Unit, spans: Sequence[Span], *, on: date) -> list[Span]:
    """What the units that the merger of the day took along are since then.

    :raises UnitRefusedError: one of them has changed otherwise since then.
    """
    before = {
        span.unit_id: span
        for span in spans
        if span.parent_id == unit.id and span.last == on - ONE_DAY
    }
    moved = [span for span in spans if span.unit_id in before and span.first == on]
    refuse_late(spans, set(before), since=on + ONE_DAY)
    for span in moved:
        if span.name != before[span.unit_id].name:
            raise UnitRefusedError(
                _(
                    "%(name)s berganti nama pada hari yang sama. Kembalikan dulu namanya.",
                    name=span.name,
                )
            )
    return moved


def _refuse_used(unit: Unit, *, since: date) -> None:
    """A unit that is not open yet is given up only while nothing has been planned into it."""
    found = coming_people(unit.id, since=since)
    found += [holding.text for holding in other_holdings(unit.id)]
    joining = select(Unit.name).where(Unit.merged_into_id == unit.id)
    found += db.session.scalars(joining)
    if found:
        raise UnitRefusedError(
            _(
                "Unit ini sudah dipakai dalam rencana lain: %(names)s. Batalkan dulu yang itu.",
                names=some(found),
            )
        )
