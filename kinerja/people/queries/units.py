"""The tree of units and how many people work in each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from sqlalchemy import Select, func, select

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee, Position, Unit
from kinerja.people.rules import JobLevel
from kinerja.permissions import Permission, Viewer

Children = defaultdict[int | None, list[tuple[int, str, int]]]


@dataclass(frozen=True)
class UnitCount:
    """A unit in its place in the tree: `own` people in it, `total` with everything under it.

    `parent` is the name of the unit above, empty at the top of what the viewer sees.
    """

    id: int
    name: str
    parent: str
    depth: int
    own: int
    total: int


def subtree(unit_id: int) -> Select[int]:
    """Ids of the unit and of everything under it, to be used inside IN (…)."""
    return subtrees([unit_id])


def subtrees(unit_ids: Iterable[int]) -> Select[int]:
    """Ids of the units and of everything under them; UNION ends even on a circle."""
    tops = select(Unit.id.label("id")).where(Unit.id.in_(list(unit_ids)))
    tree = tops.cte("subtree", recursive=True)
    tree = tree.union(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    return select(tree.c.id)


def units_by_name(unit_ids: Iterable[int] | None = None) -> list[Unit]:
    """Active units by name: all, or those among the ids."""
    statement = select(Unit).where(Unit.is_active).order_by(Unit.name)
    if unit_ids is not None:
        statement = statement.where(Unit.id.in_(list(unit_ids)))
    return list(db.session.scalars(statement))


def root_unit() -> Unit | None:
    """The agency itself: the unit without a parent."""
    return db.session.scalar(select(Unit).where(Unit.parent_id.is_(None)).order_by(Unit.id))


def visible_unit(unit_id: int, *, to: Viewer) -> tuple[list[UnitCount], UnitCount, list[UnitCount]]:
    """The unit among those the viewer looks after, with the path above it and all under it.

    :raises MissingError: there is none, or not for this viewer.
    """
    tree = unit_tree(to=to)
    index = next((n for n, unit in enumerate(tree) if unit.id == unit_id), None)
    if index is None:
        raise MissingError()
    unit, path = tree[index], list[UnitCount]()
    for upper in reversed(tree[:index]):
        if upper.depth < (path[0] if path else unit).depth:
            path.insert(0, upper)
    below = list(takewhile(lambda lower: lower.depth > unit.depth, tree[index + 1 :]))
    return path, unit, below


def unit_tree(*, to: Viewer) -> list[UnitCount]:
    """The active units the viewer looks after, in the order of the tree, each with its people.

    One query.
    """
    rows = db.session.execute(
        select(Unit.id, Unit.name, Unit.parent_id, func.count(Employee.id).label("own"))
        .outerjoin(Employee, (Employee.unit_id == Unit.id) & Employee.is_active)
        .where(Unit.id.in_(to.units(Permission.VIEW_UNITS)), Unit.is_active)
        .group_by(Unit.id, Unit.name, Unit.parent_id)
        .order_by(Unit.name)
    ).all()
    known = {row.id for row in rows}
    children: Children = defaultdict(list)
    for row in rows:
        above = row.parent_id if row.parent_id in known else None
        children[above].append((row.id, row.name, row.own))
    return _branch(children, above=None, parent="", depth=0)


def _branch(children: Children, *, above: int | None, parent: str, depth: int) -> list[UnitCount]:
    branch: list[UnitCount] = []
    for unit_id, name, own in children[above]:
        below = _branch(children, above=unit_id, parent=name, depth=depth + 1)
        total = own + sum(unit.total for unit in below if unit.depth == depth + 1)
        branch += [UnitCount(unit_id, name, parent, depth, own, total), *below]
    return branch


def job_level_counts(unit_id: int) -> list[tuple[JobLevel, int]]:
    """How many people of each job level work in the unit and everything under it."""
    counts = db.session.execute(
        select(Position.job_level, func.count(Employee.id))
        .join(Employee, Employee.position_id == Position.id)
        .where(Employee.is_active, Employee.unit_id.in_(subtree(unit_id)))
        .group_by(Position.job_level)
    )
    found = dict(counts.all())
    return [(level, found[level]) for level in JobLevel if level in found]
