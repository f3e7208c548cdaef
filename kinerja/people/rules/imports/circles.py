"""Who leads whom once an import is applied."""

from datetime import date

from kinerja.people.rules.employment import GONE, Standing
from kinerja.people.rules.imports.known import Known, Person, held
from kinerja.people.rules.imports.writes import Writes
from kinerja.people.rules.lines import LineKind, Seat, heads, leading_unit

Where = tuple[int, int, date | None]  # unit, position, since


def above_after(known: Known, writes: Writes, *, on: date) -> dict[int, int | None]:
    """Everybody with their supervisor after the writes, all of which count as begun."""
    if not (writes.lines or writes.places):
        return {}
    people = {person.id: person for person in known.people.values()}
    people |= {after.id: after for before, after in writes.people if before is None}
    where = _places_after(people, writes)
    lines = _lines_after(known, writes, on=on)
    leading = heads(_seats(known, people, where, on=on), known.acting)
    gone = {ref for ref, person in people.items() if person.standing in GONE}
    above: dict[int, int | None] = {}
    for ref, (unit_id, _position_id, _since) in where.items():
        if ref in gone:
            continue
        superior = lines.get(ref)
        if superior is None or superior in gone:
            unit = leading_unit(ref, unit_id, heads=leading, parents=known.parents)
            superior = leading[unit] if unit is not None else None
        above[ref] = superior
    return above


def _places_after(people: dict[int, Person], writes: Writes) -> dict[int, Where]:
    where: dict[int, Where] = {
        ref: (person.unit_id, person.position_id, None) for ref, person in people.items()
    }
    for ref, _before, after in writes.places:
        where[ref] = (after.unit_id, after.position_id, after.valid_from)
    return where


def _lines_after(known: Known, writes: Writes, *, on: date) -> dict[int, int]:
    lines: dict[int, int] = {}
    for ref, entries in known.lines.items():
        line = held(entries, on)
        if line is not None:
            lines[ref] = line.superior_id
    for ref, before, after in writes.lines:
        line = after or before
        if line is None or line.kind is not LineKind.SUPERVISOR:
            continue
        lines.pop(ref, None)
        if after is not None and after.valid_to is None:
            lines[ref] = after.superior_id
    return lines


def _seats(
    known: Known, people: dict[int, Person], where: dict[int, Where], *, on: date
) -> list[Seat]:
    """The seats of those who head a unit and work."""
    leading = {key: post for key, post in known.posts.items() if post.leads_unit}
    seats = []
    for ref, (unit_id, position_id, since) in where.items():
        post = leading.get(position_id)
        if post is None or people[ref].standing is not Standing.ACTIVE:
            continue
        place = held(known.places.get(ref, []), on) if since is None else None
        begun = since or (place.valid_from if place else date.min)
        seats.append(Seat(ref, unit_id, leads=True, rank=post.rank, since=begun))
    return seats
