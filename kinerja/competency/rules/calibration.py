"""How verifiers judge beside each other: the spread of their means, never who is where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil


@dataclass(frozen=True)
class Judged:
    """What one verifier gave to so many people: the sum of the given levels, and that of the
    departures from the self levels (given − self).
    """

    people: int
    given: int
    departure: int


@dataclass(frozen=True)
class Three:
    """The quartiles of a spread with two decimals: half of the values lie between the outer two."""

    lower: Decimal
    middle: Decimal
    upper: Decimal


@dataclass(frozen=True)
class Five:
    """The quartiles, and the lowest and the highest value around them."""

    lowest: Decimal
    lower: Decimal
    middle: Decimal
    upper: Decimal
    highest: Decimal

    @property
    def width(self) -> Decimal:
        """From the lowest to the highest."""
        return self.highest - self.lowest


@dataclass(frozen=True)
class Spread:
    """Of one competency: how many people and verifiers there are, and how the verifiers' mean
    departures and mean given levels spread; no figures where there are too few.

    The highest and lowest given levels are never told: at the top of an office one verifier alone
    judges the highest levels.
    """

    people: int
    verifiers: int
    departure: Five | None
    given: Three | None

    @property
    def is_shown(self) -> bool:
        """Whether there are enough people and verifiers for figures."""
        return self.departure is not None


def spread(judged: Iterable[Judged], *, people_floor: int, verifier_floor: int) -> Spread:
    """The spread over the verifiers. Each verifier counts once, however many people they have
    judged. Figures need `people_floor` people and `verifier_floor` verifiers, so that no value
    can be told to be somebody's.
    """
    rows = [one for one in judged if one.people]
    people, verifiers = sum(one.people for one in rows), len(rows)
    if people < people_floor or verifiers < verifier_floor:
        return Spread(people, verifiers, None, None)
    return Spread(
        people,
        verifiers,
        five([Fraction(one.departure, one.people) for one in rows]),
        three([Fraction(one.given, one.people) for one in rows]),
    )


def five(values: Sequence[Fraction]) -> Five:
    """The five figures of the values, of which there is at least one."""
    ranked = sorted(values)
    return Five(*(rounded(quantile(ranked, Fraction(step, 4))) for step in range(5)))


def three(values: Sequence[Fraction]) -> Three:
    """The quartiles of the values, of which there is at least one."""
    all_five = five(values)
    return Three(all_five.lower, all_five.middle, all_five.upper)


def scale(spreads: Iterable[Spread], *, least: int = 1) -> int:
    """How far an axis must reach to both sides of 0 for all departures, in whole levels."""
    ends = [one.departure for one in spreads if one.departure]
    furthest = max((max(-one.lowest, one.highest) for one in ends), default=Decimal(0))
    return max(least, ceil(furthest))


def quantile(ranked: Sequence[Fraction], share: Fraction) -> Fraction:
    """The value below which so large a share of the ranked values lies: between two of them in
    proportion, at (n − 1) × share counted from 0.
    """
    place = (len(ranked) - 1) * share
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (ranked[above] - ranked[below]) * (place - below)


def mean(total: int, people: int) -> Decimal:
    """The mean of a sum over people, with two decimals."""
    return rounded(Fraction(total, people))


def rounded(exact: Fraction, places: int = 2) -> Decimal:
    """The value with so many decimals; what lies in the middle moves away from zero, so that
    departures to both sides are treated alike.
    """
    units = abs(exact) * 10**places
    twice = 2 * units.denominator
    whole = (2 * units.numerator + units.denominator) // twice
    return Decimal(whole if exact >= 0 else -whole).scaleb(-places)
