"""The pages of the rulebook."""

from kinerja.rulebook.views import holidays, settings
from kinerja.rulebook.views.blueprint import bp

__all__ = ["bp", "holidays", "settings"]
