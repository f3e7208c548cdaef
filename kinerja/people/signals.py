"""What this feature tells the ones above it, which it cannot call: announced, then forgotten.

Each is sent by a service inside of its own transaction, after the rows have changed, so that
whatever a receiver adds is kept or lost together with them. The sender's name comes first; all
else is by keyword. Ids are employees' ids. Places are endpoints of the application with the
values of their addresses.
"""

from enum import StrEnum

from blinker import Namespace

_people = Namespace()


class AccountChange(StrEnum):
    """What happened to an account that its owner must hear of."""

    ACTIVATED = "activated"
    PASSWORD = "password"  # noqa: S105  # the name of a change
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    RECOVERY_CODES = "recovery_codes"
    RECOVERY_CODE_USED = "recovery_code_used"
    NEW_DEVICE = "new_device"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    SINGLE_SIGN_ON = "single_sign_on"


account_changed = _people.signal("account-changed")
"""`account_changed.send("people", employee_id=12, change=AccountChange.PASSWORD)`

employee_id: int, whose account it is. change: AccountChange.
"""

correction_asked = _people.signal("correction-asked")
"""`correction_asked.send("people", holder_ids=[3, 4], name="Sari Teladan",
endpoint="people.show_correction", values={"correction_id": 7})`

holder_ids: iterable of int, who keeps the data and has to decide. name: str, who asks.
endpoint, values: the case's page for the holders.
"""

correction_decided = _people.signal("correction-decided")
"""`correction_decided.send("people", employee_id=12, accepted=True,
endpoint="people.show_correction", values={"correction_id": 7})`

employee_id: int, who had asked. accepted: bool, corrected or refused.
endpoint, values: where the person reads the answer.
"""

role_granted = _people.signal("role-granted")
"""`role_granted.send("people", employee_id=12, role=Role.TRAINER, unit="Dinas Contoh",
ended=False)`

employee_id: int, who holds the role. role: Role. unit: str, where it begins. ended: bool, whether
it was taken back instead of given; may be left out.
"""

staff_changed = _people.signal("staff-changed")
"""`staff_changed.send("people", unit_ids={5, 8})`

Of the people of these units somebody came, went, took another position, or is counted from now on
or no longer. unit_ids: iterable of int, the units themselves without those under them, of
somebody who moved both.
"""

positions_changed = _people.signal("positions-changed")
"""`positions_changed.send("people", position_ids=[7])`

The positions belong to another job level. position_ids: iterable of int.
"""

unit_asked = _people.signal("unit-asked")
"""`unit_asked.send("people", unit_id=5)`

Asked before a unit is closed or merged. unit_id: int. Each receiver returns the list of Holding
(people.rules) that it keeps in the unit; an empty list when there is nothing.
"""
