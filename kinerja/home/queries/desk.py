"""What a part of the inbox is made of: groups of rows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kinerja import clock

MOST_ROWS = 20  # of one kind; the rest stands on the kind's own page


@dataclass(frozen=True)
class Row:
    """One thing that waits: whose, since when, until when, and where it is handled."""

    title: str
    meta: str
    since: datetime
    action: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    gist: str = ""
    evidence: str = ""
    due: date | None = None
    person_id: int | None = None

    @property
    def age(self) -> int:
        """Calendar days since it came."""
        return (clock.today() - clock.local(self.since).date()).days


@dataclass(frozen=True)
class Group:
    """Rows of one kind, the longest waiting first; `total` counts those not shown too."""

    key: str
    title: str
    total: int
    rows: list[Row]
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
