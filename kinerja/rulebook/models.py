"""The table of dated settings."""

from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import JSON, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kinerja.extensions import Base

Value: TypeAlias = str | int | bool | list[Any] | dict[str, Any] | None


class Rule(Base):
    """One setting from a day on: its value and the regulation that it comes from."""

    __tablename__ = "rulebook_rule"
    __table_args__ = (UniqueConstraint("key", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    value: Mapped[Value] = mapped_column(JSON, nullable=False)
    valid_from: Mapped[date]
    legal_basis: Mapped[str] = mapped_column(Text)
