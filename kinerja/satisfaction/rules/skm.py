"""The survey's arithmetic (PermenPANRB 14/2017).

Every figure is an exact fraction of integer sums until one final half-up rounding.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from flask_babel import lazy_gettext as _l

from kinerja.errors import DomainError
from kinerja.satisfaction.rules.elements import LAMPIRAN_ORDER, Element

VALUES = (1, 2, 3, 4)


class Weights(StrEnum):
    """How much one element counts: exactly 1/k, or a ninth as old worksheets print it."""

    EXACT = "exact"
    THREE_DIGITS = "0.111"
    TWO_DIGITS = "0.11"

    def each(self, k: int) -> Fraction:
        """What one of `k` elements counts."""
        return Fraction(1, k) if self is Weights.EXACT else Fraction(self.value)


class Grade(StrEnum):
    """Mutu pelayanan."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def label(self) -> str:
        """The official word for the grade."""
        return _GRADE_LABELS[self]


_GRADE_LABELS = {
    Grade.A: "Sangat Baik",
    Grade.B: "Baik",
    Grade.C: "Kurang Baik",
    Grade.D: "Tidak Baik",
}


def half_up(value: Fraction, places: int) -> Decimal:
    """`value` (never negative) rounded once, a half upwards; `round()` would be half-even."""
    scaled = value * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(units).scaleb(-places)


def grade(ikm: Decimal, bands: Mapping[str, str]) -> Grade:
    """The grade of an IKM that is already rounded to two decimals: the bands have holes.

    `bands` are the lower ends of A, B and C on the scale of 25 to 100; below C stands D.
    """
    return next((Grade(name) for name in "ABC" if ikm >= Decimal(bands[name])), Grade.D)


@dataclass(frozen=True)
class Tally:
    """How many valid answers there are to one element, and their sum."""

    n: int
    total: int

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.n + other.n, self.total + other.total)

    @property
    def nrr(self) -> Fraction:
        """Nilai rata-rata, over the valid answers to this element only."""
        return Fraction(self.total, self.n)

    @property
    def score(self) -> Decimal:
        """The element on the scale of 25 to 100, two decimals."""
        return half_up(self.nrr * 25, 2)


@dataclass(frozen=True)
class Result:
    """An index and what it was computed from; `tallies` in Lampiran order."""

    respondents: int
    weights: Weights
    tallies: Mapping[Element, Tally]
    bands: Mapping[str, str]

    @property
    def k(self) -> int:
        """How many elements there are."""
        return len(self.tallies)

    @property
    def exact(self) -> Fraction:
        """The index before any rounding."""
        return sum((t.nrr for t in self.tallies.values()), Fraction()) * self.weights.each(self.k)

    @property
    def index(self) -> Decimal:
        """The index, 1 to 4, four decimals."""
        return half_up(self.exact, 4)

    @property
    def ikm(self) -> Decimal:
        """The index on the scale of 25 to 100, two decimals."""
        return half_up(self.exact * 25, 2)

    @property
    def grade(self) -> Grade:
        """The grade of the rounded IKM."""
        return grade(self.ikm, self.bands)

    @property
    def lowest_first(self) -> list[tuple[Element, Tally]]:
        """The elements from the lowest mean up, equals in Lampiran order."""
        return sorted(self.tallies.items(), key=lambda item: item[1].nrr)

    @property
    def weakest(self) -> Element:
        """The element with the lowest mean, the first in the Lampiran among equals."""
        return self.lowest_first[0][0]

    @property
    def strongest(self) -> Element:
        """The element with the highest mean, the first in the Lampiran among equals."""
        return max(self.tallies, key=lambda element: self.tallies[element].nrr)


def index(
    tallies: Mapping[Element, Tally],
    *,
    respondents: int,
    bands: Mapping[str, str],
    weights: Weights = Weights.EXACT,
) -> Result:
    """The index of the elements present (k may be below nine); each must have an answer."""
    ordered = {element: tallies[element] for element in LAMPIRAN_ORDER if element in tallies}
    if not ordered or any(tally.n < 1 for tally in ordered.values()):
        raise ValueError("an element without a valid answer has no mean")
    return Result(respondents, weights, ordered, bands)


class PopulationTooSmallError(DomainError):
    """The sample size was asked for fewer than one service user."""


def minimum_sample(population: int, *, chi_square: str, proportion: str, error: str) -> int:
    """Krejcie & Morgan, rounded to nearest as in their table; `population` in service users.

    :raises PopulationTooSmallError: below one user there is nothing to sample
    """
    if population < 1:
        raise PopulationTooSmallError(_l("Jumlah pengguna layanan paling sedikit 1."))
    share = Fraction(proportion)
    spread = Fraction(chi_square) * share * (1 - share)
    return int(half_up(spread * population / (Fraction(error) ** 2 * (population - 1) + spread), 0))
