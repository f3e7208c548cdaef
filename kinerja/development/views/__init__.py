"""The catalogue, one's own plan, the trainer's confirmations and overview, group assignment."""

from kinerja.development.views import akpk, assignments, confirmations, plans, trainings
from kinerja.development.views.blueprint import bp

__all__ = ["akpk", "assignments", "bp", "confirmations", "plans", "trainings"]
