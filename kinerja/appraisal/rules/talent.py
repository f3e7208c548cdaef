"""The nine boxes of talent (PermenPANRB 3/2020): performance by potential."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.appraisal.rules.predicates import Predicate
from kinerja.competency.rules import hidden_groups

# A JPM may exceed 100 percent; the axis of potential ends there.
CLAMP = 100


class Potential(StrEnum):
    """The columns, from left to right."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def label(self) -> LazyString:
        """The column's name."""
        return _POTENTIALS[self]


class Performance(StrEnum):
    """The rows, from the top."""

    ABOVE = "above"
    MEETS = "meets"
    BELOW = "below"

    @property
    def label(self) -> LazyString:
        """The row's name."""
        return _PERFORMANCES[self]


_POTENTIALS = {
    Potential.LOW: _("Rendah"),
    Potential.MEDIUM: _("Menengah"),
    Potential.HIGH: _("Tinggi"),
}
_PERFORMANCES = {
    Performance.ABOVE: _("Di atas ekspektasi"),
    Performance.MEETS: _("Sesuai ekspektasi"),
    Performance.BELOW: _("Di bawah ekspektasi"),
}


@dataclass(frozen=True)
class TalentRule:
    """What the rulebook says of the grid: the number of each box by performance and potential, the
    lower bounds of high and medium (both inclusive), and the score of each predicate.
    """

    boxes: Mapping[str, Mapping[str, int]]
    cuts: Mapping[str, int]
    scores: Mapping[str, int]

    def potential(self, achieved: int, required: int) -> Potential:
        """The column of an official JPM, from its sums of levels: exact, without rounding; what
        exceeds 100 percent counts as 100.
        """
        clamped = min(achieved * 100, CLAMP * required)
        if clamped >= self.cuts["high"] * required:
            return Potential.HIGH
        medium = clamped >= self.cuts["medium"] * required
        return Potential.MEDIUM if medium else Potential.LOW

    def performance(self, predicate: Predicate) -> Performance:
        """The row of a predicate, by its score and the same bounds. So "Baik" (80) is above
        expectations, because the bound belongs to it.
        """
        score = self.scores[predicate]
        if score >= self.cuts["high"]:
            return Performance.ABOVE
        return Performance.MEETS if score >= self.cuts["medium"] else Performance.BELOW

    def box(self, performance: Performance, potential: Potential) -> int:
        """The box's number, 1 to 9."""
        return int(self.boxes[performance][potential])

    def predicates(self, performance: Performance) -> list[Predicate]:
        """Which predicates lead to the row."""
        return [one for one in Predicate if self.performance(one) is performance]

    def places(self, number: int) -> list[tuple[Performance, Potential]]:
        """Where boxes with the number stand: in one place, as the rulebook is shipped."""
        everywhere = [(row, column) for row in Performance for column in Potential]
        return [place for place in everywhere if self.box(*place) == number]


def told_counts(counts: Mapping[int, int], *, floor: int, unit_floor: int) -> dict[int, int | None]:
    """The counts of the boxes for whoever may not see people: none where a box has fewer than
    `floor`, or where telling it would give another away (complementary suppression).
    """
    everybody = sum(counts.values())
    groups: dict[Hashable, tuple[int, int]] = {
        number: (people, everybody) for number, people in counts.items()
    }
    hidden = hidden_groups(groups, floor=floor, unit_floor=unit_floor)
    return {number: None if number in hidden else people for number, people in counts.items()}
