"""The dictionary, job standards, cycles, and each person's assessment with its answers."""

from kinerja.competency.models.assessments import Answer, Assessment
from kinerja.competency.models.cycles import Cycle
from kinerja.competency.models.dictionary import Competency, Edition, Indicator, Level, Standard

__all__ = [
    "Answer",
    "Assessment",
    "Competency",
    "Cycle",
    "Edition",
    "Indicator",
    "Level",
    "Standard",
]
