"""Job standards: what one position asks for, in editions that hold one after another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.competency.models.dictionary import Competency
from kinerja.competency.rules import Necessity, RequirementKind, in_order
from kinerja.extensions import Base
from kinerja.people.models import Employee, Position


class JobStandard(Base):
    """One edition of a position's Standar Kompetensi Jabatan. It holds from its day until a
    later edition of the same position does.
    """

    __tablename__ = "competency_job_standard"
    __table_args__ = (UniqueConstraint("position_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("people_position.id"))
    valid_from: Mapped[date]
    decree: Mapped[str]
    job_code: Mapped[str] = mapped_column(String(40), default="")
    job_group: Mapped[str] = mapped_column(default="")
    urusan: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))

    position: Mapped[Position] = relationship()
    created_by: Mapped[Employee | None] = relationship()
    items: Mapped[list[JobStandardItem]] = relationship(
        back_populates="standard", cascade="all, delete-orphan"
    )
    requirements: Mapped[list[JobRequirement]] = relationship(
        order_by="JobRequirement.rank", back_populates="standard", cascade="all, delete-orphan"
    )

    @property
    def ordered(self) -> list[JobStandardItem]:
        """The competencies by cluster, in the dictionary's order."""
        return sorted(
            self.items,
            key=lambda item: in_order(
                item.competency.cluster, item.competency.rank, item.competency_id
            ),
        )


class JobStandardItem(Base):
    """The level of one competency that an edition asks for; `max_level` where one is set."""

    __tablename__ = "competency_job_standard_item"
    __table_args__ = (
        UniqueConstraint("job_standard_id", "competency_id"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_known"),
        CheckConstraint("max_level BETWEEN level AND 5", name="max_level_known"),
        CheckConstraint("relevance BETWEEN 1 AND 3", name="relevance_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job_standard_id: Mapped[int] = mapped_column(ForeignKey("competency_job_standard.id"))
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency_competency.id"), index=True)
    level: Mapped[int]
    max_level: Mapped[int | None]
    relevance: Mapped[int] = mapped_column(default=2)
    necessity: Mapped[Necessity] = mapped_column(default=Necessity.IMPORTANT)

    standard: Mapped[JobStandard] = relationship(back_populates="items")
    competency: Mapped[Competency] = relationship()


class JobRequirement(Base):
    """One requirement of a position besides its competencies (persyaratan jabatan)."""

    __tablename__ = "competency_job_requirement"
    __table_args__ = (UniqueConstraint("job_standard_id", "rank"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_standard_id: Mapped[int] = mapped_column(ForeignKey("competency_job_standard.id"))
    rank: Mapped[int]
    kind: Mapped[RequirementKind]
    text: Mapped[str] = mapped_column(Text)
    necessity: Mapped[Necessity]

    standard: Mapped[JobStandard] = relationship(back_populates="requirements")


class StandardImport(Base):
    """A file of job standards that was read: `lines` are its rows, each a list of its number and
    its cells by column. Nothing of it holds before it is applied; then they are forgotten.
    """

    __tablename__ = "competency_standard_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str]
    lines: Mapped[list[Any]] = mapped_column(JSON)
    uploaded_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
