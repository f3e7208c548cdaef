"""Use cases on trainings, plan items and group assignments."""

from kinerja.development.services.assignments import NobodyLeftError, SetGrownError, assign_training
from kinerja.development.services.plans import (
    ActivityRepeatedError,
    CeilingExceededError,
    EvidenceMissingError,
    MoveRefusedError,
    NoteMissingError,
    TrainingClosedError,
    TrainingFilledError,
    cancel_item,
    choose_training,
    confirm_item,
    finish_item,
    return_item,
    start_item,
)
from kinerja.development.services.trainings import (
    DatesReversedError,
    SeatsHeldError,
    TrainingRefusedError,
    TrainingUsedError,
    create_training,
    edit_training,
)

__all__ = [
    "ActivityRepeatedError",
    "CeilingExceededError",
    "DatesReversedError",
    "EvidenceMissingError",
    "MoveRefusedError",
    "NobodyLeftError",
    "NoteMissingError",
    "SeatsHeldError",
    "SetGrownError",
    "TrainingClosedError",
    "TrainingFilledError",
    "TrainingRefusedError",
    "TrainingUsedError",
    "assign_training",
    "cancel_item",
    "choose_training",
    "confirm_item",
    "create_training",
    "edit_training",
    "finish_item",
    "return_item",
    "start_item",
]
