"""What says that somebody has a level, kept for ever, and the present levels drawn from it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.competency.models.dictionary import Competency
from kinerja.competency.rules import RecordKind
from kinerja.extensions import Base
from kinerja.people.models import Employee


class Record(Base):
    """One statement about somebody's level. The database refuses to change or delete it: it can
    only be voided, once, with a reason, and its texts emptied when the person is forgotten.

    `valid_until` is the last day on which it holds. `author_name` is for those outside:
    assessors, providers of trainings.
    """

    __tablename__ = "competency_record"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 5", name="level_known"),
        Index(None, "employee_id", "competency_id"),
        Index(None, "assessment_id", "kind"),
        Index(None, "valid_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency_competency.id"), index=True)
    kind: Mapped[RecordKind]
    level: Mapped[int]
    on: Mapped[date]
    valid_until: Mapped[date | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    author_name: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(String(2000), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("competency_assessment.id"))
    created_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    void_reason: Mapped[str] = mapped_column(Text, default="")

    employee: Mapped[Employee] = relationship(foreign_keys=[employee_id])
    competency: Mapped[Competency] = relationship()
    author: Mapped[Employee | None] = relationship(foreign_keys=[author_id])
    voided_by: Mapped[Employee | None] = relationship(foreign_keys=[voided_by_id])


class Present(Base):
    """Somebody's present level in a competency: a summary of the records, kept with them in one
    transaction and made anew by `flask competencies rebuild`. No row: no record holds.
    """

    __tablename__ = "competency_present"
    __table_args__ = (
        Index(None, "competency_id", "level"),
        Index(None, "valid_until"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), primary_key=True)
    competency_id: Mapped[int] = mapped_column(
        ForeignKey("competency_competency.id"), primary_key=True
    )
    level: Mapped[int]
    kind: Mapped[RecordKind]
    record_id: Mapped[int] = mapped_column(ForeignKey("competency_record.id"), index=True)
    on: Mapped[date]
    valid_until: Mapped[date | None]

    record: Mapped[Record] = relationship()
