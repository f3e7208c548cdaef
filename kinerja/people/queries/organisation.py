"""The tree of units on any day: who heads each and how many people work there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from kinerja import clock
from kinerja.database import PAGE_SIZE
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee, Position, Posting, StandingPeriod, UnitVersion
from kinerja.people.queries.lines import held_on, structure
from kinerja.people.rules import JobLevel, Standing, open_depth
from kinerja.permissions import Permission, Viewer

Children = defaultdict[int | None, list[tuple[int, str, int]]]


@dataclass(frozen=True)
class UnitCount:
    """A unit in its place in the tree: `own` people in it, `total` with everything under it.

    `parent` is the name of the unit above, empty at the top of what the viewer sees; `units` are
    how many lie under it.
    """

    id: int
    name: str
    parent: str
    depth: int
    own: int
    total: int
    units: int = 0


@dataclass(frozen=True)
class Head:
    """Who heads a unit, with full name and title; `is_acting` (Plt.) where nobody has the post."""

    employee_id: int
    name: str
    title: str
    is_acting: bool


@dataclass(frozen=True)
class Branch:
    """A unit in the tree with the path above it and all under it."""

    path: list[UnitCount]
    unit: UnitCount
    below: list[UnitCount]

    @property
    def unit_ids(self) -> list[int]:
        """The unit and everything under it."""
        return [self.unit.id, *(unit.id for unit in self.below)]


def unit_tree(*, to: Viewer, on: date | None = None) -> list[UnitCount]:
    """The units that the viewer looks after, as they were on the day, in the order of the tree.

    Each with its people who were counted that day. One query.
    """
    day = on or clock.today()
    rows = db.session.execute(
        select(
            UnitVersion.unit_id,
            UnitVersion.name,
            UnitVersion.parent_id,
            func.count(Posting.id).label("own"),
        )
        .outerjoin(Posting, (Posting.unit_id == UnitVersion.unit_id) & _counted(day))
        .where(held_on(UnitVersion, day), UnitVersion.unit_id.in_(to.units(Permission.VIEW_UNITS)))
        .group_by(UnitVersion.unit_id, UnitVersion.name, UnitVersion.parent_id)
        .order_by(UnitVersion.name)
    ).all()
    known = {row.unit_id for row in rows}
    children: Children = defaultdict(list)
    for row in rows:
        above = row.parent_id if row.parent_id in known else None
        children[above].append((row.unit_id, row.name, row.own))
    return _branch(children, above=None, parent="", depth=0)


def _counted(day: date) -> ColumnElement[bool]:
    """The condition on postings that they hold on the day, of somebody who counts then."""
    away = select(StandingPeriod.employee_id).where(
        held_on(StandingPeriod, day), StandingPeriod.standing != Standing.ACTIVE
    )
    return held_on(Posting, day) & Posting.employee_id.not_in(away)


def _branch(children: Children, *, above: int | None, parent: str, depth: int) -> list[UnitCount]:
    branch: list[UnitCount] = []
    for unit_id, name, own in children[above]:
        below = _branch(children, above=unit_id, parent=name, depth=depth + 1)
        total = own + sum(unit.total for unit in below if unit.depth == depth + 1)
        branch += [UnitCount(unit_id, name, parent, depth, own, total, len(below)), *below]
    return branch


def opened(units: Sequence[UnitCount]) -> list[UnitCount]:
    """The upper levels of a tree or branch, as many as fit into one page."""
    if not units:
        return []
    top = min(unit.depth for unit in units)
    deepest = top + open_depth((unit.depth - top for unit in units), most=PAGE_SIZE)
    return [unit for unit in units if unit.depth <= deepest]


def branch_of(tree: Sequence[UnitCount], unit_id: int) -> Branch | None:
    """The unit's branch of the tree; None when the unit is not in it."""
    index = next((n for n, unit in enumerate(tree) if unit.id == unit_id), None)
    if index is None:
        return None
    unit, path = tree[index], list[UnitCount]()
    for upper in reversed(tree[:index]):
        if upper.depth < (path[0] if path else unit).depth:
            path.insert(0, upper)
    return Branch(path, unit, list(tree[index + 1 : index + 1 + unit.units]))


def visible_unit(
    unit_id: int, *, to: Viewer, on: date | None = None
) -> tuple[list[UnitCount], UnitCount, list[UnitCount]]:
    """The unit among those the viewer looks after, with the path above it and all under it.

    :raises MissingError: it was not open on the day, or not for this viewer.
    """
    found = branch_of(unit_tree(to=to, on=on), unit_id)
    if found is None:
        raise MissingError()
    return found.path, found.unit, found.below


def job_level_counts(unit_ids: Iterable[int], *, on: date) -> list[tuple[JobLevel, int]]:
    """How many people of each job level worked and were counted in the units on the day."""
    counts = db.session.execute(
        select(Position.job_level, func.count(Posting.id))
        .join(Posting, Posting.position_id == Position.id)
        .where(_counted(on), Posting.unit_id.in_(list(unit_ids)))
        .group_by(Position.job_level)
    )
    found = dict(counts.all())
    return [(level, found[level]) for level in JobLevel if level in found]


def unit_heads(unit_ids: Collection[int], *, on: date) -> dict[int, Head]:
    """Who headed each of the units on the day; units without a head are left out. Six queries."""
    day, wanted = structure(on=on, employee_ids=()), frozenset(unit_ids)
    heading = {unit: person for unit, person in day.heads.items() if unit in wanted}
    rows = db.session.execute(
        select(Employee, Position.title)
        .outerjoin(Posting, (Posting.employee_id == Employee.id) & held_on(Posting, on))
        .outerjoin(Position, Position.id == Posting.position_id)
        .where(Employee.id.in_(set(heading.values())))
    )
    named = {person.id: (person.full_name, title or "") for person, title in rows}
    return {
        unit: Head(person, *named[person], is_acting=day.acting.get(unit) == person)
        for unit, person in heading.items()
    }
