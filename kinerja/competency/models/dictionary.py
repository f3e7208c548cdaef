"""The dictionary: competencies, their levels, and the level that a job must reach."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.competency.rules import Cluster
from kinerja.extensions import Base
from kinerja.people.rules import JobLevel


class Competency(Base):
    """One entry of the dictionary."""

    __tablename__ = "competency_competency"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    cluster: Mapped[Cluster]
    rank: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str]
    definition: Mapped[str] = mapped_column(Text)
    definition_en: Mapped[str] = mapped_column(Text)

    levels: Mapped[list[Level]] = relationship(order_by="Level.level", back_populates="competency")


class Level(Base):
    """One of a competency's five levels, with its descriptor."""

    __tablename__ = "competency_level"
    __table_args__ = (
        UniqueConstraint("competency_id", "level"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency_competency.id"))
    level: Mapped[int]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(Text)
    description_en: Mapped[str] = mapped_column(Text)

    competency: Mapped[Competency] = relationship(back_populates="levels")


class Standard(Base):
    """The level that a job level must reach in one competency."""

    __tablename__ = "competency_standard"
    __table_args__ = (
        UniqueConstraint("job_level", "competency_id"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job_level: Mapped[JobLevel]
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency_competency.id"), index=True)
    level: Mapped[int]
