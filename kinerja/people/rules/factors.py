"""Who needs a second factor, and the two people it takes to remove one that was lost."""

from collections.abc import Collection
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.permissions import ADMINS, Role


class FactorPolicy(StrEnum):
    """Whom the setting SECOND_FACTOR obliges to sign in with two steps."""

    ADMIN = "admin"
    ALL = "all"
    OPTIONAL = "optional"


class FactorResetStatus(StrEnum):
    """Where a request to remove a lost second factor stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> LazyString:
        """The state's name for people."""
        return _RESET_LABELS[self]


class FactorResetAction(StrEnum):
    """What can be done with such a request."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class FactorResetPart(StrEnum):
    """The part that an admin plays in it. Whoever it is about plays none."""

    REQUESTER = "requester"
    APPROVER = "approver"


_S, _A, _P = FactorResetStatus, FactorResetAction, FactorResetPart
FACTOR_RESET_MOVES: dict[
    tuple[FactorResetStatus, FactorResetAction, FactorResetPart], FactorResetStatus
] = {
    (_S.WAITING, _A.APPROVE, _P.APPROVER): _S.APPROVED,
    (_S.WAITING, _A.REFUSE, _P.APPROVER): _S.REFUSED,
    (_S.WAITING, _A.WITHDRAW, _P.REQUESTER): _S.WITHDRAWN,
}
_RESET_LABELS = {
    FactorResetStatus.WAITING: _("Menunggu persetujuan"),
    FactorResetStatus.APPROVED: _("Disetujui"),
    FactorResetStatus.REFUSED: _("Ditolak"),
    FactorResetStatus.WITHDRAWN: _("Ditarik"),
}


def needs_factor(policy: FactorPolicy, roles: Collection[Role]) -> bool:
    """Whether somebody with these roles must sign in with two steps."""
    if policy is FactorPolicy.ALL:
        return True
    return policy is FactorPolicy.ADMIN and not ADMINS.isdisjoint(roles)


def factor_reset_part(
    actor_id: int, *, requester_id: int, subject_id: int
) -> FactorResetPart | None:
    """The actor's part; None for the person whose second factor it is."""
    if actor_id == subject_id:
        return None
    return FactorResetPart.REQUESTER if actor_id == requester_id else FactorResetPart.APPROVER


def next_factor_reset(
    status: FactorResetStatus, action: FactorResetAction, part: FactorResetPart | None
) -> FactorResetStatus | None:
    """The state after the action, or None when this person may not do it now."""
    return None if part is None else FACTOR_RESET_MOVES.get((status, action, part))
