"""Use cases that change staff, accounts and sessions."""

from kinerja.people.services.acting import (
    ActingTakenError,
    appoint_plh,
    appoint_plt,
    end_acting,
    withdraw_acting,
)
from kinerja.people.services.codes import (
    forget_codes,
)
from kinerja.people.services.consents import (
    ConsentRepeatedError,
    give_consent,
    withdraw_consent,
)
from kinerja.people.services.corrections import (
    CorrectionMovedError,
    apply_correction,
    ask_correction,
    due_day,
    escalate_correction,
    escalate_late,
    refuse_correction,
    withdraw_correction,
)
from kinerja.people.services.exports import EXPORTED, PRINTED, note_export, permit_export
from kinerja.people.services.grants import (
    GrantRefusedError,
    end_grant,
    grant_role,
)
from kinerja.people.services.histories import EndBeforeStartError, LaterEntryError
from kinerja.people.services.holds import (
    HoldEndedError,
    HoldRefusedError,
    end_hold,
    place_hold,
)
from kinerja.people.services.identity import identity, note_identity
from kinerja.people.services.lines import (
    CircleError,
    end_superior,
    set_superior,
    withdraw_superior,
)
from kinerja.people.services.mergers import follow_mergers
from kinerja.people.services.passwords import (
    hash_password,
    verify,
)
from kinerja.people.services.persons import (
    EmployeeRefusedError,
)
from kinerja.people.services.positions import (
    PositionRefusedError,
    add_position,
    change_position,
)
from kinerja.people.services.postings import (
    move_employee,
    withdraw_posting,
)
from kinerja.people.services.proposals import CorrectionRefusedError
from kinerja.people.services.resets import (
    answer_resets,
)
from kinerja.people.services.sessions import (
    WrongPasswordError,
    begin_session,
    choose_language,
    end_session,
    end_sessions,
    forget_sessions,
    is_fresh,
    sid_hash,
    sign_in,
    touch_session,
)
from kinerja.people.services.settling import (
    settle,
    settle_one,
    settle_people,
    settle_today,
)
from kinerja.people.services.sso import SsoRefusedError, enter_by_sso
from kinerja.people.services.staff import (
    add_employee,
    change_employee,
)
from kinerja.people.services.standings import (
    change_standing,
    end_standing,
    withdraw_standing,
)
from kinerja.people.services.throttle import (
    forget_tries,
)
from kinerja.people.services.unit_checks import UnitHeldError, UnitRefusedError
from kinerja.people.services.unit_plans import (
    UnitPlan,
    plan_change,
    plan_closing,
    plan_founding,
    plan_merger,
    plan_withdrawal,
)
from kinerja.people.services.units import (
    change_unit,
    close_unit,
    found_unit,
    merge_unit,
    withdraw_plan,
)

__all__ = [
    "EXPORTED",
    "PRINTED",
    "ActingTakenError",
    "CircleError",
    "ConsentRepeatedError",
    "CorrectionMovedError",
    "CorrectionRefusedError",
    "EmployeeRefusedError",
    "EndBeforeStartError",
    "GrantRefusedError",
    "HoldEndedError",
    "HoldRefusedError",
    "LaterEntryError",
    "PositionRefusedError",
    "SsoRefusedError",
    "UnitHeldError",
    "UnitPlan",
    "UnitRefusedError",
    "WrongPasswordError",
    "add_employee",
    "add_position",
    "answer_resets",
    "apply_correction",
    "appoint_plh",
    "appoint_plt",
    "ask_correction",
    "begin_session",
    "change_employee",
    "change_position",
    "change_standing",
    "change_unit",
    "choose_language",
    "close_unit",
    "due_day",
    "end_acting",
    "end_grant",
    "end_hold",
    "end_session",
    "end_sessions",
    "end_standing",
    "end_superior",
    "enter_by_sso",
    "escalate_correction",
    "escalate_late",
    "follow_mergers",
    "forget_codes",
    "forget_sessions",
    "forget_tries",
    "found_unit",
    "give_consent",
    "grant_role",
    "hash_password",
    "identity",
    "is_fresh",
    "merge_unit",
    "move_employee",
    "note_export",
    "note_identity",
    "permit_export",
    "place_hold",
    "plan_change",
    "plan_closing",
    "plan_founding",
    "plan_merger",
    "plan_withdrawal",
    "refuse_correction",
    "set_superior",
    "settle",
    "settle_one",
    "settle_people",
    "settle_today",
    "sid_hash",
    "sign_in",
    "touch_session",
    "verify",
    "withdraw_acting",
    "withdraw_consent",
    "withdraw_correction",
    "withdraw_plan",
    "withdraw_posting",
    "withdraw_standing",
    "withdraw_superior",
]
