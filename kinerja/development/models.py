"""Trainings, the items of people's yearly plans, and the group assignments that made them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.competency.models import Competency
from kinerja.development.rules import (
    DevelopmentForm,
    PlanItemStatus,
    SkipReason,
    joinable_until,
)
from kinerja.extensions import Base
from kinerja.people.models import Employee

LIVING = text("status <> 'cancelled'")


class Training(Base):
    """An activity of the catalogue. `level` is the one it brings its participants to."""

    __tablename__ = "development_training"
    __table_args__ = (
        CheckConstraint("jp > 0", name="jp_positive"),
        CheckConstraint("seats > 0", name="seats_positive"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_known"),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        Index(None, "competency_id", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    form: Mapped[DevelopmentForm]
    jp: Mapped[int]
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency_competency.id"))
    level: Mapped[int]
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    seats: Mapped[int]
    provider: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(String(2000), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    is_active: Mapped[bool] = mapped_column(default=True)

    competency: Mapped[Competency] = relationship()

    @property
    def year(self) -> int:
        """The year whose plans it belongs to and in which its JP count: that of its last day."""
        return self.ends_on.year

    @property
    def joinable_until(self) -> date:
        """The last day on which somebody can still be put on it."""
        return joinable_until(self.form, starts_on=self.starts_on, ends_on=self.ends_on)


class Assignment(Base):
    """One act of a trainer: a training given to everybody meant who could take it."""

    __tablename__ = "development_assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("development_training.id"), index=True)
    min_gap: Mapped[int]
    expected: Mapped[int]
    assigned: Mapped[int]
    skipped: Mapped[int]
    outside: Mapped[int]
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), index=True)
    at: Mapped[datetime]

    training: Mapped[Training] = relationship()


class Skip(Base):
    """A person of an assignment's set who did not get the activity."""

    __tablename__ = "development_skip"

    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("development_assignment.id"), primary_key=True
    )
    employee_id: Mapped[int] = mapped_column(
        ForeignKey("people_employee.id"), primary_key=True, index=True
    )
    reason: Mapped[SkipReason]


class PlanItem(Base):
    """An activity in one person's plan of a year. JP and gap are those of the day it got there."""

    __tablename__ = "development_plan_item"
    __table_args__ = (
        CheckConstraint("jp > 0", name="jp_positive"),
        Index(
            None,
            "training_id",
            "employee_id",
            "year",
            unique=True,
            sqlite_where=LIVING,
            postgresql_where=LIVING,
        ),
        Index(None, "employee_id", "year"),
        Index(None, "status", "since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    training_id: Mapped[int] = mapped_column(ForeignKey("development_training.id"))
    year: Mapped[int]
    jp: Mapped[int]
    gap: Mapped[int | None]
    status: Mapped[PlanItemStatus] = mapped_column(default=PlanItemStatus.ASSIGNED)
    since: Mapped[datetime]
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    assignment_id: Mapped[int | None] = mapped_column(
        ForeignKey("development_assignment.id"), index=True
    )
    evidence_url: Mapped[str] = mapped_column(String(2000), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))

    employee: Mapped[Employee] = relationship(foreign_keys=[employee_id])
    chosen_by: Mapped[Employee] = relationship(foreign_keys=[chosen_by_id])
    confirmed_by: Mapped[Employee | None] = relationship(foreign_keys=[confirmed_by_id])
    training: Mapped[Training] = relationship()

    @property
    def is_own_choice(self) -> bool:
        """Put there by its holder, not by a trainer."""
        return self.chosen_by_id == self.employee_id

    @property
    def is_returned(self) -> bool:
        """Finished once, and sent back with a note."""
        return self.status is PlanItemStatus.RUNNING and bool(self.note)
