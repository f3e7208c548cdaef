"""What people enter: an answer, the declaration, verdicts, a cycle, a row of standards."""

from kinerja.competency.forms.answers import AnswerForm, DraftForm, SubmitForm, rung_words
from kinerja.competency.forms.confirm import ConfirmForm
from kinerja.competency.forms.cycles import (
    CycleForm,
    DecideForm,
    DropVerifierForm,
    ExtendForm,
    RemindUnitForm,
    VerifierForm,
    cycle_form,
)
from kinerja.competency.forms.dictionary import DictionaryFileForm, MappingForm, mapping_form
from kinerja.competency.forms.evidence import DescribeForm, EvidenceForm
from kinerja.competency.forms.records import RecordForm, VoidForm, record_form
from kinerja.competency.forms.remarks import RemarkForm, remark_form
from kinerja.competency.forms.standards import StandardsForm, standards_form
from kinerja.competency.forms.verification import (
    PhraseForm,
    VerificationForm,
    verification_form,
)

__all__ = [
    "AnswerForm",
    "ConfirmForm",
    "CycleForm",
    "DecideForm",
    "DescribeForm",
    "DictionaryFileForm",
    "DraftForm",
    "DropVerifierForm",
    "EvidenceForm",
    "ExtendForm",
    "MappingForm",
    "PhraseForm",
    "RecordForm",
    "RemarkForm",
    "RemindUnitForm",
    "StandardsForm",
    "SubmitForm",
    "VerificationForm",
    "VerifierForm",
    "VoidForm",
    "cycle_form",
    "mapping_form",
    "record_form",
    "remark_form",
    "rung_words",
    "standards_form",
    "verification_form",
]
