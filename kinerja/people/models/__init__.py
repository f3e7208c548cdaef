"""Units, positions, employees with their histories, accounts, grants and sessions."""

from kinerja.people.models.access import (
    Account,
    LoginAttempt,
    LoginSession,
    RoleGrant,
    SecondFactor,
)
from kinerja.people.models.codes import (
    AccountCode,
    FactorReset,
    PendingSignIn,
    RecoveryCode,
    ResetRequest,
)
from kinerja.people.models.consents import Consent
from kinerja.people.models.corrections import Correction
from kinerja.people.models.imports import (
    ImportContent,
    ImportMapping,
    ImportRow,
    ImportWrite,
    StaffImport,
)
from kinerja.people.models.organisation import (
    Position,
    Unit,
    UnitVersion,
)
from kinerja.people.models.retention import IdentityChange, LegalHold, RetentionRun
from kinerja.people.models.sso import SsoIdentity
from kinerja.people.models.staff import (
    ActingLeader,
    Employee,
    Posting,
    ReportingLine,
    StandingPeriod,
)

__all__ = [
    "Account",
    "AccountCode",
    "ActingLeader",
    "Consent",
    "Correction",
    "Employee",
    "FactorReset",
    "IdentityChange",
    "ImportContent",
    "ImportMapping",
    "ImportRow",
    "ImportWrite",
    "LegalHold",
    "LoginAttempt",
    "LoginSession",
    "PendingSignIn",
    "Position",
    "Posting",
    "RecoveryCode",
    "ReportingLine",
    "ResetRequest",
    "RetentionRun",
    "RoleGrant",
    "SecondFactor",
    "SsoIdentity",
    "StaffImport",
    "StandingPeriod",
    "Unit",
    "UnitVersion",
]
