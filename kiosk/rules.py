"""How long a screen waits, and how long a visit may still be shown or continued."""

from datetime import datetime, timedelta

IDLE = timedelta(seconds=30)
WARNING = timedelta(seconds=10)
PATIENCE = timedelta(seconds=120)
THANKS = timedelta(seconds=6)
# What was being sent when the screen went back to the start still counts.
GRACE = timedelta(minutes=10)


def lease(now: datetime, *, patient: bool = False) -> datetime:
    """Until when a visit's screens may be opened after something was tapped.

    Exactly as long as the screen waits, so that Back shows the next citizen nothing of it.
    """
    return now + (PATIENCE if patient else IDLE) + WARNING


def may_show(open_until: datetime | None, *, now: datetime) -> bool:
    """Whether a screen of the visit may be opened."""
    return open_until is not None and now <= open_until


def may_continue(open_until: datetime | None, *, now: datetime) -> bool:
    """Whether what a screen of the visit sends is still taken."""
    return open_until is not None and now <= open_until + GRACE


def seconds_to_wait(open_until: datetime, *, now: datetime) -> int:
    """How long an untouched screen waits before it asks whether anybody is there."""
    return max(1, int((open_until - WARNING - now).total_seconds()))
