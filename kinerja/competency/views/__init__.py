"""Own assessment, verification, results, lists, the dictionary, standards and cycles."""

from kinerja.competency.views import (
    cycles,
    dictionary,
    exclusions,
    own,
    people,
    results,
    verification,
)
from kinerja.competency.views.blueprint import bp

__all__ = ["bp", "cycles", "dictionary", "exclusions", "own", "people", "results", "verification"]
