"""Training-needs analysis (analisis kebutuhan pengembangan kompetensi, AKPK): what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kinerja.competency.rules import Cluster
from kinerja.development.rules.trainings import DevelopmentForm


@dataclass(frozen=True)
class Lack:
    """What so many people lack in a competency. `rated` are those whose level somebody else has
    confirmed, `unrated` the others of whom the job asks a level; of the rated `below` lie under
    it, by `missing` levels together. `weighted` is the priority: Σ relevance × levels missing.
    The figures from `below` on are None where too few are concerned to tell.
    """

    lowest: int
    highest: int
    rated: int
    unrated: int
    below: int | None
    missing: int | None
    weighted: int | None

    def __add__(self, other: Lack) -> Lack:
        """Both groups together; only of what is told whole."""
        return Lack(
            min(self.lowest, other.lowest),
            max(self.highest, other.highest),
            self.rated + other.rated,
            self.unrated + other.unrated,
            (self.below or 0) + (other.below or 0),
            (self.missing or 0) + (other.missing or 0),
            (self.weighted or 0) + (other.weighted or 0),
        )

    @property
    def asked(self) -> str:
        """The level that jobs ask for, or from the lowest to the highest of them."""
        ends = (self.lowest, self.highest)
        return str(self.lowest) if len(set(ends)) == 1 else "–".join(map(str, ends))

    def told(self, floor: int) -> Lack | None:
        """The same for whoever may not see people: nothing under `floor` rated people, no figures
        where fewer than `floor` lack anything.
        """
        if self.rated < floor:
            return None
        if (self.below or 0) >= floor:
            return self
        return Lack(self.lowest, self.highest, self.rated, self.unrated, None, None, None)


_BY_CLUSTER = {
    Cluster.MANAGERIAL: DevelopmentForm.MANAGERIAL_TRAINING,
    Cluster.SOCIO_CULTURAL: DevelopmentForm.SOCIAL_CULTURAL_TRAINING,
    Cluster.TECHNICAL: DevelopmentForm.TECHNICAL_TRAINING,
}


def proposed_forms(
    cluster: Cluster, offered: Iterable[DevelopmentForm]
) -> tuple[list[DevelopmentForm], bool]:
    """The forms of development to propose for a competency, and whether the catalogue offers them:
    those of trainings that can be joined, else the official form of the cluster (PerLAN 10/2018).
    """
    found = sorted(set(offered), key=list(DevelopmentForm).index)
    return (found, True) if found else ([_BY_CLUSTER[cluster]], False)
