"""The catalogue, one's own plan, the trainer's confirmations and overview, group assignment."""

from kinerja.development.views import assignments, confirmations, plans, trainings
from kinerja.development.views.blueprint import bp

__all__ = ["assignments", "bp", "confirmations", "plans", "trainings"]
