"""What keeps data from being forgotten, when it was last done, and names as they were before."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.extensions import Base
from kinerja.people.models.staff import Employee


class LegalHold(Base):
    """A time in which nothing of somebody's data may be forgotten, and why (UU 27/2022 Ps 44)."""

    __tablename__ = "people_legal_hold"
    __table_args__ = (CheckConstraint("valid_to >= valid_from", name="dates_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))

    employee: Mapped[Employee] = relationship(foreign_keys="LegalHold.employee_id")
    placed_by: Mapped[Employee] = relationship(foreign_keys="LegalHold.placed_by_id")


class RetentionRun(Base):
    """What the last run did with one class of data: how many were forgotten, how many held."""

    __tablename__ = "people_retention_run"

    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    forgotten: Mapped[int]
    held: Mapped[int]


class IdentityChange(Base):
    """Somebody's number and name before and after a change.

    The audit trail, which can never forget, holds only the digest of salt and both: as long as
    this row lives the trail proves what it says, and without it the digest says nothing.
    """

    __tablename__ = "people_identity_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    salt: Mapped[str] = mapped_column(String(64))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64), unique=True)

    employee: Mapped[Employee] = relationship(foreign_keys="IdentityChange.employee_id")
    by: Mapped[Employee | None] = relationship(foreign_keys="IdentityChange.by_id")
