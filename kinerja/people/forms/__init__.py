"""What people type: one module for each thing."""

from kinerja.people.forms.acting import (
    EndActingForm,
    PlhForm,
    PltForm,
)
from kinerja.people.forms.corrections import (
    APPLY_FORMS,
    ASK_FORMS,
    ApplyForm,
    AskForm,
    RefuseForm,
    SureForm,
)
from kinerja.people.forms.grants import EndGrantForm, GrantForm
from kinerja.people.forms.imports import (
    AbsentForm,
    ImportColumnsForm,
    ImportFileForm,
    ImportStepForm,
    MatchNameForm,
    NewPositionForm,
)
from kinerja.people.forms.positions import ChangePositionForm, PositionForm
from kinerja.people.forms.postings import (
    MoveForm,
)
from kinerja.people.forms.privacy import ConsentForm, EndHoldForm, HoldForm
from kinerja.people.forms.signing import LanguageForm, SignInForm
from kinerja.people.forms.staff import EmployeeForm
from kinerja.people.forms.standings import (
    ReturnForm,
    StandingForm,
)
from kinerja.people.forms.superiors import (
    EndSuperiorForm,
    SuperiorForm,
)
from kinerja.people.forms.units import AddUnitForm, ChangeUnitForm, CloseUnitForm, MergeUnitForm

__all__ = [
    "APPLY_FORMS",
    "ASK_FORMS",
    "AbsentForm",
    "AddUnitForm",
    "ApplyForm",
    "AskForm",
    "ChangePositionForm",
    "ChangeUnitForm",
    "CloseUnitForm",
    "ConsentForm",
    "EmployeeForm",
    "EndActingForm",
    "EndGrantForm",
    "EndHoldForm",
    "EndSuperiorForm",
    "GrantForm",
    "HoldForm",
    "ImportColumnsForm",
    "ImportFileForm",
    "ImportStepForm",
    "LanguageForm",
    "MatchNameForm",
    "MergeUnitForm",
    "MoveForm",
    "NewPositionForm",
    "PlhForm",
    "PltForm",
    "PositionForm",
    "RefuseForm",
    "ReturnForm",
    "SignInForm",
    "StandingForm",
    "SuperiorForm",
    "SureForm",
]
