"""Forms of development, the life of a plan item, learning hours (JP), and who gets a seat."""

from kinerja.development.rules.assignments import (
    PICKED_LIMIT,
    Allotment,
    Candidate,
    Need,
    Selection,
    SkipReason,
    allot,
)
from kinerja.development.rules.plans import (
    JP_PNS_TARGET,
    JP_PPPK_CEILING,
    MOVES,
    OPEN,
    Action,
    JpMeaning,
    JpStanding,
    Party,
    PlanItemStatus,
    jp_meaning,
    next_status,
)
from kinerja.development.rules.trainings import (
    OPEN_ENDED,
    DevelopmentForm,
    joinable_until,
)

__all__ = [
    "JP_PNS_TARGET",
    "JP_PPPK_CEILING",
    "MOVES",
    "OPEN",
    "OPEN_ENDED",
    "PICKED_LIMIT",
    "Action",
    "Allotment",
    "Candidate",
    "DevelopmentForm",
    "JpMeaning",
    "JpStanding",
    "Need",
    "Party",
    "PlanItemStatus",
    "Selection",
    "SkipReason",
    "allot",
    "joinable_until",
    "jp_meaning",
    "next_status",
]
