"""Accounts with their second factor, grants, sessions and wrong tries."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.extensions import Base
from kinerja.people.models.organisation import Unit
from kinerja.people.models.staff import Employee
from kinerja.people.rules.accounts import AccountState, Salutation, account_state
from kinerja.people.rules.signin import TryKind
from kinerja.permissions import Role


class Account(Base):
    """What lets an employee sign in; without a password it waits to be activated."""

    __tablename__ = "people_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), unique=True)
    password_hash: Mapped[str | None]
    language: Mapped[str | None] = mapped_column(String(2))
    salutation: Mapped[Salutation | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    signed_in_at: Mapped[datetime | None]

    employee: Mapped[Employee] = relationship()
    factor: Mapped[SecondFactor | None] = relationship(back_populates="account")

    @property
    def state(self) -> AccountState:
        """Whether the person can sign in."""
        return account_state(has_password=bool(self.password_hash), is_active=self.is_active)

    @property
    def has_factor(self) -> bool:
        """Whether signing in takes two steps."""
        return self.factor is not None and self.factor.confirmed_at is not None


class SecondFactor(Base):
    """The secret shared with somebody's authenticator app, sealed; it counts once confirmed.

    `last_step` is the time step of the last code accepted: no code passes twice.
    """

    __tablename__ = "people_second_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("people_account.id"), primary_key=True)
    seed: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None]

    account: Mapped[Account] = relationship(back_populates="factor")


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
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    reason: Mapped[str | None]

    employee: Mapped[Employee] = relationship(foreign_keys="RoleGrant.employee_id")
    granted_by: Mapped[Employee | None] = relationship(foreign_keys="RoleGrant.granted_by_id")
    unit: Mapped[Unit] = relationship()


class LoginSession(Base):
    """A signed-in browser: the cookie carries the random sid, this row only its SHA-256."""

    __tablename__ = "people_login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    sid_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("people_account.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    fresh_at: Mapped[datetime]
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(64), default="")

    account: Mapped[Account] = relationship()


class LoginAttempt(Base):
    """A try that counts: a wrong one, or a reset that was asked for.

    `nip_hash` because people type passwords into the wrong field; of somebody whose account is
    known already it is the account's number that is hashed.
    """

    __tablename__ = "people_login_attempt"
    __table_args__ = (Index(None, "address", "at"), Index(None, "nip_hash", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TryKind]
    nip_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
