"""The talent grid with its people, and the predicates behind it."""

from kinerja.appraisal.views import predicates, talent
from kinerja.appraisal.views.blueprint import bp

__all__ = ["bp", "predicates", "talent"]
