"""The dictionary: competencies, their levels, and the level that a job must reach."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.competency.rules import Cluster
from kinerja.extensions import Base
from kinerja.people.rules import JobLevel


class Edition(Base):
    """One edition of a dictionary: the national one (no urusan) or a technical one of an urusan.
    It holds from its day until a later edition of the same urusan does.
    """

    __tablename__ = "competency_edition"
    __table_args__ = (UniqueConstraint("urusan", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    urusan: Mapped[str] = mapped_column(String(200), default="")
    legal_basis: Mapped[str]
    valid_from: Mapped[date]


class Competency(Base):
    """One entry of a dictionary; once a later edition holds, its successor carries levels on."""

    __tablename__ = "competency_competency"
    __table_args__ = (UniqueConstraint("edition_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("competency_edition.id"))
    successor_id: Mapped[int | None] = mapped_column(
        ForeignKey("competency_competency.id"), index=True
    )
    code: Mapped[str] = mapped_column(String(16))
    cluster: Mapped[Cluster]
    rank: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str]
    definition: Mapped[str] = mapped_column(Text)
    definition_en: Mapped[str] = mapped_column(Text)

    edition: Mapped[Edition] = relationship()
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
    indicators: Mapped[list[Indicator]] = relationship(
        order_by="Indicator.rank", back_populates="level"
    )


class Indicator(Base):
    """A behaviour by which a level is recognised; at least one each, usually three."""

    __tablename__ = "competency_indicator"
    __table_args__ = (UniqueConstraint("level_id", "rank"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    level_id: Mapped[int] = mapped_column(ForeignKey("competency_level.id"))
    rank: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text, default="")

    level: Mapped[Level] = relationship(back_populates="indicators")


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
