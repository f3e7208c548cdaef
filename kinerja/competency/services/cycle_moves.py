"""Moving a cycle along the table of transitions, under a lock on its row."""

from typing import Any

from flask_babel import lazy_gettext as _

from kinerja.competency.models import Cycle
from kinerja.competency.rules import CYCLE_TRANSITIONS, CycleAction, CycleStatus
from kinerja.competency.services.moves import lock
from kinerja.errors import DomainError
from kinerja.extensions import db

REFUSED = _("Keadaan siklus ini sudah berubah. Buka lagi daftar siklus.")


class CycleMovedError(DomainError):
    """The cycle is not in a state that allows this."""


def follow(cycle: Cycle, action: CycleAction) -> dict[str, Any]:
    """Take the cycle to the state that follows; the change as the audit trail notes it.

    :raises CycleMovedError: its state does not allow the action.
    """
    lock(cycle)
    following = CYCLE_TRANSITIONS.get((cycle.status, action))
    if following is None:
        raise CycleMovedError(REFUSED)
    change = {"before": {"status": cycle.status}, "after": {"status": following}}
    cycle.status = following
    db.session.flush()
    return change


def require(cycle: Cycle, status: CycleStatus) -> None:
    """Lock the cycle, which must be in this state.

    :raises CycleMovedError: it is not.
    """
    lock(cycle)
    if cycle.status is not status:
        raise CycleMovedError(REFUSED)
