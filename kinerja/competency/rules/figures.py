"""Levels, job standards, and the figures drawn from whole levels."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

Key = TypeVar("Key", bound=Hashable)

LOWEST_LEVEL = 1
HIGHEST_LEVEL = 5
LEVELS = range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)
WORTH_A_TALK = 2

LEVEL_LABELS: Mapping[int, LazyString] = {
    1: _("Paham"),
    2: _("Dasar"),
    3: _("Menengah"),
    4: _("Mumpuni"),
    5: _("Ahli"),
}


@dataclass(frozen=True)
class Index:
    """How far levels reach the job standard, from whole levels.

    Formula: Σ level / Σ standard × 100 over the competencies that have both; `capped` counts
    no level beyond its standard, Σ min(level, standard) / Σ standard × 100, so that a strength
    cannot hide a gap. It is indicative: only assessors give an official figure
    (PermenPANRB 38/2017), therefore none of the official names or categories is used.
    """

    achieved: int
    capped: int
    required: int

    @property
    def percent(self) -> Decimal | None:
        """Percent with two decimals, rounded half up once; nothing without a standard."""
        return percent(self.achieved, self.required)

    @property
    def capped_percent(self) -> Decimal | None:
        """The same without compensation."""
        return percent(self.capped, self.required)


def gap(level: int, standard: int) -> int:
    """Levels missing to the job standard: above 0 a gap, 0 as required, below 0 a strength."""
    return standard - level


def index(pairs: Iterable[tuple[int | None, int | None]]) -> Index:
    """The index over (level, standard) pairs; a pair lacking either one does not count."""
    known = [(level, need) for level, need in pairs if level is not None and need is not None]
    return Index(
        achieved=sum(level for level, _need in known),
        capped=sum(min(level, need) for level, need in known),
        required=sum(need for _level, need in known),
    )


def percent(part: int, whole: int, places: int = 2) -> Decimal | None:
    """`part` of `whole` in percent: an exact fraction, one half-up rounding to the decimals."""
    return None if whole == 0 else _rounded(Fraction(part * 100, whole), places)


def mean_percent(alike: Iterable[tuple[int, int, int]]) -> Decimal | None:
    """Mean of people's indexes: rows of (achieved, required, how many people stand alike).

    Exact fractions, one half-up rounding to two decimals; nothing without people.
    """
    rows = [(achieved, required, people) for achieved, required, people in alike if required]
    everybody = sum(people for _achieved, _required, people in rows)
    if everybody == 0:
        return None
    total = sum(
        (Fraction(achieved * 100 * people, required) for achieved, required, people in rows),
        Fraction(),
    )
    return _rounded(total / everybody)


def hidden_groups(
    groups: Mapping[Key, tuple[int, int]], *, floor: int, unit_floor: int, least: int = 1
) -> frozenset[Key]:
    """Groups whose mean must not be shown, from (people with a result, staff) of each.

    A group with fewer results than `floor` or less staff than `unit_floor` is hidden. Those
    hidden must together be at least `floor` people in `least` groups, or the total would give
    them away: else the next smallest group is hidden too (complementary suppression).
    """
    with_results = {key: shown for key, (shown, _staff) in groups.items() if shown}
    small = {key for key in with_results if groups[key][0] < floor or groups[key][1] < unit_floor}
    others = sorted(with_results.keys() - small, key=lambda key: with_results[key])

    def gives_away() -> bool:
        return len(small) < least or sum(with_results[key] for key in small) < floor

    while small and others and gives_away():
        small.add(others.pop(0))
    return frozenset(small | (groups.keys() - with_results.keys()))


def hidden_downward(
    levels: Sequence[tuple[Mapping[int, tuple[int, int]], int]],
    *,
    floor: int,
    unit_floor: int,
) -> frozenset[int] | None:
    """Groups of the last level that must not be shown, or None: not even all of them together.

    Each level is (its groups as in `hidden_groups`, which of them the next level splits), from
    the whole agency down. A group hidden beside its neighbours stays hidden with all its parts
    wherever they are looked at, and no single group is hidden: so no difference between pages
    tells more about a hidden group than its sum with another.
    """
    hidden: frozenset[int] = frozenset()
    for number, (groups, _next) in enumerate(levels):
        everybody = [sum(column) for column in zip(*groups.values(), strict=True)] or [0, 0]
        if everybody[0] < floor or everybody[1] < unit_floor:
            return None
        if number and levels[number - 1][1] in hidden:
            return None
        hidden = hidden_groups(groups, floor=floor, unit_floor=unit_floor, least=2)
    return hidden


def rounded_to(base: int, count: int) -> int:
    """The nearest multiple of the base, so that single people cannot be told from a count."""
    return (2 * count + base) // (2 * base) * base


def _rounded(exact: Fraction, places: int = 2) -> Decimal:
    units = exact * 10**places
    twice = 2 * units.denominator
    return Decimal((2 * units.numerator + units.denominator) // twice).scaleb(-places)
