"""What pages say of a unit's people: the heat map, the needs, and who has which level."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kinerja.competency.models import Competency
from kinerja.competency.queries.unit_sums import UnitView
from kinerja.competency.rules import rounded_to
from kinerja.competency.rules.unit_figures import ROUNDING, Sums, heat


@dataclass(frozen=True)
class Cell:
    """The mean distance from the standard, in levels, over so many people; its colour."""

    mean: Decimal
    rated: int
    heat: int


@dataclass(frozen=True)
class MapRow:
    """One part of the unit with a cell for each competency; None: not to be shown."""

    unit_id: int
    name: str
    staff: int
    cells: list[Cell | None]
    is_own: bool = False


@dataclass(frozen=True)
class Most:
    """A competency that stands out in so many of the rows that show anything."""

    competency: Competency
    rows: int
    of: int


@dataclass(frozen=True)
class HeatMap:
    """Units against competencies. `total` is all of the rows together, and never more than the
    rows tell: what is hidden in a column is hidden in at least two rows.
    """

    competencies: Sequence[Competency]
    rows: list[MapRow]
    total: MapRow

    @property
    def has_figures(self) -> bool:
        """Whether anything may be shown."""
        return any(self.total.cells)

    @cached_property
    def weakest(self) -> Most | None:
        """The competency farthest below the standard in most rows; None where none is below."""
        return self._most([min(row) for row in self._told if min(row)[0] < 0])

    @cached_property
    def strongest(self) -> Most | None:
        """The competency highest in most rows."""
        return self._most([max(row) for row in self._told])

    @cached_property
    def _told(self) -> list[list[tuple[Decimal, int]]]:
        """Of each row that shows anything the means, with their places."""
        rows = [row for row in self.rows if any(row.cells)] or [self.total]
        told = [
            [(cell.mean, place) for place, cell in enumerate(row.cells) if cell] for row in rows
        ]
        return [row for row in told if row]

    def _most(self, found: list[tuple[Decimal, int]]) -> Most | None:
        if not found:
            return None
        place, rows = Counter(place for _mean, place in found).most_common(1)[0]
        return Most(self.competencies[place], rows, len(self._told))


def widest(
    view: UnitView, competencies: Sequence[Competency], *, most: int
) -> Sequence[Competency]:
    """At most so many of the competencies, in their order: those in which most people are rated.
    Technical dictionaries have more than a page can carry.
    """
    if len(competencies) <= most:
        return competencies
    rated = sorted(competencies, key=lambda one: -view.total(one.id).rated)
    kept = {one.id for one in rated[:most]}
    return [one for one in competencies if one.id in kept]


def heat_map(view: UnitView, competencies: Sequence[Competency]) -> HeatMap:
    """The unit's parts against the competencies, as far as they may be shown. No query."""
    hidden = {one.id: view.hidden(one.id, lambda sums: sums.rated) for one in competencies}

    def cells(figures: Callable[[int], Sums], key: int | None) -> list[Cell | None]:
        return [
            _cell(figures(one.id), hidden=_is_hidden(hidden[one.id], key)) for one in competencies
        ]

    rows = [
        MapRow(
            part.unit_id,
            part.name,
            part.staff,
            cells(part.of, part.unit_id),
            is_own=part.unit_id == view.unit.id,
        )
        for part in view.parts
        if part.staff
    ]
    total = MapRow(view.unit.id, view.unit.name, view.staff, cells(view.total, None))
    return HeatMap(competencies, rows if len(view.parts) > 1 else [], total)


def _is_hidden(hidden: frozenset[int] | None, key: int | None) -> bool:
    return hidden is None or key in hidden


def _cell(sums: Sums, *, hidden: bool) -> Cell | None:
    if hidden or sums.mean is None:
        return None
    return Cell(sums.mean, sums.rated, heat(sums.mean))


@dataclass(frozen=True)
class Need:
    """One competency of a unit's people: how many levels are missing, and for how many. The
    figures are None where too few are concerned to tell; `weighted` is Σ relevance × levels
    missing.
    """

    competency: Competency
    rated: int | None
    below: int | None = None
    missing: int | None = None
    weighted: int | None = None


def needs(view: UnitView, competencies: Sequence[Competency]) -> list[Need]:
    """The competencies, the weightiest need first, those too small to tell last. No query."""
    found = [_need(view, one) for one in competencies]
    return sorted(found, key=lambda one: (one.weighted is None, -(one.weighted or 0)))


def _need(view: UnitView, competency: Competency) -> Need:
    sums = view.total(competency.id)
    if view.hidden(competency.id, lambda sums: sums.rated) is None:
        return Need(competency, None)
    if view.hidden(competency.id, lambda sums: sums.below) is None:
        return Need(competency, sums.rated)
    return Need(competency, sums.rated, sums.below, sums.missing, sums.weighted)


@dataclass(frozen=True)
class Spread:
    """How many people have which level of a competency, from 0 (none confirmed) to 5; rounded,
    so that nobody can be told from it. None: too few to tell.
    """

    competency: Competency
    counts: tuple[int, ...] | None

    @property
    def bars(self) -> list[tuple[int, float, float]]:
        """Level, where its bar begins and how wide it is, in percent of all."""
        counts = self.counts or ()
        whole, begin, found = sum(counts) or 1, 0.0, []
        for level, count in enumerate(counts):
            width = 100 * count / whole
            found.append((level, round(begin, 2), round(width, 2)))
            begin += width
        return found


def spreads(view: UnitView, competencies: Sequence[Competency]) -> list[Spread]:
    """The distribution of levels in each competency, in the dictionary's order. No query."""
    return [
        Spread(
            one,
            None
            if view.hidden(one.id, lambda sums: sums.rated) is None
            else tuple(rounded_to(ROUNDING, count) for count in view.total(one.id).levels),
        )
        for one in competencies
    ]
