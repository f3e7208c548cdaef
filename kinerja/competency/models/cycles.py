"""Rounds of assessment."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kinerja.competency.rules import CycleStatus
from kinerja.extensions import Base


class Cycle(Base):
    """A round in which everybody is assessed."""

    __tablename__ = "competency_cycle"
    __table_args__ = (
        CheckConstraint(
            "starts_on <= self_due_on AND self_due_on <= verify_due_on", name="dates_in_order"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date]
    self_due_on: Mapped[date]
    verify_due_on: Mapped[date]
    status: Mapped[CycleStatus] = mapped_column(default=CycleStatus.PLANNED, index=True)
