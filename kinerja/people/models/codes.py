"""One-time codes and links, recovery codes, and what waits for a second step or approver."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.extensions import Base
from kinerja.people.models.access import Account
from kinerja.people.models.staff import Employee
from kinerja.people.rules.accounts import CodePurpose
from kinerja.people.rules.factors import FactorResetStatus


class AccountCode(Base):
    """A code or link that works once until it expires; of the secret only its SHA-256 is kept.

    `email` is the address that the code confirms. A used, replaced or void code has no row.
    """

    __tablename__ = "people_account_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("people_account.id"), index=True)
    purpose: Mapped[CodePurpose]
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    account: Mapped[Account] = relationship()


class ResetRequest(Base):
    """A number for which somebody asked a reset link, whether anybody has it or not.

    The jobs answer it, so that asking takes the same time for every number.
    """

    __tablename__ = "people_reset_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    nip: Mapped[str] = mapped_column(String(18))
    at: Mapped[datetime]


class PendingSignIn(Base):
    """Somebody whose password was right and whose code is awaited. It opens nothing."""

    __tablename__ = "people_pending_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("people_account.id"), index=True)
    created_at: Mapped[datetime]

    account: Mapped[Account] = relationship()


class RecoveryCode(Base):
    """A code on paper that stands in once for the authenticator app; only its hash is kept."""

    __tablename__ = "people_recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("people_account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)


class FactorReset(Base):
    """A request to remove a lost second factor: one admin asks, another approves."""

    __tablename__ = "people_factor_reset"
    __table_args__ = (
        CheckConstraint("requested_by_id <> subject_id", name="not_for_oneself"),
        CheckConstraint(
            "status <> 'approved' OR decided_by_id NOT IN (requested_by_id, subject_id)",
            name="second_person",
        ),
        Index(
            "uq_people_factor_reset_waiting",
            "subject_id",
            unique=True,
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    status: Mapped[FactorResetStatus]
    reason: Mapped[str]
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    requested_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    decided_at: Mapped[datetime | None]

    subject: Mapped[Employee] = relationship(foreign_keys="FactorReset.subject_id")
    requested_by: Mapped[Employee] = relationship(foreign_keys="FactorReset.requested_by_id")
