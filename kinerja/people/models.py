"""Units, positions, employees, accounts, grants, sessions and wrong sign-in tries."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.extensions import Base
from kinerja.people.rules import EmployeeKind, JobLevel, spaced
from kinerja.permissions import Role


class Unit(Base):
    """An office; the agency itself is the one without a parent."""

    __tablename__ = "people_unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("people_unit.id"), index=True)
    is_active: Mapped[bool] = mapped_column(default=True)

    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id")


class Position(Base):
    """A job title and the level whose standards hold for it."""

    __tablename__ = "people_position"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)
    job_level: Mapped[JobLevel] = mapped_column(index=True)


class Employee(Base):
    """Somebody employed here, with or without an account."""

    __tablename__ = "people_employee"
    __table_args__ = (
        CheckConstraint("supervisor_id <> id", name="not_own_supervisor"),
        Index(None, "name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nip: Mapped[str] = mapped_column(String(18), unique=True)
    kind: Mapped[EmployeeKind]
    name: Mapped[str]
    title_before: Mapped[str | None] = mapped_column(String(40))
    title_after: Mapped[str | None] = mapped_column(String(80))
    unit_id: Mapped[int] = mapped_column(ForeignKey("people_unit.id"), index=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("people_position.id"), index=True)
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"), index=True)
    is_active: Mapped[bool] = mapped_column(default=True)

    unit: Mapped[Unit] = relationship()
    position: Mapped[Position] = relationship()
    supervisor: Mapped[Employee | None] = relationship(remote_side="Employee.id")

    @property
    def full_name(self) -> str:
        """The name with academic titles: Dr. Sari Teladan, S.Sos., M.Si."""
        front = f"{self.title_before} {self.name}" if self.title_before else self.name
        return f"{front}, {self.title_after}" if self.title_after else front

    @property
    def nip_spaced(self) -> str:
        """The number as printed."""
        return spaced(self.nip, self.kind)


class Account(Base):
    """What lets an employee sign in."""

    __tablename__ = "people_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), unique=True)
    password_hash: Mapped[str]
    language: Mapped[str | None] = mapped_column(String(2))
    is_active: Mapped[bool] = mapped_column(default=True)

    employee: Mapped[Employee] = relationship()


class RoleGrant(Base):
    """A role in a unit and everything under it, for a time."""

    __tablename__ = "people_role_grant"
    __table_args__ = (CheckConstraint("valid_to >= valid_from", name="dates_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), index=True)
    role: Mapped[Role]
    unit_id: Mapped[int] = mapped_column(ForeignKey("people_unit.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class LoginSession(Base):
    """A signed-in browser: the cookie carries the random sid, this row only its SHA-256."""

    __tablename__ = "people_login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    sid_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("people_account.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    fresh_at: Mapped[datetime]

    account: Mapped[Account] = relationship()


class LoginAttempt(Base):
    """A wrong try; `nip_hash` because people type passwords into the wrong field."""

    __tablename__ = "people_login_attempt"
    __table_args__ = (Index(None, "address", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nip_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
