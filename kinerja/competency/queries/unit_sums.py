"""The sums of a unit and its parts, with the neighbours that decide what of them may be shown."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add

from sqlalchemy import CTE, Select, func, literal, select

from kinerja import clock
from kinerja.competency.models import Competency, TallySum
from kinerja.competency.queries.present import in_force
from kinerja.competency.queries.tallies import FIGURES
from kinerja.competency.rules import Cluster, hidden_downward
from kinerja.competency.rules.unit_figures import Sums
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Unit
from kinerja.permissions import Permission, Viewer

MAPPED = frozenset({"rated", "met", "shift"})  # what the heat map reads
Measure = Callable[[Sums], int]


@dataclass
class Part:
    """People counted together: those of a unit itself, or of a unit with all under it."""

    unit_id: int
    name: str = ""
    staff: int = 0
    sums: dict[int, Sums] = field(default_factory=dict)

    def of(self, competency_id: int) -> Sums:
        """Its sums in one competency."""
        return self.sums.get(competency_id, NOTHING)


NOTHING = Sums()


@dataclass(frozen=True)
class UnitView:
    """A unit, its people (`parts`: its own, then each unit directly under it, by name) and the
    way down to it from the whole agency, `above` first, as far as the visitor may see.

    `levels`: for each step of the way the parts and which of them the next step splits.
    """

    unit: Unit
    parts: list[Part]
    above: list[Unit]
    levels: list[tuple[list[Part], int]]
    floor: int
    unit_floor: int

    @property
    def staff(self) -> int:
        """People of the unit and under it."""
        return sum(part.staff for part in self.parts)

    def total(self, competency_id: int) -> Sums:
        """All parts together."""
        return reduce(add, (part.of(competency_id) for part in self.parts), NOTHING)

    def hidden(self, competency_id: int, measure: Measure) -> frozenset[int] | None:
        """Units whose figure over so many people must not be shown; None: nor that of all."""
        levels = [
            (
                {one.unit_id: (measure(one.of(competency_id)), one.staff) for one in parts},
                following,
            )
            for parts, following in self.levels
        ]
        return hidden_downward(levels, floor=self.floor, unit_floor=self.unit_floor)


def top_units(to: Viewer, permission: Permission) -> list[Unit]:
    """The highest units in which the viewer may: none lies under another. By name. One query."""
    units = to.units(permission)
    statement = select(Unit).where(
        Unit.id.in_(units), Unit.parent_id.is_(None) | Unit.parent_id.not_in(units)
    )
    return list(db.session.scalars(statement.order_by(Unit.is_active.desc(), Unit.name)))


def unit_view(
    unit_id: int,
    *,
    competency_ids: Collection[int],
    floors: tuple[int, int],
    to: Viewer,
    figures: Collection[str] = FIGURES,
) -> UnitView:
    """The unit with its parts, for whoever may see its map; only these figures of the sums are
    read, the others stay 0. Constant queries.

    :raises MissingError: there is no such unit, or not for this viewer.
    """
    units = to.units(Permission.VIEW_MAP)
    unit = db.session.get(Unit, unit_id) if unit_id in units else None
    if unit is None:
        raise MissingError()
    way = _way_down(unit)
    ids = [one.id for one in way]
    parts = _parts(ids, competency_ids, figures)
    return UnitView(
        unit=unit,
        parts=parts[unit.id],
        above=[one for one in way[:-1] if one.id in units],
        levels=_levels(ids, parts),
        floor=floors[0],
        unit_floor=floors[1],
    )


def mapped_competencies(cluster: Cluster | None) -> Sequence[Competency]:
    """The competencies in force of the cluster, else the managerial and socio-cultural ones."""
    wanted = [cluster] if cluster else [one for one in Cluster if one is not Cluster.TECHNICAL]
    return db.session.scalars(
        select(Competency)
        .where(Competency.id.in_(in_force(on=clock.today())), Competency.cluster.in_(wanted))
        .order_by(Competency.rank, Competency.id)
    ).all()


def _way_down(unit: Unit) -> list[Unit]:
    """From the highest unit above down to this one."""
    up = select(Unit.id.label("id"), Unit.parent_id).where(Unit.id == unit.id)
    way = up.cte("way", recursive=True)
    way = way.union(select(Unit.id, Unit.parent_id).join(way, way.c.parent_id == Unit.id))
    above = {
        one.id: one for one in db.session.scalars(select(Unit).where(Unit.id.in_(select(way.c.id))))
    }
    found, parent = [unit], unit.parent_id
    while parent in above and above[parent] not in found:
        found.insert(0, above[parent])
        parent = above[parent].parent_id
    return found


def _parts(
    way: list[int], competency_ids: Collection[int], figures: Collection[str]
) -> dict[int, list[Part]]:
    """The parts of each unit on the way: its own people, then those under it but off the way."""
    tree = _tree(way)
    found = {unit_id: Part(unit_id) for unit_id in way}
    below: dict[int, list[Part]] = {unit_id: [found[unit_id]] for unit_id in way}
    for row in db.session.execute(_heads(way)):
        found[row.id] = Part(row.id, row.name)
        below[row.parent_id].append(found[row.id])
    sums = (
        func.sum(getattr(TallySum, name)) if name in figures else literal(0).label(name)
        for name in FIGURES
    )
    statement = (
        select(tree.c.top, TallySum.competency_id, *sums)
        .join(TallySum, TallySum.unit_id == tree.c.unit_id)
        .where(TallySum.competency_id.in_(competency_ids))
        .group_by(tree.c.top, TallySum.competency_id)
    )
    for top, competency_id, *numbers in map(tuple, db.session.execute(statement)):
        found[top].sums[competency_id] = Sums.of(numbers)
    own = select(func.max(TallySum.staff)).where(TallySum.unit_id == tree.c.unit_id)
    staff = func.coalesce(func.sum(own.correlate(tree).scalar_subquery()), 0)
    for top, people in db.session.execute(select(tree.c.top, staff).group_by(tree.c.top)):
        found[top].staff = int(people)
    return {
        key: [one for one in parts if one.staff or one.unit_id == key]
        for key, parts in below.items()
    }


def _heads(way: list[int]) -> Select[int, str, int | None]:
    return (
        select(Unit.id, Unit.name, Unit.parent_id)
        .where(Unit.parent_id.in_(way), Unit.id.not_in(way))
        .order_by(Unit.name, Unit.id)
    )


def _tree(way: list[int]) -> CTE:
    """Pairs (top, unit_id): the units on the way alone, those off it with all under them."""
    heads = select(Unit.id.label("top"), Unit.id.label("unit_id")).where(
        Unit.parent_id.in_(way), Unit.id.not_in(way)
    )
    under = heads.cte("under", recursive=True)
    under = under.union(select(under.c.top, Unit.id).join(Unit, Unit.parent_id == under.c.unit_id))
    alone = select(Unit.id, Unit.id).where(Unit.id.in_(way))
    return select(under.c.top, under.c.unit_id).union_all(alone).cte("parts")


def _levels(way: list[int], parts: dict[int, list[Part]]) -> list[tuple[list[Part], int]]:
    """The steps of the way, each with the unit of the next step among its parts."""
    found: list[tuple[list[Part], int]] = []
    deeper: Part | None = None
    for unit_id in reversed(way):
        here = parts[unit_id] + ([deeper] if deeper else [])
        found.insert(0, (here, deeper.unit_id if deeper else unit_id))
        deeper = _together(unit_id, here)
    return found


def _together(unit_id: int, parts: list[Part]) -> Part:
    whole = Part(unit_id, staff=sum(part.staff for part in parts))
    for part in parts:
        for competency_id, sums in part.sums.items():
            whole.sums[competency_id] = whole.of(competency_id) + sums
    return whole
