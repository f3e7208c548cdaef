"""Use cases that change staff, accounts and sessions."""

from kinerja.people.services.sessions import (
    WrongPasswordError,
    begin_session,
    choose_language,
    end_session,
    forget_sessions,
    forget_tries,
    hash_password,
    sid_hash,
    sign_in,
    touch_session,
    verify,
)
from kinerja.people.services.staff import (
    EmployeeRefusedError,
    add_employee,
    change_employee,
)

__all__ = [
    "EmployeeRefusedError",
    "WrongPasswordError",
    "add_employee",
    "begin_session",
    "change_employee",
    "choose_language",
    "end_session",
    "forget_sessions",
    "forget_tries",
    "hash_password",
    "sid_hash",
    "sign_in",
    "touch_session",
    "verify",
]
