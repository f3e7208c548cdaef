"""Use cases: the dictionary and standards, cycles, answering, verifying."""

from kinerja.competency.services.answers import (
    acknowledge_result,
    save_answer,
    start_assessment,
    submit_assessment,
)
from kinerja.competency.services.closing import (
    archive_cycle,
    close_cycle,
    decide,
    extend_cycle,
)
from kinerja.competency.services.cycles import add_missing, open_cycle
from kinerja.competency.services.dictionary import (
    DictionaryError,
    EditionTakenError,
    EditionUsedError,
    Head,
    import_dictionary,
)
from kinerja.competency.services.dictionary_imports import (
    NOT_APPLIED,
    apply_dictionary,
    discard_dictionary,
    forget_dictionary_imports,
    refusal,
    upload_dictionary,
)
from kinerja.competency.services.evidence import (
    EvidenceRefusedError,
    NewEvidence,
    add_evidence,
    describe_evidence,
    remove_evidence,
    restore_evidence,
)
from kinerja.competency.services.judging import FirstLevelError
from kinerja.competency.services.moves import (
    AnswerChangedError,
    AssessmentLockedError,
    CycleClosedError,
)
from kinerja.competency.services.opening import UnopenedError, agree_opened, open_item
from kinerja.competency.services.phrases import PhraseError, add_phrase, remove_phrase
from kinerja.competency.services.planning import (
    cancel_cycle,
    drop_verifier,
    edit_cycle,
    name_verifier,
    plan_cycle,
)
from kinerja.competency.services.records import (
    RecordError,
    RecordVoidedError,
    add_record,
    note_records_read,
    rebuild,
    void_record,
)
from kinerja.competency.services.remarks import RemarkError, remark_on
from kinerja.competency.services.reminding import remind_unit
from kinerja.competency.services.standards import set_standards
from kinerja.competency.services.successors import set_successors
from kinerja.competency.services.undoing import UndoTooLateError, undo_verification
from kinerja.competency.services.verification import (
    complete_verification,
    note_reading,
    return_assessment,
    save_verdicts,
)

__all__ = [
    "NOT_APPLIED",
    "AnswerChangedError",
    "AssessmentLockedError",
    "CycleClosedError",
    "DictionaryError",
    "EditionTakenError",
    "EditionUsedError",
    "EvidenceRefusedError",
    "FirstLevelError",
    "Head",
    "NewEvidence",
    "PhraseError",
    "RecordError",
    "RecordVoidedError",
    "RemarkError",
    "UndoTooLateError",
    "UnopenedError",
    "acknowledge_result",
    "add_evidence",
    "add_missing",
    "add_phrase",
    "add_record",
    "agree_opened",
    "apply_dictionary",
    "archive_cycle",
    "cancel_cycle",
    "close_cycle",
    "complete_verification",
    "decide",
    "describe_evidence",
    "discard_dictionary",
    "drop_verifier",
    "edit_cycle",
    "extend_cycle",
    "forget_dictionary_imports",
    "import_dictionary",
    "name_verifier",
    "note_reading",
    "note_records_read",
    "open_cycle",
    "open_item",
    "plan_cycle",
    "rebuild",
    "refusal",
    "remark_on",
    "remind_unit",
    "remove_evidence",
    "remove_phrase",
    "restore_evidence",
    "return_assessment",
    "save_answer",
    "save_verdicts",
    "set_standards",
    "set_successors",
    "start_assessment",
    "submit_assessment",
    "undo_verification",
    "upload_dictionary",
    "void_record",
]
