"""The table of dated settings."""

from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import JSON, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kinerja.extensions import Base
from kinerja.rulebook.rules import Confidence

Value: TypeAlias = str | int | bool | list[Any] | dict[str, Any] | None


class Rule(Base):
    """One setting from a day on: its value and the regulation that it comes from.

    Never changed; only a value that is not yet in force may be taken back. `set_by` is the name
    of who entered it, nobody for what came with the application.
    """

    __tablename__ = "rulebook_rule"
    __table_args__ = (UniqueConstraint("key", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    value: Mapped[Value] = mapped_column(JSON, nullable=False)
    valid_from: Mapped[date]
    legal_basis: Mapped[str] = mapped_column(Text)
    confidence: Mapped[Confidence] = mapped_column(
        default=Confidence.PROPOSAL, server_default=Confidence.PROPOSAL.value
    )
    set_by: Mapped[str | None]
    set_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)
