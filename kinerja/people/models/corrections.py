"""What somebody says is wrong in their own data, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.extensions import Base
from kinerja.people.models.staff import Employee
from kinerja.people.rules import CorrectionStatus, CorrectionTopic

IS_OPEN = text("status IN ('asked', 'escalated')")


class Correction(Base):
    """One case: asked by the person it is about, decided by a data admin of the person's unit.

    `before`, `proposal` and `applied` hold values under the names of `rules.FIELDS`; an empty
    proposal means that the person does not know what is right.
    """

    __tablename__ = "people_correction"
    __table_args__ = (
        Index(
            "uq_people_correction_open_topic",
            "employee_id",
            "topic",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index(None, "status", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), index=True)
    topic: Mapped[CorrectionTopic]
    before: Mapped[dict[str, Any]]
    proposal: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(Text)
    status: Mapped[CorrectionStatus] = mapped_column(default=CorrectionStatus.ASKED)
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    since: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    applied: Mapped[dict[str, Any]] = mapped_column(default=dict)
    valid_from: Mapped[date | None]

    employee: Mapped[Employee] = relationship(foreign_keys="Correction.employee_id")
    decided_by: Mapped[Employee | None] = relationship(foreign_keys="Correction.decided_by_id")

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet and the person has not taken it back."""
        return self.status.is_open
