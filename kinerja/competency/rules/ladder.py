"""A level counts only where every lower one holds: what is missing on the way up to it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rung:
    """A lower level that does not hold yet: how many of its indicators are ticked, out of all."""

    level: int
    ticked: int
    total: int

    @property
    def is_untouched(self) -> bool:
        """Whether none of its indicators is ticked."""
        return self.ticked == 0


def missing_rungs(
    chosen: int | None, indicators: Mapping[int, Sequence[int]], ticked: Collection[int]
) -> tuple[Rung, ...]:
    """The levels below the chosen one that do not hold, the lowest first: `indicators` are the
    ids of each level's indicators. A level of which the dictionary tells no indicator holds; the
    chosen level itself is what the person says it is (PermenPANRB 38/2017: each level includes
    the lower ones).
    """
    if chosen is None:
        return ()
    rungs = (
        Rung(level, sum(one in ticked for one in ids), len(ids))
        for level, ids in sorted(indicators.items())
        if level < chosen
    )
    return tuple(rung for rung in rungs if rung.ticked < rung.total)
