"""Employees as they are today, and everything about them that began on a day and may end.

`cut_until` is until when the entry before would have held, had this one not begun; empty when
that one had ended by itself. `services.histories` keeps it, so that an entry can be withdrawn.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.extensions import Base
from kinerja.people.models.organisation import Position, Unit
from kinerja.people.rules import ActingKind, EmployeeKind, LineKind, Standing, spaced


class Employee(Base):
    """Somebody employed here, with or without an account.

    Unit, position, supervisor and standing hold what today's rows of the histories below say, so
    that lists need no dates; `services.settle` keeps them so. Once `forgotten_at` is set, number
    and name are nobody's any more.
    """

    __tablename__ = "people_employee"
    __table_args__ = (
        CheckConstraint("supervisor_id <> id", name="not_own_supervisor"),
        Index(None, "name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nip: Mapped[str] = mapped_column(String(18), unique=True)
    kind: Mapped[EmployeeKind]
    grade: Mapped[str | None] = mapped_column(String(5))
    name: Mapped[str]
    title_before: Mapped[str | None] = mapped_column(String(40))
    title_after: Mapped[str | None] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    unit_id: Mapped[int] = mapped_column(ForeignKey("people_unit.id"), index=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("people_position.id"), index=True)
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"), index=True)
    standing: Mapped[Standing] = mapped_column(default=Standing.ACTIVE)
    forgotten_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship()
    position: Mapped[Position] = relationship()
    supervisor: Mapped[Employee | None] = relationship(remote_side="Employee.id")

    @hybrid_property
    def is_active(self) -> bool:
        """Whether the person works today and is counted."""
        return self.standing is Standing.ACTIVE

    @is_active.inplace.expression
    @classmethod
    def _is_active(cls) -> ColumnElement[bool]:
        return cls.standing == Standing.ACTIVE

    @property
    def full_name(self) -> str:
        """The name with academic titles: Dr. Sari Teladan, S.Sos., M.Si."""
        front = f"{self.title_before} {self.name}" if self.title_before else self.name
        return f"{front}, {self.title_after}" if self.title_after else front

    @property
    def nip_spaced(self) -> str:
        """The number as printed."""
        return spaced(self.nip, self.kind)


class Posting(Base):
    """Where somebody worked, in which position, from a day (TMT) to a day."""

    __tablename__ = "people_posting"
    __table_args__ = (
        UniqueConstraint("employee_id", "valid_from"),
        CheckConstraint("valid_to >= valid_from", name="dates_in_order"),
        Index(None, "unit_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("people_unit.id"))
    position_id: Mapped[int] = mapped_column(ForeignKey("people_position.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    cut_until: Mapped[date | None]
    decree: Mapped[str | None]

    unit: Mapped[Unit] = relationship()
    position: Mapped[Position] = relationship()


class ReportingLine(Base):
    """A superior that was set for somebody; where none is set, the unit's head follows."""

    __tablename__ = "people_reporting_line"
    __table_args__ = (
        UniqueConstraint("employee_id", "kind", "valid_from"),
        CheckConstraint("valid_to >= valid_from", name="dates_in_order"),
        CheckConstraint("superior_id <> employee_id", name="not_own_superior"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    kind: Mapped[LineKind]
    superior_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    cut_until: Mapped[date | None]
    reason: Mapped[str | None]

    superior: Mapped[Employee] = relationship(foreign_keys="ReportingLine.superior_id")


class ActingLeader(Base):
    """Plt. of a unit without a head, or Plh. for a leader who is absent, for a period."""

    __tablename__ = "people_acting_leader"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="dates_in_order"),
        CheckConstraint(
            "(kind = 'plt' AND unit_id IS NOT NULL AND absent_id IS NULL)"
            " OR (kind = 'plh' AND unit_id IS NULL AND absent_id IS NOT NULL)",
            name="unit_or_person",
        ),
        CheckConstraint("absent_id <> employee_id", name="not_own_stand_in"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ActingKind]
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("people_unit.id"), index=True)
    absent_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    decree: Mapped[str | None]

    employee: Mapped[Employee] = relationship(foreign_keys="ActingLeader.employee_id")
    absent: Mapped[Employee | None] = relationship(foreign_keys="ActingLeader.absent_id")
    unit: Mapped[Unit | None] = relationship()


class StandingPeriod(Base):
    """A time in which somebody is left out of counts and cycles, and why. Absent: active."""

    __tablename__ = "people_standing_period"
    __table_args__ = (
        UniqueConstraint("employee_id", "valid_from"),
        CheckConstraint("valid_to >= valid_from", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    standing: Mapped[Standing]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    cut_until: Mapped[date | None]
    decree: Mapped[str | None]
