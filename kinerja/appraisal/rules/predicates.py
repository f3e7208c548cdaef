"""The five predicates of yearly performance (PermenPANRB 6/2022), and how they are written."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class Predicate(StrEnum):
    """Somebody's predicate of a year, the best first."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    NEEDS_IMPROVEMENT = "needs_improvement"
    POOR = "poor"
    VERY_POOR = "very_poor"

    @property
    def label(self) -> LazyString:
        """The official name."""
        return _LABELS[self]

    @property
    def written(self) -> str:
        """How it stands in files, whatever the visitor's language."""
        return _WRITTEN[self]


class PredicateSource(StrEnum):
    """From where a predicate was taken over."""

    E_KINERJA = "e_kinerja"

    @property
    def label(self) -> LazyString:
        """The source's name for people."""
        return _("e-Kinerja")


_LABELS = {
    Predicate.VERY_GOOD: _("Sangat Baik"),
    Predicate.GOOD: _("Baik"),
    Predicate.NEEDS_IMPROVEMENT: _("Butuh Perbaikan"),
    Predicate.POOR: _("Kurang (Misconduct)"),
    Predicate.VERY_POOR: _("Sangat Kurang"),
}
_WRITTEN = {
    Predicate.VERY_GOOD: "Sangat Baik",
    Predicate.GOOD: "Baik",
    Predicate.NEEDS_IMPROVEMENT: "Butuh Perbaikan",
    Predicate.POOR: "Kurang",
    Predicate.VERY_POOR: "Sangat Kurang",
}
_SHORT = {
    "sb": Predicate.VERY_GOOD,
    "b": Predicate.GOOD,
    "bp": Predicate.NEEDS_IMPROVEMENT,
    "cukup": Predicate.NEEDS_IMPROVEMENT,
    "butuh perbaikan/cukup": Predicate.NEEDS_IMPROVEMENT,
    "k": Predicate.POOR,
    "kurang (misconduct)": Predicate.POOR,
    "kurang/misconduct": Predicate.POOR,
    "misconduct": Predicate.POOR,
    "sk": Predicate.VERY_POOR,
}
_KNOWN = {written.casefold(): one for one, written in _WRITTEN.items()} | _SHORT


def predicate_of(text: str) -> Predicate | None:
    """The predicate that the words name: official names and the usual abbreviations."""
    folded = " ".join(text.casefold().split()).replace(" / ", "/")
    return _KNOWN.get(folded)
