"""What can be said of a unit's people in one competency, from sums that add up over units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# From this mean on (levels above the standard) the next colour of the heat map holds.
HEAT = (Decimal("-1.2"), Decimal("-0.7"), Decimal("-0.2"), Decimal("0.3"), Decimal("0.8"))
ROUNDING = 5  # the counts of a distribution are rounded to multiples of it


@dataclass(frozen=True)
class Sums:
    """People in one competency.

    Of `people`, `asked` are those whose job asks for a level and `rated` those of them whose level
    somebody else has confirmed; of these `met` reach it. `shift` is Σ (level - required) over the
    rated, `missing` Σ of the levels that are missing, `weighted` Σ relevance × levels missing.
    `levels` are the people at each level from 0 (none confirmed) to 5.
    """

    people: int = 0
    asked: int = 0
    rated: int = 0
    met: int = 0
    shift: int = 0
    missing: int = 0
    weighted: int = 0
    levels: tuple[int, ...] = (0,) * 6

    @classmethod
    def of(cls, row: Iterable[int]) -> Sums:
        """From the columns of the summary in their order."""
        people, asked, rated, met, shift, missing, weighted, *levels = map(int, row)
        return cls(people, asked, rated, met, shift, missing, weighted, tuple(levels))

    def __add__(self, other: Sums) -> Sums:
        """Both together."""
        mine, theirs = self.row, other.row
        return Sums.of(one + two for one, two in zip(mine, theirs, strict=True))

    @property
    def row(self) -> tuple[int, ...]:
        """The columns of the summary."""
        plain = (self.people, self.asked, self.rated, self.met)
        return (*plain, self.shift, self.missing, self.weighted, *self.levels)

    @property
    def below(self) -> int:
        """People whose confirmed level lies below what the job asks for."""
        return self.rated - self.met

    @property
    def mean(self) -> Decimal | None:
        """Mean distance from the standard in levels, negative where levels are missing: an exact
        fraction, rounded half away from 0 once, to one decimal. None: nobody is rated.
        """
        if not self.rated:
            return None
        tenths = Fraction(abs(self.shift) * 10, self.rated)
        twice = (2 * tenths.numerator + tenths.denominator) // (2 * tenths.denominator)
        return Decimal(twice if self.shift > 0 else -twice).scaleb(-1)


def heat(mean: Decimal) -> int:
    """The colour of a mean on the map: 1 (far below the standard) to 6 (far above), 4 as asked."""
    return 1 + sum(mean >= start for start in HEAT)
