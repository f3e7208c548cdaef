"""What stands in a unit from a day on: people, units under it, services, grants; in words."""

from collections.abc import Sequence
from datetime import date

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select

from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Employee, Posting, RoleGrant, StandingPeriod, Unit
from kinerja.people.queries.lines import held_on
from kinerja.people.rules import GONE, Holding, Span
from kinerja.people.signals import unit_asked
from kinerja.permissions import Permission

NAMED = 3  # how many of several are called by name


def some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    said = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    if more <= 0:
        return said
    others = ngettext("dan %(num)s lainnya", "dan %(num)s lainnya", more)
    return f"{said}, {others}"


def _still_there(unit_id: int, since: date) -> ColumnElement[bool]:
    return (Posting.unit_id == unit_id) & or_(Posting.valid_to.is_(None), Posting.valid_to >= since)


def _people(condition: ColumnElement[bool], *, on: date) -> list[str]:
    """Names of those with such a posting who have not left by the day."""
    left = select(StandingPeriod.employee_id).where(
        held_on(StandingPeriod, on), StandingPeriod.standing.in_(GONE)
    )
    statement = (
        select(Employee.name)
        .join(Posting, Posting.employee_id == Employee.id)
        .where(condition, Employee.id.not_in(left))
        .order_by(Employee.name, Employee.id)
    )
    return list(db.session.scalars(statement))


def people_of(unit_id: int, *, since: date) -> list[str]:
    """Names of everybody who works in the unit on the day or later."""
    return _people(_still_there(unit_id, since), on=since)


def coming_people(unit_id: int, *, since: date) -> list[str]:
    """Names of everybody who begins to work in the unit on the day or later."""
    begins = (Posting.unit_id == unit_id) & (Posting.valid_from >= since)
    return _people(begins, on=since)


def other_holdings(unit_id: int) -> list[Holding]:
    """What the features above this one keep in the unit."""
    answers = unit_asked.send("people", unit_id=unit_id)
    return [holding for _receiver, found in answers for holding in found]


def held_in(unit: Unit, spans: Sequence[Span], *, since: date) -> list[Holding]:
    """All that keeps the unit open on the day and later."""
    found = []
    people = people_of(unit.id, since=since)
    if people:
        text = ngettext(
            "%(num)s orang masih bertugas di sini: %(names)s.",
            "%(num)s orang masih bertugas di sini: %(names)s.",
            len(people),
            names=some(people),
        )
        values = {"unit": unit.id}
        found.append(Holding(text, "people.list_staff", values, Permission.VIEW_STAFF))
    return found + _units_under(unit, spans, since) + other_holdings(unit.id)


def _units_under(unit: Unit, spans: Sequence[Span], since: date) -> list[Holding]:
    late = (span for span in spans if span.parent_id == unit.id and span.last >= since)
    below = {span.unit_id: span.name for span in late}
    found = [
        Holding(
            _("%(name)s berada di bawah unit ini.", name=name),
            "people.show_unit",
            {"unit_id": unit_id},
            Permission.VIEW_UNITS,
        )
        for unit_id, name in list(below.items())[:NAMED]
    ]
    more = len(below) - NAMED
    if more > 0:
        text = ngettext(
            "%(num)s unit lain juga di bawahnya.", "%(num)s unit lain juga di bawahnya.", more
        )
        values = {"unit_id": unit.id}
        found.append(Holding(text, "people.show_unit", values, Permission.VIEW_UNITS))
    return found


def merger_sentences(
    unit: Unit, name: str, into: str, children: Sequence[Span], *, on: date
) -> list[str]:
    """What a merger on the day does, a sentence for each thing."""
    people, day = people_of(unit.id, since=on), format_date(on, "long")
    sentences = [_("Mulai %(day)s %(name)s digabung ke %(into)s.", day=day, name=name, into=into)]
    sentences.append(
        ngettext(
            "%(num)s pegawai %(name)s berpindah ke %(into)s dengan jabatan yang sama: %(names)s.",
            "%(num)s pegawai %(name)s berpindah ke %(into)s dengan jabatan yang sama: %(names)s.",
            len(people),
            name=name,
            into=into,
            names=some(people),
        )
        if people
        else _("Tidak ada pegawai yang ikut berpindah.")
    )
    if children:
        moved = some([child.name for child in children])
        sentences.append(_("%(names)s menjadi di bawah %(into)s.", names=moved, into=into))
    for holding in other_holdings(unit.id):
        sentences.append(
            _("%(text)s Semuanya tetap berjalan atas nama %(into)s.", text=holding.text, into=into)
        )
    return sentences + _head_sentence(unit, into, on) + _grant_sentence(unit, into, on)


def _head_sentence(unit: Unit, into: str, on: date) -> list[str]:
    head = queries.unit_heads([unit.id], on=on).get(unit.id)
    if head is None or head.is_acting:
        return []
    return [
        _(
            "%(name)s memimpin unit ini dan ikut berpindah. Ubah jabatannya bila tidak ikut "
            "memimpin %(into)s.",
            name=head.name,
            into=into,
        )
    ]


def _grant_sentence(unit: Unit, into: str, on: date) -> list[str]:
    holders = db.session.scalars(
        select(Employee.name)
        .join(RoleGrant, RoleGrant.employee_id == Employee.id)
        .where(RoleGrant.unit_id == unit.id, held_on(RoleGrant, on))
        .distinct()
        .order_by(Employee.name)
    ).all()
    if not holders:
        return []
    return [
        _(
            "Hak akses atas unit ini tidak ikut berpindah: %(names)s. Berikan hak atas %(into)s "
            "bila perlu.",
            names=some(holders),
            into=into,
        )
    ]
