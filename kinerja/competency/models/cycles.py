"""Rounds of assessment, and who verifies in them where it is not the direct supervisor."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.competency.rules import OVER, CycleStatus, Phase, Population
from kinerja.extensions import Base
from kinerja.people.models import Employee, Unit


class Cycle(Base):
    """A round of assessment. Until it is opened everything about it may change; then `frozen`
    holds the rulebook's values, the switches and the population that it keeps to. `texts` holds
    the dictionary's words once it is archived.
    """

    __tablename__ = "competency_cycle"
    __table_args__ = (
        CheckConstraint(
            "starts_on <= self_due_on AND self_due_on <= verify_due_on", name="dates_in_order"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    period: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    self_due_on: Mapped[date]
    peers_due_on: Mapped[date | None]
    verify_due_on: Mapped[date]
    assessors_due_on: Mapped[date | None]
    acknowledge_due_on: Mapped[date | None]
    with_peers: Mapped[bool] = mapped_column(default=False)
    with_assessors: Mapped[bool] = mapped_column(default=False)
    verifier_first: Mapped[bool] = mapped_column(default=False)
    asks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    status: Mapped[CycleStatus] = mapped_column(default=CycleStatus.PLANNED, index=True)
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    texts: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]

    @property
    def population(self) -> Population:
        """Whom it asks."""
        return Population.from_json(self.asks)

    @property
    def is_over(self) -> bool:
        """Whether nothing in it can be changed any more."""
        return self.status in OVER

    @property
    def phases(self) -> list[tuple[Phase, date]]:
        """Its phases with their last days, in order; only those that it has."""
        days = {
            Phase.SELF: self.self_due_on,
            Phase.PEERS: self.peers_due_on if self.with_peers else None,
            Phase.VERIFICATION: self.verify_due_on,
            Phase.ASSESSORS: self.assessors_due_on if self.with_assessors else None,
            Phase.ACKNOWLEDGEMENT: self.acknowledge_due_on,
        }
        return [(phase, day) for phase, day in days.items() if day is not None]


class CycleVerifier(Base):
    """Who verifies the people of a unit and of what lies under it, in their supervisors' place."""

    __tablename__ = "competency_cycle_verifier"
    __table_args__ = (UniqueConstraint("cycle_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("competency_cycle.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("people_unit.id"))
    verifier_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), index=True)

    unit: Mapped[Unit] = relationship()
    verifier: Mapped[Employee] = relationship()
