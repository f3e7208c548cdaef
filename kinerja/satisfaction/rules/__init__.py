"""Pure rules: the official elements, the arithmetic of the index, one-tap ratings, floors."""

from kinerja.satisfaction.rules.elements import (
    LAMPIRAN_ORDER,
    QUESTIONNAIRE_ORDER,
    WORDING,
    Element,
    Order,
    Wording,
)
from kinerja.satisfaction.rules.skm import (
    VALUES,
    Grade,
    PopulationTooSmallError,
    Result,
    Tally,
    Weights,
    grade,
    half_up,
    index,
    minimum_sample,
)
from kinerja.satisfaction.rules.voice import FACES, FLOOR, Channel, Reason, shown

__all__ = [
    "FACES",
    "FLOOR",
    "LAMPIRAN_ORDER",
    "QUESTIONNAIRE_ORDER",
    "VALUES",
    "WORDING",
    "Channel",
    "Element",
    "Grade",
    "Order",
    "PopulationTooSmallError",
    "Reason",
    "Result",
    "Tally",
    "Weights",
    "Wording",
    "grade",
    "half_up",
    "index",
    "minimum_sample",
    "shown",
]
