"""Use cases: the dictionary and standards, cycles, answering, verifying."""

from kinerja.competency.services.answers import (
    acknowledge_result,
    save_answer,
    start_assessment,
    submit_assessment,
)
from kinerja.competency.services.cycles import (
    add_missing,
    close_cycle,
    open_cycle,
    plan_cycle,
)
from kinerja.competency.services.dictionary import DictionaryError, import_dictionary
from kinerja.competency.services.moves import (
    AnswerChangedError,
    AssessmentLockedError,
    CycleClosedError,
)
from kinerja.competency.services.standards import set_standards
from kinerja.competency.services.undoing import UndoTooLateError, undo_verification
from kinerja.competency.services.verification import (
    complete_verification,
    note_reading,
    return_assessment,
    save_verdicts,
)

__all__ = [
    "AnswerChangedError",
    "AssessmentLockedError",
    "CycleClosedError",
    "DictionaryError",
    "UndoTooLateError",
    "acknowledge_result",
    "add_missing",
    "close_cycle",
    "complete_verification",
    "import_dictionary",
    "note_reading",
    "open_cycle",
    "plan_cycle",
    "return_assessment",
    "save_answer",
    "save_verdicts",
    "set_standards",
    "start_assessment",
    "submit_assessment",
    "undo_verification",
]
