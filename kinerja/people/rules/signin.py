"""When a sign-in has to wait, when a session is over, what counts as one address."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network


class TryKind(StrEnum):
    """What was tried: tries of one kind do not slow down another."""

    SIGN_IN = "sign_in"
    CODE = "code"
    RESET = "reset"
    FACTOR = "factor"
    CONFIRM = "confirm"
    DOCUMENT = "document"


def seconds_to_wait(
    wrong_at: Sequence[datetime], *, now: datetime, limit: int, window: timedelta
) -> int:
    """Whole seconds until another try is allowed; 0 below `limit` wrong tries within `window`.

    The window slides, so a stranger can delay but never lock an account.
    """
    recent = sorted(at for at in wrong_at if at > now - window)
    if len(recent) < limit:
        return 0
    frees_at = recent[len(recent) - limit] + window
    return max(1, -int(-(frees_at - now).total_seconds() // 1))


def is_over(
    *, now: datetime, created: datetime, seen: datetime, idle: timedelta, absolute: timedelta
) -> bool:
    """Whether a session has ended: unused for `idle`, or begun `absolute` ago."""
    return now - seen >= idle or now - created >= absolute


def address_group(address: str | None) -> str:
    """What counts as one address: an IPv6 customer holds a whole /64."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)
