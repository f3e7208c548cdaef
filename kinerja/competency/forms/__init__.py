"""What people enter: an answer, the declaration, verdicts, a cycle, a row of standards."""

from kinerja.competency.forms.answers import AnswerForm, DraftForm, SubmitForm
from kinerja.competency.forms.confirm import ConfirmForm
from kinerja.competency.forms.cycles import CycleForm
from kinerja.competency.forms.standards import StandardsForm, standards_form
from kinerja.competency.forms.verification import VerificationForm, verification_form

__all__ = [
    "AnswerForm",
    "ConfirmForm",
    "CycleForm",
    "DraftForm",
    "StandardsForm",
    "SubmitForm",
    "VerificationForm",
    "standards_form",
    "verification_form",
]
