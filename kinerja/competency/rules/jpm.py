"""The official figure of a competency assessment by assessors: Job Person Match (JPM).

Only an assessment by assessors has one (PermenPANRB 38/2017); what people or their supervisors
judge themselves has an indicative index instead (`rules.figures.Index`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.competency.rules.figures import index, percent

FULL = 100


class OfficialPurpose(StrEnum):
    """What somebody was assessed for."""

    SELECTION = "selection"
    MAPPING = "mapping"

    @property
    def label(self) -> LazyString:
        """The purpose for people."""
        return _PURPOSE_LABELS[self]


class SelectionCategory(StrEnum):
    """The categories for filling a position; their names are the keys of the rulebook's bounds."""

    QUALIFIED = "qualified"
    STILL_QUALIFIED = "still_qualified"
    LESS_QUALIFIED = "less_qualified"

    @property
    def label(self) -> LazyString:
        """The category in full."""
        return _SELECTION_LABELS[self]

    @property
    def short(self) -> str:
        """The category as reports abbreviate it."""
        return _SHORT[self]


class MappingCategory(StrEnum):
    """The categories for mapping talent."""

    OPTIMAL = "optimal"
    FAIRLY_OPTIMAL = "fairly_optimal"
    LESS_OPTIMAL = "less_optimal"

    @property
    def label(self) -> LazyString:
        """The category in full."""
        return _MAPPING_LABELS[self]


_PURPOSE_LABELS = {
    OfficialPurpose.SELECTION: _("Pengisian jabatan"),
    OfficialPurpose.MAPPING: _("Pemetaan"),
}
_SELECTION_LABELS = {
    SelectionCategory.QUALIFIED: _("Memenuhi Syarat"),
    SelectionCategory.STILL_QUALIFIED: _("Masih Memenuhi Syarat"),
    SelectionCategory.LESS_QUALIFIED: _("Kurang Memenuhi Syarat"),
}
_SHORT = {
    SelectionCategory.QUALIFIED: "MS",
    SelectionCategory.STILL_QUALIFIED: "MMS",
    SelectionCategory.LESS_QUALIFIED: "KMS",
}
_MAPPING_LABELS = {
    MappingCategory.OPTIMAL: _("Optimal"),
    MappingCategory.FAIRLY_OPTIMAL: _("Cukup Optimal"),
    MappingCategory.LESS_OPTIMAL: _("Kurang Optimal"),
}
Category = TypeVar("Category", SelectionCategory, MappingCategory)


@dataclass(frozen=True)
class Jpm:
    """JPM = Σ achieved level / Σ standard level × 100 % over the competencies that have both
    (PermenPANRB 38/2017 and its guideline). It may exceed 100 and is kept as it is; `capped` is
    Σ min(achieved, standard), so that a surplus cannot hide a gap ("tanpa kompensasi").
    """

    achieved: int
    capped: int
    required: int

    @property
    def exact(self) -> Fraction | None:
        """Percent as an exact fraction: categories are decided on it. None without a standard."""
        return Fraction(self.achieved * FULL, self.required) if self.required else None

    @property
    def percent(self) -> Decimal | None:
        """Percent as it is shown: two decimals, rounded half up once."""
        return percent(self.achieved, self.required)

    @property
    def capped_percent(self) -> Decimal | None:
        """The same without compensation."""
        return percent(self.capped, self.required)

    @property
    def is_beyond(self) -> bool:
        """Whether it exceeds 100, so that `clamped` is not the figure itself."""
        return self.achieved > self.required > 0

    @property
    def clamped(self) -> Fraction | None:
        """Percent, at most 100, as the axis of talent takes it; say so where `is_beyond`."""
        return None if self.exact is None else min(self.exact, Fraction(FULL))


@dataclass(frozen=True)
class Judged(Generic[Category]):
    """A category with the percent from which it holds and below which it ends; None: no bound."""

    category: Category
    lower: Decimal | None
    upper: Decimal | None


def jpm(pairs: Iterable[tuple[int | None, int | None]]) -> Jpm:
    """The figure over (achieved, standard) pairs; a pair lacking either one does not count."""
    sums = index(pairs)
    return Jpm(sums.achieved, sums.capped, sums.required)


def is_as_printed(figure: Jpm, printed: str) -> bool:
    """Whether a report that shows this percent shows ours, rounded half up to its decimals; one
    that shows none does not differ.
    """
    if not printed:
        return True
    places = len(printed.partition(".")[2])
    return percent(figure.achieved, figure.required, places) == Decimal(printed)


def selection(figure: Jpm, bounds: Mapping[str, str | int]) -> Judged[SelectionCategory] | None:
    """The category for filling a position; none without a figure. Bounds belong to the category
    that they begin.
    """
    return _judged(figure, list(SelectionCategory), bounds)


def mapping(figure: Jpm, bounds: Mapping[str, str | int]) -> Judged[MappingCategory] | None:
    """The category for mapping talent, decided as for `selection`."""
    return _judged(figure, list(MappingCategory), bounds)


def limits(
    categories: list[Category], bounds: Mapping[str, str | int]
) -> Iterator[Judged[Category]]:
    """The categories from the highest down, each with its bounds."""
    upper = None
    for category in categories:
        lower = None if category is categories[-1] else Decimal(str(bounds[category]))
        yield Judged(category, lower, upper)
        upper = lower


def _judged(
    figure: Jpm, categories: list[Category], bounds: Mapping[str, str | int]
) -> Judged[Category] | None:
    if figure.exact is None:
        return None
    found = limits(categories, bounds)
    return next(one for one in found if one.lower is None or figure.exact >= Fraction(one.lower))
