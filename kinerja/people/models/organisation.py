"""Units with what they were called and where they belonged, and positions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.extensions import Base
from kinerja.people.rules import JobClass, JobLevel


class Unit(Base):
    """An office as it is today; the agency itself is the one without a parent.

    `name`, `parent_id` and `is_active` hold what the version of today says, so that lists need
    no dates; `services.settle` keeps them so. A closed unit keeps its last name, and belongs to
    the unit that does its work now: whoever looks after that one can still read its past.
    """

    __tablename__ = "people_unit"
    __table_args__ = (
        # A closed unit's name may be taken again.
        Index(
            "uq_people_unit_open_name",
            "name",
            unique=True,
            sqlite_where=text("is_active"),
            postgresql_where=text("is_active"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("people_unit.id"), index=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("people_unit.id"))

    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id", foreign_keys="Unit.parent_id")
    merged_into: Mapped[Unit | None] = relationship(
        remote_side="Unit.id", foreign_keys="Unit.merged_into_id"
    )

    @property
    def successor(self) -> Unit:
        """The unit that does its work now: itself, or after a merger the one it went into."""
        if self.is_active or self.merged_into_id is None or self.parent is None:
            return self
        return self.parent


class UnitVersion(Base):
    """What a unit was called and where it belonged for a time; a closed unit's last one ends.

    `reason` says why it began, `end_reason` why the unit was closed or merged after it.
    """

    __tablename__ = "people_unit_version"
    __table_args__ = (
        UniqueConstraint("unit_id", "valid_from"),
        CheckConstraint("valid_to >= valid_from", name="dates_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("people_unit.id"))
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("people_unit.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    cut_until: Mapped[date | None]
    reason: Mapped[str | None]
    end_reason: Mapped[str | None]

    unit: Mapped[Unit] = relationship(foreign_keys="UnitVersion.unit_id")


class Position(Base):
    """A position (jabatan): its title, the level whose standards hold, whether it heads a unit."""

    __tablename__ = "people_position"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str | None] = mapped_column(String(40), unique=True)
    job_level: Mapped[JobLevel] = mapped_column(index=True)
    leads_unit: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)

    @property
    def job_class(self) -> JobClass:
        """Managerial, functional or executor."""
        return self.job_level.job_class
