"""The tables of dated settings and of the days off."""

from kinerja.rulebook.models.holidays import Holiday
from kinerja.rulebook.models.settings import Rule, Value

__all__ = ["Holiday", "Rule", "Value"]
